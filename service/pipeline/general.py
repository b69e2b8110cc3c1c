"""What of a place may stay when a policy asks for its general form: the year of a date, the
municipality of an address, the province of a place, the kind of an institution.

The general form is a part of the surface itself and nothing else: no gazetteer is asked. Where
the surface does not tell it for certain there is none, and the policy masks the whole.
"""

import re
from typing import Final, Literal

from service.document import Label, Span
from service.pipeline.dates import each, value_of
from service.pipeline.surfaces import Place, fold

Level = Literal["year", "municipality", "province", "kind"]

#: What each level is the general form of.
LEVELS: Final[dict[Level, Label]] = {
    "year": "FECHA",
    "municipality": "LUGAR",
    "province": "LUGAR",
    "kind": "ORG",
}

_NAME: Final = r"(?:(?:de|del|la|las|los|el|y)\s+)*[A-ZÁÉÍÓÚÜÑ](?-i:[^\W\d_]*\.?)"
#: A proper name in capitals and its particles, to the end.
_NAMED: Final = rf"(?-i:{_NAME}(?:[\s-]+{_NAME})*)"
_STREET: Final = re.compile(
    r"(?i)\b(?:calles?|c/|av(?:da|enida)?s?\b|pasaje|psje|pje|jir[oó]n|jr|carrera|cra|diagonal|transversal|"
    r"boulevard|bulevar|blvd|paseo|ronda|traves[ií]a|camino|carretera|ruta|km|kil[oó]metro|esquina|plaza|"
    r"block|mz|manzana|lote|piso|dpto|depto)\b"
)
#: What a part of an address is that is less than a municipality.
_LESS: Final = re.compile(
    r"(?i)\b(?:barrio|b[º°]|bo|villa|poblaci[oó]n|urb(?:anizaci[oó]n)?|sector|colonia|col|fraccionamiento|"
    r"conjunto|condominio|residencial|edificio|torre|oficina|of|parcela|fundo|finca|pueblo|campamento|casa|"
    r"bloque|escalera|planta|puerta|complejo|recinto|ciudadela|cooperativa|vereda|sin|s/n)\b"
)
_MUNICIPALITY: Final = re.compile(
    rf"(?i)\b(?:(?:localidad|comuna|ciudad|municipio|distrito|cant[oó]n|partido|alcald[ií]a)\s+{_NAMED})\s*$"
)
_PROVINCE_WORD: Final = (
    r"(?:provincia|prov\.|pcia\.|departamento|estado|regi[oó]n|comunidad\s+aut[oó]noma)"
    r"(?:\s+y\s+departamento)?\s+(?:(?:de|del|la|las|los)\s+){1,2}"
)
_PROVINCE: Final = re.compile(rf"(?i)\b{_PROVINCE_WORD}{_NAMED}\s*$")
_OF_A_PROVINCE: Final = re.compile(rf"(?i)\b{_PROVINCE_WORD}$")
#: Characters of a surface in which a general form is looked for.
_LONGEST: Final = 400
#: Characters before a place in which its kind may stand.
_BEFORE: Final = 40
_COUNTRIES: Final = each(
    "argentina bolivia chile colombia costarica cuba ecuador elsalvador espana guatemala honduras mexico "
    "nicaragua panama paraguay peru puertorico republicadominicana uruguay venezuela"
)
_YEAR: Final = re.compile(
    r"(?<![\d.])(?:1[5-9]|20)\d\d(?!\d)|\b(?:dos\s*mil|mil\s+novecientos)(?:\s+(?!de\b)[a-záéíóúü]+)*(?=\W*$)",
    re.IGNORECASE,
)
_SCHOOL: Final = re.compile(
    r"(?i)^(?:colegio|escuela|liceo|instituto|jard[ií]n(?:\s+(?:infantil|de\s+infantes))?|guarder[ií]a|"
    r"unidad\s+educativa|instituci[oó]n\s+educativa|kinder|preescolar|gimnasio)\b"
)
_INSTITUTION: Final = re.compile(
    r"(?i)^(?:hospital|cl[ií]nica|sanatorio|policl[ií]nico|banco|universidad|asociaci[oó]n|fundaci[oó]n|"
    r"sindicato|iglesia|parroquia|club|cooperativa|residencia|hogar)\b"
)


def kind_of(text: str, span: Span) -> str | None:
    """The kind of `span`: its own, else what the surface shows: ``address``, ``school``."""
    if span.kind or span.label not in ("LUGAR", "ORG"):
        return span.kind
    surface = text[span.start : span.end]
    if span.label == "ORG":
        return "school" if _SCHOOL.match(surface) else None
    return "address" if _STREET.search(surface) or any(map(str.isdigit, surface)) else None


def general(text: str, span: Span, level: Level) -> Place | None:
    """``[start, end)`` of the part of `span` that says its `level` and no more; None if there
    is none that can be told."""
    surface = text[span.start : span.end]
    if len(surface) > _LONGEST:
        return None
    match level:
        case "year":
            found = _year(surface)
        case "municipality":
            found = _municipality(surface) if kind_of(text, span) == "address" else None
        case "province":
            found = _province(surface, text[max(0, span.start - _BEFORE) : span.start])
        case "kind":
            match = _SCHOOL.match(surface) or _INSTITUTION.match(surface)
            found = match.span() if match else None
    return (span.start + found[0], span.start + found[1]) if found else None


def _year(surface: str) -> Place | None:
    """The one year of a surface whose value is of that year."""
    years = list(_YEAR.finditer(surface))
    value = value_of(surface)
    if len(years) != 1 or value is None or value_of(years[0][0]) != value[:4]:
        return None
    return years[0].span()


def _municipality(surface: str) -> Place | None:
    """What a word for it leads to at the end, else the last of several parts if it is a name."""
    if cued := _PROVINCE.search(surface) or _MUNICIPALITY.search(surface):
        return cued.span()
    _, comma, last = surface.rpartition(",")
    named = re.fullmatch(rf"\s*(?:de\s+)?(?P<name>{_NAMED})\s*", last) if comma else None
    if named is None or _STREET.search(last) or _LESS.search(last):
        return None
    start = len(surface) - len(last)
    return start + named.start("name"), start + named.end("name")


def _province(surface: str, before: str) -> Place | None:
    if fold(surface) in _COUNTRIES or (_OF_A_PROVINCE.search(before) and "," not in surface):
        return 0, len(surface)
    cued = _PROVINCE.search(surface)
    return cued.span() if cued else None
