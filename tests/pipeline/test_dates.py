"""What a date means and what it is the date of. All dates and contexts are made up."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.pipeline.date_cues import REACH, DateKind, kind_of
from service.pipeline.dates import PIVOT, stem, value_of
from tests.pipeline.strategies import spellings, texts

#: Value | surfaces that have it, parted by two bars; a "\n" breaks the line.
SURFACES = r"""
2010-05-03 | 3/5/2010 || 03/05/2010 || 03-05-2010 || 3-5-2010 || 03.05.2010 || 3.5.2010 || 3 / 5 / 2010
2010-05-03 | 3/5/10 || 03-05-10 || 03.05.10 || 2010-05-03 || 2010/05/03 || 2010.05.03 || 2010/5/3
2010-05-03 | 3. 5. 2010
2010-05-03 | 3-V-2010 || 3.V.2010 || 3/V/2010 || 03-v-10 || 3-V-2.010 || 03‑05‑2010 || 3–5–2010
2010-12-03 | 3-XII-2010 || 3/12/2010 || 3/12/10 || 03-DIC-2010 || 3 dic. 2010
2010-05-03 | 03-MAY-2010 || 3-may-10 || 03/MAY/2010 || 3 may. 2010 || 03 MAY 2010 || 3.may.2010
2010-05-03 | 3-mayo-2010
2010-05-03 | 3 de mayo de 2010 || 03 de Mayo de 2010 || 3 DE MAYO DE 2010 || 3 de mayo del 2010
2010-05-03 | 3 mayo 2010
2010-05-03 | 3 de mayo 2010 || 3 mayo de 2010 || 3 de mayo, 2010 || 3 de mayo de 2.010 || 3 de mayo de 2,010
2010-05-03 | 3 de mayo del año 2010 || 3 de mayo de 10 || 3 de mayo del '10 || el 3 de mayo de 2010,
2010-05-03 | día 3 de mayo de 2010
2010-05-03 | martes 3 de mayo de 2010 || martes, 3 de mayo de 2010 || el día lunes 3 de mayo de 2010
2010-05-03 | 3\nde mayo\nde 2010 || 3  de   mayo de 2010 || 3 de ma-\nyo de 2010
2010-05-03 | 3 de ma\u00ad\r\nyo de 2010
2010-05-03 | tres de mayo de dos mil diez || TRES DE MAYO DE DOS MIL DIEZ
2010-05-03 | tres (3) de mayo de dos mil diez (2010)
2010-05-03 | tres (03) de mayo de 2010 || 3 (tres) de mayo de 2010 (dos mil diez) || 3 de mayo (05) de 2010
2010-05-03 | tres de mayo del dosmil diez
2010-05-03 | a los tres días del mes de mayo del año dos mil diez || a los 3 días del mes de mayo de 2010
2010-05-03 | tres días del mes de mayo de dos mil diez || 3 de mayo de1 2010 || 3 de mayo de1 año 2010
2010-05-03 | 3de mayo de2010
2010-05-03 | 3 de mayo de 2O10 || 3 de mayo de 20l0 || O3/O5/2O1O || mayo 3 de 2010 || Mayo 3/2010
2010-05-03 | mayo tres (3) de dos mil diez (2010)
2015-03-02 | dos (2) de marzo de dos mil quince (2015) || 02-mar-15 || 2 DE MZO. DE 2015 || 02/03/15
2010-01-01 | primero de enero de 2010 || 1° de enero de 2010 || 1º de enero de 2010 || 1.º de enero de 2010
2010-01-01 | 1o. de enero de 2010
2010-01-01 | 1ro. de enero de 2010 || 1ero de enero de 2010 || 1er día de enero de 2010
2010-01-01 | uno de enero de dos mil diez
2010-01-01 | al primer día del mes de enero de dos mil diez || 1º de enero de 2.010 || 1º/1/2010
2010-01-01 | 1 ene. 2010
1999-01-01 | 1º de enero de 1.999 || primero de enero de mil novecientos noventa y nueve || 1/1/99
1999-01-01 | 1-I-1999
1998-05-15 | quince de mayo de mil novecientos noventa y ocho
1998-05-15 | 15 de mayo de un mil novecientos noventa y ocho || l5/05/1998
1886-10-24 | 24 de octubre de 1886 || veinticuatro de octubre de mil ochocientos ochenta y seis
2000-06-10 | diez de junio de dos mil || 10/6/00 || 10-06-2000
2021-12-31 | treinta y un días del mes de diciembre de dos mil veintiuno
2021-12-31 | treinta y uno de diciembre de dos mil veintiuno
2021-12-31 | treintaiuno de diciembre del dos mil veinte y uno || 31 de dic. de 2021 || 3l/12/2021
2021-02-21 | veintiuno de febrero de 2021 || veintiún días del mes de febrero de 2021
2021-02-21 | veinte y uno de febrero de 2021
2016-02-29 | 29/02/2016 || veintinueve de febrero de dos mil dieciséis
2016-02-29 | 29 de febrero de dos mil diez y seis
2020-09-22 | 22 de setiembre de 2020 || 22 set. 2020 || 22 sept. 2020 || 22-SEP-2020
2020-09-22 | veintidós de septiembre de dos mil veinte
2020-11-23 | veintitres de noviembre de dos mil veinte || VEINTITRÉS DE NOVIEMBRE DE DOS MIL VEINTE
2020-07-16 | dieciseis de julio de dos mil veinte || diez y seis de julio de dos mil veinte || 16-VII-2020
2020-07-16 | 16.07.20
1945-08-26 | veintiséis de agosto de mil novecientos cuarenta y cinco || 26/08/45 || 26-ago-45
1945-08-26 | 26 de agosto de 45
--05-03 | 3 de mayo || tres de mayo || martes 3 de mayo || 3 may. || 3-mayo || el 3 de mayo
--05-03 | tres (3) de mayo
--05-03 | tres de mayo del año en curso || 3 de mayo del corriente año || 3 de mayo del presente año
--05-03 | 3 de mayo del corriente
--05-03 | 3 de mayo del cte. || el pasado 3 de mayo || 3 de mayo de ese año
--05-03 | a los tres días del mes de mayo
--01-01 | primero de enero || 1° de enero || 1 de enero || 1ro de enero
--02-29 | 29 de febrero || veintinueve de febrero
--03-15 | 15/03 || 15/3 || 15 de marzo
2010-05 | mayo de 2010 || mayo del año 2010 || mayo del 2010 || mayo 2010 || MAYO DE 2.010 || mayo, 2010
2010-05 | may. 2010
2010-05 | may-2010 || mayo/2010 || 05/2010 || 5/2010 || 05-2010 || 2010-05 || 2010/05
2010-05 | mes de mayo de dos mil diez || mayo (05) de 2010
2020-09 | setiembre de 2020 || septiembre del año dos mil veinte
2010 | 2010 || año 2010 || año: 2010 || 2.010 || dos mil diez || en 2010 || dos mil diez (2010)
2010 | año dos mil diez
1999 | mil novecientos noventa y nueve || 1.999 || 1999
2015-03-02/2015-03-05 | 2 al 5 de marzo de 2015 || del 2 al 5 de marzo de 2015 || 2 a 5 de marzo de 2015
2015-03-02/2015-03-05 | 2-5 de marzo de 2015
2015-03-02/2015-03-05 | desde el 2 hasta el 5 de marzo de 2015 || dos al cinco de marzo de dos mil quince
2015-03-02/2015-03-05 | 2 – 5 de marzo de 2015
2015-03-02/2015-03-05 | 02/03/2015 al 05/03/2015 || 02 al 05/03/2015 || 2-3-2015 - 5-3-2015
2015-03-02/2015-03-05 | 02/03 al 05/03/2015
2015-03-02/2015-03-05 | lunes 2 al jueves 5 de marzo de 2015 || 2 de marzo al 5 de marzo de 2015
2015-03-02/2015-03-05 | 2/3/15 a 5/3/15
2015-03-02/2015-04-05 | 2 de marzo al 5 de abril de 2015 || 2 de marzo de 2015 al 5 de abril de 2015
2014-12-28/2015-01-03 | 28 de diciembre de 2014 al 3 de enero de 2015
--03-02/--03-05 | 2 al 5 de marzo || dos al cinco de marzo del año en curso
2007-08-05,2007-08-08 | 5 y 8 de agosto de 2007 || los días 5 y 8 de agosto de 2007
2007-08-05,2007-08-08 | cinco y ocho de agosto de 2007
2007-08-05,2007-08-06,2007-08-08 | 5, 6 y 8 de agosto de 2007 || 5,6 y 8 de agosto de 2007
2007-08-05,2007-08-06,2007-08-08 | 5, 6 y el 8 de agosto de 2007
2007-08-05,2008-09-06 | 5 de agosto de 2007 y 6 de septiembre de 2008 || 05/08/2007 y 06/09/2008
2007-08-20,2007-08-25 | veinte y veinticinco de agosto de 2007 || 20 y 25 de agosto de 2007
--08-05,--08-08 | 5 y 8 de agosto
2010-01/2010-03 | enero a marzo de 2010 || de enero hasta marzo del año 2010 || 01/2010 a 03/2010
2010-01,2010-02 | enero y febrero de 2010 || enero de 2010 y febrero de 2010
2015/2017 | 2015 a 2017 || 2015-2017 || años 2015 al 2017
2015,2016 | 2015 y 2016 || años 2015 y 2016
2010,2011 | dos mil diez y dos mil once || 2010 y 2011
2015,2016,2017 | 2015, 2016 y 2017
"""

#: Why | surfaces without a value.
UNREAD = r"""
no such day | 31/02/2010 || 31 de abril de 2010 || 29/02/2015 || 30 de febrero || 32 de mayo de 2010
no such day | 0/5/2010 || 00-05-2010
no such month | 05/13/2010 || 3/0/2010 || 15/2010 || 2010-13-01 || treinta y dos de enero de 2010
no such month | 3-XIII-2010
no such year | 3 de mayo de 201 || 3/5/1 || 3/5/0010 || 3 de mayo de 20100 || 3 de mayo de 2100 || 1066
no such year | 3 de mayo de dos mil cien
not a date |  || , || . || el || mayo || agosto || 3 || 19 || día 19 || tres || 98 || hoy || ayer
not a date | en curso || a || y
not a date | a los tres días || mes de mayo || Aurelia Quimera || 27.334.501 || (351) 455-1234 || 10:30
not a date | lunes
ambiguous | 03/05 || 3/5 || 05/03 al 10/03 || 03/15 || 2009-10 || 2009/10 || 2003-05 || 2010/2011 || mayo 10
ambiguous | may-10 || uno de mayo de mil novecientos noventa y uno de junio de dos mil
ambiguous | 3 o 4 de mayo de 2010 || 3/4 de mayo de 2010 || mayo/junio de 2010 || mayo o junio de 2010
ambiguous | 2o de mayo de 2010
ambiguous | de1 3 de mayo || de13 de mayo de 2010 || 1 3 de mayo de 2010 || 3/5-2010 || 3-5/2010
ambiguous | 3/5/20 10 || 3 de mayo de 20 10
ambiguous | 28 de diciembre al 3 de enero de 2015 || 31 de diciembre y 1 de enero de 2015
ambiguous | 8 y 5 de agosto de 2007
contradiction | dos (3) de marzo de 2015 || tres de mayo de dos mil diez (2011) || 3 de mayo (06) de 2010
contradiction | dos mil quince (15)
the one lacks what the other has | 3 de mayo de 2010 y 4 || 2 de marzo de 2015 y 5 de abril || mayo y 2010
the one lacks what the other has | 2015 y 3 de mayo de 2016
the one lacks what the other has | 2 al 5 y 8 de marzo de 2015 || 1 a 3 a 5 de mayo
the one lacks what the other has | marzo de 2015 al 5 de abril de 2015 || 5 y 8
other words | 3 de mayo por la tarde || mediados de mayo de 2010 || principios de 2010 || 2010²
other words | 1º5 de mayo de 2010 || veinte primero de mayo || 3 de rnayo de 2010 || 3 de ma yo
other words | 3 de M A Y O de 2010 || 03-JAN-2010 || 2010-05-03T10:00 || tres meses de 2010
other words | 3 de mayo de 2010 (lunes) || siglo XX
other words | entre el 2 y el 5 de marzo || ٣/٥/٢٠١٠ || 3 de mayo de noventa y ocho || 3 5 2010 || IV-2010
other words | 3 de 5 de 2010
"""

#: Kind | texts before the date.
CUES = r"""
birth | nacido el || nacida el día || Nacida en Villa Quimera, Provincia de Niebla, el || nacidos el
birth | que nació el || nació en la localidad de Niebla, el
birth | fecha de nacimiento: || Fecha de Nacimiento || FECHA DE NACIMIENTO: || F. Nac. || F. Nac.:
birth | Fec. nac. || n. el || nac. el || (n. el
birth | casado, nacido en Niebla el || nacida en Niebla hace treinta años, el || Na-\ncida el
birth | Nació\nen Niebla\nel || nacido en Niebla, Granada, el
birth | de la Dra. Güimar, nacida en Sta. Quimera el
death | falleció el || fallecida el || FALLECIÓ EL || falleció a causa del choque el || defunción:
death | acta de defunción de || cuyo deceso fue el
death | nacido en Niebla y fallecido el || don Zenón Marjal murió en Villa Quimera el
death | fallecimiento el día
marriage | contrajeron matrimonio el || contrajo matrimonio con Aurelia Quimera el
marriage | matrimonio celebrado en Niebla el || se casaron el || matrimonio de fecha
hearing | audiencia de fecha || vista celebrada el || la audiencia preliminar celebrada el día
hearing | se celebró la audiencia el || audiencia para el día || juicio oral celebrado los días
hearing | celebrada la vista el || audiencia de vista de || comparecencia de
ruling | sentencia de || la sentencia dictada el || auto de fecha || resolución de fecha
ruling | Resolución N° 12, de || sentencia de primera instancia de || dictó sentencia el
ruling | el auto de procesamiento de fecha || la sentencia de la Audiencia Provincial de Niebla de
ruling | Fecha de la sentencia:
ruling | notificado de la sentencia de || sentencia nº 45/2010, de || dictada la resolución el
filing | demanda presentada el || interpuso el || interpuso recurso de apelación el
filing | presentó la demanda el || denuncia de fecha || recurso interpuesto con fecha
filing | querella promovida el
notice | notificado el || fue notificada la sentencia el || se notificó a la parte demandada el
notice | dictada sentencia, notificada a las partes el || notificación del
notice | la sentencia fue notificada el || emplazada el día lunes
facts | hechos ocurridos el || los hechos del || accidente ocurrido en la vía pública el || lo sucedido el
facts | delito cometido el || siniestro de fecha || hecho acaecido en Niebla, el
contract | contrato de fecha || escritura pública de || contrato de arrendamiento suscrito el
contract | contrato de compraventa de || firmaron el contrato de locación el
contract | escritura pública otorgada ante el notario el
none |  || el || de || compareció el || domiciliado desde el || la casa de || Villa Quimera, || pagó el
none | conducía el auto el || de hecho, el || en autos, el
none | Dictó sentencia. El || dictó sentencia. || la sentencia.\n\nEl || nacida en Niebla; el
none | ¿Fue notificado? El || la sentencia condenó a Zenón Marjal el || la sentencia de Zenón, quien el
none | nacido en Niebla, detenido el || notificado antes del || hechos ocurridos hasta el
none | partida de nacimiento expedida el || nacida en Niebla y vecina de Quimera el || de nac. argentina, el
none | nacido en la casa de un tío de su madre cuando el || la sentencia, firme ya en todo lo principal de
none | Sra. Marjal. El || AUTOS Y VISTOS: El || VISTOS:
none | expone en la demanda: el || presentó una herida el
none | la sentencia dictada en la causa iniciada el || el plazo del contrato vencido el || Hechos probados. El
"""


def _pairs(table: str) -> list[tuple[str, str]]:
    """Each text of `table` with the name of its row."""
    rows = [row.partition(" | ") for row in table.strip().splitlines()]
    cells = [(name, cell.strip()) for name, _, cells in rows for cell in cells.split("||")]
    escapes = {r"\n": "\n", r"\r": "\r", r"\u00ad": "\u00ad"}
    return [(name, re.sub(r"\\(?:n|r|u00ad)", lambda m: escapes[m[0]], cell)) for name, cell in cells]


READ, NOT_READ, KINDS = _pairs(SURFACES), _pairs(UNREAD), _pairs(CUES)


def test_the_tables_are_as_long_as_they_should_be() -> None:
    assert len(READ) + len(NOT_READ) >= 150
    assert len(NOT_READ) >= 30
    assert len(KINDS) >= 60
    for table in (READ, NOT_READ, KINDS):
        assert len({text for _, text in table}) == len(table)


@pytest.mark.parametrize(("value", "surface"), READ)
def test_a_date_is_read(value: str, surface: str) -> None:
    assert value_of(surface) == value


@pytest.mark.parametrize(("why", "surface"), [*NOT_READ, ("empty", ""), ("empty", " \n")])
def test_what_is_not_certain_is_not_read(why: str, surface: str) -> None:
    assert value_of(surface) is None, why


@given(st.sampled_from(READ), st.data())
def test_case_accents_and_white_space_do_not_matter(read: tuple[str, str], data: st.DataObject) -> None:
    value, surface = read
    assert value_of(data.draw(spellings(surface))) == value
    assert value_of(f"\n {surface.swapcase()}\u00a0") == value


@pytest.mark.parametrize("name", ["upper", "lower", "title", "swapcase"])
def test_every_date_of_the_table_is_read_in_any_case(name: str) -> None:
    for value, surface in READ:
        spelt = getattr(unicodedata.normalize("NFD", surface), name)()
        assert value_of(spelt.replace(" ", " \r\n\t")) == value


# A writer that shares nothing with the reader.

MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
    "noviembre", "diciembre",
)  # fmt: skip
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
TO_29 = (
    "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce",
    "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte",
    "veintiuno", "veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete",
    "veintiocho", "veintinueve",
)  # fmt: skip
TENS = ("treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")


def _in_words(number: int) -> str:
    """`number`, 1 to 99 or a year of the tables' two centuries."""
    if number >= 1900:
        head, rest = ("dos mil", number - 2000) if number >= 2000 else ("mil novecientos", number - 1900)
        return f"{head} {_in_words(rest)}" if rest else head
    if number < 30:
        return TO_29[number]
    return TENS[number // 10 - 3] + (f" y {TO_29[number % 10]}" if number % 10 else "")


def _month(day: date) -> str:
    return MONTHS[day.month - 1]


def _solemn(day: date) -> str:
    days = {1: "primer día", 21: "veintiún días", 31: "treinta y un días"}
    said = days.get(day.day, f"{_in_words(day.day)} días")
    return f"a los {said} del mes de {_month(day)} del año {_in_words(day.year)}"


STYLES: dict[str, Callable[[date], str]] = {
    "slashes": lambda d: f"{d.day}/{d.month}/{d.year}",
    "dots": lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
    "dashes": lambda d: f"{d.day:02}-{d.month}-{d.year}",
    "iso": lambda d: d.isoformat(),
    "year first": lambda d: f"{d.year}/{d.month:02}/{d.day:02}",
    "roman": lambda d: f"{d.day}-{ROMAN[d.month - 1]}-{d.year}",
    "stamp": lambda d: f"{d.day:02}-{_month(d)[:3].upper()}-{d.year}",
    "abbreviated": lambda d: f"{d.day} {_month(d)[:3]}. {d.year}",
    "long": lambda d: f"{d.day} de {_month(d)} de {d.year}",
    "long, del año": lambda d: f"{d.day:02} de {_month(d).capitalize()} del año {d.year}",
    "dot in the year": lambda d: f"{d.day}º de {_month(d)} de {d.year // 1000}.{d.year % 1000:03}",
    "careless": lambda d: f"{d.day} {_month(d)} {d.year}",
    "words": lambda d: f"{_in_words(d.day)} de {_month(d)} de {_in_words(d.year)}",
    "both": lambda d: f"{_in_words(d.day)} ({d.day}) de {_month(d)} de {_in_words(d.year)} ({d.year})",
    "solemn": _solemn,
    "month first": lambda d: f"{_month(d)} {d.day} de {d.year}",
    "weekday": lambda d: f"jueves {d.day} de {_month(d)} de {d.year}",
}
DATES = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize("style", STYLES)
@given(day=DATES)
def test_every_date_reads_back_in_every_style(style: str, day: date) -> None:
    assert value_of(STYLES[style](day)) == day.isoformat()


@pytest.mark.parametrize("style", ["slashes", "words", "roman"])
def test_every_day_and_month_of_a_leap_year_reads_back(style: str) -> None:
    for ordinal in range(date(2024, 1, 1).toordinal(), date(2025, 1, 1).toordinal()):
        day = date.fromordinal(ordinal)
        assert value_of(STYLES[style](day)) == day.isoformat()


@given(DATES)
def test_a_date_without_day_or_year_reads_back(day: date) -> None:
    assert value_of(f"{_month(day)} de {_in_words(day.year)}") == f"{day:%Y-%m}"
    assert value_of(f"{day.month:02}/{day.year}") == f"{day:%Y-%m}"
    assert value_of(f"{_in_words(day.day)} de {_month(day)}") == f"{day:--%m-%d}"
    assert value_of(_in_words(day.year)) == str(day.year)


@given(DATES, DATES)
def test_two_dates_are_an_interval_or_a_list_in_order(one: date, other: date) -> None:
    first, last = sorted((one, other))
    for style in ("slashes", "long", "both"):
        a, b = STYLES[style](first), STYLES[style](last)
        apart = first < last
        assert value_of(f"{a} al {b}") == (f"{first}/{last}" if apart else None)
        assert value_of(f"{a} y {b}") == (f"{first},{last}" if apart else None)
        assert value_of(f"{b} y {a}") is None


@pytest.mark.parametrize("two", range(100))
def test_a_year_of_two_figures_turns_at_the_pivot(two: int) -> None:
    year = 2000 + two if two < PIVOT else 1900 + two
    assert value_of(f"3/5/{two:02}") == value_of(f"3-may-{two:02}") == f"{year}-05-03"


_PIECES = st.sampled_from(
    ["3", "31", "03", "2010", "98", "mayo", "may", "de", "del", "al", "y", ",", "-", "/", ".", "(", ")", "V",
     "dos", "mil", "diez", "treinta", "primero", "año", "1o", "l5", "2.010", "º", "²", "٣", "\u00ad\n"]
)  # fmt: skip


@given(texts() | st.text() | st.lists(_PIECES, max_size=12).map("".join) | st.lists(_PIECES).map(" ".join))
def test_any_text_has_a_well_formed_value_or_none(text: str) -> None:
    value = value_of(text)
    if value is None:
        return
    singles = re.split("[/,]", value)
    assert singles == sorted(set(singles))
    assert len({(len(single), single[0]) for single in singles}) == 1
    for single in singles:
        assert re.fullmatch(r"\d{4}(?:-\d\d){0,2}|--\d\d-\d\d", single)
        date.fromisoformat((single.replace("--", "2000-", 1) + "-01-01")[:10])


@pytest.mark.parametrize(("kind", "before"), KINDS)
def test_a_cue_says_what_the_date_is_of(kind: str, before: str) -> None:
    said = None if kind == "none" else kind
    assert kind_of(before) == kind_of(f"{before}\n") == said
    assert kind_of(unicodedata.normalize("NFD", f"{before} ")) == said
    if said:  # in a text of capitals, names are not told from other words
        assert kind_of(f"{before} ".upper()) == said


def test_a_cue_is_looked_for_within_reach_and_read_whole() -> None:
    assert kind_of("nacido en " + "Quimera " * 7 + "el ") == "birth"
    assert kind_of("nacido en " + "Quimera " * 9 + "el ") is None
    assert kind_of("x" * REACH + "nacido el ") is None  # no word of its own


@given(texts() | st.text(), st.sampled_from(KINDS), texts(5))
def test_only_what_is_within_reach_counts(far: str, cue: tuple[str, str], near: str) -> None:
    within = f"{'Quimera ' * REACH}{cue[1]} {near}"[-REACH:]
    kind: DateKind | None = kind_of(f"nacido el {within}")
    assert kind_of(f"{far} {within}") == kind


@pytest.mark.parametrize(
    "unit",
    [" ", "1", "a", ",", "-", "a-\n", "a-", "\u0301\u0316", "(1)", "5, ", "5 y ", "treinta y ",
     "dos mil ", "2.",
     "1/", "mayo ", "de ", "\u00ad", "Sr. ", "3 de mayo de 2010 y "],
)  # fmt: skip
def test_a_hundred_thousand_of_one_thing_is_no_date(unit: str) -> None:
    """What takes more than linear time would not come back."""
    text = "3 " + unit * (100_000 // len(unit))
    assert value_of(text) is None
    assert kind_of(text) is None


@pytest.mark.parametrize(
    ("word", "without"),
    [
        ("Nacidas", "nacid"),
        ("Ñoño", "non"),
        ("menores", "menore"),
        ("esos", "eso"),
        ("dos", "dos"),
        ("2010s", "2010"),
    ],
)
def test_a_stem_is_three_letters_at_least(word: str, without: str) -> None:
    assert stem(word) == without


@given(st.text("aoésb1", max_size=7))
def test_a_stem_lacks_one_ending(word: str) -> None:
    assert stem(word) == re.sub(r"(?<=\w{3})[oa]?s?$", "", word.replace("é", "e"))
