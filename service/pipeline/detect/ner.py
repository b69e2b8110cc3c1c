"""The fine-tuned model as a detector.

Two readings of the same probabilities. The best path gives the spans that the model
asserts. Every other run of tokens whose chance of being hidden reaches the label's
review threshold becomes a doubtful span, with that chance as its score.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from service.backends import Backend
from service.document import HIDDEN_LABELS, LABELS, ROLES, Label, Span
from service.pipeline.detect.tokenize import Tokens, tokenize
from service.pipeline.surfaces import joined

Floats = NDArray[np.float32]
Indices = NDArray[np.intp]

#: Whose last dot may be an initial's ("J. P.", "S.A."); after "calle Prado 3 A" it ends a sentence.
_DOTTED: Final = ("NOMBRE", "ORG")
#: Windows whose logits are there at one time.
AT_ONCE: Final = 256
#: Characters that a find may grow by at either side.
LONGEST_WORD: Final = 60

_HIDDEN: Final = [LABELS.index(label) for label in HIDDEN_LABELS]
_ORG: Final = LABELS.index("ORG")


@dataclass(frozen=True, slots=True)
class Ner:
    """A detector.

    tags: of the head, in the order of its logits. review: for each hidden label the
    chance from which a place is a candidate. window, overlap: in tokens, without the
    special ones. source: the model's name in the spans. temperature: what logits are
    divided by, so that chances mean what they say.
    """

    backend: Backend
    tokenizer: Tokenizer
    tags: tuple[str, ...]
    review: Mapping[Label, float]
    window: int
    overlap: int
    source: str
    temperature: float = 1.0

    def __call__(self, text: str) -> list[Span]:
        return self.read(text).spans()

    def read(self, text: str) -> "Reading":
        """What the model makes of `text`."""
        tokens = tokenize(self.tokenizer, text)
        warm = (logits / np.float32(self.temperature) for logits in self._logits(tokens))
        chances = Chances.joined([Chances.of(_softmax(logits), self.tags) for logits in warm])
        floors = np.array([self.review.get(label, np.inf) for label in LABELS])
        starts, ends = tokens.starts[tokens.written], tokens.ends[tokens.written]
        return Reading(text, starts, ends, chances, floors, self.source)

    def logits(self, text: str) -> tuple[list[tuple[int, int]], Floats]:
        """Each token's ``[start, end)`` in `text`, and its logits ``[tokens, tags]``."""
        tokens = tokenize(self.tokenizer, text)
        places = (each[tokens.written].tolist() for each in (tokens.starts, tokens.ends))
        return list(zip(*places, strict=True)), np.concatenate(list(self._logits(tokens)))

    def _logits(self, tokens: Tokens) -> Iterator[Floats]:
        """Logits ``[tokens, tags]`` in order, those of some windows at a time. Where windows overlap
        each gives its half, so that every token is read with context on both sides.

        A token that is nothing but space is read and left out: it is no part of anything,
        and would cut a name in two where the tokenizer puts one between its words.
        """
        if not len(tokens.ids):
            yield np.empty((0, len(self.tags)), np.float32)
            return
        begin, end = self.tokenizer.encode("").ids
        windows = cut(len(tokens.ids), self.window, self.overlap)
        middles = [(last + first) // 2 for (_, last), (first, _) in pairwise(windows)]
        own = list(pairwise([0, *middles, len(tokens.ids)]))
        for n in range(0, len(windows), AT_ONCE):
            inputs = [np.concatenate([[begin], tokens.ids[a:b], [end]]) for a, b in windows[n : n + AT_ONCE]]
            read = [
                logits[1 + first - offset : 1 + last - offset]
                for logits, (offset, _), (first, last) in zip(
                    self.backend.logits(inputs), windows[n : n + AT_ONCE], own[n : n + AT_ONCE], strict=True
                )
            ]
            written = tokens.written[own[n][0] : own[n + len(read) - 1][1]]
            yield np.concatenate(read)[written]


def cut(length: int, size: int, overlap: int) -> list[tuple[int, int]]:
    """Half-open windows over `length` tokens, as few as do of at most `size`, each sharing
    `overlap` with the one before; of one length, so that none is too short to be understood."""
    if length <= size:
        return [(0, length)]
    count = -((overlap - length) // (size - overlap))
    starts = [n * (length - overlap) // count for n in range(count + 1)]
    return [(start, following + overlap) for start, following in pairwise(starts)]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model makes of one text: the places ``[start, end)`` of its tokens, their chances,
    and for each label the floor from which a place is a candidate. The text stays out of the repr.
    """

    text: str = field(repr=False)
    starts: Indices = field(repr=False)
    ends: Indices = field(repr=False)
    chances: "Chances" = field(repr=False)
    floors: NDArray[np.float64]
    source: str

    def spans(self) -> list[Span]:
        """What the model asserts, and what it thinks possible."""
        if not len(self.starts):
            return []
        spans = []
        best = self.chances.best()
        found = (*self.chances.asserted(best), *self.chances.doubtful(best, self.floors))
        for tokens, label, score in found:
            first, last = self.starts[tokens.start], self.ends[tokens.stop - 1]
            start, end = whole_words(self.text, int(first), int(last))
            if start < end:
                if label in _DOTTED:
                    end += is_initial(self.text, end)
                chances = self.chances.of_roles(tokens) if label == "NOMBRE" else ()
                role = ROLES[chances.index(max(chances))] if chances else None
                spans.append(Span(start, end, label, score, self.source, role=role, role_chances=chances))
        return spans

    def chance(self, start: int, end: int) -> float:
        """The greatest chance of being hidden of the tokens in ``[start, end)``."""
        # Whatever is not of the arrays' own type would have them copied.
        first = int(self.ends.searchsorted(np.int64(start), "right"))
        last = int(self.starts.searchsorted(np.int64(end), "left"))
        if first >= last:
            return 0.0
        return min(1.0, float(self.chances.hidden[first:last].max()))


Found = tuple[slice, Label, float]


@dataclass(frozen=True, slots=True)
class Chances:
    """For each token: the chance of each label, of being hidden, of each role of a name, of
    being outside of all, and whether an entity rather begins than goes on there."""

    labels: Floats
    hidden: Floats
    roles: Floats
    outside: Floats
    begins: NDArray[np.bool_]

    @classmethod
    def of(cls, p: Floats, tags: Sequence[str]) -> "Chances":
        """Regroup probabilities ``[tokens, tags]`` of tags ``O``, ``B-LABEL[-ROLE]``, ``I-…``."""

        def total(pattern: str) -> Floats:
            chosen: Floats = p[:, _like(pattern, tuple(tags))].sum(axis=1)
            return chosen

        labels = np.stack([total(f"[BI]-{label}(-.*)?") for label in LABELS], axis=1)
        return cls(
            labels,
            labels[:, _HIDDEN].sum(axis=1),
            np.stack([total(f"[BI]-NOMBRE-{role.upper()}") for role in ROLES], axis=1),
            total("O"),
            total("B-.*") > total("I-.*"),
        )

    @classmethod
    def joined(cls, pieces: Sequence["Chances"]) -> "Chances":
        """Those of one text, of pieces of it in order."""
        if len(pieces) == 1:
            return pieces[0]
        return cls(*(np.concatenate([getattr(p, part.name) for p in pieces]) for part in fields(cls)))

    def best(self) -> Indices:
        """Index of the likeliest label of each token, -1 outside."""
        best: Indices = np.where(self.outside >= self.labels.max(axis=1), -1, self.labels.argmax(axis=1))
        return best

    def asserted(self, best: Indices) -> Iterator[Found]:
        """What the best path says, ORG too; the score is the mean chance of being
        hidden (for an ORG, of being one)."""
        for tokens, label in _runs(best, self.begins & (best >= 0)):
            chances = self.labels[tokens, _ORG] if label == "ORG" else self.hidden[tokens]
            yield tokens, label, min(1.0, float(np.add.reduce(chances) / np.float32(len(chances))))

    def doubtful(self, best: Indices, floors: NDArray[np.float64]) -> Iterator[Found]:
        """What the best path leaves in clear though its chance of being hidden reaches
        the floor of the likeliest label; the score is the run's greatest chance."""
        likeliest = self.labels[:, _HIDDEN].argmax(axis=1)
        clear = (best < 0) | (best == _ORG)
        labels = np.where(clear & (self.hidden >= floors[likeliest]), likeliest, -1)
        chances = self.hidden.tolist()
        for tokens, label in _runs(labels, np.zeros(len(labels), dtype=np.bool_)):
            yield tokens, label, min(1.0, max(chances[tokens]))

    def of_roles(self, tokens: slice) -> tuple[float, ...]:
        """The share of each role in the chance of being a name."""
        totals = np.add.reduce(self.roles[tokens], axis=0)
        return tuple((totals / np.add.reduce(totals)).tolist())


@cache
def _like(pattern: str, tags: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which of `tags` match `pattern`. Kept, for a short text costs less than to ask."""
    return np.array([bool(re.fullmatch(pattern, tag)) for tag in tags])


def _softmax(logits: Floats) -> Floats:
    exponents = np.exp(logits - logits.max(axis=-1, keepdims=True))
    probabilities: Floats = exponents / exponents.sum(axis=-1, keepdims=True)
    return probabilities


def _runs(labels: Indices, begins: NDArray[np.bool_]) -> Iterator[tuple[slice, Label]]:
    """Runs of tokens of one label; a new one wherever `begins`."""
    breaks = np.flatnonzero((labels[1:] != labels[:-1]) | begins[1:]) + 1
    firsts = [0, *breaks.tolist()]
    for first, last, label in zip(firsts, [*firsts[1:], len(labels)], labels[firsts].tolist(), strict=True):
        if label >= 0:
            yield slice(first, last), LABELS[label]


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """``[start, end)`` bare of the space and punctuation around it and grown to whole
    words, so that no letter is left over; empty if it holds no letter or digit. What goes on
    for more than `LONGEST_WORD` characters is no word: there every one of many finds would
    grow over all of it."""
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    if start == end:
        return start, end
    first, last = start - LONGEST_WORD, end + LONGEST_WORD
    while start > first and joined(text, start):
        start -= 1
    while end < last and (joined(text, end) or unicodedata.combining(text[end : end + 1] or " ")):
        end += 1
    return start, end


def is_initial(text: str, end: int) -> bool:
    """Whether a lone capital ends at `end`, and its dot follows."""
    lone = text[end - 1].isupper() and (end == 1 or not text[end - 2].isalnum())
    return lone and text[end : end + 1] == "."
