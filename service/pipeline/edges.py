"""What is not a find's own: small words and titles at its edges, and words that only announce one.

A preposition or a conjunction names nobody, nor does "Ingeniero", "MSc", "comuna", "ciudad de",
"del corriente" or "N°" alone.
"""

import re
from collections.abc import Mapping
from typing import Final

from service.document import Label, Span

_SMALL: Final = r"(?:a|al|con|de|del|e|el|en|la|las|lo|los|o|y)"
_NOTHING: Final = re.compile(rf"(?:{_SMALL}(?:[\s,;]+|\Z))+")
#: Of what kind a place is, and what announces a code, a date or a name: never one itself.
_PLACE: Final = (
    r"est[ae]|dich[ao]|cant[oó]n|ciudad|comarca|comunas?|departamentos?|direcci[oó]n|distrito|estados?|"
    r"localidad|municipio|parroquia|provincias?|regi[oó]n|rep[uú]blica|sector|zona"
)
_CODE: Final = r"bajo|n|no|n[uú]m|n[uú]mero|nro|fojas|c\.?\s?c|c\.?\s?i|dni|m\.?\s?p|rit|rol|ruc|run|rut"
_TIME: Final = r"años?|corrientes?|d[ií]as?|fechas?|hasta|mes(?:es)?|presente"
#: No surname is one of these.
_TITLE: Final = (
    r"abg|abogad[oa]|doctor(?:a|es)?|dr[ae]?s?|ing|ingenier[oa]|lic|licenciad[oa]|mag[ií]ster|msc|mgs|"
    r"param[eé]dic[oa]|señor(?:a|es)?|sr[ae]?s?"
)
_KINDS: Final[Mapping[Label, str]] = {"LUGAR": _PLACE, "ID": _CODE, "FECHA": _TIME, "NOMBRE": _TITLE}
_GENERIC: Final[Mapping[Label, re.Pattern[str]]] = {
    label: re.compile(rf"(?=.*?\b(?:{words})\b)(?:(?:{_SMALL}|{words})(?:\W+|\Z))+", re.I | re.S)
    for label, words in _KINDS.items()
}
_TITLES_HEAD: Final = re.compile(rf"(?:(?:{_TITLE})(?:\.\s*|\s+))+", re.IGNORECASE)
_TITLES_TAIL: Final = re.compile(rf"(?:[\s,]+(?:{_TITLE}))+\Z", re.IGNORECASE)
_TAIL: Final = re.compile(rf"(?:[\s,;]+{_SMALL})+\Z")
#: What leads to the next. A name that a bad scan tore may end in "el" or "la", a code in a letter.
_LINKS_TAIL: Final = re.compile(r"(?:[\s,;]+(?:de|del|e|o|y))+\Z")
#: Before a name these may be its own: "de la Cruz".
_PLACES_HEAD: Final = re.compile(r"(?:(?:del?|en)\s+)+")
_NO_HEAD: Final = re.compile(r"")
#: What is not a find's own at its head, and at its tail.
_EDGES: Final = {
    "NOMBRE": (_TITLES_HEAD, (_TITLES_TAIL, _LINKS_TAIL)),
    "LUGAR": (_PLACES_HEAD, (_TAIL,)),
    "FECHA": (_NO_HEAD, (_TAIL,)),
    "ID": (_NO_HEAD, (_LINKS_TAIL,)),
}
_NEXT: Final = re.compile(r"\W{0,2}(?=[A-ZÁÉÍÓÚÜÑ\d])")

#: Characters of small words at an edge, at most: without a bound a text of them alone would take
#: for ever.
_EDGE: Final = 40


def bare(text: str, span: Span) -> tuple[int, int]:
    """``[start, end)`` of `span` without the small words at its edges, or the titles."""
    if span.label == "ORG":
        return span.start, span.end
    head_of, tails = _EDGES[span.label]
    head = head_of.match(text, span.start, span.end)
    start, end = head.end() if head else span.start, span.end
    for tail_of in tails:
        tail = tail_of.search(text, max(start, end - _EDGE), end)
        end = tail.start() if tail else end
    return start, max(start, end)


def is_small(text: str, span: Span) -> bool:
    """Whether `span` is small words and nothing else."""
    return span.label not in ("ID", "ORG") and bool(_NOTHING.fullmatch(text, span.start, span.end))


def is_generic(text: str, span: Span) -> bool:
    """Whether `span` says of what kind something is, and not what."""
    generic = _GENERIC.get(span.label)
    return generic is not None and generic.fullmatch(text, span.start, span.end) is not None


def announces(text: str, span: Span, following: Span | None) -> bool:
    """Whether a name or a figure comes after `span` that `following`, the next find, does not
    begin with: then `span` is all that tells of it."""
    after = _NEXT.match(text, span.end)
    return after is not None and (following is None or following.start > after.end())
