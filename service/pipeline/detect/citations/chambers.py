"""Rulings as Central America, the Caribbean and others cite them: a chamber, numbers and days.

    CR  Sala Segunda, voto 2009-000318 de las 9:40 horas del 15 de abril de 2009
    DO  SCJ, 1.ª Sala, núm. 44, 12 de junio de 2013, B. J. 1231
    GT  sentencias de 2 de marzo de 2010 y 8 de julio de 2013, expedientes 4412-2009 y 118-2013
    PA  fallo de 12 de enero de 2006, Registro Judicial de enero de 2006, p. 88
    VE  Sala Electoral, sentencias Nros. 1.744 del 6 de noviembre de 2003 y 33 del 12-02-2004

The case's own way through the courts is written alike. So a high court must stand there and
words that make an authority of it: it "has said", "held", or it is cited. A reporter's name
("B. J.", "Registro Judicial", "Gaceta 89, expediente") makes a citation by itself.
"""

from typing import Final

from service.pipeline.detect.citations.context import CITING, HEADER, OWN, OWN_THEN, either, precedent
from service.pipeline.detect.citations.parts import (
    DATE,
    DAY_MONTH,
    MONTH,
    NUMBER_SIGN,
    PAGES,
    YEAR,
    compiled,
    heads,
)
from service.pipeline.detect.citations.rule import Rule
from service.pipeline.detect.expression import Expression

_COURT: Final = (
    r"(?:(?:la |esta |dicha )?sala (?:constitucional|plena|electoral|primera|segunda|tercera|penal|civil|"
    r"laboral|pol[ií]tico(?:-| )administrativa|de casaci[oó]n (?:civil|penal|social))(?!\w)"
    r"(?: de lo (?:civil|penal|contencioso administrativo|laboral))?"
    r"(?: de la corte(?: suprema(?: de justicia)?)?)?|"
    r"(?:corte|tribunal) (?:de constitucionalidad|constitucional)|c[aá]mara (?:civil|penal|"
    r"de amparo y antejuicio)|(?:el )?pleno|tribunal (?:primero|segundo) (?:civil|de trabajo)|"
    r"tribunal de (?:familia|casaci[oó]n penal)|"
    r"suprema corte(?: de justicia)?|corte suprema(?: de justicia)?|la (?:corte|sala))(?!\w)"
)
_RULING: Final = (
    r"(?:votos?|sentencias?|sent\.|fallos?|resoluci(?:[oó]n|ones)|decisi(?:[oó]n|ones)|autos? supremos?|"
    r"(?-i:AA?\.? ?SS?\.)|acuerdos? y sentencias?|ac\. y sent\.|recursos? de nulidad)(?!\w)"
)
_CODE: Final = (
    r"(?>(?:RC-|AVC-|[A-Z]{1,2})?(?:\d{1,3}\.\d{3}|\d{1,6})(?:[-/](?:\d{1,6}|[A-Z]{1,2}\d?|\d[A-Z])){0,3}"
    r"(?:[-/][A-ZÁ-Ú][a-zá-ú]{3,12})?(?![\w/-]|[.,]\d))"
)
_NUMBERED: Final = rf"(?:{NUMBER_SIGN}{_CODE})"
_WORDS: Final = r"[a-záéíóú]{3,14}(?: y [a-z]{3,8})?"
#: "de las 9:40 horas", "de las catorce horas diez minutos".
_HOUR: Final = (
    rf"(?:de las? (?:\d{{1,2}}[:.]\d{{2}}|{_WORDS})"
    rf"(?: (?:horas?|hrs?\.|h\.)(?: (?:con |y )?{_WORDS} minutos)?)? )"
)
_ON: Final = rf"(?:(?:,? {_HOUR}?(?:de fechas? |del? d[ií]a |del? )|:? |, ){DATE})"
_DOCKETS: Final = (
    r"(?:,? \(?(?:(?:dictad|emitid|proferid)[oa]s? )?(?:(?:en|dentro de) )?(?:el |los )?"
    rf"exp(?:edientes?|\.)(?: acumulados| de casaci[oó]n| de amparo)? ?{_NUMBERED}"
    rf"(?:(?:,| y) {_NUMBERED}){{0,4}})"
)
_DAYS: Final = rf"(?:,? ?(?:de fechas? |del? |: ?){DATE}(?:(?:,| y)(?: de)? {DATE}){{0,4}})"
_ITEM: Final = rf"(?>(?: ?{_NUMBERED}{_ON}?|{_DAYS}){_DOCKETS}?)"
_OF_COURT: Final = rf",? (?:(?:dictad|emitid)[oa]s? )?(?:de|por|en)?(?:l| la| el| esta)? ?{_COURT}"
_LINK: Final = (
    rf"(?:{_OF_COURT})?(?:,? (?:ratificad|reiterad)[oa]s? (?:en|por)|(?:,| y|, y|;)(?: en)?)"
    rf"(?: el| la| los| las)?(?: {_RULING})?"
)
_LIST: Final = (
    rf"{_ITEM}(?>{_LINK}"
    rf"(?: ?{_NUMBERED}(?:{_ON}{_DOCKETS}?|(?= ?[,;)]| y | del? ))|{_DAYS})){{0,6}}+"
)

_ITS_RULING: Final = rf"(?:[,:]| -)? ?\(?(?:en |mediante )?(?:el |la |los |las |su |sus )?{_RULING}"
#: A court and its ruling: what begins each form, and where it is told from mere talk of a court.
_COURT_OPENS: Final = rf"{_COURT}(?={_ITS_RULING}|[,:] ?{NUMBER_SIGN}\w)"
_BY_COURT: Final = rf"(?:{_ITS_RULING}{_LIST}|[,:] ?{_NUMBERED}{_ON})"
_RULING_OPENS: Final = rf"{_RULING}(?= ?{_NUMBERED}|,? ?(?:de fechas? |del? |: ?)(?:\d|{DAY_MONTH}))"
_BY_NUMBER: Final = rf"{_LIST}(?:{_OF_COURT})?"

_SAID: Final = (
    r"(?:dicho|dijo|dijeron|dice|sostenido|sostuvo|sostiene|señalado|señal[oó]|establec\w{2,4}|declarado|juzgado|"
    r"entend\w{2,4}|reiter\w{1,4}|fijado|fij[oóa]|indicado|indic[oó]|precis[oóa]\w{0,3}|aclar[oóa]\w{0,3}|explic[oóa]|"
    r"exig[eií]\w{0,3}|interpretado|criterio|trata)(?!\w)"
)
_SAYING: Final = either(
    CITING,
    compiled(rf"(?<!\w){_SAID}[^.;\n]{{0,90}}\Z"),
    compiled(
        r"(?<!\w)(?:cons[úu]lte(?:se|nse)|doctrina legal|igualmente|entre otr[oa]s|as[ií])(?!\w)"
        r"[^.;\n]{0,40}\Z"
    ),
)
#: The same of a court, before or after what is cited.
_COURT_SAYING: Final = either(
    CITING,
    compiled(rf"{_COURT}[^.;\n]{{0,60}}{_SAID}[^.;\n]{{0,40}}\Z"),
    compiled(rf"(?<!\w){_SAID} (?:por )?{_COURT}[^.;\n]{{0,60}}\Z"),
    compiled(r"(?<!\w)(?:doctrina legal|jurisprudencia)(?!\w)[^.;\n]{0,40}\Z"),
)
_THEN_SAYS: Final = rf"(?=[^.;\n]{{0,50}}(?<!\w){_SAID})"
_THEN_COURT_SAYS: Final = rf"(?=,? {_SAID} (?:por )?{_COURT}|,? {_COURT} (?:ha )?{_SAID})"
_A_COURT: Final = compiled(rf"{_COURT}[^.;\n]{{0,60}}\Z")
_SENTENCE_BEGINS: Final = Expression(r"(?:\A|[.;(:]\s{0,3}|\n\s{0,3}|(?<!\w)(?:y|e|o)\s{1,3})\Z", 0)
_OURS: Final = either(OWN, HEADER)

_COURT_HEADS: Final = (
    "sala la_sala esta_sala dicha_sala corte la_corte tribunal cámara camara pleno el_pleno suprema"
)
_RULING_HEADS: Final = (
    "voto votos sentencia sentencias sent fallo fallos resolución resolucion resoluciones decisión decision "
    "decisiones auto autos a_s a_ss as aass acuerdo acuerdos ac recurso recursos"
)


def _said(words: str, pattern: str, rest: str, needs: Expression | None) -> Rule:
    return Rule(
        "precedent",
        heads(words),
        compiled(pattern, rest),
        needs=needs,
        unless=_OURS,
        unless_then=OWN_THEN,
        titled=True,
    )


# --- Reporters ---

_BULLETIN: Final = rf"(?:,? \(?B\. ?J\. ?{NUMBER_SIGN}(?:\d{{3,4}}(?!\d)|in[eé]dito){PAGES}?\)?)"
_DOMINICAN_COURT: Final = (
    r"(?:(?:(?-i:SCJ|S\.C\.J\.)|suprema corte de justicia|(?-i:Cas\.)(?: (?:civ|pen|lab)\.)?)"
    r"(?:,? (?:\d\.?[ªa°] ?|primera |segunda |tercera )(?:sala|c[aá]mara)|, (?:salas reunidas|pleno))?)"
)
_DOMINICAN_SIGN: Final = r"(?:sentencia )?(?:n[úu]m\.|n[°º]|no\.) ?\d{1,4}(?!\d)"
_JOURNAL: Final = rf"(?:registro judicial,? (?:de )?{MONTH} (?:de )?{YEAR}{PAGES}?)"
_GACETA: Final = (
    rf"{NUMBER_SIGN}\d{{1,3}}(?!\d),? (?:p[aá]g(?:ina|\.) \d{{1,4}}, )?"
    rf"exp(?:edientes?|\.)(?: acumulados)? ?{_NUMBERED}(?:(?:,| y) {_NUMBERED}){{0,4}},? sentencia{_DAYS}"
)

CHAMBERS: Final = (
    precedent("scj s suprema cas", _DOMINICAN_COURT, rf",? {_DOMINICAN_SIGN}{_ON}{_BULLETIN}?", titled=False),
    precedent(
        "núm num n no sentencia",
        rf"{_DOMINICAN_SIGN}(?=[,:]? (?:del? |\d|{DAY_MONTH}))",
        rf"{_ON}{_BULLETIN}",
        titled=False,
    ),
    precedent("b", r"B\. ?J\. ?(?:n[úu]m\. )?\d{3,4}(?!\d)" + PAGES + "?", titled=False),
    precedent("registro", _JOURNAL, titled=False),
    precedent("fallo sentencia", rf"(?:fallo|sentencia) de {DATE}", rf",? \(?{_JOURNAL}", titled=False),
    precedent("gaceta", r"gaceta(?: jurisprudencial)? ", _GACETA, titled=False),
    precedent("lju", r"LJU,? (?:c(?:aso|\.)? ?)?\d{1,2}\.?\d{3}(?!\d)", titled=False),
    _said(_COURT_HEADS, _COURT_OPENS, _BY_COURT + _THEN_SAYS, None),
    _said(_COURT_HEADS, _COURT_OPENS, _BY_COURT, _SAYING),
    _said(_COURT_HEADS, _COURT_OPENS, _BY_COURT, _SENTENCE_BEGINS),
    _said(_RULING_HEADS, _RULING_OPENS, _BY_NUMBER + _THEN_SAYS, _A_COURT),
    _said(_RULING_HEADS, _RULING_OPENS, _BY_NUMBER + _THEN_COURT_SAYS, None),
    _said(_RULING_HEADS, _RULING_OPENS, _LIST + _OF_COURT, _SAYING),
    _said(_RULING_HEADS, _RULING_OPENS, _BY_NUMBER, _COURT_SAYING),
    Rule(
        "norm",
        heads("acuerdo acuerdos"),
        compiled(rf"acuerdos? {_NUMBERED}(?: de la corte suprema(?: de justicia)?(?:,? del? {DATE})?)"),
        unless=_OURS,
    ),
    _said("expediente expedientes", rf"expedientes? ?{_NUMBERED}", rf",? sentencia{_DAYS}", _SAYING),
    _said(
        "amparo",
        r"amparo directo en revisi[oó]n ",
        _NUMBERED,
        compiled(r"(?:resolvi[oó]|resuelto|resolverse)[^.;\n]{0,40}\Z"),
    ),
)
