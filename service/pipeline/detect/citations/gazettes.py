"""Official gazettes, by number and day."""

from typing import Final

from service.pipeline.detect.citations.parts import DATE, NUMBER_SIGN, compiled, heads
from service.pipeline.detect.citations.rule import Rule

_GAZETTE = (
    r"(?:(?-i:BOE|B\.O\.E\.|BOP|DOF|D\.O\.F\.|DOUE|DOCE|D\.O\.|B\.O\.|R\.O\.|G\. ?O\.(?: ?E\.)?|La Gaceta)|"
    r"bolet[ií]n oficial(?: del estado| de la (?:naci[oó]n|rep[úu]blica))?|registro oficial|"
    r"gaceta oficial(?: extraordinaria)?(?: de la rep[úu]blica)?|"
    r"diario de centro am[eé]rica|"
    r"diario oficial(?: de la (?:federaci[oó]n|uni[oó]n europea)| el peruano)?)(?!\w)"
    r"(?:,? (?:suplemento|extraordinari[oa]|(?-i:S\.|L|C)))?"
)
_GAZETTE_NUMBER = (
    r"(?>(?:\d{1,3}[.,]\d{3}|\d{1,5})(?:-[A-Z])?(?!\w|[./-]\d))"
    r"(?:,? (?:extraordinari[oa]|(?-i:Ext(?:raord)?\.)))?"
)
_PRINTED = (
    rf"(?:,? {NUMBER_SIGN}{_GAZETTE_NUMBER}(?:,? (?:del?|de fecha) {DATE}|, {DATE})?|"
    rf"(?:,? del? (?:fecha )?|:? ){DATE})"
)
#: What a gazette prints of a case.
_NOTICE = compiled(
    r"(?:edict|notific|emplaz|citaci|nombr|anunci|licitaci|subast|remate|convoc|sanci[oó]n(?!es)|concesi|"
    r"extracto|escritura|contrato|estatuto)[^.;\n]{0,100}\Z"
)
_NORM = compiled(
    r"(?:ley|leyes|decretos?|c[oó]digo|reglamento|constituci[oó]n|acuerdo|reforma|norma)(?!\w)[^;\n]{0,120}\Z"
)

_GAZETTE_HEADS: Final = heads(
    "boe b bop dof d doue doce r g la_gaceta boletín boletin registro gaceta diario"
)

GAZETTES = (
    Rule("norm", _GAZETTE_HEADS, compiled(_GAZETTE, _PRINTED), unless=_NOTICE),
    Rule("norm", _GAZETTE_HEADS, compiled(_GAZETTE, rf" el(?: día)? {DATE}"), needs=_NORM, unless=_NOTICE),
)
