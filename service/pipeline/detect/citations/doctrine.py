"""Books, articles and journals."""

from typing import Final

from service.pipeline.detect.citations.parts import PAGES, compiled, heads
from service.pipeline.detect.citations.rule import Rule
from service.pipeline.detect.expression import by_initial

_NAME = r"(?-i:[A-ZÁÉÍÓÚÜÑ](?:[\w'’]{1,20}|\.)(?:-[A-ZÁÉÍÓÚÜÑ]\w{1,20})?)"
_NAMES = rf"(?:{_NAME}(?: (?:(?:de|del|de la|y|e|von|van) )?{_NAME}|-{_NAME}){{0,4}})"
#: "ALSINA, Hugo", "Claus Roxin", "Bueres, Alberto y Highton, Elena", and their colon or comma.
_AUTHORS = (
    r"(?<!\w)(?!(?:v[eé]an?se|ver|cfr|conf|vid|seg[úu]n|como|as[ií]|lo|en|el|la)(?!\w))"
    rf"{_NAMES}(?:, {_NAMES})?(?:(?: -| –|/|;| y) ?{_NAMES}(?:, {_NAMES})?)?"
    r"(?: \((?:dirs?|coords?|eds?|comps?)\.?[^()\n]{0,20}\))?"
)
#: What authors end with.
_LAST = r"(?-i:[A-ZÁÉÍÓÚÜÑ)])[\w'’.-]{0,44}"
_BY_CLOSE = r"[,:.;] ?(?:en )?\Z"
_QUOTED_CLOSE = r"(?:,|:)? ?(?:en )?\Z"
_BY = compiled(rf"{_AUTHORS}{_BY_CLOSE}")
_BY_QUOTED = compiled(rf"{_AUTHORS}{_QUOTED_CLOSE}")

_PUBLISHERS = (
    r"ediar|astrea|depalma|abeledo|perrot|lexisnexis|la ley|rubinzal|hammurabi|zaval[ií]a|tirant|civitas|"
    r"aranzadi|thomson|marcial pons|tecnos|bosch|dykinson|porr[úu]a|trotta|temis|legis|leyer|editorial|ed\.|"
    r"edit\.|edic\.|ediciones|ed\b|palestra|grijley|ara editores|gaceta jur[ií]dica|fondo editorial|jurista|"
    r"fundaci[oó]n de cultura|fcu|heliasta|oxford|unam|fontamara|reus|comares|colex|iustel|librotecnia|"
    r"edersa|b de f|ad-hoc|jur[ií]dicas? de|externado|colmex|piedra santa|cultural cuzco|"
    r"intercontinental"
)
_PUBLISHER = rf"(?:{by_initial(_PUBLISHERS)})(?!\w)"
#: What no title holds: the marks of a person, an address, a docket, a whole date, a long number.
_STOPS = (
    r"d\.?n\.?i|c[eé]dulas?|domicili\w{1,8}|calle|avenida|av|nacid[oa]|identificad[oa]|"
    r"demandad\w{1,2}|actor\w{0,2}|imputad\w{1,2}|acusad\w{1,2}|se[ñn]or\w{0,2}|sra?|don|doña|dra?|"
    r"expedientes?|expte|causa n|rut|run|cuit|autos|fs|fojas|contra|test(?:igo|imonio)|el d[ií]a|el \d|"
    r"vive|vecin\w{1,2}|resid\w{1,5}|natural de|desde|fue|era|folio|"
    r"tel[eé]fono"
)
_STOP = (
    rf"(?<!\w)(?:{by_initial(_STOPS)})(?!\w)|"
    r"\d[\d.-]{6}|\d de [a-z]|\d/\d|@|\n\s{0,9}\n|\w{4}\.\s+(?-i:[A-ZÁÉÍÓÚ])\w{0,14},?\s+"
    r"(?-i:[a-z])\w{0,14}\s+(?-i:[a-z])"
)
_BODY = rf"(?:(?!{_STOP})[^;])"
_YEAR = r"(?<![\w.])(?:1[89]|20)\d\d(?![\w/]|\.\d)"
#: Between publisher and year stand names and numbers; a verb is a sentence's.
_IMPRINT = (
    r"(?>[\s,.:()/ªº°–-]{1,3}|(?-i:[A-ZÁÉÍÓÚÑ]\w{0,20})|(?:de|del|la|y|e|ed|edit|edic|edici[oó]n|editores|reimp\w{0,8}|tomo|"
    r"t|vol|p[aá]gs?|pp?|n|lo|blanch|\d{1,3}|[ivxlc]{1,6})(?!\w)){0,24}?"
)
#: From publisher or edition to year, then pages.
_PRINTED = rf"{_PUBLISHER}{_IMPRINT}{_YEAR}{PAGES}{{0,3}}"

_TITLES: Final = (
    "tratado manual derecho derechos curso código codigo comentario comentarios teoría teoria lecciones "
    "instituciones "
    "estudio estudios elementos introducción introduccion compendio principios fundamentos diccionario "
    "nociones "
    "responsabilidad obligaciones contratos sistema proceso procesal constitución la el los las prueba"
)
_REPORTER = (
    r"(?:(?-i:L\.?L\.?(?:BA|C|NOA|Litoral|Gran Cuyo)?|LA LEY|La Ley|J\.?A\.?|E\.?D\.?|D\.?J\.?|RCyS|RDCO|LLP|"
    r"LJU|RDJ|R\.D\.J\.|RJ|RTC|JUR|EDJ|TOL)(?!\w)(?:,? t\.)?,? ?"
    r"(?:(?:19|20)\d\d(?:[-–,/\\] ?[A-Z]{1,4}(?!\w))(?:[-–,] ?\d{1,5}(?![\w/-]|\.\d))?|(?:19|"
    r"20)\d\d[-\\]\d{1,5}(?!\w)|\d{2,3}[-–] ?\d{1,4}(?![\w/-]|\.\d))"
    r"|(?-i:AR|CL|UY|PY)/(?-i:DOC|JUR)/\d{1,5}/\d{4}(?!\w))"
)
_REPORTER_HEADS: Final = heads(
    "ll llba llc llnoa lllitoral l la_ley ja j ed e dj d rcys rdco llp lju rdj r rj rtc jur edj tol "
    "ar cl uy py"
)
_QUOTED = r"[\"“«‘'](?:[^\"“”«»‘’\n]|\n(?!\s)){4,160}[\"”»’']"
_CITED_WORK = (
    rf"{_QUOTED},? ?(?:en ){{0,1}}(?:{_BODY}{{0,90}}?{_PRINTED}|(?:{_BODY}{{0,60}}?,? ?)?{_REPORTER}|"
    rf"(?:en )?revista {_BODY}{{3,90}}?{PAGES})"
)
_OP_CIT = (
    rf"(?:(?:op|ob|loc|art)\. ?(?:cit|ult\. cit)(?:ada)?\.?|ib[ií]d(?:em|\.)),?{PAGES}{{1,3}}|(?:op|ob|"
    rf"loc)\. ?cit\."
)

DOCTRINE = (
    Rule(
        "doctrine",
        heads(_TITLES),
        compiled(rf"{_BODY}{{5,170}}?{_PRINTED}"),
        lead=_BY,
        led=True,
        close=compiled(_LAST + _BY_CLOSE),
    ),
    Rule(
        "doctrine",
        heads("\" “ « ‘ '"),
        compiled(_CITED_WORK),
        lead=_BY_QUOTED,
        led=True,
        close=compiled(_LAST + _QUOTED_CLOSE),
    ),
    Rule("doctrine", heads("op ob loc art ibid ibíd ibidem ibídem"), compiled(_OP_CIT), lead=_BY),
    Rule("doctrine", _REPORTER_HEADS, compiled(_REPORTER)),
)
