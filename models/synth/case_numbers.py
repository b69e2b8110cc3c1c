"""Numbers of files, rulings and appeals of the case, as the courts of each country give them."""

import random
from collections.abc import Mapping, Sequence
from typing import Final

from models.synth.shapes import Row, draw_row
from models.synth.words import in_words


def case_number(dice: random.Random, country: str) -> tuple[str, str]:
    """The cue before the number of a file of the case, and the number."""
    if country in {"GT", "PE", "SV"} and dice.random() < 0.06:
        words = f"{in_words(dice.randint(1, 4999))} {dice.choice(('guion', 'diagonal', 'del'))} "
        return "expediente número ", words + in_words(dice.randint(1998, 2025))
    return draw_row(dice, _ROWS.get(country, _GENERIC), country)


_GENERIC: Final[Sequence[Row]] = (
    (
        "expediente {no}|Expediente {no}|Exp. {no}|causa {no}",
        "{n}-{year}|{n}/{year}|{nn}-{yy}|##-{year}-######",
    ),
    ("sentencia {no}|resolución {no}|auto {no}", "{n}-{year}|{n}/{year}"),
)
_ROWS: Final[Mapping[str, Sequence[Row]]] = {
    "AR": (
        (
            "Expediente SAC {no}|EXPEDIENTE SAC: |SAC {no}|Expte. {no}|Expediente SAC: ",
            "%######|%#######|%#####",
        ),
        (
            "Expte. {no}|expediente {no}|EXPTE. {no}|Expte {no}|EXP. {no}",
            "%####/{year}|{n}/{yy}|%#.###/{yy}|{nn}",
        ),
        (
            "causa {no}|Causa {no}|CAUSA {no}",
            "{n}|FCB %####/{year}|CCC %####/{year}/TO1/CFC1|{nn}/{year}|%#.###",
        ),
        (
            "CUIJ: |CUIJ {no}|CUIJ ",
            "21-########-#|13-0#######-#|J-01-000#####-#/{year}-0|2#-0#######-#",
        ),
        ("I.P.P. {no}|IPP {no}|IPP ", "06-00-0#####-{yy}/00|14-02-00####-{yy}|PP-06-00-0#####-{yy}/00"),
        ("legajo {no}|Legajo {no}|LEGAJO ", "{nn}|%####/{year}|MPF-##-0####-{year}|{nn}/1"),
        (
            "expte. {no}|Expte. |autos ",
            "CNT %####/{year}|CIV ###%##/{year}|COM %####/{year}|FSM %####/{year}/CA1",
        ),
        ("protocolo {no}|actuación {no}|sumario {no}", "{nn}/{yy}|{n}/{year}|%#####/{yy}"),
    ),
    "CL": (
        (
            "Rol {no}|rol {no}|ROL {no}|Rol Corte {no}|N°Civil-|Rol ingreso Corte {no}",
            "%##-{year}|%###-{year}|%####-{year}|%#.###-{year}|%####-{yy}",
        ),
        (
            "RIT {no}|RIT |rit |R.I.T. {no}|RIT: ",
            "O-%##-{year}|T-%#-{year}|M-%##-{year}|%###-{year}|C-%###-{year}|%## - {year}",
        ),
        (
            "RUC {no}|RUC |R.U.C. {no}|RUC: ",
            "{yy}00%######-#|{yy}4-0######-#|{yy}-4-0######-#|{yy}10######-K",
        ),
        (
            "causa rol |autos rol |Rol ",
            "C-%###-{year}|C-%####-{year}|V-%##-{year}|{n}-{year}|E-%##-{year}",
        ),
        ("Protección-|N°Protección-|N°Penal-|Laboral-Cobranza-", "%####-{year}|%###-{year}|{n}-{year}"),
        ("Código: |código de verificación |Verificación: ", "@@@@@@@@@@@"),
        (
            "resolución exenta {no}|oficio {no}|parte denuncia {no}|parte policial {no}",
            "{nn}|{n}/{year}|{n}-{year}",
        ),
    ),
    "CO": (
        (
            "Radicación {no}|radicado {no}|Rad. {no}|radicado |Radicación: |rad. ",
            ("%####-31-0#-0##-{year}-00###-01|%####310#0##{year}00###01|05001-31-05-0##-{year}-00###-00"),
        ),
        (
            "Radicación {no}|Rad. {no}|rad. {no}|Radicado {no}",
            "%####|{yy}###|11001-02-03-000-{year}-0%###-00|76001-23-33-000-{year}-00###-01",
        ),
        (
            "expediente {no}|expediente |Expediente |exp. ",
            "T-%######|T-%.###.###|{n}-{year}|D-1####|T-%##.###",
        ),
        (
            "sentencia {no}|Sentencia ",
            "SC%###-{year}|SL%###-{year}|STC%####-{year}|SP%##-{year}|AC%###-{year}",
        ),
        (
            "noticia criminal {no}|CUI |SPOA ",
            "11001600002#{year}0####|05001600020#{year}#####|%####60000##{year}0####00",
        ),
        ("acuerdo {no}|auto {no}|resolución {no}", "{n} de {year}|{n}-{year}|RDP 0##### de {year}"),
    ),
    "EC": (
        (
            "Juicio {no}|juicio {no}|proceso {no}|No. proceso: |Causa {no}|causa {no}",
            ("0%###-{year}-0####|1%###-{year}-0####|17###{year}#####|0####-{year}-0####G|2####-{year}-00###"),
        ),
        (
            "expediente {no}|Caso {no}|sentencia {no}|Resolución {no}",
            "{n}-{yy}-EP/{yy}|{n}-{yy}-JP|{n}-{year}|{n}-{year}-JP/{yy}|0###-{yy}-EP",
        ),
        (
            "instrucción fiscal {no}|investigación previa {no}|indagación previa {no}",
            "{n}-{year}|0%###1{yy}0#0####|{nn}",
        ),
        (
            "parte policial {no}|oficio {no}|memorando {no}|acción de personal {no}",
            ("{year}0###1###|{n}-DP17-{year}-VS|{n}-UDTH-{year}-JG|CJ-DNP-{year}-0###-M|SURCP%######"),
        ),
        ("documento |código de documento |página ", "%########-DFE"),
    ),
    "ES": (
        (
            (
                "recurso {no}|recurso de casación {no}|Nº de Recurso: |"
                "recurso contencioso-administrativo {no}|rollo de apelación {no}|R. CASACION {no}"
            ),
            "{n}/{year}|%##/{year}|%###/{year}|000%### / {year}|{n}-{year}",
        ),
        (
            "Roj: |Roj |ROJ: ",
            (
                "STS %##/{year}|SAP M %###/{year}|STSJ CAT %###/{year}|SAN %##/{year}|ATS %###/{year}|"
                "SAP B %####/{year}|SJSO %##/{year}"
            ),
        ),
        (
            "ECLI: |identificador europeo ",
            (
                "ECLI:ES:TS:{year}:%##|ECLI:ES:APM:{year}:%####|ECLI:ES:AN:{year}:%###|"
                "ECLI:ES:TSJAND:{year}:%###A|ECLI:ES:APB:{year}:%###"
            ),
        ),
        (
            "Id Cendoj: ",
            (
                "28079130022{year}100###|08019370012{year}100###|28079120012{year}100###|"
                "41091340012{year}10####"
            ),
        ),
        (
            "N.I.G. |NIG: |N.I.G.: ",
            (
                "28079 45 3 {year} 000####|28.079.00.2-{year}/0######|0801942120{year}8######|"
                "28079-44-4-{year}-00#####"
            ),
        ),
        (
            (
                "procedimiento abreviado {no}|procedimiento ordinario {no}|diligencias previas {no}|"
                "juicio verbal {no}|autos {no}|sumario {no}"
            ),
            "{n}/{year}|%##/{year}|{n}/{yy}|%##/{year}-B",
        ),
        (
            "sentencia {no}|Sentencia {no}|auto {no}|Nº de Resolución: |resolución {no}",
            "{n}/{year}|%##/{year}",
        ),
        (
            "referencia |expediente {no}|liquidación |reclamación ",
            "{year}2%#########@|28/%####/{year}|28-%####-{year}|00/0%###/{year}/00/00",
        ),
    ),
    "MX": (
        (
            (
                "amparo directo |amparo en revisión |amparo indirecto |juicio de amparo |"
                "contradicción de tesis |amparo directo en revisión "
            ),
            "{n}/{year}|%##/{year}|{n}/{year}-II",
        ),
        (
            "expediente {no}|expediente |EXPEDIENTE: |exp. {no}",
            ("{n}/{year}|%##/{year}|SUP-JDC-%##/{year}|SX-JE-%#/{year}|SG-JDC-%##/{year}|00%##/{year}"),
        ),
        ("toca {no}|toca penal |toca civil |Toca: ", "{n}/{year}|%##/{year}-A|TP/%##/{year}"),
        (
            "causa penal |carpeta judicial |carpeta administrativa |proceso ",
            "{n}/{year}|%#/{year}|007/%###/{year}|JC/%##/{year}",
        ),
        (
            "carpeta de investigación |averiguación previa |C.I. ",
            (
                "FED/CDMX/SZN/000%###/{year}|CI-FIIZP/IZP-6/UI-2 C/D/0%###/0#-{year}|"
                "AP/PGR/SIN/CLN/%##/{year}|NUC-{year}-%####"
            ),
        ),
        (
            "acuerdo |oficio {no}|oficio |resolución ",
            "INE/CG%##/{year}|SCG/%###/{year}|{n}/{year}|%##-##-##-##-{year}-%###",
        ),
    ),
    "PE": (
        (
            "Expediente {no}|Exp. {no}|expediente {no}|EXPEDIENTE {no}|EXP. {no}",
            (
                "0####-{year}-0-1801-JR-CI-0#|00###-{year}-#-0###-JR-LA-0#|0####-{year}-PA/TC|"
                "0%###-{year}-PHC/TC|00###-{year}-##-1826-JR-PE-0#"
            ),
        ),
        (
            ("Casación {no}|CASACIÓN {no}|casación {no}|CAS. {no}|Recurso de Nulidad {no}|R.N. {no}"),
            "%###-{year}|%### - {year}|%####-{year}|%##-{year}/LIMA|%###-{year}-Puno",
        ),
        (
            "carpeta fiscal {no}|Carpeta Fiscal {no}|caso {no}",
            "%##-{year}|1506014502-{year}-%###-0|2206014501-{year}-%##-0",
        ),
        (
            "Resolución {no}|resolución {no}|oficio {no}|Informe {no}",
            ("%####-{year}/DSD-INDECOPI|0%##-{year}-SUNARP-TR-L|%##-{year}|000%##-{year}-SERVIR/TSC"),
        ),
        (
            "Partida {no}|partida electrónica {no}|Partida Registral {no}|asiento ",
            "P0#######|%#######|1%######|C000##|D0000#",
        ),
    ),
    "PY": (
        (
            "expediente {no}|causa {no}|Causa {no}|EXPTE. {no}",
            "{n}/{year}|%##/{year}|1-1-2-1-{year}-%###|01-01-02-00001-{year}-000###",
        ),
        ("Acuerdo y Sentencia {no}|A.I. {no}|S.D. {no}", "{n}/{year}|%##/{yy}|{n} - {year}"),
    ),
    "UY": (
        (
            "IUE {no}|IUE: |I.U.E. {no}|ficha |IUE ",
            "2-%####/{year}|2-%###/{year}|0002-0%####/{year}|474-%##/{year}|%##-%##/{year}",
        ),
        (
            "sentencia {no}|sentencia definitiva {no}|auto {no}|decreto {no}",
            "{n}/{year}|%##/{year}|DFA-0005-000%##/{year}|SEF-0005-000%##/{year}",
        ),
    ),
    "BO": (
        (
            "Expediente: |Expediente {no}|expediente {no}|NUREJ: |NUREJ ",
            "{n}/{year}|%##-{year}|%#######|{nn}/{year}|2016%###",
        ),
        (
            "Auto Supremo {no}|Sentencia {no}|Resolución {no}|S.C.P. ",
            "{n}/{year}|%##/{year}|0%##/{year}-S#|02/{year}",
        ),
        (
            "caso FELCC {no}|CUD: |caso FIS {no}|IANUS ",
            "%##/{year}|LPZ{yy}0####|70110202{yy}#####|20%######",
        ),
    ),
    "CR": (
        (
            "expediente {no}|expediente |Exp. |Exp: |EXPEDIENTE {no}",
            "{yy}-00####-0007-CO|{yy}-00####-0166-LA|{yy}-000###-0{n}-PE|{yy}-01####-0007-CO",
        ),
        (
            "Res. {no}|resolución {no}|voto {no}|Sentencia: ",
            "{year}-00####|{year}-0####|{year}0####|000###-F-S1-{year}|{n}-{year}",
        ),
    ),
    "DO": (
        (
            "expediente {no}|Exp. {no}|expediente |NUC ",
            (
                "001-011-{year}-RECA-0####|{year}-%###|001-0{year}-0###|4020-{year}-EPEN-00###|"
                "{year}-RTC-0####"
            ),
        ),
        (
            "sentencia {no}|resolución {no}|auto {no}|Sentencia {no}",
            (
                "SCJ-PS-{yy}-####|SCJ-SS-{yy}-0###|{n}-{year}-SSEN-00###|0030-0#-{year}-SSEN-00###|"
                "1303-{year}-SSEN-00###"
            ),
        ),
    ),
    "GT": (
        (
            "expediente {no}|EXPEDIENTE {no}|Expediente {no}|proceso |amparo ",
            "{n}-{year}|%##-{year}|%###-{year}|{n}-{yy}",
        ),
        (
            "causa {no}|expediente |proceso {no}|causa penal ",
            "0####-{year}-00###|01173-{year}-0####|C-%##-{year}|MP001-{year}-%####|L-%###-{year}",
        ),
        (
            "oficio {no}|resolución {no}|acta {no}",
            "{n}/{year}|JD-0##-{n}/{year}|DJ-{n}-{year}|SCDP-{n}-{year}",
        ),
    ),
    "PA": (
        (
            "ENTRADA {no}|Entrada {no}|entrada {no}|EXP.|expediente {no}",
            "%##-{yy}|%####-{year}|%#####{year}|%##-{year}|%####{year}",
        ),
        (
            "carpeta {no}|carpetilla {no}|noticia criminal {no}",
            "{year}000%####|{year}00%#####|{year}80%#####",
        ),
        (
            "Resolución {no}|Nota {no}|Auto {no}|sentencia {no}",
            "%###-DGSP-CPH/{year}|%##-DGSP-DAL|{n}-{year}|{n} de {year}|%#### DGSP-DAL",
        ),
    ),
    "VE": (
        (
            "Exp. {no}|expediente {no}|Expediente {no}|EXP. {no}|asunto |Asunto: ",
            (
                "{yy}-0%##|{year}-00####|AA20-C-{year}-000###|AP11-V-{year}-000###|"
                "KP02-R-{year}-000###|AA10-L-{year}-0000##|{yy}-0###"
            ),
        ),
        (
            "sentencia {no}|oficio {no}|resolución {no}",
            "{n}-{year}|%##/{year}|TSJ/SPA/{n}-{year}|{year}-0##",
        ),
    ),
}
