"""Calendar dates in figures, in words and mixed, but not those of norms and precedents.

Their score is below the masks': where the model sees nothing at a date, more often
than not a citation was not recognised as one, so a person looks.
"""

from service.pipeline.detect.citations.parts import MONTH
from service.pipeline.detect.expression import Expression, by_initial
from service.pipeline.detect.patterns.form import Form, bounded

_ABBREVIATED = r"(?:ene|feb|mar|abr|may|jun|jul|ago|sept?|set|oct|nov|dic)"
_ROMAN = r"(?-i:I{1,3}|I?V|VI{1,3}|I?X|XI{1,2})"
_UNIT = r"(?:un[oa]?|primer[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve)"
_TEEN = r"(?:die[cz]|once|doce|trece|catorce|quince|diecis[eé]is|diecisiete|dieciocho|diecinueve)"
_TENS = r"(?:treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa)"
_TWENTIES = r"(?:veinte|veinti[a-zéóú]{2,6})"
_BELOW_HUNDRED = rf"(?:{_TWENTIES}|{_TENS}(?:\s+y\s+{_UNIT})?|{_TEEN}|{_UNIT})"
_YEAR_WORDS = (
    rf"(?:dos\s*mil(?:\s+{_BELOW_HUNDRED})?|mil\s+(?:novecientos|ochocientos)(?:\s+{_BELOW_HUNDRED})?)"
)
_YEAR = rf"(?:[12]\d{{3}}|[12]\.\d{{3}}|{_YEAR_WORDS}(?:\s*\(\d{{4}}\))?)"
_OF_YEAR = rf"\s*,?\s+(?:del?\s+)?(?:(?:corriente|presente|mismo)\s+)?(?:año\s+)?(?:de\s+)?{_YEAR}"
_DAY_FIGURES = r"(?:3[01]|[12]\d|0?[1-9])(?:\.?\s?[º°ª]|\s?(?:er[oa]?|ro|[oº])\.?(?=\s))?"
_DAY_WORDS = rf"(?:{_TWENTIES}|treinta(?:\s+y\s+uno?)?|{_TEEN}|{_UNIT})(?:\s*\(\d{{1,2}}\))?"
_DAY = rf"(?:{_DAY_FIGURES}|{_DAY_WORDS})"
_OF_MONTH = rf"\s+(?:d[ií]as?\s+)?(?:del?\s+)?(?:mes\s+de\s+)?{MONTH}"

#: No part of a number or code; a dash may open what stands between two: "(la regulación -3/5/2021-)".
_ALONE = r"(?<![\w/.,])(?<![^\s(]-)"

#: The words of a norm, a treaty or a precedent, and no end of sentence since.
_CITED = (
    "(?:(?-i:LO)|"
    + by_initial(
        r"ley(?:es)?|l\.\s?o\.|decretos?|real\s+decreto|rdl?g?|constituci[oó]n|c[oó]digo|reglamento|"
        r"directiva|orden|acuerdo|acordada|auto\s+acordado|convenci[oó]n|convenio|pacto|tratado|protocolo|"
        r"decisi[oó]n|resoluci[oó]n(?:es)?\s+(?:general|ministerial|conjunta)|circular|gaceta|bolet[ií]n|"
        r"registro\s+oficial|diario\s+oficial|d\.?o\.?|b\.?o\.?e\.?|r\.?o\.?|s\.?r\.?o\.?|"
        r"ss?ts|ss?tc|ss?ap|scp|csj\s+(?:s|a|st)[pcl]|por\s+tod[oa]s|stj|stjue|stedh|ste?dh|"
        r"sentencias?\s+(?:n[úu]m|no?|n[°º]|t|c|su)\b|fallos|sent\.|s\.\s?n|a\.\s?n|acta\s+\d|apartados?|"
        r"doc\.|plenario|comisi[oó]n/|per[ií]odo\s+(?:ordinario|extraordinario)|jurisprudencia|casos?|"
        r"tesis|opini[oó]n\s+consultiva|serie\s+[ac]|in\s+re|autos?\s+«|cfr|v[eé]ase|vid"
    )
    + r")(?!\w)(?:(?!\n[ \t\r]*\n|[a-z)]{3}\.\s{1,3}(?-i:[A-Z]))[^;]){0,60}$"
)
#: What is named after a date: "barrio 17 de Octubre".
_NAMED = (
    "(?:"
    + by_initial(
        r"calles?|avenidas?|avda?|pasaje|plaza|plazuela|paseo|puente|barrio|colonia|urbanizaci[oó]n|"
        r"poblaci[oó]n|villa|conjunto|hospital|escuela|colegio|liceo|club|liga|estaci[oó]n|cooperativa|"
        r"sindicato|asociaci[oó]n|movimiento|partido|ruta"
    )
    + r")\.?\s{1,3}[\"“«]?\Z"
)
_UNLESS = Expression(rf"(?<!\w)(?:{_CITED}|{_NAMED})")


def _form(kind: str, score: float, pattern: str, heads: str = "", source: str = "") -> Form:
    return Form(
        kind, "FECHA", score, bounded(pattern), frozenset(heads.split()), unless=_UNLESS, source=source
    )


_MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre"
#: What a month may begin with, abbreviated too.
_MONTH_HEADS = f"{_MONTHS} ene feb mar abr may jun jul ago sep sept set oct nov dic"
#: What a day may begin with, in figures ("1", "1º", "1er") and in words.
_DAYS = (
    "0 00 0º 00º 0ª 00ª 0a 00a 0aa 00aa 0aaa 00aaa un uno una primer primero primera dos tres cuatro cinco "
    "seis siete ocho nueve diez diec once doce trece catorce quince dieciseis dieciséis diecisiete dieciocho "
    "diecinueve veinte veintiun veintiún veintiuno veintiuna veintidos veintidós veintitres veintitrés "
    "veinticuatro veinticinco veintiseis veintiséis veintisiete veintiocho veintinueve treinta"
)
#: Shapes of 15MAR2020.
_GLUED = "0aaa00 00aaa00 0aaa0000 00aaa0000 0aaaa0000 00aaaa0000"

DATES = (
    _form(
        "date",
        0.4,
        rf"{_ALONE}(?:{_DAY}(?:\s*(?:,|y|al|a|e)\s*{_DAY}){{0,4}}){_OF_MONTH}{_OF_YEAR}(?!\w)",
        _DAYS,
    ),
    _form(
        "date",
        0.4,
        rf"{_ALONE}(?:{_DAY}(?:\s*(?:,|y|al|a|e)\s*{_DAY}){{0,4}}){_OF_MONTH}(?!\w)",
        _DAYS,
    ),
    _form(
        "month",
        0.4,
        rf"(?<!\w){MONTH}\s*,?\s+(?:del?\s+)(?:año\s+)?{_YEAR}(?!\w)",
        _MONTH_HEADS,
    ),
    # mayo/2010, set-10
    _form(
        "month",
        0.4,
        rf"(?<![\w/.-])(?:{MONTH}|{_ABBREVIATED})[/-](?:(?:19|20)\d{{2}}|\d{{2}})(?![\w/-]|\.\d)",
        _MONTH_HEADS,
    ),
    _form(
        "date",
        0.4,
        rf"{_ALONE}(?:3[01]|[12]\d|0?[1-9])\s?([/.-])\s?(?:1[0-2]|0?[1-9])\s?\1\s?"
        r"(?:(?:19|20)\d{2}|\d{2})(?![\w/]|\.\d|-\w)",
        "0 00",
    ),
    _form(
        "date",
        0.4,
        r"(?<![\w/.-])(?:19|20)\d{2}([/-])(?:1[0-2]|0[1-9])\1(?:3[01]|[12]\d|0[1-9])(?![\w/-])",
        "0000",
    ),
    # 15-III-2020, 15/mar./2020, 15MAR2020, 3 may 2020
    _form(
        "date",
        0.4,
        rf"{_ALONE}{_DAY_FIGURES}\s?([/.–-])\s?(?:{_ROMAN}|{MONTH}|{_ABBREVIATED}\.?)\s?\1\s?"
        r"(?:[12]\.?\d{3}|\d{2})(?![\w/-])",
        "0 00",
    ),
    _form("date", 0.4, rf"{_ALONE}\d{{1,2}}{_ABBREVIATED}(?:(?:19|20)\d{{2}}|\d{{2}})(?![\w/-])", _GLUED),
    _form(
        "date",
        0.4,
        rf"{_ALONE}{_DAY_FIGURES}\s(?:de\s)?{_ABBREVIATED}\.?\s(?:de\s)?(?:19|20)\d{{2}}(?!\w)",
        "0 00",
    ),
    # marzo 15 de 2020, marzo quince (15) de dos mil veinte (2020)
    _form("date", 0.4, rf"{MONTH}\s+{_DAY}\s*(?:/|,|)\s*(?:del?\s+)?(?:año\s+)?{_YEAR}(?!\w)", _MONTHS),
    _form(
        "year",
        0.4,
        rf"(?:años?|ejercicio(?:\s+fiscal)?|per[ií]odo\s+fiscal)\s?:?\s*(?P<x>(?:(?:19|20)\d{{2}}|"
        rf"{_YEAR_WORDS})(?:\s*\(\d{{4}}\))?)(?![\w/.-])",
        "año años ejercicio período periodo",
        source="date",
    ),
)
