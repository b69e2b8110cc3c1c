"""Addresses told by the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.pipeline.detect.addresses import _BEGINS, _HOME, _MEASURED, _ROAD, _STREET, _each, addresses
from service.pipeline.spans import check
from tests.pipeline.strategies import texts

DETECT = addresses()


@pytest.mark.parametrize(
    "row",
    [
        "vecina de «Valdeniebla, de la iglesia 200 metros al norte, casa azul».",
        "vecino de «barrio El Sauce, del bar Quimera 150 metros oeste y 75 sur, portón negro, sin pintar»; y",
        "ocurrió «doscientos metros sur de la plaza de deportes», donde cayó",
        "se fue «del taller de Óliver cien varas al este». Dijo",
        "con domicilio real en la «fracción Los Aromos, manzana 8, lote 22», manifestó",
        "residente en «Callejón Marjal, casa s/n, detrás de la gallera», cédula 1",
        "vive con su madre en el «barrio Peñalén, calle 8 s/n, frente a la cancha» y estudia",
        "en «ruta 5 “Gral. Quimera”, a la altura del km 20,300», un camión",
        "por la «carretera que va de Niebla a Marjal, a la altura del kilómetro doce», ebrio",
        "ocurrió en la «calle Quimera, frente al mercado de Niebla», de noche",
        "desde la «vereda Marjal Alto, finca La Niebla, municipio de Valdeniebla».",
        "en la «avenida Los Aromos, sector La Niebla, a 50 mts. del puente», observaron",
        "vecina de «Niebla, de la plaza cien metros al oeste y sesenta y cinco al sur, casa verde». Dijo",
        "en el «km 4 de la autovía del Sur, próximo al cruce de Niebla», un camión",
        "domiciliado en «Av. Sauce N° 3, barrio San\nLucas, a un costado de la tienda La Niebla».",
    ],
)  # fmt: skip
def test_the_whole_way_is_found(row: str) -> None:
    start, end = row.index("«"), row.index("»") - 1
    text = row.replace("«", "").replace("»", "")
    found = {at for span in DETECT(text) for at in range(span.start, span.end)}
    assert {at for at in found if text[at].isalnum()} == {
        at for at in range(start, end) if text[at].isalnum()
    }


@pytest.mark.parametrize(
    "text",
    [
        "vecino de Valdeniebla, casado, agricultor",
        "reside en la imposibilidad de probar, de la que nada se dijo",
        "vive en Valdeniebla, frente a lo cual la jueza resolvió",
        "un lote de 200 metros cuadrados al norte",
        "a 50 metros de la víctima",
        "corrió 200 metros y cayó",
        "la avenida Norte de la ciudad",
        "en la calle Quimera, donde fue detenido",
        "por la calle Quimera, frente a lo cual huyó",
        "la carrera judicial, entre otros, prevé",
        "",
    ],
)
def test_what_tells_no_way_is_nothing(text: str) -> None:
    assert DETECT(text) == []


@given(texts())
def test_spans_lie_in_the_text_and_end_with_words(text: str) -> None:
    for span in DETECT(text):
        check([span], len(text))
        assert not text[span.end - 1].isspace()


#: Every word that an address begins with, and some that it goes on with.
WORDS = """
    autopista avenida Avenidas av. Avda. calle calles callejón calzada camino carrera carretera caserío
    circunvalación colonia comunidad jirón jr. km km. kilómetro parcelamiento pasaje paseo urbanización
    vereda zona ruta domiciliado residenciada vecinos residente domicilio reside vive vivía 50 200 5000
    cincuenta setenta y cinco cien ciento doscientos trescientas quinientos metros mts. varas cuadras al
    hacia el norte sureste oeste de del la en a altura Quimera Niebla, B-7 .
"""


@given(st.lists(st.sampled_from(WORDS.split()), max_size=40).map(" ".join))
def test_all_of_them_begin_where_the_words_are_looked_at(text: str) -> None:
    begins = [begin.start() for begin in _BEGINS.finditer(text)]
    for form in (_MEASURED, _ROAD, _STREET, _HOME):
        spans = [match.span() for match in form.finditer(text)]
        assert [match.span() for match in _each(form, text, begins)] == spans
