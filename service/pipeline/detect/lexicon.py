"""People by the title or office before them: spaCy's matcher over paragraphs.

A capitalised name after "el señor" or "la jueza" is a person even where the model saw
none; what only a cue says is put to review.
"""

import re
from collections.abc import Callable, Iterator
from itertools import chain
from threading import Lock
from typing import Final

from service.document import Role, Span
from service.pipeline.detect.expression import by_initial
from service.pipeline.detect.tokens import IS_ALPHA, IS_LOWER, LOWER, Doc, Matcher, Vocab, spacy

#: Titles, and kin, by the role of whoever bears them. Offices that stand before the name of a body
#: as often as of a person ("juez", "secretaria", "demandada") are left to the model.
CUES: dict[Role, tuple[str, ...]] = {
    "parte": (
        "señor", "señora", "señorita", "sr", "sra", "srta", "don", "doña", "dña", "d", "dª", "d.ª",
        "ciudadano", "ciudadana", "imputado", "imputada", "acusado", "acusada", "procesado", "procesada",
        "testigo", "víctima", "alias", "hijo", "hija", "nieto", "nieta", "hermano", "hermana", "madre",
        "padre", "esposo", "esposa", "cónyuge", "abuelo", "abuela", "sobrino", "sobrina", "tío", "tía",
        "niño", "niña",
    ),
    "autoridad": ("magistrado", "magistrada", "vocal", "conjuez", "conjueza", "camarista"),
    "profesional": (
        "dr", "dra", "doctor", "doctora", "abogado", "abogada", "letrado", "letrada", "licenciado",
        "licenciada", "lic", "escribano", "escribana", "ing", "ab",
    ),
}  # fmt: skip

_PARTICLES = ("de", "del", "la", "las", "los", "y", "e", "i", "da", "do", "dos", "san", "santa", "von", "van")

#: Capitalised words after a title that go on with it: "la señora Presidenta".
_OFFICES: Final = (
    "adjunto adjunta asesor corte fiscal general jefe jefa juez jueza juzgado ministro ministra nacional "
    "ponente presidente presidenta primero primera público regional sala secretario secretaria segundo "
    "titular tribunal"
)

BY_TITLE: Final = "a name by its title alone"

#: Set by hand below the masks' threshold: where the model saw nothing, a person looks.
SCORE = 0.3


def lexicon() -> Callable[[str], list[Span]]:
    """A detector of names after a title or office."""
    # Only what the matcher asks of a word: all that spaCy knows of one takes seven times as long.
    vocab = Vocab({LOWER: str.lower, IS_ALPHA: str.isalpha, IS_LOWER: str.islower})
    nlp = spacy.blank("es", vocab=vocab)
    matcher = matcher_of(vocab)
    alone = Lock()

    def detect(text: str) -> list[Span]:
        pieces = list(_promising(text))
        # Else the vocabulary keeps every word that it ever saw, names among them. There is one zone
        # at a time, and too little to do in it to need more.
        with alone, nlp.memory_zone():
            return [
                span for start, end in pieces for span in names(nlp.make_doc(text[start:end]), matcher, start)
            ]

    return detect


def matcher_of(vocab: Vocab) -> Matcher:
    """What finds a title or office and the name after it, by the role of whoever bears it."""
    matcher = Matcher(vocab)
    name: dict[str, object] = {
        "IS_ALPHA": True,
        "IS_LOWER": False,
        "LENGTH": {">=": 2},
        "LOWER": {"NOT_IN": [*_OFFICES.split(), *_PARTICLES, *chain(*CUES.values())]},
    }
    particle: dict[str, object] = {"LOWER": {"IN": [*_PARTICLES]}, "OP": "{0,2}"}
    for role, cues in CUES.items():
        heads: list[list[dict[str, object]]] = [
            [{"LOWER": {"IN": [*cues, *(f"{cue}." for cue in cues)]}}],
            [{"LOWER": {"IN": [cue for cue in cues if len(cue) <= 4]}}, {"ORTH": "."}],
        ]
        rests = [[name, *([particle, name] * n)] for n in range(4)]
        matcher.add(role, [head + rest for head in heads for rest in rests], greedy="LONGEST")
    return matcher


#: Words of a line; none of a run of a hundred characters without space, over which spaCy's
#: tokenizer takes a time that grows with its square.
_PIECE: Final = re.compile(r"(?:[^\S\n]{0,99}\S{1,99}+(?!\S)){1,2000}")
#: The longer before those that they begin with: "d.ª" before "d".
_TITLES: Final = sorted(map(re.escape, chain(*CUES.values())), reverse=True)
_CUE: Final = re.compile(rf"(?i)(?<!\w)(?:{by_initial('|'.join(_TITLES))})(?!\w)\W{{0,4}}")
#: What names are made of, in more characters than the longest has, and the words in which it ends,
#: two as in "EE. UU.", which is one to spaCy.
_NAME: Final = re.compile(r"(?:[^\W\d_]| ){0,160}\S{0,99} ?\S{0,99}")


def _promising(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of a line around a title that is followed by a capital: all that spaCy need read. They
    begin and end at spaces, for the words between two are told apart by themselves."""
    for piece in _PIECE.finditer(text):
        first = last = piece.start()
        for cue in _CUE.finditer(text, piece.start(), piece.end()):
            if text[cue.end() : cue.end() + 1].islower():
                continue
            start = max(first, text.rfind(" ", first, cue.start()) + 1)
            if start > last:
                if first < last:
                    yield first, last
                first = start
            name = _NAME.match(text, cue.end(), piece.end())
            last = name.end() if name else cue.end()
        if first < last:
            yield first, last


def names(doc: Doc, matcher: Matcher, offset: int = 0) -> Iterator[Span]:
    """The names that `matcher` finds in `doc`, which begins at `offset`."""
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
            doubt=BY_TITLE,
        )
