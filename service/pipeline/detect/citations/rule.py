"""One written form of a citation, and the place where it is found."""

import re
from dataclasses import dataclass
from typing import Literal

import msgspec

from service.pipeline.detect.expression import Expression

Kind = Literal["norm", "precedent", "doctrine", "court"]

#: Characters before a citation that are read for what must, may or must not stand there.
REACH = 160
#: Of these, the last, which are read for how its lead ends.
CLOSE = 90


class Citation(msgspec.Struct, frozen=True):
    """A place ``[start, end)``, in code points of the text, that cites law. Holds no text."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Rule:
    """A form that begins with one of `heads`: words in lower case, or a quotation mark. What too many
    texts are full of is a head with the word after it, ``la_sala``.

    pattern: matched where the head begins; it must bound every repetition.
    lead: if this ends where the head begins, the citation begins with it: an article, an author.
    led: without its `lead` the place is none.
    close: what `lead` ends with, cheap to look for; none where it may end with anything.
    needs, unless: what must, and must not, stand somewhere before the citation.
    unless_then: what must not follow it.
    titled: a line of which it is all is a title, so the number of this very case.
    """

    kind: Kind
    heads: frozenset[str]
    pattern: Expression
    lead: Expression | None = None
    led: bool = False
    close: Expression | None = None
    needs: Expression | None = None
    unless: Expression | None = None
    unless_then: Expression | None = None
    titled: bool = False

    def at(self, text: str, start: int) -> Citation | None:
        """The citation whose head begins at `start`, if there is one."""
        near = max(0, start - REACH)
        lead = None
        if self.led and self.close and not self.close.search(text, max(0, start - CLOSE), start):
            return None
        if self.led and self.lead and any(map(str.isalnum, text[max(0, start - 4) : start])):
            lead = self.lead.search(text, near, start)
        if self.led and not lead:
            return None
        begun = self.pattern.opens(text, start)
        if not begun:
            return None
        if _STREET.search(text, max(0, start - _STREET_REACH), start):
            return None
        if self.needs and not self.needs.search(text, near, start):
            return None
        if self.unless and self.unless.search(text, near, start):
            return None
        match = self.pattern.whole(begun)
        if not match:
            return None
        end = match.end()
        if self.unless_then and self.unless_then.match(text, end):
            return None
        if self.titled and _is_title(text, start, end):
            return None
        if self.lead and not lead:
            lead = self.lead.search(text, near, start)
        return Citation(lead.start() if lead else start, end, self.kind)


#: Characters that a street's word and what leads from it take at most.
_STREET_REACH = 40
#: A street may be named after a law, a court or a date.
_STREET = re.compile(
    r"(?<!\w)(?:calles?|avenidas?|av|avda|pasaje|pje|jir[oó]n|jr|plaza|plazuela|camino|carrera|bulevar|"
    r"boulevard|barrio|urbanizaci[oó]n|estaci[oó]n)\.?\s{1,3}(?:(?:de|del|la|el)\s{1,3}){0,2}\Z",
    re.IGNORECASE,
)
#: What may stand beside its number in a title.
_TITLE = re.compile(
    r"[\W_]*(?:(?:sentencia|auto|caso|asunto|expediente|exp|recurso|de|en|n|no|n[úu]m(?:ero)?|nro|tesis|"
    r"pleno|constitucional|plurinacional|casaci[oó]n|amparo|directo|revisi[oó]n|referencia|ref)(?!\w)[\W_]*){0,8}",
    re.IGNORECASE,
)


def _is_title(text: str, start: int, end: int) -> bool:
    """Whether nothing but words of a title shares the line with ``[start, end)``."""
    first = text.rfind("\n", max(0, start - REACH), start) + 1
    if first == 0 and start > REACH:
        return False
    last = text.find("\n", end, end + REACH)
    if last < 0:
        last = min(len(text), end + REACH)
    return bool(_TITLE.fullmatch(text, first, start)) and not any(map(str.isalnum, text[end:last]))
