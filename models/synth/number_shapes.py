"""Cues and shapes of the numbers of `numbers`, by country: tables only."""

from collections.abc import Mapping, Sequence
from typing import Final

from models.synth.shapes import Row

PHONES: Final[Mapping[str, str]] = {
    "AR": (
        "011-4###-####|0351-15#######|351-6######|11-%###-####|(0351) 4######|"
        "+54 9 11 %### ####|351%######|15-%###-####"
    ),
    "CL": (
        "+569 %### ####|9%#######|+56 9 %#######|(2) 2%######|9 %### ####|32 2######|09-%#######|+569%#######"
    ),
    "CO": "3%########|3## ### ## ##|(601) %######|3##-%######|+57 3## %######|601 %######",
    "EC": "09%#######|09 %### ####|(02) 2######|04-2######|+593 9%#######|02 3### ###|0%-2###-###",
    "ES": "6## ### ###|6########|9# ### ## ##|91 ### ## ##|+34 6## ## ## ##|7## ## ## ##|9########",
    "MX": (
        "55 #### ####|%#########|33-####-####|(55) ####-####|+52 1 %## ### ####|%##-%##-##-##|01 800 %## ####"
    ),
    "PE": "9## ### ###|9########|(01) %##-####|+51 9########|%##-####|01-%######|9##-###-###",
    "PY": "09## ###-###|0981 ######|(021) ###-###|+595 981 ######|0971-######",
    "UY": "09# ### ###|09#######|2### ####|2#######|4### ####|+598 9# ### ###",
    "BO": "7#######|6#######|2-2######|+591 7#######|4######|7##-#####",
    "CR": "8###-####|2###-####|+506 8### ####|8#######|6### ####",
    "DO": "809-###-####|(809) ###-####|829-###-####|849.###.####|809 ### ####",
    "GT": "5###-####|2###-####|+502 5### ####|4#######",
    "PA": "6###-####|2##-####|+507 6### ####|6#######",
    "VE": "0414-%######|0212-%######|0416.###.##.##|(0212) ###.##.##|+58 424 %######|04##%######",
}
PLATES: Final[Mapping[str, tuple[str, str]]] = {
    "AR": (
        "dominio |dominio {no}|Dominio: |patente |chapa patente {no}|dominio colocado ",
        "@@@###|@@@ ###|A@###@@|A@ ### @@|@@@-###|A###@@@|@######|###-@@@",
    ),
    "CL": (
        "placa patente única |P.P.U. |PPU |placa patente |patente |P.P.U. {no}",
        "@@@@-##|@@@@##|@@@@.##|@@-####|@@ ## ##|@@.##.##|@@@@ ##-#|@@@-##|@@####-#",
    ),
    "CO": ("placas |placa |de placas |identificado con placas ", "@@@###|@@@-###|@@@ ###|@@@##@|@@@-##@"),
    "EC": ("placas |placa |placa {no}|de placas ", "@@@-####|@@@####|@@@-###|@@###@|@@@###|P@@-####|@@-###@"),
    "ES": (
        "matrícula |con matrícula |matrículas |placa de matrícula ",
        "####-@@@|#### @@@|####@@@|M-####-@@|B-####-@@|@-####-@@|C####@@@",
    ),
    "MX": (
        "placas de circulación |placas |con placas ",
        "@@@-##-##|@@@-###-@|###-@@@|@##-@@@|@@-##-###|@@@####|NZE-##-##",
    ),
    "PE": (
        "placa de rodaje {no}|placa {no}|placa |placa única nacional de rodaje ",
        "@#@-###|@@@-###|@@-####|@##-###|####-@@|@@#-###",
    ),
    "PY": ("chapa {no}|matrícula {no}|chapa ", "@@@ ###|@@@@ ###|@@@###|###@@@@"),
    "UY": ("matrícula |matrícula {no}|chapa ", "S@@ ####|S@@####|@@@ ####|B@@ ####|@@@####"),
    "BO": ("placa de control {no}|placa |con placa ", "####-@@@|####@@@|###@@@|### @@@"),
    "CR": ("placa |placas |placa número ", "@@@-###|@@@###|CL-%#####|%#####|MOT-%#####"),
    "DO": ("placa {no}|placa |registro y placa {no}", "@######|@##-####|L######|@@-####"),
    "GT": ("placas de circulación |placa |placas ", "P-###@@@|P0###@@@|C-###@@@|M-###@@@|P ### @@@"),
    "PA": ("placa |matrícula {no}|placa única {no}", "@@####|######|%#####|@@-####"),
    "VE": ("placas |placa |placas: ", "@@###@@|@@@##@|@@@-##@|A##@@##|@##-@@#"),
}
LICENCES: Final[Mapping[str, Sequence[Row]]] = {
    "AR": (
        ("matrícula |CPACF |Mat. ", "T° %# F° %##|Tº %## Fº %##|T. %# F. %##|Tomo %# Folio %##|T°%# F°%##"),
        ("matrícula profesional {no}|M.P. {no}|MP |Mat. Prof. |matrícula ", "1-%####|%####|4-%###|%###/%"),
    ),
    "CO": (("T.P. {no}|tarjeta profesional {no}|portador de la T.P. {no}", "%#####|%##.###"),),
    "CL": (("registro {no}|inscripción {no}|matrícula {no}", "%####|{nn}|%#.###"),),
    "EC": (
        (
            "matrícula {no}|Mat. {no}|matrícula profesional {no}|Foro de Abogados {no}",
            "17-{year}-%##|09-{year}-%###|%####|11-{year}-%##|13-{year}-0##",
        ),
    ),
    "ES": (
        ("colegiado {no}|colegiada {no}|colegiado n.º |Col. {no}", "%#####|%####|%##.###|28/28#####|%###"),
    ),
    "MX": (("cédula profesional |cédula profesional número |con cédula profesional ", "%######|%#######"),),
    "PE": (("Reg. CAL {no}|CAL {no}|registro {no}|colegiatura {no}|Reg. C.A.L. {no}", "%####|0%###|%#.###"),),
    "PY": (("Mat. {no}|matrícula {no}|Mat. C.S.J. {no}", "%###|%#.###|%####"),),
    "UY": (("matrícula {no}|Mat. {no}|carné {no}", "%###|%####"),),
    "BO": (("matrícula {no}|R.P.A. {no}|Reg. {no}", "%######|%###|%#######-@@@"),),
    "CR": (("carné |carné {no}|cédula de colegiado ", "%####|%###"),),
    "DO": (("matrícula {no}|matrícula ", "%####-###-##|%###-%##-##"),),
    "GT": (("colegiado |colegiado activo |colegiado {no}", "%####|%###|%#,###"),),
    "PA": (("idoneidad {no}|idoneidad |con idoneidad {no}", "%###|%####"),),
    "VE": (
        (
            ("I.P.S.A. {no}|IPSA {no}|Inpreabogado {no}|inscrito en el Inpreabogado bajo el {no}"),
            "%#.###|%##.###|%####|%#####",
        ),
    ),
}
REGISTRIES: Final[Mapping[str, Sequence[Row]]] = {
    "AR": (
        (
            "matrícula {no}|Matrícula {no}|Matrícula Folio Real {no}",
            "%##.### (11)|%###### (11)|%#####/%|%##.###|%#-%####|1.%##.###",
        ),
        (
            "nomenclatura catastral |Nomenclatura Catastral: ",
            (
                "11-01-01-##-##-0##-0##|Dep. 13, Ped. 03, Pblo. 48, C. 01, S. 02, Mz. 0##, P. 0##|"
                "##-##-#####-####"
            ),
        ),
        ("cuenta {no}|número de cuenta |propiedad {no}", "1101-%#######/%|1101%#######|31-0%-%######/%"),
    ),
    "CL": (
        (
            "fojas |a fojas |inscrito a fojas |inscrita a fs. ",
            (
                "%### N°%###|%###, N° %###|%###, bajo el N° %###|%### vta. N° %###|%## número %##|"
                "%#### Nº%####"
            ),
        ),
        ("rol de avalúo {no}|Rol de avalúo |rol SII ", "%##-%#|%###-%##|0%###-000%#"),
        ("Repertorio {no}|repertorio {no}", "%###-{year}|%####|%#.###/{year}"),
    ),
    "CO": (
        (
            "folio de matrícula inmobiliaria {no}|matrícula inmobiliaria {no}|F.M.I. {no}",
            "50C-%######|001-%#####|370-%#####|50N-%#######|300-%####",
        ),
        (
            "cédula catastral {no}|código catastral ",
            "01-0#-0###-00##-000|25%############000000|00-01-00##-0###-000",
        ),
        ("escritura pública {no}|matrícula mercantil {no}", "%###|%#######-%|0%#####"),
    ),
    "EC": (
        (
            "inscripción {no}|repertorio {no}|clave catastral {no}|clave catastral ",
            "%###|%#-%###-{year}|09-%#-%##-0##|1701%##########|%##-0##-0##-0-0-0",
        ),
    ),
    "ES": (("finca registral {no}|finca {no}|finca número |IDUFIR ", "%####|%#.###|%###|280%###########"),),
    "MX": (
        (
            "folio real |folio real electrónico |clave catastral |folio mercantil ",
            "%######|%#####-#|0%#-%##-%#|0##-0##-##-##|N-{year}0%####",
        ),
    ),
    "PE": (
        (
            "Partida {no}|partida electrónica {no}|Partida Registral {no}|ficha {no}",
            "P0#######|1%######|4%######|0%#######|%####-010###",
        ),
    ),
    "PY": (
        (
            "finca {no}|Finca {no}|matrícula {no}|Cta. Cte. Ctral. {no}",
            "%###|%#.###|U0#/%###|K##/%###|##-%###-%#",
        ),
    ),
    "UY": (("padrón {no}|padrón |padrones {no}", "%####|%#.###|%##.###|%###/0##"),),
    "BO": (
        (
            "matrícula computarizada {no}|Folio Real {no}|matrícula {no}|partida {no}",
            "2.01.0.99.00#####|7.01.1.99.00#####|01%######|7.10.2.01.000####",
        ),
    ),
    "CR": (
        (
            "finca matrícula |folio real |finca |finca del partido de San José, matrícula ",
            "%-%#####-000|1-%#####-000|%##.###-000|4%#####-00%",
        ),
    ),
    "DO": (
        (
            ("matrícula {no}|parcela {no}|designación catastral {no}|certificado de título {no}"),
            "01000#####|%#######|%##-A-%#|40%#########|0100%#####",
        ),
    ),
    "GT": (
        (
            "finca |finca número |finca urbana número ",
            (
                "%###, folio %##, libro %###|%##, folio %## del libro %##E|"
                "%####, folio %##, libro %## de Guatemala"
            ),
        ),
    ),
    "PA": (
        (
            "Finca {no}|finca {no}|Folio Real {no}",
            "%####|%####, Tomo %##, Folio %##|%#####|%####, inscrita al Tomo %#, Folio %##",
        ),
    ),
    "VE": (
        (
            "bajo el {no}|matrícula {no}|anotado bajo el {no}",
            "%#, Tomo %##, Protocolo Primero|%##, Tomo %#-A|{year}.%##|%#, Tomo %##-A-Sgdo",
        ),
    ),
}
CODES: Final[Sequence[Row]] = (
    (
        ("parte policial {no}|parte denuncia {no}|denuncia {no}|atestado {no}"),
        "%###|{n}/{year}|%#####/{yy}|{year}%#####|NUE %######|%####-{yy}",
    ),
    (
        "protocolo {no}|informe pericial {no}|protocolo de autopsia {no}|pericia {no}",
        "{n}-{year}|%##/{yy}|RM-%##-{year}|{year}00%####|DRQ-%###-{year}",
    ),
    (
        "cadena de custodia {no}|NUE |N.U.E. {no}|evidencia {no}|muestra ",
        "%######|{n}-{yy}|NUE-%######|CC{year}%###|M-%##-{yy}",
    ),
    ("IMEI |IMEI {no}|IMEI: |con IMEI {no}", "35############%|86#############|35%###/##/######/#"),
    (
        ("código de verificación |Código seguro de verificación |CSV: |Código de validación "),
        "&&&&-&&&&-&&&&-&&&&|@@@@@@@@@@@|&&&&&&&&&&&&&&&&|@@@@@@@&&@@",
    ),
    (
        "póliza {no}|póliza |Póliza {no}|certificado de seguro {no}",
        "%#######|%#-%######|AU-%######|0%##-%######-%|%###-%#####",
    ),
    ("historia clínica {no}|H.C. {no}|HC {no}|ficha clínica {no}", "%#####|%####|%##.###|0%#-%##"),
    (
        "cheque {no}|cheque serie |orden de pago {no}|transferencia {no}",
        "%#######|0000%##|@ %######|%#####-%|%####",
    ),
    (
        "chasis {no}|chasis |número de chasis |VIN ",
        "&&&&&&&&&&%######|9BW&&&&&&&#######|3N1&&&&&&&%######|8A1&&&&&&&L%#####",
    ),
    ("motor {no}|motor |número de motor ", "@@&%#######|%@@######|@@@%#####|&&&&&&@@%#####"),
    (
        "pagaré {no}|pagaré |contrato {no}|factura {no}",
        "%#######|%##-{year}|0001-000%####|F001-000%###|{nn}|%######-%",
    ),
    (
        "licencia médica {no}|carta documento {no}|CD {no}|telegrama {no}|guía {no}",
        "%########|CD%########|%-%#######|%#######-K",
    ),
    ("arma {no}|pistola serie |revólver {no}|serie {no}", "%######|@@@%###|K%#####|%####@"),
    (
        "casillero judicial {no}|casillero {no}|casilla judicial {no}|casilla {no}",
        "%###|%##|0%#########|%####",
    ),
    ("placa identificativa {no}|credencial {no}|carné profesional {no}|legajo {no}", "%####|%#####|%##.###"),
)
