"""Rulings of Spain, of the Court of Human Rights and of the Union's courts, by their abbreviations."""

from service.pipeline.detect.citations.context import precedent
from service.pipeline.detect.citations.parts import (
    CHAMBER,
    COUNTRY,
    DATE,
    DAY_MONTH,
    NUMBER_SIGN,
    TOWN,
)

_ITEM = (
    r"(?:(?:RJ|RTC|JUR|EDJ|TOL|LA LEY|RC|RCUD|rec(?:urso|\.)?(?: de casaci[oó]n)?(?: n[°ºúu.m]{1,4})?) ?"
    r"\d{1,4}[./\\]\d{1,7}(?!\d)|Roj:? [A-Z]{2,5} ?[A-Z]{0,2} ?\d{1,5}/\d{4}|"
    r"ECLI:[A-Z]{2}:[A-Z0-9]{1,9}:\d{4}:[A-Z0-9.]{0,20}\w)"
)
_ITEMS = rf"(?:,? ?[\[(]{_ITEM}(?:(?:,|;| -| y)? ?{_ITEM}){{0,3}}[\])]|,? {_ITEM})"
_SPANISH = (
    r"(?-i:(?:S|SS|A|AA)T[SC]|S\.T\.[SC]\.|SS\.T\.[SC]\.|SS?AN(?! [A-Z])|(?:(?:S|SS|A)TSJ|SS?AP|SS?JPI|"
    r"SS?JM|SS?JS)(?!\w))(?!\w)"
)
_OF_TOWN = rf"(?:(?<!AN)(?:,? de(?: la)?)? {TOWN})?{CHAMBER}{{0,2}}(?:,? [1-5]\.?ª)?,? "
_NUMBER_AND_DAY = (
    rf"{NUMBER_SIGN}\d{{1,5}}/(?P<year>(?:19|20)\d\d)(?![\w/-]|\.\d)"
    rf"(?:,? (?:del? |\()(?:fecha )?{DAY_MONTH}(?:(?: del?|,)? (?P=year)(?!\d))?\)?(?!,? del? (?:\d|año|"
    rf"dos mil|mil)))?"
)
_MORE_OF_THEM = (
    rf"(?:(?:,|;| y| e|, y|; y) (?:la )?{NUMBER_SIGN}\d{{1,5}}/(?:19|20)\d\d(?![\w/-]|\.\d)"
    rf"(?:,? de {DAY_MONTH}(?!,? del? (?:\d|año|dos mil|mil)))?{_ITEMS}?){{0,10}}"
)
_MORE_DAYS = rf"(?:(?:,|;| y| e|, y|; y) (?:de )?{DATE}{_ITEMS}?){{0,10}}"
_CAPITAL = r"(?-i:[A-ZÀ-ÞŠŞŽČĆŁ][\w'’.-]{0,25})"
_PARTIES = (
    rf"(?:{_CAPITAL}(?:,? (?:{_CAPITAL}|y|e|and|others|otr[oa]s|de|del|la|los|von|van|der|ap Rhys)){{0,9}} "
    rf"(?:c\.|contra|vs?\.?) (?:el )?(?:Reino de |Rep[úu]blica de )?{COUNTRY})"
)
_CASE_OF = rf"(?:,? ?[(–-]?(?:caso|asunto|as\.)? ?«?{_PARTIES}»?\)?)"
_C_NUMBER = r"(?-i:[CT])[-‑–]\d{1,4}/\d{2}(?!\w|/\d)(?: ?P)?"
_EU_RECORD = r"(?:,? ?\(?(?:ECLI:)?EU:C:\d{4}:\d{1,5}\)?)"
_CHAMBERS = r"(?: \((?:Gran Sala|Secci[oó]n \w{1,8}|Pleno)\))?"
_C_NUMBERS = rf"(?:asuntos? |as\. )?(?:acumulados )?{_C_NUMBER}(?:(?:,| y) {_C_NUMBER}){{0,4}}"
_ON = (
    rf"(?:de(?: fecha)? )?{DATE}(?:(?:,| y|, y) (?:de )?{DATE}){{0,4}}{_CASE_OF}?(?:,? ?\(?{_C_NUMBERS}\)?)?"
)
_PARTIES_ON = rf"(?:caso |asunto )?{_PARTIES}(?:,? ?\(?(?:sentencia )?(?:de )?{DATE}\)?)?"
_EUROPEAN = (
    rf"(?:(?-i:SS?TEDH|SS?TJUE|SS?TJCE)(?!\w){_CHAMBERS},? (?:{_ON}|{_PARTIES_ON}|{_C_NUMBERS})|"
    rf"(?-i:TEDH|TJUE|TJCE)(?!\w){_CHAMBERS},? (?:sentencia {_ON}|{_PARTIES_ON}|{_C_NUMBERS})){_EU_RECORD}?"
)

_EUROPEAN_COURT = (
    r"sentencias? (?:del? )?(?:TEDH|TJUE|Tribunal Europeo de Derechos Humanos|"
    r"Tribunal de Justicia de la Uni[oó]n Europea),? "
)

EUROPEAN = (
    precedent(
        "sts ats stc atc ssts sstc aats aatc s ss san ssan stsj sstsj atsj sap ssap sjpi sjm sjs ssjpi "
        "ssjm ssjs",
        _SPANISH,
        rf"{_OF_TOWN}(?:{_NUMBER_AND_DAY}{_ITEMS}?|(?:del? |de fecha ){DATE}{_ITEMS}{{0,2}})",
    ),
    precedent(
        "ssts sstc ss sstsj ssap ssan aats",
        _SPANISH,
        rf"{_OF_TOWN}(?:{_NUMBER_AND_DAY}{_ITEMS}?{_MORE_OF_THEM}|(?:de |del ){DATE}{_ITEMS}?{_MORE_DAYS})",
    ),
    precedent("stedh sstedh stjue sstjue stjce sstjce tedh tjue tjce", _EUROPEAN),
    precedent("sentencia sentencias", _EUROPEAN_COURT, rf"{_ON}{_EU_RECORD}?"),
    precedent("asunto asuntos", _C_NUMBERS),
)
