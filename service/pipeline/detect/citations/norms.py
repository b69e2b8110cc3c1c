"""Laws, decrees, codes and constitutions, and rules of the European Union."""

from typing import Final

from service.pipeline.detect.citations.articles import ARTICLE, JOINT
from service.pipeline.detect.citations.context import OWN
from service.pipeline.detect.citations.parts import (
    COUNTRY,
    DATE,
    DAY_MONTH,
    NUMBER_SIGN,
    TOWN,
    YEAR,
    compiled,
    heads,
)
from service.pipeline.detect.citations.rule import Rule

#: A name of a law goes on only in words that laws are made of.
_SUBJECT = (
    r"(?:acceso|acci[oó]n|administraci[oó]n|administrativ[oa]s?|aduanas?|adolescen\w{2,4}|ambient\w{1,3}|"
    r"amparo|aprueba|apoyo|arbitraje|arrendamientos?|asociaciones|bancari[oa]|bases|c[oó]digo|civil(?:es)?|"
    r"comerci(?:o|al|ales)|com[úu]n|concurs\w{2,5}|conciliaci[oó]n|constituci[oó]n|constitucional(?:es)?|"
    r"consumidor(?:es)?|contencios\w{1,3}|contratos?|control|cooperativas|criminal|datos|defensa|derechos?|"
    r"discapacidad|electoral|empleo|enjuiciamiento|entidades|estado|estatuto|extranjer[oa]s?|fiscal|"
    r"familias?|federal|financier[oa]|funci[oó]n|garant[ií]as?|general(?:es)?|"
    r"g[eé]nero|gobierno|hacienda|humanos|identidad|impuestos?|informaci[oó]n|integral|instituciones|"
    r"jubilaciones|judicial|jurado|jurisdicci[oó]n|jur[ií]dic[oa]s?|justicia|laboral(?:es)?|libertad|local|"
    r"matrimonio|mediaci[oó]n|medidas?|menores|mercantil|mora|mujer(?:es)?|municipal\w{0,4}|nacional|"
    r"niñ[oa]s?|niñez|notariado|obligaciones|oficina|orden|org[aá]nic[oa]|organizaci[oó]n|penal|"
    r"penitenciari[oa]|personal(?:es)?|personas|planta|poder|polic[ií]a|pol[ií]tic[oa]|prevenci[oó]n|"
    r"previsional|procedimientos?|procesal(?:es)?|proceso|propiedad|protecci[oó]n|p[úu]blic[oa]s?|quiebras|"
    r"ratifica|r[eé]gimen|registros?|relativa|responsabilidad|riesgos|salud|sanitari[oa]|sancion\w{2,6}|"
    r"sector|seguros?|seguridad|servicios?|social|sociedades|suelo|sujetos|trabajo|trabajador(?:es)?|"
    r"tr[aá]fico|transparencia|tr[aá]nsito|transporte|tribunal(?:es)?|tributari[oa]|unificado|urban[oa]s?|"
    r"v[ií]ctimas|vial|violencia|voluntaria)"
    r"(?!\w)"
)
_SPANISH_REGION = (
    r"(?:andaluc[ií]a|arag[oó]n|asturias|canarias|cantabria|castilla y le[oó]n|castilla-la mancha|cataluña|"
    r"euskadi|extremadura|galicia|murcia|navarra|la rioja|la comunitat valenciana|las illes balears)(?!\w)"
)
_TERRITORY = (
    r"(?:,? (?:del?|para)(?: la| el)? (?:provincia|estado|comunidad(?: aut[oó]noma)?|naci[oó]n|"
    r"rep[úu]blica|principado|"
    rf"distrito federal|ciudad(?: aut[oó]noma)?)(?!\w)(?: (?:del?|de la) {TOWN})?)"
)
#: ", del Poder Judicial", ", de Medidas de Protección Integral contra la Violencia".
_SUBJECTS = rf"(?: {JOINT}{{0,3}}{_SUBJECT}){{1,10}}"
_NAME = rf"(?:,? (?:del?|de las?|de los|sobre|reguladora|por el que se aprueba)(?!\w){_SUBJECTS})"
_TAIL = rf"(?: del congreso(?: de la rep[úu]blica)?)?{_NAME}?(?:{_TERRITORY}|,? de {_SPANISH_REGION})?"

#: "39/2015, de 1 de octubre": a year after that day must be the number's own, else the day is another's.
_SLASHED = (
    r"(?:\d{1,5}/(?P<year>(?:19|20)\d\d)(?!\w|[./-]\d)"
    rf"(?:,? del? {DAY_MONTH}(?: del? (?P=year)(?!\d))?(?!,? del? (?:\d|año|dos mil|mil))(?!,? (?:al?|"
    rf"hasta) \d))?)"
)
_FIGURES = (
    r"(?>(?:\d{1,3}\.\d{3}|\d{1,5})(?!\.?\d)(?:/\d{2,3}(?!\d)|-(?:19|20)?\d{2}(?!\d)(?:-"
    r"(?-i:[A-Z]{2,6}))?|-(?-i:[A-Z]))?)(?!\w|[/-]\w)"
)
_OF_YEAR = rf"(?:,? del?(?: año)? {YEAR})"
_OF_DATE = rf"(?:,? del?(?: año)? (?:{YEAR}|{DATE}))"
_PASSED = rf"(?:,? (?:sancionada|promulgad[oa]|publicad[oa]) (?:el|con fecha|en) {DATE})"
_DATED = rf"(?:{_SLASHED}|{_FIGURES}{_OF_DATE}?{_PASSED}?)"
_UNDATED = rf"(?:{_SLASHED}|{_FIGURES}{_OF_YEAR}?)"
_MORE = rf"(?:(?:,| y| e|, y) {NUMBER_SIGN}{_FIGURES}){{0,8}}"

#: Their dates are never those of a case.
_LAW = (
    r"(?:ley(?: (?:org[aá]nica(?: constitucional)?|foral|federal|nacional|provincial|general|estatutaria|"
    r"especial|marco|constitucional|de bases))?|real decreto(?:(?:-| )(?:ley|legislativo))?|decreto(?:-|"
    r" )(?:ley|legislativo|supremo|con fuerza de ley|de necesidad y urgencia|ejecutivo|reglamentario|"
    r"nacional)|auto acordado|acuerdo (?:plenario|gubernativo)|(?-i:L\.?O\.?|R\.?D\.?|R\.?D\.?L\.?|RDLeg|"
    r"D\.?L\.?|D\.?S\.?|D\.?F\.?L\.?|DNU))(?!\w)"
)
#: Kinds that may also be an act of the case; its date is theirs only if the number says its year.
_ACT = (
    r"(?:decreto|acordada|acuerdo(?: (?:general|plenario))?|circular|reglamento|"
    r"resoluci[oó]n (?:general|conjunta|ministerial|normativa|t[eé]cnica)(?: conjunta)?(?: \(?"
    r"(?-i:[A-Z]{2,8})\)?)?|"
    r"comunicaci[oó]n (?-i:[AB]))(?!\w)"
)
_EUROPEAN = (
    r"(?:reglamento|directiva|decisi[oó]n(?:(?:-| )marco)?)(?: de ejecuci[oó]n| delegad[oa])?"
    rf"(?: \((?:UE|CEE?|Euratom)(?:, Euratom)?\))? {NUMBER_SIGN}(?>\d{{2,4}}/\d{{1,4}}(?:/(?:UE|CEE?|"
    rf"JAI))?(?!\w|[/-]\d))"
    r"(?: del parlamento europeo(?: y del consejo)?| del consejo| de la comisi[oó]n)?"
    rf"(?:,? del? {DATE})?"
)
_CODE = (
    rf"c[oó]digo{_SUBJECTS}(?:{_TERRITORY}|(?: de(?: la)? {TOWN}))?{_OF_YEAR}?"
    rf"(?: \((?:decreto(?:(?:-| )(?:ley|legislativo|supremo))?|ley) {NUMBER_SIGN}{_DATED}\))?"
)
_CONSTITUTION = (
    rf"(?-i:C)onstituci[oó]n(?:{_OF_YEAR}|(?: (?:pol[ií]tica|nacional|española|federal|provincial))"
    rf"(?:{_TERRITORY}| (?:del?|de los) (?:la )?(?:rep[úu]blica (?:del? )?)?(?:{COUNTRY}|"
    rf"estados unidos mexicanos))?{_OF_DATE}?|{_TERRITORY}{_OF_DATE}?)"
)
_DEED = compiled(r"(?:escritura|acta|contrato|estatutos?|sociedad|empresa)[^.;\n]{0,40}\Z")

#: "SAP LO 4817/2021" is a ruling of Logroño; "21774-2016-DPR/DL 19990" an act's own number.
_RULING = compiled(r"(?:(?-i:[SA][A-Z]{1,4})\s{1,3}|\w/)\Z")
#: What a clerk or a mayor decrees in a case has a number too, and stands on a leaf of its file.
_ISSUED = compiled(
    r",? (?:\(f(?:j?s?|ols?)\. \d|dictad|del? (?:la )?letrad|del? (?:la )?secretari|"
    r"que (?:se )?(?:admit|designa|nombr|concedi|acord))"
)

_LAW_HEADS: Final = heads("ley real decreto auto acuerdo lo l rd r rdl rdleg dl d ds dfl dnu")
_ACT_HEADS: Final = heads(
    "decreto acordada acuerdo circular reglamento resolución resolucion comunicación comunicacion orden"
)

NORMS = (
    Rule(
        "norm", _LAW_HEADS, compiled(_LAW, rf" ?{NUMBER_SIGN}{_DATED}{_TAIL}"), lead=ARTICLE, unless=_RULING
    ),
    Rule(
        "norm",
        heads("leyes decretos"),
        compiled(rf"(?:leyes|decretos) {NUMBER_SIGN}{_FIGURES}{_OF_YEAR}?{_MORE}"),
        lead=ARTICLE,
    ),
    Rule(
        "norm",
        _ACT_HEADS,
        compiled(rf"(?:{_ACT}|orden (?-i:[A-Z]{{2,4}})/) ?{NUMBER_SIGN}", _UNDATED + _TAIL),
        lead=ARTICLE,
        unless=OWN,
        unless_then=_ISSUED,
    ),
    Rule(
        "norm",
        heads("decreto"),
        compiled(rf"decreto {NUMBER_SIGN}{_FIGURES}{_OF_DATE}{_TAIL}"),
        lead=ARTICLE,
        led=True,
    ),
    Rule(
        "norm",
        heads("auto"),
        compiled(r"auto acordado", rf"(?: de la (?:excma\. )?corte suprema)?,? del? {DATE}"),
    ),
    Rule("norm", heads("reglamento directiva decisión decision"), compiled(_EUROPEAN), lead=ARTICLE),
    Rule("norm", heads("código codigo"), compiled(_CODE), lead=ARTICLE),
    Rule("norm", heads("constitución constitucion"), compiled(_CONSTITUTION), lead=ARTICLE, unless=_DEED),
    Rule(
        "norm",
        heads("ley"),
        compiled(rf"ley(?: (?:org[aá]nica|general|federal|nacional|especial|marco))?{_NAME}{_OF_YEAR}?"),
        lead=ARTICLE,
    ),
)
