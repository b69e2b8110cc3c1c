"""Names with their entity → the same with one role a person, told by all mentions together.

Every place where a model read the name is a witness, and so is what stands beside it: "la
jueza", "en calidad de perito", "DNI", a signature. Their log-probabilities add up over a
person's mentions. For `Span.p_parte` the sum alone would promise too much, for mentions are
no independent witnesses: it is never below that of the surest mention, as which the bound of
publication is measured; it is that of the least sure where a mention by itself says a private
person; and no lower than that of anybody whom the mention might mean instead.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from service.document import ROLES, Hints, Role, Span
from service.pipeline.dates import stem, stems
from service.pipeline.detect.terms import named
from service.pipeline.weigh import PROPAGATION

#: A chance of each of `ROLES`.
Chances = tuple[float, ...]

#: Characters before and after a name in which a cue is looked for, and words of them.
_REACH: Final = 64
_WORDS: Final = 7
#: Characters at the end of a text where a name alone in its line signs.
_SIGNED: Final = 1_500
#: How sure a cue is of its role; no witness goes below `_LEAST` for any role.
_SURE: Final = 0.85
_LEAST: Final = 0.01
#: The chance from which a mention says by itself that its person is a private one.
_SAYS_SO: Final = 0.5


_OFFICES: Final[dict[str, Role]] = {
    **dict.fromkeys(
        stems(
            "juez jueces magistrado vocal vocales conjuez camarista ministro ponente fiscal fiscales "
            "secretario prosecretario actuario relator presidente justicia comisario inspector sargento cabo "
            "transcrito"
        ),
        "autoridad",
    ),
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
_LEADS: Final[dict[str, Role]] = {**_OFFICES, **dict.fromkeys(stems("contra caratulado"), "parte")}
#: Words between an office and the name after it.
_TITLES: Final = stems(
    "don doña dña d dr dra dres doctor sr sra sres señor señores excmo ilmo ab abg licenciado lic general "
    "titular suplente oficial publico penal particular ponente por"
)
#: Words between a name and the office after it; and what only private people have there.
_AS: Final = stems("en su calidad caracter de como el la señor administracion")
_PRIVATE: Final = stems("dni cedula cuit cuil rut run nacionalidad mayor nacido domiciliado")

#: A word beside a name, or what ends its sentence; "Excma." does not.
CUE_WORD: Final = re.compile(r"[^\W_]+|\n[^\S\n]*\n|[;!?]|(?<=\w{6})\.\s")
_NAME_NEXT: Final = re.compile(r"\.?[^\S\n]*[^\W\d_a-zà-ÿ]\w+")
_ALONE_BEFORE: Final = re.compile(r"(?:^|\n)[^\w\n]*$")
_ALONE_AFTER: Final = re.compile(r"[^\w\n]*(?:$|\n)")


def with_roles(text: str, spans: Sequence[Span], hints: Hints) -> tuple[Span, ...]:
    """`spans` (disjoint, in order, each with its entity), those of a person with one role and
    one chance of being a private person's; None where nothing tells. What the sender says of
    a person's role is so."""
    people: dict[str, list[Span]] = {}
    for span in spans:
        if span.label == "NOMBRE" and span.entity:
            people.setdefault(span.entity, []).append(span)
    roles = {entity: _role(text, mentions) for entity, mentions in people.items()}
    partes = {entity: _p_parte(mentions) for entity, mentions in people.items()}
    for entity, party in named(text, spans, hints.parties).items():
        if party.role:
            roles[entity], partes[entity] = party.role, float(party.role == "parte")

    def told(span: Span, entity: str) -> Span:
        known = [p for e in (entity, *span.rivals) if (p := partes.get(e)) is not None]
        return replace(span, role=roles[entity], p_parte=max(known, default=None), role_chances=())

    return tuple(told(span, span.entity) if span.entity in people else span for span in spans)


def _role(text: str, mentions: Sequence[Span]) -> Role | None:
    """The likeliest after all witnesses; without any, what a finder says."""
    witnesses = [w for mention in mentions for w in _witnesses(text, mention)]
    if not witnesses:
        return next((mention.role for mention in mentions if mention.role), None)
    totals = _totals(witnesses)
    return ROLES[totals.index(max(totals))]


def _witnesses(text: str, mention: Span) -> Iterator[Chances]:
    if mention.role_chances and mention.source != PROPAGATION:
        yield mention.role_chances
    for role in (_before(text, mention.start), _after(text, mention.end), _signs(text, mention)):
        if role:
            yield tuple(_SURE if r == role else (1 - _SURE) / (len(ROLES) - 1) for r in ROLES)


def _totals(witnesses: Sequence[Chances]) -> list[float]:
    """Of each role the sum of its log-probabilities."""
    return [
        sum(math.log(max(chance, _LEAST)) for chance in of_role) for of_role in zip(*witnesses, strict=True)
    ]


def _p_parte(mentions: Sequence[Span]) -> float | None:
    """The chance of being a private person's, None if no model read the name."""
    read = [m.role_chances for m in mentions if m.role_chances and m.source != PROPAGATION]
    if not read:
        return None
    single = [chances[ROLES.index("parte")] for chances in read]
    if max(single) >= _SAYS_SO:
        return max(single)
    weights = [math.exp(total - max(_totals(read))) for total in _totals(read)]
    return max(min(single), weights[ROLES.index("parte")] / sum(weights))


def _before(text: str, start: int) -> Role | None:
    """The role of the office before a name: of several, "fiscal abogado", the first."""
    told = None
    for word in reversed(CUE_WORD.findall(text, max(0, start - _REACH), start)[-_WORDS:]):
        word_stem = stem(word)
        if word_stem in _LEADS:
            told = _LEADS[word_stem]
        elif word_stem not in _TITLES:
            break
    return told


def _after(text: str, end: int) -> Role | None:
    """The role of the office in apposition after a name; not of one before the next name."""
    told = None
    for word in islice(CUE_WORD.finditer(text, end, end + _REACH), _WORDS):
        word_stem = stem(word[0])
        if word_stem in _PRIVATE:
            return "parte"
        if word_stem not in _OFFICES and word_stem not in _AS:
            return told
        if text.startswith(":", word.end()):
            return None
        if word_stem in _OFFICES and not _NAME_NEXT.match(text, word.end()):
            told = _OFFICES[word_stem]
    return told


def _signs(text: str, mention: Span) -> Role | None:
    """ "autoridad" of a name that stands alone in its line at the end."""
    first = max(0, mention.start - _REACH)
    if (
        mention.start > max(len(text) / 2, len(text) - _SIGNED)
        and _ALONE_BEFORE.search(text[first : mention.start])
        and _ALONE_AFTER.match(text, mention.end)
    ):
        return "autoridad"
    return None
