"""Numbers that identify a person, by country, with the words before them.

Check digits are true, save that about one in six numbers has a mistyped digit: a
ruling quotes what somebody typed, and a wrong number identifies all the same.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from models.synth import checked
from models.synth.shapes import cue, fill

_MISTYPED: Final = 1 / 6
_Maker = Callable[[random.Random], str]


def identifier(dice: random.Random, country: str) -> tuple[str, str]:
    """The cue before a personal number, and the number."""
    kinds = _KINDS.get(country, _GENERIC)
    ((cues, make, _),) = dice.choices(kinds, [kind[2] for kind in kinds])
    number = make(dice)
    if dice.random() < _MISTYPED:
        number = mistyped(number, dice)
    return cue(dice, cues, country), number


def mistyped(number: str, dice: random.Random) -> str:
    """`number` with one of its digits wrong."""
    places = [place for place, letter in enumerate(number) if letter.isdigit()]
    if not places:
        return number
    place = dice.choice(places)
    wrong = dice.choice([digit for digit in "0123456789" if digit != number[place]])
    return number[:place] + wrong + number[place + 1 :]


def _shape(shape: str) -> _Maker:
    return lambda dice: fill(dice, shape)


_PASSPORT: Final = (
    "pasaporte {no}|Pasaporte {no}|pasaporte |pasaporte venezolano {no}",
    _shape("@@######|@########|###%#####|@@@######|@@#####"),
    0.4,
)
#: Of each country: cues, maker and share of its kinds.
_KINDS: Final[Mapping[str, Sequence[tuple[str, _Maker, float]]]] = {
    "AR": (
        ("DNI {no}|D.N.I. {no}|DNI {no}|DNI: |D.N.I.: |documento {no}|DNI", checked.ar_dni, 6),
        ("LE {no}|L.E. {no}|LC {no}|L.C. {no}|M.I. {no}|C.I. {no}", checked.ar_old_document, 0.8),
        ("CUIT {no}|C.U.I.T. {no}|CUIL {no}|CUIT: |C.U.I.L. {no}|CUIT/CUIL {no}", checked.ar_cuit, 2),
        _PASSPORT,
    ),
    "CL": (
        (
            (
                "RUT {no}|R.U.T. {no}|RUN {no}|cédula de identidad {no}|cédula nacional de identidad {no}|"
                "C.I. {no}|C.N.I. {no}|RUT|Cédula de Identidad {no}|rol único tributario {no}"
            ),
            checked.cl_rut,
            7,
        ),
        ("RUT {no}|rol único tributario {no}|R.U.T. {no}", checked.cl_company_rut, 1.5),
        ("RUT ", _shape("0019##%###-#|00%#######-#"), 0.2),
        _PASSPORT,
    ),
    "CO": (
        (
            (
                "cédula de ciudadanía {no}|C.C. {no}|CC {no}|C.C. |c.c. {no}|cédula {no}|"
                "identificado con la cédula de ciudadanía {no}"
            ),
            checked.co_cedula,
            6,
        ),
        ("NIT {no}|NIT. |Nit {no}|N.I.T. ", checked.co_nit, 1.5),
        ("T.I. {no}|tarjeta de identidad {no}|TI ", _shape("1.0##.###.###|10########|9##########"), 0.8),
        ("C.E. {no}|cédula de extranjería {no}|CE ", _shape("%#####|%##.###|%######"), 0.5),
        _PASSPORT,
    ),
    "EC": (
        (
            (
                "cédula de ciudadanía {no}|C.C. {no}|cédula {no}|cédula de identidad {no}|C.I. {no}|CC: |"
                "CI: |con cédula de ciudadanía {no}|Cédula: "
            ),
            checked.ec_cedula,
            6,
        ),
        ("RUC {no}|RUC: |R.U.C. {no}", checked.ec_ruc, 1),
        _PASSPORT,
    ),
    "ES": (
        (
            "DNI {no}|D.N.I. {no}|NIF {no}|N.I.F. {no}|DNI |documento nacional de identidad {no}",
            checked.es_dni,
            5,
        ),
        ("NIE {no}|N.I.E. {no}|NIE ", checked.es_nie, 1.5),
        ("CIF {no}|NIF {no}|C.I.F. ", checked.es_cif, 1.2),
        (
            "número de afiliación a la Seguridad Social |NASS |afiliado a la Seguridad Social con el {no}",
            checked.es_social_security,
            0.5,
        ),
        _PASSPORT,
    ),
    "MX": (
        ("CURP |CURP: |Clave Única de Registro de Población |con CURP {no}", checked.mx_curp, 2),
        ("RFC |RFC: |R.F.C. |Registro Federal de Contribuyentes ", checked.mx_rfc, 2),
        ("número de seguridad social |NSS |NSS: ", _shape("##8%######%|## ## ## ####-#|###########"), 1),
        (
            "clave de elector |credencial para votar con clave de elector |clave de elector: ",
            checked.mx_elector,
            1,
        ),
        (
            "credencial para votar con OCR |credencial para votar folio |IDMEX",
            _shape("#############|%#########"),
            1,
        ),
        _PASSPORT,
    ),
    "PE": (
        (
            "DNI {no}|D.N.I. {no}|documento nacional de identidad {no}|DNI: |identificado con DNI {no}",
            _shape("0#######|4#######|7#######|%#######"),
            6,
        ),
        ("RUC {no}|R.U.C. {no}|con RUC {no}", checked.pe_ruc, 1.5),
        ("carné de extranjería {no}|C.E. {no}", _shape("00#######|%########"), 0.4),
        _PASSPORT,
    ),
    "PY": (
        (
            "C.I. {no}|cédula de identidad {no}|C.I.C. {no}|con C.I. {no}|cédula de identidad civil {no}",
            lambda dice: checked.grouped(dice, checked.any_number(dice, 300_000, 7_500_000), 0.8),
            6,
        ),
        ("RUC {no}|R.U.C. {no}", checked.py_ruc, 1),
        _PASSPORT,
    ),
    "UY": (
        (
            "C.I. {no}|cédula de identidad {no}|CI: |C.I.: |titular de la cédula de identidad {no}",
            checked.uy_ci,
            6,
        ),
        ("RUT {no}|R.U.T. {no}", checked.uy_rut, 1),
        _PASSPORT,
    ),
    "BO": (
        (
            "C.I. {no}|cédula de identidad {no}|con C.I. {no}|CI {no}|carnet de identidad {no}",
            _shape("%###### L.P.|%###### SC|%######|%####### Cbba.|%###### Or.|%######-1A|%.###.###"),
            6,
        ),
        ("NIT {no}", _shape("10#######|%#########0##"), 1),
        _PASSPORT,
    ),
    "CR": (
        (
            "cédula de identidad {no}|cédula {no}|cédula de identidad |portador de la cédula {no}",
            _shape("%-0###-0###|%-####-####|%-###-###|1########"),
            6,
        ),
        ("cédula jurídica {no}|cédula jurídica ", _shape("3-101-%#####|3-102-%#####|3-004-045###"), 1),
        ("DIMEX {no}|cédula de residencia {no}", _shape("155%########|1558########"), 0.5),
        _PASSPORT,
    ),
    "DO": (
        (
            (
                "cédula de identidad y electoral {no}|cédula {no}|cédula de identidad y electoral |"
                "titulares de las cédulas de identidad y electoral "
            ),
            checked.do_cedula,
            6,
        ),
        (
            "cédula de identificación personal {no}",
            _shape("%####, serie #|%####, serie ##|%#####, serie 1ra"),
            0.8,
        ),
        (
            "RNC {no}|Registro Nacional de Contribuyentes {no}",
            _shape("1-0#-#####-#|1-3#-#####-#|1########"),
            0.8,
        ),
        _PASSPORT,
    ),
    "GT": (
        (
            (
                "Documento Personal de Identificación con Código Único de Identificación |DPI |CUI |DPI {no}|"
                "código único de identificación "
            ),
            checked.gt_cui,
            4,
        ),
        (
            "cédula de vecindad |cédula de vecindad número de orden ",
            _shape("A-1 registro %#####|A-1, registro ###,###|C-3 registro %####"),
            0.6,
        ),
        ("NIT {no}|NIT |número de identificación tributaria ", checked.gt_nit, 1),
        _PASSPORT,
    ),
    "PA": (
        (
            "cédula de identidad personal {no}|cédula {no}|con cédula de identidad personal {no}|C.I.P. {no}",
            _shape("%-###-###|%-###-####|8-%##-%###|4-###-##|PE-#-###|E-8-#####|N-##-###"),
            6,
        ),
        ("RUC {no}", _shape("%#####-1-%#####|155######-2-{year}"), 0.7),
        _PASSPORT,
    ),
    "VE": (
        (
            (
                "cédula de identidad {no}|C.I. {no}|titular de la cédula de identidad {no}|C.I. |"
                "titular de la cédula de identidad N° "
            ),
            checked.ve_ci,
            6,
        ),
        ("RIF {no}|R.I.F. {no}|Registro de Información Fiscal {no}", checked.ve_rif, 1),
        ("INPREABOGADO {no}|Inpreabogado bajo el {no}", _shape("%#.###|%##.###|%####"), 0.8),
        _PASSPORT,
    ),
}
_GENERIC: Final = (
    (
        "documento de identidad {no}|cédula {no}|C.I. {no}|DUI {no}",
        _shape("%#.###.###|%#######|0#######-#"),
        6.0,
    ),
    _PASSPORT,
)
