"""What registries of persons, land and companies write: a number with its folio, book, volume …

"matrícula 17, libro 2, partida 17", "finca ochocientos tres (803), folio doscientos dos (202),
libro 141". By a registry's own word two parts are enough; by "número" alone there must be a
folio and a book, for nothing else is counted so.
"""

from typing import Final

from service.pipeline.detect.citations.context import CITING
from service.pipeline.detect.patterns.cues import CERTAIN, LIKELY, NAMED, SIGN, cued
from service.pipeline.detect.patterns.numerals import NUMERAL

_NUMBER: Final = (
    rf"(?:(?=\S{{0,12}}\d)[\dA-Z.-]{{1,14}}(?:\s?[A-Z](?![\w.]))?|{NUMERAL}(?:\s[A-Z](?!\w))?"
    r"(?:\s{0,2}\(\d[\d.,]{0,9}(?:\s?-?[A-Z])?\))?)"
)
_PARTS: Final = (
    r"(?:folios?|f[°º]|libro|tomo|t[°º]|asiento(?:\sregistral)?|partida|acta|trimestre|protocolo|hoja|serie|"
    r"secci[oó]n|año|matriculad[oa]\s(?:con|bajo)\sel)"
)
#: "…, folio 202 del libro 141", "…, tomo 12-A".
_MORE: Final = (
    rf"(?:\s{{0,2}},?\s{{1,3}}(?:y\s)?(?:al\s|del?\s)?{_PARTS}\.?{SIGN}"
    rf"(?:{_NUMBER}|(?-i:[IVXL]{{1,6}})(?!\w)))"
)
_BOOKED: Final = (
    rf"\s{{0,2}},?\s{{1,3}}(?:y\s)?(?:al\s|del?\s)?folios?{SIGN}{_NUMBER}"
    rf"\s{{0,2}},?\s{{1,3}}(?:y\s)?(?:al\s|del?\s)?(?:libro|tomo){SIGN}{_NUMBER}{_MORE}{{0,3}}"
)

REGISTRIES: Final = (
    cued(
        "registry",
        "partida(s), partida de nacimiento, partida de matrimonio, partida de defunción, acta de nacimiento, "
        "acta de matrimonio, acta de defunción, acta de reconocimiento, certificado de nacimiento, "
        "certificación de nacimiento, finca(s), finca urbana, finca rústica, finca rural, asiento, "
        "asiento registral, matrícula, inscripción, inscripción registral, registro",
        rf"{_NUMBER}{_MORE}{{1,4}}",
        score=NAMED,
        loose=True,
    ),
    cued(
        "registry",
        "tomo",
        rf"{_NUMBER}{_MORE}{{0,2}}\s?,?\s{{1,3}}(?:y\s)?asiento{SIGN}{_NUMBER}",
        score=CERTAIN,
    ),
    cued(
        "registry",
        "bajo el, bajo los",
        rf"{_NUMBER}\s{{0,2}},?\s{{1,3}}(?:del?\s)?(?:tomo|asiento\sregistral){SIGN}{_NUMBER}{_MORE}{{0,2}}",
        score=CERTAIN,
    ),
    cued(
        "registry",
        "bajo el, bajo los, con el, número, numero, n°, nº, núm., nro., no.",
        rf"{_NUMBER}{_BOOKED}",
        score=CERTAIN,
    ),
    cued(
        "document_number",
        "escritura(s) pública(s), instrumento público, testimonio de escritura pública",
        rf"{NUMERAL}(?:\s\(\d{{1,3}}(?:[.,]?\d{{3}})?\))?",
        score=LIKELY,
        unless=CITING,
    ),
)
