"""Calendar dates in figures, in words and mixed, but not those of norms and precedents.

Their score is below the masks': where the model sees nothing at a date, more often
than not a citation was not recognised as one, so a person looks.
"""

import re

from service.pipeline.detect.patterns.form import Form, bounded

_I = re.IGNORECASE

_MONTH = r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre)"
_UNIT = r"(?:un[oa]?|primer[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve)"
_TEEN = r"(?:die[cz]|once|doce|trece|catorce|quince|diecis[eé]is|diecisiete|dieciocho|diecinueve)"
_TENS = r"(?:treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa)"
_TWENTIES = r"(?:veinte|veinti[a-zéóú]{2,6})"
_BELOW_HUNDRED = rf"(?:{_TWENTIES}|{_TENS}(?:\s+y\s+{_UNIT})?|{_TEEN}|{_UNIT})"
_YEAR_WORDS = (
    rf"(?:dos\s+mil(?:\s+{_BELOW_HUNDRED})?|mil\s+(?:novecientos|ochocientos)(?:\s+{_BELOW_HUNDRED})?)"
)
_YEAR = rf"(?:[12]\d{{3}}|[12]\.\d{{3}}|{_YEAR_WORDS}(?:\s*\(\d{{4}}\))?)"
_OF_YEAR = rf"\s*,?\s+(?:del?\s+)?(?:año\s+)?{_YEAR}"
_DAY_FIGURES = r"(?:3[01]|[12]\d|0?[1-9])(?:\s?[º°ª]|\s?er[oa]?\.?)?"
_DAY_WORDS = rf"(?:{_TWENTIES}|treinta(?:\s+y\s+uno?)?|{_TEEN}|{_UNIT})(?:\s*\(\d{{1,2}}\))?"
_DAY = rf"(?:{_DAY_FIGURES}|{_DAY_WORDS})"
_OF_MONTH = rf"\s+(?:d[ií]as?\s+)?(?:del?\s+)?(?:mes\s+de\s+)?{_MONTH}"

#: The words of a norm, a treaty or a precedent, and no end of sentence since.
CITED = re.compile(
    r"(?<!\w)(?:ley(?:es)?|(?-i:LO)|l\.\s?o\.|decretos?|real\s+decreto|rdl?g?|constituci[oó]n|c[oó]digo|reglamento|"
    r"directiva|orden|acuerdo|acordada|auto\s+acordado|convenci[oó]n|convenio|pacto|tratado|protocolo|"
    r"decisi[oó]n|resoluci[oó]n(?:es)?\s+(?:general|ministerial|conjunta)|circular|gaceta|bolet[ií]n|"
    r"registro\s+oficial|diario\s+oficial|d\.?o\.?|b\.?o\.?e\.?|r\.?o\.?|s\.?r\.?o\.?|"
    r"ss?ts|ss?tc|ss?ap|stj|stjue|stedh|ste?dh|sentencias?\s+(?:n[úu]m|no?|n[°º]|t|c|su)\b|fallos|"
    r"sent\.|s\.\s?n|a\.\s?n|acta\s+\d|apartados?|doc\.|plenario|comisi[oó]n/|per[ií]odo\s+(?:ordinario|extraordinario)|"
    r"jurisprudencia|casos?|tesis|opini[oó]n\s+consultiva|serie\s+[ac]|in\s+re|autos?\s+«|cfr|v[eé]ase|vid)(?!\w)"
    r"(?:(?!\n[ \t\r]*\n)[^;]){0,80}$",
    _I,
)


def _form(kind: str, score: float, pattern: str) -> Form:
    return Form(kind, "FECHA", score, bounded(pattern), unless=CITED)


DATES = (
    _form(
        "date",
        0.4,
        rf"(?<![\w/.,-])(?:{_DAY}(?:\s*(?:,|y|al|a|e)\s*{_DAY}){{0,4}}){_OF_MONTH}{_OF_YEAR}(?!\w)",
    ),
    _form("date", 0.4, rf"(?<![\w/.,-]){_DAY_FIGURES}\s+de\s+{_MONTH}(?!\w)"),
    _form("month", 0.4, rf"(?<!\w){_MONTH}\s*,?\s+(?:del?\s+)(?:año\s+)?{_YEAR}(?!\w)"),
    _form(
        "date",
        0.4,
        r"(?<![\w/.,-])(?:3[01]|[12]\d|0?[1-9])\s?([/.-])\s?(?:1[0-2]|0?[1-9])\s?\1\s?"
        r"(?:(?:19|20)\d{2}|\d{2})(?![\w/-]|\.\d)",
    ),
    _form(
        "date", 0.4, r"(?<![\w/.-])(?:19|20)\d{2}([/-])(?:1[0-2]|0[1-9])\1(?:3[01]|[12]\d|0[1-9])(?![\w/-])"
    ),
)
