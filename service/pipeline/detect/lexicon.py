"""People by the title or office before them: spaCy's matcher over paragraphs.

A capitalised name after "el señor" or "la jueza" is a person even where the model saw
none; what only a cue says is put to review.
"""

import re
from collections.abc import Callable, Iterator

import spacy
from spacy.matcher import Matcher
from spacy.tokens import Doc

from service.document import Role, Span

#: Titles and offices by the role of whoever bears them.
CUES: dict[Role, tuple[str, ...]] = {
    "parte": (
        "señor", "señora", "señorita", "sr", "sra", "srta", "sres", "don", "doña", "dña", "ciudadano",
        "ciudadana", "imputado", "imputada", "acusado", "acusada", "procesado", "procesada", "condenado",
        "condenada", "testigo", "víctima", "denunciante", "demandante", "demandado", "demandada", "actor",
        "actora", "recurrente", "querellante", "alias",
    ),
    "autoridad": (
        "juez", "jueza", "magistrado", "magistrada", "fiscal", "ministro", "ministra", "secretario",
        "secretaria", "vocal", "conjuez", "conjueza", "camarista",
    ),
    "profesional": (
        "dr", "dra", "doctor", "doctora", "abogado", "abogada", "letrado", "letrada", "licenciado",
        "licenciada", "lic", "procurador", "procuradora", "perito", "perita", "notario", "notaria",
        "escribano", "escribana", "ing", "ab",
    ),
}  # fmt: skip

_PARTICLES = ("de", "del", "la", "las", "los", "y", "e", "i", "da", "do", "dos", "san", "santa", "von", "van")

#: A rule's precision on the training rulings where the model saw nothing, smoothed.
SCORE = 0.3


def lexicon() -> Callable[[str], list[Span]]:
    """A detector of names after a title or office."""
    nlp = spacy.blank("es")
    matcher = Matcher(nlp.vocab)
    name: dict[str, object] = {
        "IS_ALPHA": True,
        "IS_LOWER": False,
        "LENGTH": {">=": 2},
        "LOWER": {"NOT_IN": _NOT_NAMES},
    }
    particle: dict[str, object] = {"LOWER": {"IN": [*_PARTICLES]}, "OP": "{0,2}"}
    for role, cues in CUES.items():
        heads: list[list[dict[str, object]]] = [
            [{"LOWER": {"IN": [*cues, *(f"{cue}." for cue in cues)]}}],
            [{"LOWER": {"IN": [cue for cue in cues if len(cue) <= 4]}}, {"ORTH": "."}],
        ]
        rests = [[name, *([particle, name] * n)] for n in range(4)]
        matcher.add(role, [head + rest for head in heads for rest in rests], greedy="LONGEST")

    def detect(text: str) -> list[Span]:
        return [
            span
            for start, paragraph in _paragraphs(text)
            for span in _names(nlp.make_doc(paragraph), matcher, start)
        ]

    return detect


_NOT_NAMES = sorted(
    {cue for cues in CUES.values() for cue in cues}
    | {
        *_PARTICLES,
        "juzgado",
        "tribunal",
        "sala",
        "corte",
        "titular",
        "adjunta",
        "adjunto",
        "general",
        "regional",
    }
    | {
        "presidente",
        "presidenta",
        "ponente",
        "jefe",
        "jefa",
        "nacional",
        "primero",
        "primera",
        "segundo",
        "público",
    }
)


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Lines that hold a cue's beginning at all, cut at 10,000 characters."""
    for match in re.finditer(r"[^\n]{1,10000}", text):
        yield match.start(), match.group()


def _names(doc: Doc, matcher: Matcher, offset: int) -> Iterator[Span]:
    for key, first, last in matcher(doc):
        name = next(i for i in range(first + 1, last) if doc[i].text != ".")
        tokens = doc[name:last]
        role: Role = doc.vocab.strings[key]  # type: ignore[assignment]
        yield Span(
            offset + tokens.start_char,
            offset + tokens.end_char,
            "NOMBRE",
            SCORE,
            "lexicon",
            role=role,
            doubt="a name by its title alone",
        )
