"""Dates, identifiers and initials by their form and by the words before them.

    dates    calendar dates in figures and in words
    ids      identifiers: by cue, by form, by check digit
    initials people by their initials alone

Scores are set by hand in two classes: near 1 for what its form or check digit makes
certain, 0.4, below the masks' threshold, for what only a common cue says. Repetition is
bounded in every expression, so that none can blow up on a text made to hurt.
"""

from collections.abc import Callable, Sequence

from service.document import Span
from service.pipeline.detect.patterns.dates import DATES
from service.pipeline.detect.patterns.form import Form
from service.pipeline.detect.patterns.ids import IDS
from service.pipeline.detect.patterns.initials import INITIALS

__all__ = ["patterns"]


def patterns(forms: Sequence[Form] = (*DATES, *IDS, *INITIALS)) -> Callable[[str], list[Span]]:
    """A detector of every one of `forms`."""

    def detect(text: str) -> list[Span]:
        return [span for form in forms for span in form.find(text)]

    return detect
