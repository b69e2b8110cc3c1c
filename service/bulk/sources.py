"""Where documents come from: the files of a folder, the rows of JSON lines or of Parquet.

What is handed to a worker at once, and done again if it is killed, is a *unit*: one file, or
some rows that follow one another.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

from service.bulk.extra import needs
from service.errors import InputError

#: Rows in a unit.
ROWS: Final = 64
#: What the item of a row begins with; its number follows.
ROW: Final = "row-"
#: Columns that tell the stratum if none are named.
STRATA: Final = ("court", "matter")


@dataclass(frozen=True, slots=True)
class File:
    """path: below the input folder."""

    path: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Row:
    """A document that is a row. text: None if there is none. more: the columns that go out as
    they are, and those that tell the stratum. timed_out: it took too long, and is given up."""

    number: int
    text: str | None = field(repr=False)
    more: Mapping[str, Any] = field(repr=False)
    timed_out: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows ``number * ROWS`` and on. schema: of Parquet, what goes out as it is."""

    number: int
    rows: tuple[Row, ...] = field(repr=False)
    schema: Any = None

    @property
    def suffix(self) -> str:
        return ".jsonl" if self.schema is None else ".parquet"


Unit = File | Rows


class Source(Protocol):
    """An input. len(): how many documents."""

    def __len__(self) -> int: ...

    def units(self) -> Iterator[Unit]:
        """All of it, in an order that is always the same. Raises InputError."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Of rows: which hold the text, what goes out as it is, what tells the stratum."""

    text: str = "text"
    keep: tuple[str, ...] = ()
    strata: tuple[str, ...] = STRATA

    @property
    def more(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.keep, *self.strata)))


def open_source(path: Path, columns: Columns) -> Source:
    """The input at `path`. Raises InputError: it is none; MissingExtra."""
    if path.is_dir():
        return Folder(path)
    if not path.is_file():
        raise InputError("The input is neither a folder nor a file.")
    suffix = path.suffix.lower()
    if suffix in (".jsonl", ".ndjson"):
        return JsonLines(path, columns)
    if suffix == ".parquet":
        return Parquet(path, columns)
    raise InputError("The input is a folder, or a file of JSON lines (.jsonl) or Parquet (.parquet).")


@dataclass(frozen=True, slots=True)
class Folder:
    """All files below a folder but hidden ones; links are not followed."""

    path: Path

    def __len__(self) -> int:
        return sum(1 for _ in self.units())

    def units(self) -> Iterator[File]:
        yield from (File(os.path.relpath(path, self.path)) for path in _files(self.path))


def _files(folder: Path) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        raise InputError("A folder below the input cannot be read.") from None
    for entry in found:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path))
        elif entry.is_file(follow_symlinks=False):
            yield entry.path


@dataclass(frozen=True, slots=True)
class JsonLines:
    """A file with an object a line. A line that is none is a row without text."""

    path: Path
    columns: Columns

    def __len__(self) -> int:
        with self.path.open("rb") as file:
            return sum(1 for _ in file)

    def units(self) -> Iterator[Rows]:
        with self.path.open("rb") as file:
            yield from _in_units((_parsed(line) for line in file), self.columns)


@dataclass(frozen=True, slots=True)
class Parquet:
    """A Parquet file, with a row a document."""

    path: Path
    columns: Columns

    def __len__(self) -> int:
        with self._open() as file:
            return int(file.metadata.num_rows)

    def units(self) -> Iterator[Rows]:
        with self._open() as file:
            schema = file.schema_arrow
            known = [name for name in (self.columns.text, *self.columns.more) if name in schema.names]
            kept = needs("pyarrow", "bulk").schema(
                [schema.field(name) for name in self.columns.keep if name in known]
            )
            rows = (row for batch in file.iter_batches(ROWS, columns=known) for row in batch.to_pylist())
            yield from _in_units(rows, self.columns, kept)

    def _open(self) -> Any:
        return needs("pyarrow.parquet", "bulk").ParquetFile(self.path)


def _parsed(line: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _in_units(rows: Iterator[Mapping[str, Any]], columns: Columns, schema: Any = None) -> Iterator[Rows]:
    some: list[Row] = []
    for number, row in enumerate(rows):
        text = row.get(columns.text)
        some.append(
            Row(number, text if isinstance(text, str) else None, {n: row.get(n) for n in columns.more})
        )
        if len(some) == ROWS:
            yield Rows(number // ROWS, tuple(some), schema)
            some = []
    if some:
        yield Rows(some[0].number // ROWS, tuple(some), schema)


def of_rows(rows: Sequence[Mapping[str, Any]], schema: Any = None) -> bytes:
    """A file of rows ``row``, ``text`` and what is kept: JSON lines, or Parquet if there is a
    schema; the same for the same."""
    if schema is None:
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        return lines.encode("utf-8", "backslashreplace")  # of a lone surrogate: as JSON spells it
    pa, parquet = needs("pyarrow", "bulk"), needs("pyarrow.parquet", "bulk")
    whole = pa.schema([("row", pa.int64()), ("text", pa.string()), *schema])
    sink = pa.BufferOutputStream()
    parquet.write_table(pa.Table.from_pylist(list(rows), whole), sink)
    return bytes(sink.getvalue())


def read_row(path: Path, number: int) -> str:
    """The text of row `number` in a file that `of_rows` made."""
    if path.suffix == ".jsonl":
        with path.open("rb") as file:
            rows = [json.loads(line) for line in file]
    else:
        rows = needs("pyarrow.parquet", "bulk").read_table(path).to_pylist()
    return str(next(row["text"] for row in rows if row["row"] == number))
