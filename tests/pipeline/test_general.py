"""What of a place stays when its general form is asked for; and where none can be told."""

import pytest

from service.document import Label, Span
from service.pipeline.general import LEVELS, Level, general, kind_of


def kept(surface: str, level: Level, before: str = "", after: str = "") -> str | None:
    text = f"{before}{surface}{after}"
    span = Span(len(before), len(before) + len(surface), LEVELS[level], 1, "t")
    place = general(text, span, level)
    if place is None:
        return None
    assert span.start <= place[0] < place[1] <= span.end
    return text[slice(*place)]


@pytest.mark.parametrize(
    ("surface", "year"),
    [
        ("3 de mayo de 2021", "2021"),
        ("03/05/2021", "2021"),
        ("2021-05-03", "2021"),
        ("mayo de 2010", "2010"),
        ("2021", "2021"),
        ("dos (2) de marzo de dos mil quince", "dos mil quince"),
        ("tres de mayo de mil novecientos noventa y ocho", "mil novecientos noventa y ocho"),
        ("5 y 8 de agosto de 2007", "2007"),
        ("2 de marzo de 2015 al 3 de abril de 2016", None),
        ("3 de mayo", None),
        ("03/05/98", None),
        ("mayo", None),
    ],
)
def test_the_year_of_a_date(surface: str, year: str | None) -> None:
    assert kept(surface, "year") == year


@pytest.mark.parametrize(
    ("surface", "municipality"),
    [
        ("calle Los Ceibos 1450, Villa Serena", None),  # "Villa" may be a neighbourhood
        ("calle Los Ceibos 1450, Puerto Quimera", "Puerto Quimera"),
        ("Los Mañíos N° 115, Villa Illinois, comuna de Valdeniebla", "comuna de Valdeniebla"),
        ("calle Los Ceibos 1450, de la ciudad de Valdeniebla", "ciudad de Valdeniebla"),
        ("Av. Mayor 3, distrito de Quimera, Provincia de Albaflor", "Provincia de Albaflor"),
        ("Los Ceibos 1450, piso 3, depto. B, Valdeniebla", "Valdeniebla"),
        ("calle Los Ceibos 1450, barrio Las Acacias", None),
        ("calle Los Ceibos 1450, piso 3", None),
        ("calle Los Ceibos y Belgrano", None),
        ("calle Los Ceibos 1450", None),
        ("calle Los Ceibos, esquina Avenida Mayor", None),
        ("Lote 4, Manzana 5", None),
        ("Valdeniebla", None),  # no address: nothing in it is less than the whole
    ],
)
def test_the_municipality_of_an_address(surface: str, municipality: str | None) -> None:
    assert kept(surface, "municipality") == municipality


@pytest.mark.parametrize(
    ("before", "surface", "province"),
    [
        ("vive en ", "Valdeniebla", None),
        ("en la provincia de ", "Albaflor", "Albaflor"),
        ("en el departamento de ", "Albaflor", "Albaflor"),
        ("vive en ", "Villa Serena, provincia de Albaflor", "provincia de Albaflor"),
        ("vive en ", "Villa Serena, Pcia. de Albaflor", "Pcia. de Albaflor"),
        ("nacida en ", "Colombia", "Colombia"),
        ("vive en la calle Mayor 3, ", "departamento 4", None),
        ("de la provincia de ", "Albaflor, Villa Serena", None),
    ],
)
def test_the_province_of_a_place(before: str, surface: str, province: str | None) -> None:
    assert kept(surface, "province", before) == province


@pytest.mark.parametrize(
    ("surface", "kind"),
    [
        ("Colegio San Teobaldo", "Colegio"),
        ("Unidad Educativa Quimera", "Unidad Educativa"),
        ("Hospital de Valdeniebla", "Hospital"),
        ("Transportes Quimera S.A.", None),
    ],
)
def test_the_kind_of_an_institution(surface: str, kind: str | None) -> None:
    assert kept(surface, "kind") == kind


@pytest.mark.parametrize(
    ("label", "surface", "own", "kind"),
    [
        ("LUGAR", "calle Mayor", None, "address"),
        ("LUGAR", "Mayor 34", None, "address"),
        ("LUGAR", "Valdeniebla", None, None),
        ("LUGAR", "Valdeniebla", "address", "address"),
        ("ORG", "Liceo Quimera", None, "school"),
        ("ORG", "Transportes Quimera S.A.", None, None),
        ("ID", "calle 3", None, None),
    ],
)
def test_the_kind_that_a_surface_shows(label: Label, surface: str, own: str | None, kind: str | None) -> None:
    assert kind_of(surface, Span(0, len(surface), label, 1, "t", kind=own)) == kind
