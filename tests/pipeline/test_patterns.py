"""Dates and identifiers, none of a real person; the countries' own stand in test_packs."""

import unicodedata

import pytest
from hypothesis import given

from service.document import Label, Span
from service.pipeline.detect.patterns import patterns
from service.pipeline.detect.patterns.form import CHECK_DIGIT
from service.pipeline.merge import merge
from service.pipeline.policy import Threshold
from tests.pipeline.strategies import THRESHOLDS, texts

DETECT = patterns()

#: The surface to find stands between « and », which are taken away.
TRUE_DATES = r"""
el «2 de marzo de 2015» compareció
el «02 de Marzo de 2015»,
el día «1° de julio del año 2021» se
el «1º de julio de 2021»
el «1ero de julio de 2021»
el «primero de julio de 2021» se
«3 DE ENERO DE 2.019»
«veintitrés de noviembre de dos mil veinte»
a los «treinta y un días del mes de agosto de dos mil diecinueve» se
«dos (2) de marzo de dos mil quince (2015)»
«quince de mayo de mil novecientos noventa y ocho»
el «3 de mayo» compareció la actora
del «2 al 5 de marzo de 2015» estuvo
los días «5 y 8 de agosto de 2007» se
los días «5, 6 y 8 de agosto de 2007» se
entregado en «marzo de 2015» según
en «septiembre del 2015» pagó
en «setiembre de 2015» pagó
recibido el «02/03/2015» por
recibido el «2-3-2015» por
recibido el «2.3.2015» por
recibido el «02/03/15» por
a la regulación -«02/03/2015»-, la suma
(la liquidación -«2 de marzo de 2015»-) es
Primera cuota «mar-15» US$
Segunda cuota «Set-15» US$
Período «marzo/2015» pagado
recibido el «2015-03-02» por
Bogotá, D.C., «doce (12) de febrero de dos mil veintiuno (2021)»
Quito, «12 de febrero del 2021».
Lima, «doce de febrero del año dos mil veintiuno».
nacida el «7 de\njunio de 1984» en
martes «3 de mayo de 2022» a las 10:30 horas
a los «quince días del mes de marzo del año dos mil veinte», ante mí
a los «15 días del mes de marzo de 2020», ante
en fecha «17 del mes de marzo del corriente año de 1993», por
el auto de fecha «29 de septiembre del corriente año 1994», por
a los «veintiocho (28) días del mes de mayo de dos mil dieciocho (2018)» se
el «quince (15) de marzo de dos mil veinte (2020)» compareció
recibido el «15-III-2020» por
recibido el «15/III/2020» por
recibido el «15-XII-20» por
recibido el «15MAR2020» por
recibido el «15mar20» por
recibido el «15-MAR-2020» por
recibido el «15/mar./2020» por
recibido el «15-marzo-2020» por
recibido el «15 mar. 2020» por
recibido el «15 MAR 2020» por
recibido el «15 / 03 / 2020» por
recibido el «15 - 03 - 2020» por
recibido el «15.03.2020» por
recibido el «15 marzo 2020» por
recibido el «15 de marzo, 2020» por
Bogotá, «marzo 15 de 2020».
Bogotá, «marzo quince (15) de dos mil veinte (2020)».
Cali, «Marzo 15/2020».
Cali, «marzo 15, 2020».
el «1o. de enero de 2020» se
el «1.° de enero de 2020» se
el «1ro. de enero de 2020» se
el «1ero. de enero del 2020» se
el «primero de enero» pagó
los días «3, 4 y 5 de mayo» estuvo
los días «tres y cuatro de mayo de dos mil diez» estuvo
el «trece de mayo» de este año
el «dos de octubre de dos mil veintitrés» resolvió
el «cinco de mayo de mil novecientos noventa y siete» fue
el «3 de enero de 2.020» fue
desde el año «1994» hasta
desde el año «mil novecientos noventa y cinco», como
en el ejercicio fiscal «2018» declaró
durante el año «dos mil doce (2012)» pagó
en «marzo del año 2015» según
"""

TRUE_IDS = """
DNI «27.334.501» vecina
D.N.I. N° «27334501», vecina
D.N.I. Nº: «27.334.501»,
con DNI núm. «12345678Z» y
titular del NIE «X1234567L».
con NIF «12345678-Z»,
documento «12345678-Z»,
L.E. «4.334.501» y
C.I. «1.234.567-8» de Montevideo
C.C. No. «52.334.501» de Bogotá
cédula de ciudadanía número «52.334.501» de Cali
cédula de ciudadanía No. «1.052.334.501»
cédula de identidad N° «171234567-8» quien
con cédula «1712345675» en
RUT «12.345.678-5» domiciliada
RUN N° «7.654.321-6»,
cédula nacional de identidad N° «12.345.678-5»
doña Aurelia, «12.345.678-5», empleada
CUIT «20-12345678-6» con
CUIL N° «27-27334501-5»
la firma «30-50001091-2» pagó
DPI «2547 33450 0101» extendido
RUC «1790012345001» de
RUC N° «20100047218»
CURP «QUIA840607MDFXXR05» de
RFC «QUIA840607AB3», con
r.f.c. «QUI840607AB3» del
pasaporte N° «AAB334501»
teléfono «+54 351 455-1234» de
tel.: «(0351) 455-1234» de
celular «300 455 1234» de
móvil «600 123 456» de
Cel. «0991234567» del
fono «2 2455 1234» de
correo «aurelia.quimera@correo.example» del
escriba a «q_u+i@sub.correo.example».
cuenta corriente «ES91 2100 0418 4502 0005 1332» de
IBAN «ES91 2100 0418 4502 0005 1332» de la
IBAN «ES9121000418450200051332».
CBU «0110599520000001234567» del
cuenta de ahorros N° «123-456789-01» del
CLABE «012345678901234567» de
dominio «AB 123 CD» conducido
dominio «ABC 123» del actor
DNI «27.334.501» y domicilio
DNI «27.334.501» o
patente «ABCD-12» conducido
placa N° «ABC-1234» conducido
placas «ABC-12-34» de
el abogado, «T° 52 F° 118» CPACF
el abogado, «T. 52, F. 118» CPACF
«ECLI:ES:TS:2021:1234» del
Roj: «STS 1234/2021» del
Id Cendoj: «28079110012021100123» del
expediente N° «12345/2019» del
Expte. Nº «12.345/2019» caratulado
Exp. «01234-2019-0-1801-JR-CI-05» de
causa N° «1234/2020» seguida
rol N° «1234-2020» de
RIT «O-123-2020» del
RUC «2000123456-7» del
radicado «11001-31-03-001-2020-00123-00» del
rad. «2020-00123» del
proceso N° «17230-2020-01234» de
IUE «2-12345/2020» de
autos «123/2020» del
IPP N° «06-00-012345-20/00» en
NIG «28079 00 4 2020 0001234» del
toca penal «123/2020» del
póliza N° «123456» de
cheque N° «00012345» del
pagaré N° «4512-A» por
factura N° «0001-00012345» de
matrícula N° «12-34567» del
IMEI «356938035643809» del
chasis «8AP1234567890» de
informe policial N° «123-2021» del
boleta N° «001234» del
código: «ABXQWLKJHGF» al
«0123456-DFE» al
"""


def _rows(table: str) -> list[str]:
    return [row.replace("\\n", "\n") for row in table.strip().splitlines()]


def _marked(row: str) -> tuple[str, int, int]:
    start, end = row.index("«"), row.index("»") - 1
    return row.replace("«", "").replace("»", ""), start, end


def _found(text: str) -> list[tuple[int, int]]:
    """Where `text` has dates and identifiers, merged as the pipeline does."""
    spans = [span for span in DETECT(text) if span.label in ("FECHA", "ID")]
    return [(span.start, span.end) for span in merge(text, spans, THRESHOLDS)]


def test_the_tables_are_as_long_as_they_should_be() -> None:
    assert len(_rows(TRUE_DATES)) >= 60
    assert len(_rows(TRUE_IDS)) >= 60


@pytest.mark.parametrize(
    ("row", "label"),
    [*((row, "FECHA") for row in _rows(TRUE_DATES)), *((row, "ID") for row in _rows(TRUE_IDS))],
)
def test_a_date_or_identifier_is_found_whole(row: str, label: Label) -> None:
    text, start, end = _marked(row)
    assert _found(text) == [(start, end)]
    assert {span.label for span in DETECT(text) if span.label != "NOMBRE"} == {label}


@pytest.mark.parametrize("row", _rows(TRUE_DATES))
def test_a_date_is_for_a_person_to_look_at(row: str) -> None:
    """Where the model saw nothing, a date is more often a citation's than the case's."""
    text, _, _ = _marked(row)
    assert all(span.score < 0.5 for span in DETECT(text) if span.label == "FECHA")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("DNI no, 12345678-A", "DNI no, 12345678-Z"),
        ("12.345.678-9", "12.345.678-5"),
        ("20-12345678-9", "20-12345678-6"),
        ("ES92 2100 0418 4502 0005 1332", "ES91 2100 0418 4502 0005 1332"),
    ],
)
def test_a_wrong_check_digit_is_a_doubt_and_no_reason_to_pass(wrong: str, right: str) -> None:
    assert CHECK_DIGIT in {span.doubt for span in DETECT(wrong)}
    assert {span.doubt for span in DETECT(right)} == {None}


@pytest.mark.parametrize(
    "text", ["la menor A.B.S. y", "el joven M. P. L., que", "la testigo «Q.Z.»", "Vista la causa de J.P.L."]
)
def test_initials_are_a_person(text: str) -> None:
    assert [span.label for span in DETECT(text)] == ["NOMBRE"]


def test_initials_after_initials_are_people_too() -> None:
    text = "los menores J.P.L. M.N.O. Q.Z.R."
    spans = [span for span in DETECT(text) if span.label == "NOMBRE"]
    assert {at for span in spans for at in range(span.start, span.end)} >= {
        at for at in range(12, len(text)) if text[at].isalpha()
    }


@pytest.mark.parametrize(
    "row",
    [
        "alias “«Tuerto»”, vecino",
        'apodado "«El Zurdo»" por todos',
        "el acusado (a. «‘Chispa’»)".replace("«‘", "‘«").replace("’»", "»’"),
        "CONTRA: QUIMERA c.c. “«PELÓN»”",
        "a quien llaman «La Niebla de Marjal»".replace("«", "“«").replace("»", "»”"),
    ],
)
def test_what_somebody_is_called_is_a_person(row: str) -> None:
    start, end = row.index("«"), row.index("»") - 1
    spans = DETECT(row.replace("«", "").replace("»", ""))
    assert (start, end) in [(s.start, s.end) for s in spans if s.label == "NOMBRE"]


@pytest.mark.parametrize(
    "text",
    ['la empresa llamada a juicio "sin más"', 'dicen que "todo es falso"', 'el alias "x"', "a. “12”"],
)
def test_what_is_quoted_otherwise_is_not(text: str) -> None:
    assert [span for span in DETECT(text) if span.label == "NOMBRE"] == []


@pytest.mark.parametrize(
    "text",
    ["Seguros Quimera S.A. pagó", "el C.P.C. rige", "D. N. I. en mano", "EE.UU. y O.N.U.", "J. P. Quimera"],
)
def test_abbreviations_are_no_person(text: str) -> None:
    assert [span for span in DETECT(text) if span.label == "NOMBRE"] == []


@given(texts())
def test_spans_lie_in_the_text_and_hold_something(text: str) -> None:
    for span in DETECT(text):
        assert 0 <= span.start < span.end <= len(text)
        assert any(map(str.isalnum, text[span.start : span.end]))


def test_what_stands_before_a_date_is_read_from_the_sentence_alone() -> None:
    near = "conforme a la Ley 39/2015, de 1 de octubre"
    ended = "conforme a la Ley 39/2015; el 1 de octubre"
    parted = "conforme a la Ley 39/2015\n\nEl 1 de octubre"
    assert _found(near) == []
    assert len(_found(ended)) == len(_found(parted)) == 1


def test_an_article_does_not_make_a_citation() -> None:
    """ "LO" is an organic law; "lo" is a word of every second sentence."""
    assert len(_found("reiteró lo que había dicho el 3 de mayo de 2021")) == 1
    assert _found("la LO 1/2004, de 28 de diciembre") == []


def test_a_letter_with_combining_accent_is_read_too() -> None:
    text = unicodedata.normalize("NFC", "cédula de ciudadanía número 52.334.501 de Bogotá")
    assert [text[start:end] for start, end in _found(text)] == ["52.334.501"]


def test_a_threshold_of_the_bundle_and_not_of_the_pattern_decides() -> None:
    text = "el 3 de mayo de 2021"
    low = {label: Threshold(0.05, 0.3) for label in THRESHOLDS}
    (span,) = merge(text, DETECT(text), low)
    assert isinstance(span, Span)
    assert low["FECHA"].mask <= span.score < THRESHOLDS["FECHA"].mask
