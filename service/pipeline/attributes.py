"""Names with their entity → the same with what their person is besides, a minor, a victim …

Words beside a mention tell it: "la menor Eva", "Eva, de 7 años", "víctimas: Eva y Noé"; so does
the sender. What is told once holds for all mentions, and for those that might mean that person:
whom the law protects it protects everywhere. Who is called a minor at one place and of age at
another stays a minor, as does an adult under guardianship.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from service.document import ATTRIBUTES, Attribute, Hints, Span
from service.pipeline.dates import BELOW_HUNDRED, bare, stem, stems
from service.pipeline.detect.terms import named
from service.pipeline.role_cues import CUE_WORD

_OF_AGE: Final = 18

#: Characters beside a name in which a cue is looked for.
_REACH: Final = 48

_CUES: Final[Mapping[str, Attribute]] = {
    **dict.fromkeys(
        stems("menor menores niño nna nnya adolescente infante impuber bebe lactante interdicto incapaz"),
        "minor",
    ),
    **dict.fromkeys(stems("victima ofendido agraviado damnificado occiso"), "victim"),
    **dict.fromkeys(stems("testigo tercero"), "third"),
    **dict.fromkeys(
        stems(
            "conyuge conyuges esposo viudo abuelo suegro gerente gerentes administrador administradores "
            "empleador jubilado pensionado contador ingeniero"
        ),
        "adult",
    ),
}
#: Words between a cue and its name.
_BETWEEN: Final = stems(
    "don doña dña d dr dra doctor sr sra sres señor señores señorita el la los las de edad nombre nombrado "
    "llamado ciudadano hijo hija interesado presencial"
)
#: What stands between two names of one list.
_LISTED: Final = re.compile(r"\s*(?:,|\by\b|\be\b)(?:\s+(?:y|e))?\s*")
_AGE: Final = re.compile(r"(?i)[\s,(]*(?:de\s+)?(\d{1,3}|[a-zé]+)\s+años(?=\s+de\s+edad|\s*[,.;)])")
#: What stands between a name and its age or civil status: ", argentino, soltero, empleado de comercio".
_STATED: Final = re.compile(
    r"(?:\s*,\s*(?!(?:que|quien|cuy[oa]s?|su|hij[oa]|padre|madre|niet[oa]|herman[oa]|menor|contra|ante|y|e)\b)"
    r"(?:con\s+)?[a-záéíóúñ]+(?:\s+[a-záéíóúñ]+){0,2}){0,6}?"
    r"\s*,\s*(?:(?:con|estado\s+civil|de\s+estado\s+civil)\s+)?"
    r"(?:(?P<adult>(?:casad|viud|divorciad|jubilad|pensionad)[oa]\b|mayor\s+de\s+edad\b)|"
    r"(?:de\s+)?(?P<age>\d{1,3}|[a-záé]{3,12}(?:\s+y\s+[a-z]{3,6})?)\s+años(?=\s+de\s+edad|\s*[,.;)]))"
)
_APPOSITION: Final = re.compile(
    r"(?i)[\s,(]*(?:(?:el|la|una?|en\s+calidad\s+de|quien\s+es)\s+)?(\w+)\b(\s+de\s+edad\b)?"
)

#: "…, la víctima: Eva", "…, la víctima Eva": what stands there is the next one's.
_LEADS_ON: Final = re.compile(r"\s*:|[^\S\n]+(?:d(?:on|oña)\s+|(?:sr|sra)\.?\s+)?[A-ZÁÉÍÓÚÑ]")


def with_attributes(text: str, spans: Sequence[Span], hints: Hints) -> tuple[Span, ...]:
    """`spans` (disjoint, in order, each with its entity), names with their person's attributes."""
    said = named(text, spans, hints.parties)
    known: dict[str, set[Attribute]] = {entity: set(party.attributes) for entity, party in said.items()}
    for span, attribute in _told(text, [span for span in spans if span.label == "NOMBRE"]):
        known.setdefault(span.entity or "", set()).add(attribute)

    def told(span: Span) -> tuple[Attribute, ...]:
        found = {a for entity in (span.entity or "", *span.rivals) for a in known.get(entity, ())}
        return tuple([a for a in ATTRIBUTES if a in found and not (a == "adult" and "minor" in found)])

    return tuple(replace(s, attributes=told(s)) if s.label == "NOMBRE" else s for s in spans)


def _told(text: str, names: Sequence[Span]) -> Iterator[tuple[Span, Attribute]]:
    """Each of `names` with each of its attributes: what stands before it, before the list that
    it is in, or after it."""
    end, of_all = 0, set[Attribute]()
    for span in names:
        before = list(_before(text, span.start))
        if not _LISTED.fullmatch(text, end, span.start):
            of_all = set()
        end, of_all = span.end, of_all | {attribute for attribute, of_many in before if of_many}
        for attribute in (*of_all, *(attribute for attribute, _ in before), *_after(text, span.end)):
            yield span, attribute


def _before(text: str, start: int) -> Iterator[tuple[Attribute, bool]]:
    """What the words that lead to a name say, and whether they say it of several."""
    for word in reversed(CUE_WORD.findall(text, max(0, start - _REACH), start)):
        found = stem(word)
        if found in _CUES:
            yield _CUES[found], word.lower().endswith("s")
        elif found not in _BETWEEN:
            return


def _after(text: str, end: int) -> Iterator[Attribute]:
    if age := _AGE.match(text, end):
        yield from _of_age(age[1])
    elif (cue := _APPOSITION.match(text, end)) and not _LEADS_ON.match(text, cue.end()):
        found = stem(cue[1])
        if found in _CUES:
            yield _CUES[found]
        elif cue[2] and found == stem("mayor"):
            yield "adult"
    if stated := _STATED.match(text, end):
        if stated["adult"]:
            yield "adult"
        else:
            yield from _of_age(stated["age"])


def _of_age(said: str) -> Iterator[Attribute]:
    years = int(said) if said.isdigit() else BELOW_HUNDRED.get(bare(said))
    if years is not None:
        yield "minor" if years < _OF_AGE else "adult"
