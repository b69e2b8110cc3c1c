"""Rulings of other cases by the number of a reporter, which no docket of a case looks like."""

from service.pipeline.detect.citations.context import precedent
from service.pipeline.detect.citations.parts import (
    CHAMBER,
    COUNTRY,
    DATE,
    NUMBER_SIGN,
    PAGES,
    QUOTED,
    TOWN,
    YEAR,
)

# --- Argentina ---

_FALLOS_LIST = (
    r"Fallos:? ?(?:T\.? ?)?\d{1,3} ?: ?\d{1,4}(?!\d)(?:(?:,|;| y|, y) ?\d{1,3} ?: ?\d{1,4}(?!\d)){0,12}"
)
_FALLOS = rf"{_FALLOS_LIST}(?:,? (?:sentencia |fallo )?del? {DATE})?"
_ARGENTINE = (
    r"(?-i:CSJN|C\.S\.J\.N\.|CSN|SCBA|S\.C\.B\.A|SCJBA|CNCiv|CNCom|CNAT|CNCP|CFCP|CNCAF|CNACAF|TSJ|STJ|"
    r"SCJN|SCJM)\.?(?!\w)"
)
_ARGENTINE_CASE = (
    rf"{CHAMBER}{{0,2}}(?:(?:,|:| -) |,? \(| (?=in re|en |caso ))(?:en )?(?:in re:? |caso |causa |"
    rf"autos |fallo )?{QUOTED}"
    rf"(?:,? ?\(?(?:{_FALLOS}\)?|(?:(?:sentencia |sent\. |fallo )?del? )?{DATE}\)?(?:,? ?\(?{_FALLOS}\)?)?))"
)

# --- The Inter-American Court ---

_STAGE = (
    r"(?:Fondo|Reparaciones|Costas|Excepci(?:[oó]n|ones) Preliminar(?:es)?|Interpretaci[oó]n|Competencia|"
    r"M[eé]rito)"
)
_STAGES = rf"(?:[.,;]? ?\(?{_STAGE}(?:(?:,| y|, y| e) {_STAGE}){{0,4}}\)?)"
_SERIES = rf"(?:[.,;]? ?\(?Serie [CA],? {NUMBER_SIGN}\d{{1,3}}(?!\d)\)?)"
_INTER_SENTENCE = rf"(?:[.,;]? ?\(?(?:sentencia )?(?:de |del |de fecha ){DATE}\)?)"
_STATE = rf"(?:vs?\.?|contra|c\.) (?:el )?(?:Estado de )?(?:Rep[úu]blica de )?{COUNTRY}"
#: The name of a case goes on till its State, but through no word of a sentence.
_CASO = r"casos? [«“\"]?(?:de(?: la| los| las)? )?(?:\d\d )?(?-i:[A-ZÁÉÍÓÚÑ«“\"(])"
_OF_STATE = (
    r"(?:(?!(?<!\w)(?:el|en|que|se|don|doña|fue|con|por|su|al)(?!\w)|\w{4}\.\s|\n\s)[^;:\d]){1,110}? "
    rf"{_STATE}[»”\"]?"
)
_INTER = rf"{_STAGES}{{0,2}}{_INTER_SENTENCE}?{_STAGES}?{_SERIES}?{PAGES}?"
_COURT_IDH = (
    r"(?:Corte (?:IDH|I\.D\.H\.|Interamericana(?: de Derechos Humanos)?)|(?-i:CIDH|CorteIDH|CrIDH))(?!\w)"
)

# --- Colombia, Ecuador, Peru, Bolivia, the Dominican Republic ---

_COLOMBIAN_NUMBER = (
    r"(?-i:SU|C|T)(?:[-‑–] ?)?\d{3,4}[A-Z]?(?:/\d{2,4}(?![\w/-])| de(?:l año)? (?:19|20)\d\d(?!\d))"
)
_COLOMBIAN = rf"{_COLOMBIAN_NUMBER}(?:(?:,|;| y|, y) (?:la )?{_COLOMBIAN_NUMBER}){{0,10}}"
_SUPREME = (
    r"(?:(?:CSJ,? )?(?-i:S[PLC]|A[PLC]|ST[PLC])(?:-| )?\d{2,5}-(?:19|20)\d\d(?![\w/-])"
    rf"|CSJ,? (?-i:S\.?[PLC]\.?|A\.?[PLC]\.?|ST[PLC])(?: Civil| Penal| Laboral)?,? (?:sentencia |"
    rf"sent\. )?(?:del? )?{DATE}"
    rf"(?:,? \(?(?:rad|exp)(?:icado|icación|ediente|\.)? {NUMBER_SIGN}\d[\d.-]{{1,22}}\d\)?)?)"
)
_ECUADORIAN = rf"(?:sentencias?|dictamen|resoluci[oó]n|auto) {NUMBER_SIGN}\d{{1,4}}-\d{{2}}-"
_ECUADORIAN_KIND = (
    r"(?:(?:SEP|SIN|SIS|SAN|SCN|SEE|DTI|DEE|PJO)-CC|(?:EP|IN|IS|AN|CN|JP|JH|JD|EE|TI|RC|"
    r"IA)/\d{2})(?![\w/-])"
    rf"(?:,? (?:(?:dentro )?del? )?caso {NUMBER_SIGN}\d{{1,4}}-\d{{2}}-[A-Z]{{2}}(?![\w/-]))?(?:,? (?:de|"
    rf"del) {DATE})?"
)
_PERUVIAN_NUMBER = (
    rf"{NUMBER_SIGN}\d{{3,5}}-(?:19|20)\d\d-(?:PA|AA|PHC|HC|PHD|HD|PC|AC|CC|PCC|PI|AI|Q)/TC(?!\w)"
)
_PERUVIAN = (
    r"(?:STC|RTC|sentencias?|resoluci[oó]n|exp(?:edientes?|s?\.))(?: reca[ií]da en el)?(?: exp(?:ediente|"
    rf"\.))?,? (?={NUMBER_SIGN}\d)"
)
_PERUVIAN_NUMBERS = (
    rf"{_PERUVIAN_NUMBER}(?:(?:,|;| y|, y) {_PERUVIAN_NUMBER}){{0,8}}(?:,? (?:del?|de fecha) {DATE})?"
)
_CASSATION = (
    rf"(?-i:[Cc]asaci[oó]n|Cas\.|[Cc]asaciones)(?: laboral)? {NUMBER_SIGN}\d{{1,5}} ?[-‑–] ?(?:19|20)\d\d"
    rf"(?!\d)(?:(?: ?[-‑–/,]| de)? ?{TOWN})?(?:,? (?:publicad[oa] el|del?(?: fecha)?) {DATE})?"
)
_BOLIVIAN = r"(?:(?-i:SCP|SC|DCP|SSCC|SSCCPP)|sentencia constitucional(?: plurinacional)?)"
_BOLIVIAN_NUMBERS = (
    rf"(?:,? {NUMBER_SIGN}\d{{3,4}}/(?:19|20)\d\d(?:-[A-Z]{{1,3}}\d{{0,2}})?(?!\w)){{1,5}}(?:,? (?:del?|"
    rf"de fecha) {DATE})?"
)
_DOMINICAN = rf"\d{{4}}/\d{{2}}(?!\w|/)(?:,? (?:de fecha|del|de|d/f) {DATE})?"

# --- Mexico ---

_EPOCH = r"(?: ?\((?:\d{1,2}|[IVX]{1,4})ª?a?\.?\))"
_THESIS = (
    r"(?:(?:tesis|jurisprudencia)(?: de jurisprudencia| jurisprudencial| aislada)?:? (?:n[°ºúu.m]{1,4} )?)?"
    r"(?-i:(?:P|[12]a|PC)\.? ?(?:[IVX]{1,5}\. ?)?(?:/? ?J\. ?\d{1,3}/(?:\d{4}|\d{2})|/? ?[CLXVI]{1,8}/"
    r"(?:\d{4}|\d{2}))|"
    r"[IVX]{1,5}\.\d{1,2}o\.(?:[A-Z]{1,2}\.){0,2} ?(?:J/\d{1,3}|\d{1,3} [A-Z]{1,2}(?= \()))(?!\w|/)"
    rf"{_EPOCH}?(?:,? (?:con )?registro (?:digital )?(?:n[°ºúu.m]{{1,4}} )?\d{{6,7}}(?!\d))?"
)
_CONTRADICTION = (
    r"(?:contradicci[oó]n de (?:tesis|criterios)|acci[oó]n de inconstitucionalidad|"
    r"controversia constitucional) "
    rf"{NUMBER_SIGN}\d{{1,4}}/(?:19|20)\d\d(?!\w|/)(?: y (?:su )?acumuladas? \d{{1,4}}/(?:19|20)\d\d"
    rf"(?!\w|/))?"
)

PRECEDENTS = (
    precedent("fallos", _FALLOS, titled=False),
    precedent(
        "\" “ « ‘ '", rf"{QUOTED},? ?\(?(?:publicad[oa] en |en )?(?=Fallos)", rf"{_FALLOS}\)?", titled=False
    ),
    precedent(
        "precedente precedentes leading",
        rf"(?:precedentes?|leading case):? {QUOTED},? de (?:la (?:CSJN|Corte|C[aá]mara|Suprema|SCBA)|"
        rf"nuestra Corte)(?!\w)",
    ),
    precedent(
        "csjn c csn scba scjba cnciv cncom cnat cncp cfcp cncaf cnacaf tsj stj scjn scjm s",
        _ARGENTINE,
        _ARGENTINE_CASE,
        titled=False,
    ),
    precedent(
        "corte cidh corteidh cridh",
        _COURT_IDH,
        rf"[,.:(] ?(?:en (?:el )?)?{_CASO}{_OF_STATE}{_INTER}",
        titled=False,
    ),
    precedent(
        "caso casos",
        _CASO,
        rf"{_OF_STATE}{_STAGES}{{0,2}}(?:{_INTER_SENTENCE}{_STAGES}?{_SERIES}|{_SERIES}){PAGES}?",
        titled=False,
    ),
    precedent(
        "opinión opinion oc",
        rf"(?:opini[oó]n consultiva )?OC-\d{{1,2}}/\d{{2}}(?:,? del? {DATE})?{_SERIES}?{PAGES}?",
    ),
    precedent("sentencia sentencias su c t", rf"(?:sentencias? {NUMBER_SIGN})?(?=(?-i:SU|C|T))", _COLOMBIAN),
    precedent("csj sp sl sc ap al ac stp stl stc", r"(?=CSJ|(?-i:S[PLC]|A[PLC]|ST[PLC]))", _SUPREME),
    precedent("sentencia sentencias dictamen resolución resolucion auto", _ECUADORIAN, _ECUADORIAN_KIND),
    precedent(
        "resolución resolucion",
        rf"resoluci[oó]n {NUMBER_SIGN}\d{{1,4}}-CCE-PLE-(?:19|20)\d\d(?!\w)(?:,? del? {DATE})?",
    ),
    precedent("stc rtc sentencia resolución resolucion expediente exp exps", _PERUVIAN, _PERUVIAN_NUMBERS),
    precedent("casación casacion cas casaciones", _CASSATION),
    precedent("scp sc dcp ssccpp sscc sentencia", _BOLIVIAN, _BOLIVIAN_NUMBERS),
    precedent("sentencia tc", rf"(?:sentencia {NUMBER_SIGN})?(?-i:TC)/", _DOMINICAN),
    precedent("tesis jurisprudencia p pc i ii iii iv v vi vii viii ix x xi xii", _THESIS),
    precedent("contradicción contradiccion acción accion controversia", _CONTRADICTION),
    precedent("stc", rf"STC (?:rol(?:es)? )?{NUMBER_SIGN}\d{{3,5}}(?:-\d{{2,4}})?(?!\w|[/-]\d)"),
    precedent(
        "acuerdo",
        rf"acuerdo plenario {NUMBER_SIGN}\d{{1,2}}-(?:19|20)\d\d/C[IJ]-116(?:,? del? (?:{DATE}|{YEAR}))?",
    ),
)
