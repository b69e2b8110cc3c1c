"""People by their initials: "A.B.S.B.", "M. P. L."."""

from typing import Final

from service.pipeline.detect.expression import Expression
from service.pipeline.detect.patterns.form import Form

#: Abbreviations of the same form: companies, documents, courts, gazettes, courtesies.
_ABBREVIATIONS: Final = """
    SA SAC SRL SAS SL SLU SAU SE SS SSA SM DNI NIE NIF CIF CC CI RUT RUN RUC RIT ROL CUIT CUIL CURP RFC
    DPI LE LC UF UTM UIT IVA BO BOE BOP RO DO TS TC TSJ AP CS CSJ CSJN CSN SCBA CA CE CN CP CPC CPP CPCC
    CCC CCCN CT CST COT COIP COGEP LO LOPJ LEC LOTC RD RDL EEUU US ART OS PD NB AC DC AM PM IPP SC FS VS
    UC UD VE VI MP PJ FGE SJ NIG CUIJ CBU IUE PPU MI DF CABA PBA ONU OEA OIT CIDH TEDH JJ QBE ETC DS DL
    DFL CGR ISR IPS EPS SOAT VB EIRL AI CJSN AFIP AG CCP RUI ATE IGJ ICA SPA AIPM UIF BCRA SRT
"""

_NO_PERSON = "|".join(r"\.\s?".join(letters) for letters in sorted(_ABBREVIATIONS.split()))

INITIALS = (
    Form(
        "initials",
        "NOMBRE",
        0.4,
        Expression(
            rf"(?=[A-ZÑÁÉÍÓÚ]\.)(?<![\w.])(?:(?:{_NO_PERSON})\.?(?![\w.]|\s[A-Z]\.)|"
            r"(?P<x>[A-ZÑÁÉÍÓÚ]\.(?:\s?[A-ZÑÁÉÍÓÚ]\.){1,5})(?![\w])(?!\s?[A-ZÑ]\w))",
            0,
        ),
    ),
)
