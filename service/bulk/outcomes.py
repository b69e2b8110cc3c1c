"""What became of each document: a row, written once, that outlasts whatever comes.

The table is JSON lines that are only ever appended to. Rows hold no text: neither the name
that a file came under nor an error's message.
"""

import csv
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal, Self, get_args

from service import durable
from service.bulk.errors import OutputFails
from service.bulk.extra import needs
from service.document import LABELS

Status = Literal["released", "review", "held", "failed"]
TableKind = Literal["csv", "parquet"]

STATUSES: Final[tuple[Status, ...]] = get_args(Status)


@dataclass(frozen=True, slots=True)
class Versions:
    """What made an output. bundle: the engine's version. policy: with its fingerprint."""

    bundle: str
    policy: str
    service: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """item: the document, by a keyed digest of its path, or by its row. file: the name that it
    went out under, in the folder of its status. reason: a code. words: of the text. spans: how
    many of each label are hidden. doubts: how many of them wait for a person. seconds: it took."""

    item: str
    status: Status
    reason: str | None
    file: str | None
    sha256: str | None
    stratum: str
    words: int
    spans: Mapping[str, int]
    doubts: int
    bundle: str
    policy: str
    service: str
    seconds: float

    @property
    def versions(self) -> Versions:
        return Versions(self.bundle, self.policy, self.service)


def failed(
    item: str, reason: str, versions: Versions, *, stratum: str = "", sha256: str | None = None
) -> Outcome:
    """The outcome of what nothing came of."""
    return Outcome(item, "failed", reason, None, sha256, stratum, 0, {}, 0, **asdict(versions), seconds=0.0)


class Journal:
    """The table, open to be added to. A row that was cut off, as its writer was killed, is
    taken off first."""

    def __init__(self, path: Path) -> None:
        path.touch()
        self._file = path.open("r+b")
        end = 0
        for line in self._file:
            if line.endswith(b"\n"):
                end += len(line)
        self._file.truncate(end)
        self._file.seek(end)
        durable.sync_folder(path.parent)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, outcomes: Iterable[Outcome]) -> None:
        """Add rows; once it returns they outlast a loss of power. Raises OutputFails."""
        try:
            self._file.write(dump(outcomes).encode("ascii"))
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError:
            raise OutputFails from None


def dump(outcomes: Iterable[Outcome]) -> str:
    """Rows as lines of JSON."""
    return "".join(json.dumps(asdict(row)) + "\n" for row in outcomes)


def load(lines: str) -> list[Outcome]:
    """The rows that `dump` wrote."""
    return [Outcome(**json.loads(line)) for line in lines.splitlines()]


def read(path: Path) -> Iterator[Outcome]:
    """The rows of a table, in the order in which they were written; of an item that was tried
    again the last one counts. A last line that is not whole is none."""
    with path.open(encoding="ascii") as file:
        for line in file:
            if line.endswith("\n"):
                yield from load(line)


def last(path: Path) -> dict[str, Outcome]:
    """The row that counts, for each item."""
    return {row.item: row for row in read(path)}


def write_table(kind: TableKind, rows: Sequence[Outcome], path: Path) -> None:
    """`rows` as a table with a column for each label. Raises MissingExtra."""
    {"csv": _write_csv, "parquet": _write_parquet}[kind](rows, path)


def _write_csv(rows: Sequence[Outcome], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, _flat_names())
        table.writeheader()
        table.writerows(map(_flat, rows))


def _write_parquet(rows: Sequence[Outcome], path: Path) -> None:
    pa, parquet = needs("pyarrow", "bulk"), needs("pyarrow.parquet", "bulk")
    counts = {"words", "doubts", *LABELS}
    schema = pa.schema(
        [
            (name, pa.int64() if name in counts else pa.float64() if name == "seconds" else pa.string())
            for name in _flat_names()
        ]
    )
    with parquet.ParquetWriter(path, schema) as table:
        for at in range(0, len(rows), 10_000):
            some = [_flat(row) for row in rows[at : at + 10_000]]
            table.write_batch(pa.RecordBatch.from_pylist(some, schema))


def _flat_names() -> list[str]:
    return [
        name for field in fields(Outcome) for name in (LABELS if field.name == "spans" else (field.name,))
    ]


def _flat(row: Outcome) -> dict[str, Any]:
    spans = {label: row.spans.get(label, 0) for label in LABELS}
    return {name: spans[name] if name in spans else getattr(row, name) for name in _flat_names()}
