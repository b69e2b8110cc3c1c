"""Addresses told by the way: "de la iglesia 200 metros al norte, casa azul".

Where streets bear no numbers, a home is told by what stands near it; a model that has met
numbered streets finds the town and leaves the way to the house. Sure enough to hide are a
distance with its bearing and the landmark that it is measured from, a road with the kilometre
that a thing is "a la altura" of, and what goes on with the address after somebody is said to
live in a place or after the name of a street, an estate, a quarter.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from service.document import Span
from service.pipeline.detect.expression import by_initial

SOURCE: Final = "addresses"
#: Set by hand above the masks' threshold: each form says where it is.
SCORE: Final = 0.9

_SPACE: Final = r"\s{1,3}"
#: What a piece of an address is made of: no punctuation, save an abbreviation's, and no more
#: of the sentence ("y estudia en", "donde vive").
_WITHIN: Final = (
    r"(?:(?<!\w)(?:av|avda|bo|col|dr|edif|esq|gral|jr|km|lt|mts|mz|n|no|nro|núm|sta|sto|urb)\.|"
    r"(?!\s{1,3}(?:donde|e|que|quien|y)\s{1,3}(?-i:[a-zá-ú]))(?:[^,.;:()\n]|\n(?=\S)))"
)
_METRES: Final = (
    r"(?:\d{1,4}|cincuenta|setenta y cinco|cien|ciento cincuenta|\w{3,6}cient[oa]s|quinient[oa]s)"
    rf"{_SPACE}(?:metros|mts?\.?|varas|cuadras)"
)
_STEP: Final = (
    rf"{_METRES}{_SPACE}(?:(?:al|hacia{_SPACE}el){_SPACE})?(?:norte|sur|este|oeste|nor\w{{2,5}}|sur\w{{2,5}})"
    rf"(?:{_SPACE}y{_SPACE}\w{{1,12}}[^,.;:()\n]{{1,20}}?(?:norte|sur|este|oeste))?(?!\w)"
)
_LANDMARK: Final = rf"(?:del|de{_SPACE}la|de{_SPACE}los|de{_SPACE}las|de){_SPACE}\w{_WITHIN}"

#: "200 metros al norte", and the landmark before or after it.
_MEASURED: Final = re.compile(rf"(?<!\w){_STEP}", re.IGNORECASE)
_BEFORE: Final = re.compile(rf"(?<!\w){_LANDMARK}{{1,50}}\Z", re.IGNORECASE)
_AFTER: Final = re.compile(rf"{_SPACE}{_LANDMARK}{{2,50}}", re.IGNORECASE)
#: Characters before a distance in which its landmark is looked for.
_REACH: Final = 60
#: "ruta 5, a la altura del km 20".
_ROAD: Final = re.compile(
    rf"(?<!\w)(?:autopista|carretera|ruta){_SPACE}(?:{_WITHIN}|,){{1,60}}?"
    rf"a{_SPACE}la{_SPACE}altura{_SPACE}del{_SPACE}(?:km\.?|kil[oó]metro){_SPACE}\w{{1,12}}(?:[.,]\d{{1,3}})?",
    re.IGNORECASE,
)
#: "vecina de Piedades", "con domicilio real en la fracción San Isidro".
_HOME: Final = re.compile(
    rf"(?<!\w)(?:(?:domiciliad|residenciad|vecin)[oa]s?{_SPACE}(?:en|del?)|residentes?{_SPACE}en|"
    rf"domicilio(?:{_SPACE}(?:legal|procesal|real))?{_SPACE}en|resid[eí]\w{{0,3}}{_SPACE}en|"
    rf"viv(?:en?|[íi]an?)(?:{_SPACE}\w{{1,12}}){{0,3}}?{_SPACE}en){_SPACE}(?:(?:el|la|los|las){_SPACE})?"
    rf"(?P<place>{_WITHIN}{{2,70}})",
    re.IGNORECASE,
)
#: "calle Bolívar, frente al parque", "vereda Chenche, finca El Mirador".
_STREET: Final = re.compile(
    rf"(?<!\w)(?:autopista|avenidas?|av\.|avda\.|calles?|callej[oó]n|calzada|camino|carrera|carretera|"
    rf"circunvalaci[oó]n|colonia|caser[ií]o|comunidad|jir[oó]n|jr\.|km\.?|kil[oó]metro|"
    rf"parcelamiento|pasaje|paseo|urbanizaci[oó]n|"
    rf"vereda|zona){_SPACE}(?=(?-i:[A-ZÁÉÍÓÚÑ\d])){_WITHIN}{{2,60}}",
    re.IGNORECASE,
)
#: What goes on with an address: a part of it, or something that stands beside it.
_NEXT: Final = re.compile(
    rf",{_SPACE}(?:(?:apartamento|apto|barrio|bodega|calle|casa|colonia|edificio|entrada|entre|esquina|finca|"
    rf"fracci[oó]n|lote|manzan[ao]|municipio|parcela|piso|port[oó]n|pr[oó]ximo|sector|"
    rf"sin{_SPACE}pintar|urbanizaci[oó]n|vereda|zona|contiguo|"
    rf"detr[aá]s|diagonal|al{_SPACE}lado|a{_SPACE}la{_SPACE}par|a(?:l|{_SPACE}un){_SPACE}costado|"
    rf"frente{_SPACE}al?(?!{_SPACE}(?:ello|est[oae]|lo|tal)(?!\w)))(?!\w){_WITHIN}{{0,60}}|"
    rf"(?:{_LANDMARK}{{1,50}}?{_SPACE})?{_STEP}{_WITHIN}{{0,60}}|"
    rf"a{_SPACE}{_METRES}{_SPACE}{_LANDMARK}{{1,50}})",
    re.IGNORECASE,
)
_PIECES: Final = 6
#: How a distance, a road, a home or a street begins: one look at the words of a text for the four.
_BEGINS: Final = re.compile(
    r"(?<!\w)(?:"
    + by_initial(
        r"autopista|av\.|avda\.|avenida|calle|calzada|camino|carrera|carretera|caser|cien|cincuenta|circunvalaci|"
        r"colonia|comunidad|domicili|jir|jr\.|km|kil|parcelamiento|pasaje|paseo|quinient|resid|ruta|"
        r"setenta|urbanizaci|vecin|vereda|viv|zona"
    )
    + rf"|\d{{1,4}}(?={_SPACE}[cmv])|\w{{3,6}}cient)",
    re.IGNORECASE,
)


def addresses() -> Callable[[str], list[Span]]:
    """A detector of addresses told by the way."""
    return lambda text: [Span(start, end, "LUGAR", SCORE, SOURCE) for start, end in _places(text)]


def _places(text: str) -> Iterator[tuple[int, int]]:
    begins = [begin.start() for begin in _BEGINS.finditer(text)]
    for step in _each(_MEASURED, text, begins):
        before = _BEFORE.search(text, max(0, step.start() - _REACH), step.start())
        after = _AFTER.match(text, step.end())
        if before or after:
            yield (before or step).start(), _end(text, (after or step).end())
    for road in _each(_ROAD, text, begins):
        yield road.span()
    for street in _each(_STREET, text, begins):
        end = _end(text, street.end())
        if end > street.end():
            yield street.start(), end
    for home in _each(_HOME, text, begins):
        end = _end(text, home.end())
        if end > home.end():
            yield home.start("place"), end


def _each(form: re.Pattern[str], text: str, begins: Sequence[int]) -> Iterator[re.Match[str]]:
    """What `form` finds in `text`, which begins at one of `begins`."""
    end = 0
    for begin in begins:
        if begin >= end and (match := form.match(text, begin)):
            end = match.end()
            yield match


def _end(text: str, end: int) -> int:
    """Where the address whose first piece ends at `end` ends."""
    for _ in range(_PIECES):
        piece = _NEXT.match(text, end)
        if not piece:
            break
        end = piece.end()
    while text[end - 1].isspace():
        end -= 1
    return end
