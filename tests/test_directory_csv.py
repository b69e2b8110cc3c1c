"""A directory as spreadsheets write it, and what of it cannot be."""

import pytest

from service.cli.directory_csv import read_table
from service.errors import BadRows, InputError, UndecodableText
from service.pipeline.directory import Listed

JUDGE = Listed("Quimera Albaflor, Aurelia", "autoridad", "Jueza de Letras")
LAWYER = Listed("Teobaldo Marjal", "profesional")


@pytest.mark.parametrize(
    "lines",
    [
        [
            "name,role,office",
            '"Quimera Albaflor, Aurelia",autoridad,Jueza de Letras',
            "Teobaldo Marjal,profesional,",
        ],
        [
            "\ufeffnombre;rol;cargo\r",
            "Quimera Albaflor, Aurelia;Autoridad;Jueza de Letras\r",
            "Teobaldo Marjal;PROFESIONAL;\r",
        ],
        [
            "Cargo\tNombre\tPapel",
            "Jueza de Letras\tQuimera Albaflor, Aurelia\tautoridad",
            "\t\t",
            "",
            "\tTeobaldo Marjal\tprofesional",
        ],
        [
            "nombre;rol;correo;cargo",
            " Quimera Albaflor, Aurelia ; autoridad ;x;Jueza de Letras",
            "Teobaldo Marjal;profesional;;",
        ],
    ],
)
def test_commas_semicolons_tabs_and_a_bom(lines: list[str]) -> None:
    for end in ("", "\n"):
        assert read_table(("\n".join(lines) + end).encode()) == [JUDGE, LAWYER]


def test_rows_that_are_no_entry_are_named_by_their_lines_and_nothing_is_said_of_them() -> None:
    table = (
        "name,role,office\n"
        "Teobaldo Marjal,profesional,\n"
        "Secretísima,autoridad,\n"  # 3
        "Teobaldo Marjal,parte,\n"  # 4
        "Quimera Albaflor, Aurelia,autoridad,\n"  # 5: one comma too many
        '"Eva\nSecretísima",autoridad,\n'  # 6 and 7
        f"Eva Albaflor,autoridad,{'x' * 201}\n"  # 8
        "Eva,nadie,\n"  # 9, twice
    )
    with pytest.raises(BadRows) as raised:
        read_table(table.encode())
    assert raised.value.faults == (
        (3, "name"), (4, "role"), (5, "columns"), (6, "name"), (8, "office"), (9, "name"), (9, "role"),
    )  # fmt: skip
    assert "line 5 (columns)" in str(raised.value)
    assert not any(word in str(raised.value) for word in ("Secret", "Marjal", "Quimera", "parte", "nadie"))


def test_many_faults_are_cut_short() -> None:
    with pytest.raises(BadRows) as raised:
        read_table(b"name,role\n" + b"x,y\n" * 50)
    assert str(raised.value).endswith("line 11 (role) ….")
    assert len(raised.value.faults) == 100


def test_a_quote_that_is_never_closed() -> None:
    with pytest.raises(BadRows) as raised:
        read_table(b'name,role\nEva Marjal,autoridad\n"Eva,autoridad\nEva Marjal,autoridad\n')
    assert raised.value.faults == ((3, "quotes"),)


@pytest.mark.parametrize("table", ["", "Eva Marjal,autoridad\n", "name,office\nEva Marjal,Jueza\n"])
def test_a_table_names_its_columns(table: str) -> None:
    with pytest.raises(InputError, match="names its columns"):
        read_table(table.encode())


def test_a_table_of_no_entries_has_none() -> None:
    assert read_table(b"name,role\n") == []


def test_a_table_that_is_not_utf_8() -> None:
    with pytest.raises(UndecodableText):
        read_table("name,role\nBegoña Óliver,autoridad\n".encode("cp1252"))
