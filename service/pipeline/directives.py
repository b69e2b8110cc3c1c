"""What a ruling says of its own publication: that names are replaced, that its subject is
reserved, or that there is nothing to hide.

A directive is shown with the answer. One that asks for protection puts the policy's reserve in
force (`Policy.reserved`); one that says there is nothing to hide changes nothing by itself.
"""

import re
from dataclasses import dataclass
from itertools import chain
from typing import Final, Literal

from service.pipeline.detect.expression import by_initial
from service.pipeline.view import View

DirectiveKind = Literal["reserve", "replacement", "open"]

#: What is hidden of a person.
_DATA: Final = (
    r"(?:nombres?|apellidos?|identidad(?:es)?|iniciales|datos|identificaci[oó]n|informaci[oó]n|"
    r"menor(?:es)?|v[ií]ctimas?|partes|referencias)\b"
)
_REPLACE: Final = r"(?:re?emplaz|sustitu[iy]|modific|cambi|omit|suprim|elimin|anonimi[zc]|ocult|codific)\w*"
_ORDER: Final = (
    r"(?:disp[oó]n(?:ga|e)(?:se)?|ord[eé]n(?:a|e)?(?:se)?|decr[eé]t(?:a|e)?(?:se)?|gu[aá]rdese|"
    r"mant[eé]nga(?:n)?se|mantener|guardar)"
)
_ABOUT: Final = r"(?:de|sobre|respecto\s+de)(?:l|\s+(?:los|las|la|su|sus))?\s+"
_ARTICLES: Final = r"(?:\s+(?:todos?|los|las|el|la|su|sus|y))*\s+"


def _words(most: int) -> str:
    """A few words of one sentence, and the space after them."""
    return rf"(?:\s+[^\s.;:]+){{0,{most}}}?\s+"


_FORMS: Final[dict[DirectiveKind, tuple[str, ...]]] = {
    "open": (
        r"no\s+(?:contiene|re[uú]ne|concurren|presenta|existen|hay|requiere|procede)"
        + _words(6)
        + r"(?:anonimizaci[oó]n|anonimizar|reserva\s+de\s+(?:la\s+)?identidad)\b",
    ),
    "replacement": (
        rf"aclaraci[oó]n\s+previa\b(?=[^§]{{0,300}}\b(?:{_REPLACE}|ficticios?\b))",
        r"nombres?\s+(?:ficticios?|supuestos?|de\s+fantas[ií]a)\b",
        rf"(?:se|ser[áa]n?|fueron|han\s+sido)\s+{_REPLACE}(?:\s+(?:por|con)\s+\w+)?{_ARTICLES}{_DATA}",
    ),
    "reserve": (
        rf"reserva\s+(?:absoluta\s+)?{_ABOUT}(?:actuaciones\b|expediente\b|proceso\b|{_DATA})",
        rf"{_ORDER}\s+(?:(?:en|la|bajo)\s+)?(?:(?:estricta|absoluta|debida)\s+)?reserva\b(?!\s+del?\s+caso)",
        r"(?:res[eé]rvese|prot[eé]jase|om[ií]tase|supr[ií]manse?|anonim[ií]cese)" + _words(6) + _DATA,
        r"(?:suprimir|omitir|reemplazar|sustituir)" + _words(12) + r"(?:nombres?|datos|identidad)\b",
        r"(?:preservar|resguardar|proteger)" + _words(6) + r"(?:identidad|intimidad|privacidad)\b",
        r"identidad(?:es)?\s+(?:\w+\s+)?reservadas?\b",
        rf"se\s+reserva(?:n|rán?)?{_ARTICLES}(?:nombres?|identidad|datos)\b",
        r"(?:expediente|proceso|causa|actuaciones)\s+(?:de\s+car[aá]cter\s+)?reservad[oa]s?\b",
        r"(?:publ[ií]quese|publicaci[oó]n|difusi[oó]n)"
        + _words(6)
        + r"(?:omisi[oó]n|supresi[oó]n|disociaci[oó]n)\b",
    ),
}
_DIRECTIVES: Final = tuple(
    (kind, re.compile(rf"\b{form}", re.IGNORECASE)) for kind, forms in _FORMS.items() for form in forms
)
#: How each of them begins.
_BEGINS: Final = by_initial(
    r"aclaraci|actuaciones|anonim|causa|decr|difusi|disp|expediente|fueron|gu|han\s|identidad|mant|no\s|"
    r"nombre|om|ord|preserv|proceso|prot|publ|reemplazar|res|se\s|ser|supr|sustituir"
)
#: Whether there is any, and what it comes after, for that is soon looked for: one pass over a text, of
#: which most have none.
_ANY: Final = re.compile(rf"\W(?={_BEGINS})(?:{'|'.join(chain(*_FORMS.values()))})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Directive:
    """``[start, end)`` of the document says so."""

    kind: DirectiveKind
    start: int
    end: int

    @property
    def tightens(self) -> bool:
        return self.kind != "open"


def directives(text: str) -> tuple[Directive, ...]:
    """The directives of a document, in reading order; of two that overlap the first form's."""
    view = View.of(text)
    if not _ANY.search(f"\n{view.text}"):
        return ()
    found: list[Directive] = []
    for kind, form in _DIRECTIVES:
        for match in form.finditer(view.text):
            one = Directive(kind, *view.place(match.start(), match.end()))
            if not any(one.start < other.end and other.start < one.end for other in found):
                found.append(one)
    return tuple(sorted(found, key=lambda one: one.start))
