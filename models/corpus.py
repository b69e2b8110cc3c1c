"""Corpora of several conventions → examples that say which tags each place allows.

Input is JSON lines, one document each: ``id``, ``text``, ``entities``
(``start``, ``end``, ``tag``, perhaps ``role`` and the corpus's own ``label``),
``exhaustive`` (the tags whose absence means something), perhaps ``ignore``
(places where a tag is undecided), ``ruling`` (which documents belong together)
and ``source``. Offsets are code points, end-exclusive.

What a corpus leaves open stays open: an annotation carries every class that its
corpus's convention allows, and the loss sums over them. The conventions that
differ from this project's are the three small functions below `read`.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from models.tags import LABELS, OUTSIDE, classes_of


@dataclass(frozen=True, slots=True)
class Annotation:
    """Half-open ``[start, end)`` in code points; one of `classes` stands there.

    ``O`` among `classes` says that the place is undecided between them and nothing.
    """

    start: int
    end: int
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A document to learn from. Outside `annotations`, a token is outside of any
    entity or in one of `open_classes`, which the corpus does not annotate. The text stays
    out of the repr."""

    id: str
    ruling: str
    source: str
    text: str = field(repr=False)
    annotations: tuple[Annotation, ...]
    open_classes: tuple[str, ...]

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @staticmethod
    def from_json(line: str) -> "Example":
        return Example.of(json.loads(line))

    @staticmethod
    def of(fields: dict[str, Any]) -> "Example":
        """An example from its JSON object."""
        fields = dict(fields)
        fields["annotations"] = tuple(
            Annotation(a["start"], a["end"], tuple(a["classes"])) for a in fields["annotations"]
        )
        fields["open_classes"] = tuple(fields["open_classes"])
        return Example(**fields)


class CorpusError(ValueError):
    """A corpus file does not hold what its format promises. Never quotes text."""


def read(path: Path) -> Iterator[Example]:
    """Examples of one JSON-lines corpus; what `write` wrote is one too.

    Raises:
        CorpusError: a line that is not a document, with its number.
    """
    for number, document in _documents(path):
        try:
            yield Example.of(document) if "annotations" in document else _example(document)
        except (KeyError, TypeError, ValueError) as error:
            raise _unusable(path, number, error) from None


def _documents(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield number, json.loads(line.decode("utf-8"))
            except ValueError as error:
                raise _unusable(path, number, error) from None


def _unusable(path: Path, number: int, error: Exception) -> CorpusError:
    """Raise it `from None`: the error that it replaces could quote the line."""
    return CorpusError(f"{path.name}, line {number}: {type(error).__name__}")


def _example(document: dict[str, Any]) -> Example:
    text = document["text"]
    source = str(document.get("source", "unknown"))
    exhaustive = set(document["exhaustive"])
    entities = [e for e in document["entities"] if e["tag"] in LABELS]
    ignored = [e for e in document.get("ignore", ()) if e["tag"] in LABELS]
    if any(not 0 <= e["start"] < e["end"] <= len(text) for e in (*entities, *ignored)):
        raise ValueError("an entity lies outside its text")
    if source == "meddocan":
        entities = _join_addresses(text, entities)
    annotations = [Annotation(e["start"], e["end"], _classes(e, source)) for e in entities]
    annotations += [Annotation(e["start"], e["end"], (OUTSIDE, *classes_of(e["tag"]))) for e in ignored]
    return Example(
        id=str(document["id"]),
        ruling=str(document.get("ruling", document["id"])),
        source=source,
        text=text,
        annotations=tuple(sorted(annotations, key=lambda a: (a.start, a.end))),
        open_classes=tuple(c for label in LABELS if label not in exhaustive for c in classes_of(label)),
    )


def _classes(entity: dict[str, Any], source: str) -> tuple[str, ...]:
    """Classes that an annotation may be by the convention of its corpus."""
    label, own = entity["tag"], str(entity.get("label", ""))
    if label == "NOMBRE":
        if role := entity.get("role"):
            return classes_of(label, (role,))
        if own == "NOMBRE_PERSONAL_SANITARIO":
            return classes_of(label, ("profesional",))
        if own in {"NOMBRE_SUJETO_ASISTENCIA", "FAMILIARES_SUJETO_ASISTENCIA"}:
            return classes_of(label, ("parte",))
        if own == "LEGAL_PROFESSIONAL":
            return classes_of(label, ("autoridad", "profesional"))
    if label == "ORG" and source.startswith("echr"):
        # That corpus marks courts and ministries too, which this project does not.
        return (OUTSIDE, "ORG")
    return classes_of(label)


_ADDRESS_GAP = re.compile(r"[ ,.;()/-]{0,4}")


def _join_addresses(text: str, entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """MEDDOCAN cuts an address into street, territory and country: contiguous pieces
    that hold a street are one LUGAR here, as a full address is."""
    joined: list[dict[str, Any]] = []
    for entity in sorted(entities, key=lambda e: (e["start"], e["end"])):
        last = joined[-1] if joined else None
        if (
            last is not None
            and last["tag"] == entity["tag"] == "LUGAR"
            and "CALLE" in (last["label"], entity["label"])
            and _ADDRESS_GAP.fullmatch(text, last["end"], entity["start"])
        ):
            joined[-1] = last | {"end": entity["end"], "label": "CALLE"}
        else:
            joined.append(entity)
    return joined


@dataclass(frozen=True, slots=True)
class Entity:
    """A gold mention."""

    start: int
    end: int
    label: str
    role: str


@dataclass(frozen=True, slots=True)
class Gold:
    """A ruling annotated whole, to measure on. `part`: which part of the ruling the text is,
    if it is not all of it. The text stays out of the repr."""

    id: str
    source: str
    country: str
    text: str = field(repr=False)
    entities: tuple[Entity, ...] = ()
    part: str = ""


def read_gold(path: Path) -> Iterator[Gold]:
    """Documents of a JSON-lines file, to measure on.

    Raises:
        CorpusError: a line that is not a document, with its number.
    """
    for number, document in _documents(path):
        try:
            yield Gold(
                str(document["id"]),
                str(document.get("source", "")),
                str(document.get("country", "")),
                document["text"],
                tuple(
                    Entity(e["start"], e["end"], e["tag"], e.get("role") or "")
                    for e in document["entities"]
                    if e["tag"] in LABELS
                ),
                str(document.get("part", "")),
            )
        except (KeyError, TypeError) as error:
            raise _unusable(path, number, error) from None


def countries(path: Path) -> dict[str, str]:
    """The country of each document of a JSON-lines corpus, by id; empty where none is given."""
    return {str(document["id"]): str(document.get("country", "")) for _, document in _documents(path)}


def is_tune(example: Example, share: float) -> bool:
    """Whether `example` belongs to the tune split: by a hash of its ruling, so that
    the excerpts of one ruling stay together whatever else is in the corpus."""
    return int.from_bytes(_digest(example)[:4]) < share * 2**32


def fold_of(example: Example, folds: int) -> int:
    """Which of `folds` parts `example` belongs to: by a hash of its ruling too."""
    return int.from_bytes(_digest(example)[4:12]) % folds


def _digest(example: Example) -> bytes:
    return hashlib.sha256(example.ruling.encode()).digest()


def write(examples: Iterable[Example], path: Path) -> int:
    """Write `examples` as JSON lines; the number written."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for example in examples:
            out.write(example.to_json() + "\n")
            count += 1
    return count


def load(path: Path) -> list[Example]:
    """Examples written by `write`."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        return [Example.from_json(line) for line in lines]
