"""A tokenizer of whole words and a backend that follows a rule: real, and small enough to reckon by hand."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit
from tokenizers.processors import TemplateProcessing

from service.backends.bundle import TAGS as KNOWN_TAGS
from service.document import Label
from service.pipeline.detect.ner import Ner

TAGS = tuple(sorted(KNOWN_TAGS))

#: The chance of each tag at a word; what is missing to one is spread over the other tags.
CHANCES: Mapping[str, Mapping[str, float]] = {
    "Aurelia": {"B-NOMBRE-PARTE": 0.9, "O": 0.1},
    "Quimera": {"I-NOMBRE-PARTE": 0.7, "B-NOMBRE-PARTE": 0.1, "I-NOMBRE-CITA": 0.1, "O": 0.1},
    "Zenón": {"B-NOMBRE-AUTORIDAD": 0.6, "O": 0.4},
    "Begoña": {"O": 0.6, "B-NOMBRE-PROFESIONAL": 0.3, "B-LUGAR": 0.1},
    "Marjal": {"O": 0.8, "I-NOMBRE-PROFESIONAL": 0.2},
    "tal": {"O": 0.96, "B-NOMBRE-PARTE": 0.04},
    "Óliver": {"O": 0.4, "B-NOMBRE-PARTE": 0.3, "B-LUGAR": 0.3},
    "Niebla": {"B-LUGAR": 0.55, "I-NOMBRE-PARTE": 0.45},
    "mayo": {"B-FECHA": 1.0},
    "2021": {"I-FECHA": 1.0},
    "77": {"B-ID": 0.8, "O": 0.2},
    "Talleres": {"B-ORG": 0.7, "B-NOMBRE-PARTE": 0.2, "O": 0.1},
    "S.A.": {"I-ORG": 0.9, "O": 0.1},
    "el": {"O": 1.0},
    "don": {"O": 1.0},
}
VOCABULARY = {word: n for n, word in enumerate(("[UNK]", "[CLS]", "[SEP]", *CHANCES, "Pérez"))}


def word_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(WordLevel(VOCABULARY, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)]
    )
    return tokenizer


def row(chances: Mapping[str, float]) -> NDArray[np.float32]:
    """Logits whose softmax is `chances`."""
    p = np.array([chances.get(tag, 0.0) for tag in TAGS]) + 1e-9
    logits: NDArray[np.float32] = np.log(p / p.sum()).astype(np.float32)
    return logits


class RuleBackend:
    """Logits by the table; "Pérez" is a name only right after "don" or right before "S.A.".
    Keeps the windows that it was given."""

    def __init__(self) -> None:
        self.windows: list[list[int]] = []
        self._rows = {VOCABULARY[word]: row(chances) for word, chances in CHANCES.items()}

    def logits(self, windows: Sequence[NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        self.windows += [window.tolist() for window in windows]
        return [self._window(window.tolist()) for window in windows]

    def _window(self, ids: list[int]) -> NDArray[np.float32]:
        outside = row({"O": 1.0})
        rows = [outside]
        for before, here, after in zip(ids, ids[1:], ids[2:], strict=False):
            if here == VOCABULARY["Pérez"] and (before == VOCABULARY["don"] or after == VOCABULARY["S.A."]):
                rows.append(row({"B-NOMBRE-PARTE": 1.0}))
            else:
                rows.append(self._rows.get(here, outside))
        return np.stack([*rows, outside])


@pytest.fixture
def make_ner() -> Callable[..., Ner]:
    def make(window: int = 100, overlap: int = 10, review: float = 0.05) -> Ner:
        labels: tuple[Label, ...] = ("NOMBRE", "FECHA", "LUGAR", "ID")
        return Ner(
            RuleBackend(),
            word_tokenizer(),
            TAGS,
            dict.fromkeys(labels, review),
            window,
            overlap,
            "model:rule",
        )

    return make
