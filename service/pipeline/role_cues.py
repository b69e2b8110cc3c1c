"""The words beside a name that tell its person's role: an office before it or in apposition,
the office that leads the list it stands in, a signature."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from service.document import Role, Span
from service.pipeline.dates import stem, stems

#: Characters before and after a name in which a cue is looked for, and words of them.
_REACH: Final = 64
_WORDS: Final = 7
#: Characters at the end of a text where a name alone in its line signs.
_SIGNED: Final = 1_500

#: Offices that hardly anybody has who is in court for himself.
_PUBLIC: Final = stems(
    "juez jueces magistrado vocal vocales conjuez camarista ministro ponente fiscal fiscales secretario "
    "prosecretario actuario relator relatores redactor redactores justicia jurado alguacil notificador "
    "citador colaboro cotejo transcrito comisario subcomisario inspector inspectores subinspector "
    "sargento sgto sgtos sgos sgop cabo cbop cbos suboficial suboficiales oficial oficiales fiscalizador "
    "superintendente contralor comisionado"
)
#: Offices that a private person may have, or had: the accused policeman, the chairman of a company.
_ANYBODYS: Final = stems(
    "presidente teniente policia carabinero alcalde gobernador intendente diputado senador"
)
_OFFICES: Final[dict[str, Role]] = {
    **dict.fromkeys((*_PUBLIC, *_ANYBODYS), "autoridad"),
    **dict.fromkeys(
        stems(
            "abogado letrado defensor defensores procurador procuradores apoderado patrocinante patrocinio "
            "perito notario escribano"
        ),
        "profesional",
    ),
    **dict.fromkeys(
        stems(
            "imputado acusado procesado condenado sentenciado encausado detenido victima ofendido testigo "
            "demandado demandante actor actores ejecutado quejoso ciudadano hijo niño menor conyuge esposo"
        ),
        "parte",
    ),
}
#: What else leads to a name, and only to one after it.
LEADS: Final[dict[str, Role]] = {**_OFFICES, **dict.fromkeys(stems("contra caratulado"), "parte")}
#: Words between an office and the name after it.
TITLES: Final = stems(
    "don doña dña d dª ª dr dra dres doctor sr sra sres señor señores excmo ilmo ab abg licenciado lic "
    "lcdo licdo general generales titular titulares suplente suplentes publico penal penales particular "
    "ponente por primero primer segundo tercero popular populares provincial provinciales regional "
    "nacional federal federales judicial policial provisorio interino subrogante instructor jefe"
)
#: Words between a name and the office after it; and what only private people have there.
_AS: Final = stems("en su calidad caracter condicion de como el la señor administracion")
_PRIVATE: Final = stems("dni cedula cuit cuil rut run nacionalidad mayor nacido domiciliado")

#: A word beside a name, or what ends its sentence; "Excma." does not.
CUE_WORD: Final = re.compile(r"[^\W_]+|\n[^\S\n]*\n|[;!?]|(?<=\w{6})\.\s")
_ORDINAL: Final = re.compile(r"\d{1,2}(?:[°º]|r[oa]|d[oa])?|i{1,3}", re.IGNORECASE)
_NAME_NEXT: Final = re.compile(r"\.?[^\S\n]*[^\W\d_a-zà-ÿ]\w+")
_ALONE_BEFORE: Final = re.compile(r"(?:^|\n)[^\w\n]*$")
_ALONE_AFTER: Final = re.compile(r"[^\w\n]*(?:$|\n)")
#: What stands between two names of one list: "(Relator), ", "; 2°) ", " y don ".
_LISTED: Final = re.compile(
    r"\s*(?:\(\w{1,20}\.?\)\s*)?(?:[,;]|\by\b|\be\b)\s*(?:(?:y|e)\s+)?(?:\d{1,2}\s?[°º]?\)\s*)?"
    r"(?:(?:don|doña|dña|dr|dra|sr|sra|lic|ab|abg)\.?\s+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cue:
    """What says that a name's person has `role`. public: by an office of the public's. signs: by
    standing where who signs does."""

    role: Role
    public: bool = False
    signs: bool = False


def cues(text: str, names: Sequence[Span]) -> list[list[Cue]]:
    """For each of `names` (in reading order) what stands beside it."""
    told: list[list[Cue]] = []
    end = 0
    of_all: Cue | None = None
    for name in names:
        before: Cue | None
        if of_all and _LISTED.fullmatch(text, end, name.start):
            before, leads_many = of_all, True
        else:
            before, leads_many = _before(text, name.start)
        end, of_all = name.end, before if leads_many else None
        found = (before, _after(text, name.end), _signs(text, name))
        told.append([cue for cue in found if cue])
    return told


def _cue(word_stem: str) -> Cue:
    return Cue(LEADS[word_stem], word_stem in _PUBLIC)


def _before(text: str, start: int) -> tuple[Cue | None, bool]:
    """The office before a name, of several, "fiscal abogado", the first; and whether it is in
    the plural, as before a list of names."""
    told, leads_many = None, False
    for word in reversed(CUE_WORD.findall(text, max(0, start - _REACH), start)[-_WORDS:]):
        word_stem = stem(word)
        if word_stem in LEADS:
            told, leads_many = _cue(word_stem), word.lower().endswith("s")
        elif word_stem not in TITLES and not _ORDINAL.fullmatch(word):
            break
    return told, leads_many


def _after(text: str, end: int) -> Cue | None:
    """The office in apposition after a name; not one before the next name."""
    told = None
    for word in islice(CUE_WORD.finditer(text, end, end + _REACH), _WORDS):
        word_stem = stem(word[0])
        if word_stem in _PRIVATE:
            return Cue("parte")
        if word_stem not in _OFFICES and word_stem not in _AS:
            return told
        if text.startswith(":", word.end()):
            return None
        if word_stem in _OFFICES and not _NAME_NEXT.match(text, word.end()):
            told = _cue(word_stem)
    return told


def _signs(text: str, name: Span) -> Cue | None:
    """ "autoridad" of a name that stands alone in its line at the end."""
    first = max(0, name.start - _REACH)
    if (
        name.start > max(len(text) / 2, len(text) - _SIGNED)
        and _ALONE_BEFORE.search(text[first : name.start])
        and _ALONE_AFTER.match(text, name.end)
    ):
        return Cue("autoridad", signs=True)
    return None
