"""A directory as a table: CSV, as spreadsheets write it → its entries."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Final

from service.errors import BadRows, InputError, UndecodableText
from service.pipeline.directory import Listed, ListedRole, is_whole
from service.storage.tables import NAME_LENGTH

#: What a column may be called.
_COLUMNS: Final[Mapping[str, str]] = {
    "name": "name", "nombre": "name", "role": "role", "rol": "role", "papel": "role",
    "office": "office", "cargo": "office",
}  # fmt: skip
_ROLES: Final[Mapping[str, ListedRole]] = {"autoridad": "autoridad", "profesional": "profesional"}


def read_table(data: bytes) -> list[Listed]:
    """The entries of a table in UTF-8, with or without a BOM, its columns (`name`, `role` and
    perhaps `office`) parted by commas, semicolons or tabs, as its first line is. Empty lines
    do not count, nor do other columns.

    Raises:
        UndecodableText
        InputError: the first line does not name the columns.
        BadRows: lines that are no entry; none is taken.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UndecodableText("Save the table as UTF-8.") from None
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    entries: list[Listed] = []
    faults: list[tuple[int, str]] = []
    line = 1
    try:
        columns = [_COLUMNS.get(title.strip().casefold(), "") for title in next(rows, [])]
        if {"name", "role"} - set(columns):
            raise InputError("The first line of the table names its columns: name, role, office.")
        line = rows.line_num + 1
        for row in rows:
            if any(cell.strip() for cell in row):
                found = [(line, what) for what in _faults(columns, row)]
                faults += found
                if not found:
                    entries.append(_entry(dict(zip(columns, map(str.strip, row), strict=True))))
            line = rows.line_num + 1
    except csv.Error:
        faults.append((line, "quotes"))
    if faults:
        raise BadRows(tuple(faults))
    return entries


def _faults(columns: list[str], row: list[str]) -> Iterator[str]:
    """The columns of a row that cannot be."""
    if len(row) != len(columns):
        yield "columns"
        return
    cells = dict(zip(columns, map(str.strip, row), strict=True))
    if not _fits(cells["name"]) or not is_whole(cells["name"]):
        yield "name"
    if cells["role"].casefold() not in _ROLES:
        yield "role"
    if not _fits(cells.get("office", "")):
        yield "office"


def _fits(cell: str) -> bool:
    return len(cell) <= NAME_LENGTH and cell.isprintable()


def _entry(cells: Mapping[str, str]) -> Listed:
    return Listed(cells["name"], _ROLES[cells["role"].casefold()], cells.get("office") or None)
