"""Dates, identifiers and initials by their form and by the words before them.

    dates    calendar dates in figures and in words
    initials people by their initials alone; `nicknames`: by what they are called
    common   what every country writes: contact data, accounts, codes, documents, any docket
    ar … ve  the identifiers of one country each, and of the Inter-American Court (idh)
    registries  a number with its folio, book, volume
    cues     how they are written down; `checks`: what their check digits say; `numerals`: in words
    dockets  whose a case number is: this case's, an earlier instance's, another's

Scores are set by hand in two classes: near 1 for what its form, its check digit or a cue of
its own makes certain, 0.4, below the masks' threshold, for what only a common cue says.
Repetition is bounded in every expression, so that none can blow up on a text made to hurt,
and most are tried only where a word begins that they may begin with.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from service.document import Span
from service.pipeline.detect.patterns.ar import AR
from service.pipeline.detect.patterns.bo import BO
from service.pipeline.detect.patterns.cl import CL
from service.pipeline.detect.patterns.co import CO
from service.pipeline.detect.patterns.common import COMMON
from service.pipeline.detect.patterns.cr import CR
from service.pipeline.detect.patterns.dates import DATES
from service.pipeline.detect.patterns.do import DO
from service.pipeline.detect.patterns.dockets import whose
from service.pipeline.detect.patterns.ec import EC
from service.pipeline.detect.patterns.es import ES
from service.pipeline.detect.patterns.form import Form, head_of
from service.pipeline.detect.patterns.gt import GT
from service.pipeline.detect.patterns.idh import IDH
from service.pipeline.detect.patterns.initials import INITIALS
from service.pipeline.detect.patterns.mx import MX
from service.pipeline.detect.patterns.nicknames import NICKNAMES
from service.pipeline.detect.patterns.pa import PA
from service.pipeline.detect.patterns.pe import PE
from service.pipeline.detect.patterns.py import PY
from service.pipeline.detect.patterns.registries import REGISTRIES
from service.pipeline.detect.patterns.uy import UY
from service.pipeline.detect.patterns.ve import VE

__all__ = ["FORMS", "patterns"]

FORMS: Final = (
    *DATES, *INITIALS, *NICKNAMES,
    *AR, *BO, *CL, *CO, *CR, *DO, *EC, *ES, *GT, *IDH, *MX, *PA, *PE, *PY, *UY, *VE, *REGISTRIES, *COMMON,
)  # fmt: skip

_WORD: Final = re.compile(r"\w+|\+(?=\d)")


def patterns(forms: Sequence[Form] = FORMS) -> Callable[[str], list[Span]]:
    """A detector of every one of `forms`."""
    anywhere = [form for form in forms if not form.heads]
    headed = _by_head(forms)

    def detect(text: str) -> list[Span]:
        return whose(text, _surest([*_anywhere(text, anywhere), *_headed(text, headed)]))

    return detect


def _by_head(forms: Iterable[Form]) -> Mapping[str, Sequence[Form]]:
    table: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        for head in form.heads:
            table[head].append(form)
    return dict(table)


def _anywhere(text: str, forms: Sequence[Form]) -> Iterator[Span]:
    for form in forms:
        yield from form.find(text)


def _headed(text: str, headed: Mapping[str, Sequence[Form]]) -> Iterator[Span]:
    for word in _WORD.finditer(text):
        if forms := headed.get(head_of(word.group())):
            start = word.start()
            for form in forms:
                begun = form.pattern.opens(text, start)
                if begun and (match := form.pattern.whole(begun)):
                    yield from form.of(match)


def _surest(spans: Iterable[Span]) -> list[Span]:
    """Of spans at one place the surest by its form, and one without doubt before one with:
    a number that is wrong as one country's may be right as another's."""
    best: dict[tuple[int, int, str], Span] = {}
    for span in spans:
        place = span.start, span.end, span.label
        rival = best.get(place)
        if rival is None or (span.score, not span.doubt) > (rival.score, not rival.doubt):
            best[place] = span
    return list(best.values())
