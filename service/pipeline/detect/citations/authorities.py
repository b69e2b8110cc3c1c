"""Rulings by court, date and docket: nothing in them but the words before tells an authority
from the case's own way through the courts, so without such words none is taken."""

from service.pipeline.detect.citations.context import CITING, HEADER, OWN, OWN_THEN, either
from service.pipeline.detect.citations.parts import DATE, NUMBER_SIGN, QUOTED, TOWN, YEAR, compiled, heads
from service.pipeline.detect.citations.rule import Rule

_HIGH_NAME = (
    r"(?:corte suprema(?: de justicia)?|suprema corte(?: de justicia)?|corte nacional de justicia|"
    r"tribunal supremo(?: de justicia)?|tribunal constitucional(?: plurinacional)?|corte constitucional|"
    r"corte de constitucionalidad|consejo de estado|corte de casaci[oó]n|tribunal superior de justicia|"
    r"sala constitucional|superior tribunal de justicia|(?:sala|c[aá]mara) (?:primera|segunda|tercera|cuarta|"
    r"pol[ií]tico administrativa)|primera sala|segunda sala|"
    r"corte de apelaciones(?: de)?|(?:c[aá]mara|tribunal)(?: nacional| federal)? de apelaci(?:[oó]n|ones)"
    r"(?: en lo (?:civil|comercial|laboral|penal)(?: y comercial)?)?(?: de)?|"
    r"(?-i:CSJN?|C\.S\.J\.N?\.?|SCJN?|S\.C\.J\.|TSJ|T\.S\.J\.|TC|CC|CNJ|SCS|CS|C\. S\.|I?CA|SCBA|TAC|TAT|"
    r"LJU|CA))(?!\w)"
)
_OF_WHERE = rf"(?: de la naci[oó]n(?!\w)| de(?:l| la) (?:rep[úu]blica(?: de| del)? )?{TOWN}| {TOWN})?"
_HIGH = _HIGH_NAME + _OF_WHERE
_SALA = (
    r"(?:(?:,| en(?: la| su)?| -| de la)? ?\(?(?:\d?[1-9](?:ra|da|ta|[ªº°])\.? )?(?:sala|secci[oó]n|"
    r"subsecci[oó]n|pleno|c[aá]mara)(?!\w)(?: (?:de lo |en lo )?[\w°ª-]{1,16})?\)?)"
)
_CODE = r"(?>(?:[A-Z]{1,2}-)?\d(?:[\d]|[.-](?=\d)){0,18}(?:[/-]\d{2,4})?(?:-\d{1,2})?(?![\w/-]))"
_RULING = (
    r"(?:(?:sentencias?|fallos?|sent\.|autos?|auto supremo|votos?|resoluci[oó]n|pronunciamientos?|ac"
    r"(?:uerdo|\.) y sent(?:encia|\.)|"
    r"as|a\.s\.)(?:,? definitiva)?(?!\w))"
)
_DOCKET = (
    r"(?:rol(?:es)?(?: ingreso| corte)?|exp(?:ediente|edientes|te|s)?\.?|rad(?:icado|icaci[oó]n|\.)|"
    r"causas?(?: rol)?|recurso|rec\.|casaci[oó]n|amparo(?: directo)?(?: en revisi[oó]n)?|ingreso|B\. ?J\.|"
    r"gaceta|caso)(?!\w)"
)
_NUMBERS = (
    rf"(?:{NUMBER_SIGN}{_CODE}(?:(?:,| y|, y|;) (?:{_DOCKET} )?{NUMBER_SIGN}{_CODE}(?! de \w)){{0,8}}"
    rf"(?: de {YEAR})?)"
)
_DOCKETS = rf"(?:,? ?\(?(?:en )?(?:el |la )?{_DOCKET} ?{_NUMBERS}\)?)"
_ON = rf"(?:,? ?\(?(?:sentencia )?(?:de fecha |del d[ií]a |del? |el )?{DATE}\)?)"
#: "sentencia N° 123, de 3 de mayo de 2010": with one of them at least, and each once.
_RULED = (
    rf"(?:(?:,|:|\.)? ?\(?(?:en |por )?(?:la |el |su )?{_RULING}"
    rf"(?:(?: ?{_NUMBERS}{_ON}?|{_ON}){_DOCKETS}{{0,2}}|{_DOCKETS}{{1,2}}{_ON}?))"
)
_CALLED = rf"(?:,? ?\(?(?:caso|in re|caratulad[oa]|autos)?:? ?{QUOTED}\)?)"
_COURT_RULED = (
    rf"{_OF_WHERE}{_SALA}{{0,2}}"
    rf"(?:{_RULED}|{_DOCKETS}{{1,2}}{_ON}?|{_CALLED}{_DOCKETS}?{_ON}?{_DOCKETS}?|"
    rf"{_ON}{_DOCKETS}{{1,2}}){_CALLED}?"
    rf"(?:; (?:{_DOCKET} ?{_NUMBERS}|{_RULING} ?{_NUMBERS}){_ON}?){{0,6}}"
)
_RULED_BY = (
    rf" ?{_NUMBERS}{_ON}?,? (?:dictad[oa] |emitid[oa] |pronunciad[oa] )?(?:del|de la|por el|por la) "
    rf"(?:excma\. )?{_HIGH}{_SALA}{{0,2}}{_ON}?{_DOCKETS}?"
)
#: Mexican and others: the name of a remedy, its number, and words that cite.
_REMEDY = rf"amparo(?: directo)? en revisi[oó]n {NUMBER_SIGN}\d{{1,4}}/(?:19|20)\d\d(?!\w|/)"
_NULLITY = (
    rf"(?:R\. ?N\.|recurso de nulidad) {NUMBER_SIGN}\d{{1,5}}-(?:19|20)\d\d(?!\d)(?:(?:-|/|,)? ?{TOWN})?"
    rf"(?:,? del?(?: fecha)? {DATE})?"
)
#: Also a header's, but no header has words that cite.
_ECLI = r"ECLI:[A-Z]{2}:[A-Z0-9]{1,9}:\d{4}:[A-Z0-9.]{0,20}\w"
_CONSTITUTIONAL_CASE = (
    rf"caso {NUMBER_SIGN}\d{{1,4}}-\d{{2}}-[A-Z]{{2}}(?![\w/-])(?:,? de la corte constitucional)?"
)

_OURS = either(OWN, HEADER)


def _authority(words: str, pattern: str, rest: str = "") -> Rule:
    return Rule(
        "precedent",
        heads(words),
        compiled(pattern, rest),
        needs=CITING,
        unless=_OURS,
        unless_then=OWN_THEN,
        titled=True,
    )


AUTHORITIES = (
    _authority(
        "corte suprema tribunal consejo superior sala cámara camara primera segunda pleno "
        "csj csjn c scj scjn s tsj t tc cc cnj scs cs ica ca scba tac tat lju",
        _HIGH_NAME,
        _COURT_RULED,
    ),
    _authority(
        "sentencia sentencias fallo fallos sent auto autos voto votos resolución resolucion acuerdo ac",
        _RULING,
        _RULED_BY,
    ),
    _authority("amparo", _REMEDY),
    _authority("r recurso", _NULLITY),
    _authority("ecli", _ECLI),
    _authority("caso", _CONSTITUTIONAL_CASE),
)
