"""One written form of a date or an identifier, and the cues that announce it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from service.document import Label, Span
from service.pipeline.detect.expression import Expression

CHECK_DIGIT = "check digit"

#: Characters before a match in which the words of a citation are looked for.
REACH = 100

_SHAPES = str.maketrans(
    dict.fromkeys("0123456789", "0")
    | dict.fromkeys("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "a")
)


def bounded(pattern: str, rest: str = "") -> Expression:
    """`pattern` and `rest`, case ignored; with a `rest` the pattern is its opening. Each ``\\s+``
    and ``\\s*`` reads nine characters at most, for two of them over a million spaces would be
    tried a million times a million ways."""
    whole, opening = (
        part.replace(r"\s+", r"\s{1,9}").replace(r"\s*", r"\s{0,9}") for part in (pattern + rest, pattern)
    )
    return Expression(whole, opening=opening if rest else "")


def head_of(word: str) -> str:
    """What forms that may begin with `word` are looked up by: itself in lower case, or its
    shape if it has figures, ``00000000a`` for 12345678Z."""
    return word.lower() if word.isalpha() else word.translate(_SHAPES)


@dataclass(frozen=True, slots=True)
class Form:
    """A regular expression whose group ``x`` (or whole match) is the span; a match
    without its ``x`` is none.

    heads: what the match begins with, see `head_of`; none where it may begin anywhere.
    holds: what every match holds; a text without it is not searched.
    more: what may follow a match, again and again: the other numbers of a list.
    unless: if this matches the text that ends where the match begins (at most
        `REACH` characters of it), the place is not this form: a statute's date, say.
    valid: a check of the surface by a library; where it fails, a person looks.
    strict: where it fails there is nothing, for the form alone is nobody's.
    source: what calibration knows the form by, where that is not its kind.
    """

    kind: str
    label: Label
    score: float
    pattern: Expression
    heads: frozenset[str] = frozenset()
    holds: str = ""
    more: Expression | None = None
    unless: Expression | None = None
    valid: Callable[[str], bool] | None = None
    strict: bool = False
    source: str = ""

    def find(self, text: str) -> Iterator[Span]:
        """All of this form in `text`."""
        if self.holds not in text:
            return
        for match in self.pattern.finditer(text):
            if not self._is_ruled_out(text, match.start()):
                yield from self._spans(match)

    def of(self, match: re.Match[str]) -> Iterator[Span]:
        """What its pattern has found with `match`, and what follows that."""
        if self._is_ruled_out(match.string, match.start()):
            return
        following: re.Match[str] | None = match
        while following:
            yield from self._spans(following)
            following = self.more.match(following.string, following.end()) if self.more else None

    def _is_ruled_out(self, text: str, start: int) -> bool:
        return self.unless is not None and bool(self.unless.search(text[max(0, start - REACH) : start]))

    def _spans(self, match: re.Match[str]) -> Iterator[Span]:
        group = "x" if "x" in match.re.groupindex else 0
        start, end = match.span(group)
        if start < 0:
            return
        wrong = self.valid is not None and not self.valid(match.group(group))
        if wrong and self.strict:
            return
        doubt = CHECK_DIGIT if wrong else None
        source = f"pattern:{self.source or self.kind}"
        yield Span(start, end, self.label, self.score, source, kind=self.kind, doubt=doubt)
