"""One written form of a date or an identifier."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from service.document import Label, Span

CHECK_DIGIT = "check digit"

#: Characters before a match in which the words of a citation are looked for.
REACH = 100


def bounded(pattern: str) -> re.Pattern[str]:
    """`pattern` compiled, case ignored; each ``\\s+`` and ``\\s*`` reads nine characters at most,
    for two of them over a million spaces would be tried a million times a million ways."""
    return re.compile(pattern.replace(r"\s+", r"\s{1,9}").replace(r"\s*", r"\s{0,9}"), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Form:
    """A regular expression whose group ``x`` (or whole match) is the span; a match
    without its ``x`` is none.

    unless: if this matches the text that ends where the span begins (at most
        `REACH` characters of it), the place is not this form: a statute's date, say.
    valid: a check of the surface by a library; where it fails, a person looks.
    """

    kind: str
    label: Label
    score: float
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None
    valid: Callable[[str], bool] | None = None

    def find(self, text: str) -> Iterator[Span]:
        group = "x" if "x" in self.pattern.groupindex else 0
        for match in self.pattern.finditer(text):
            start, end = match.span(group)
            if start < 0 or (self.unless and self.unless.search(text[max(0, start - REACH) : start])):
                continue
            doubt = CHECK_DIGIT if self.valid and not self.valid(match.group(group)) else None
            yield Span(
                start, end, self.label, self.score, f"pattern:{self.kind}", kind=self.kind, doubt=doubt
            )
