"""The commonest identifiers: of people, of accounts and things, of the case itself.

A cue or an unmistakable form finds a candidate; python-stdnum checks it. What only a
common cue says ("causa", "póliza") has a score below the masks': where the model sees
nothing there, a person looks.
"""

from collections.abc import Callable
from importlib import import_module

from service.pipeline.detect.patterns.dates import CITED
from service.pipeline.detect.patterns.form import Form, bounded

#: "N°", "núm.", ":" … between a cue and its number.
_NUMBER_SIGN = r"\s{0,3}(?:(?:n(?:[°ºo]|ro|[úu]m(?:ero)?)?\.?[°º]?|[:=#;,.-])\s{0,3}){0,4}"
_IS = r"(?:\s+(?:es|era|de|identidad|ciudadan[ií]a|personal|nacional|extranjer[ií]a|única|tributaria)){0,3}"
_CODE = r"[A-Z0-9](?:[A-Z0-9]|[-./](?=[A-Z0-9])|\s?[-/]\s?(?=\d)){2,40}"
_FIGURES = r"\d(?:[\d]|[.\s-](?=\d)){4,16}(?:\s?[-/]\s?[\dkK])?"


_LETTERS = r"(?:[A-Z]-?|(?-i:[A-Z]{1,3}|[A-Z]\s?-?\s?)(?=\d))"
#: After a space a capital only: "27.334.501 y" goes on with the sentence.
_SPACED_LETTER = r"(?-i:\s?-?\s?[A-Z](?!\w))"


def _stdnum(*modules: str) -> Callable[[str], bool]:
    """Valid by any of python-stdnum's `modules`."""
    checks = [import_module(f"stdnum.{module}").is_valid for module in modules]
    return lambda surface: any(check(surface) for check in checks)


def _form(kind: str, score: float, pattern: str, valid: Callable[[str], bool] | None = None) -> Form:
    return Form(kind, "ID", score, bounded(pattern), valid=valid)


def _cued(kind: str, score: float, cue: str, number: str = _CODE) -> Form:
    """A number of at least two figures after `cue`, unless a precedent is being cited."""
    two_figures = r"(?=[^\s\d]{0,12}\s?\d)(?=\S{0,40}\d{2})"
    pattern = rf"(?<!\w)(?:{cue})\.?{_NUMBER_SIGN}(?P<x>{two_figures}(?:{number}))(?!\w)"
    return Form(kind, "ID", score, bounded(pattern), unless=CITED)


IDS = (
    _form("email", 0.99, r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}(?!\w)"),
    _form(
        "iban",
        0.99,
        r"(?<!\w)(?-i:[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){4,7}(?:\s?[A-Z0-9]{1,3})?)(?!\w)",
        _stdnum("iban"),
    ),
    _form("ecli", 0.99, r"(?<!\w)ECLI:[A-Z]{2}:[A-Z0-9]{1,12}:\d{4}:[A-Z0-9.]{1,25}(?!\w)"),
    _form("case_number", 0.95, r"(?<!\w)(?:Roj|Id\s?Cendoj)\s?:?\s?(?P<x>[A-Z]{0,8}\s?\d[\d/]{3,24})(?!\w)"),
    _form(
        "dni",
        0.98,
        r"(?<!\w)(?:d\.?\s?n\.?\s?i\.?|l\.\s?e\.|l\.\s?c\.|c\.\s?i\.|c\.\s?c\.|n\.?i\.?e\.?|n\.?i\.?f\.?|r\.?u\.?[tn]\.?|"
        r"c[eé]dula|documento|c\.?u\.?i\.?[tl]\.?|d\.?p\.?i\.?|r\.?u\.?c\.?|pasaporte|m\.\s?i\.)"
        rf"{_IS}{_NUMBER_SIGN}(?P<x>{_LETTERS}?{_FIGURES}(?:-?[A-Z](?!\w)|{_SPACED_LETTER})?)(?!\w)",
    ),
    _form(
        "rut",
        0.98,
        r"(?<![\w.])\d{1,2}\.\d{3}\.\d{3}\s?-\s?[\dkK](?!\w)",
        _stdnum("cl.rut"),
    ),
    _form("cuit", 0.98, r"(?<![\w.-])(?:20|23|24|27|30|33|34)-\d{8}-\d(?![\w-])", _stdnum("ar.cuit")),
    _form(
        "dni",
        0.97,
        r"(?<![\w.-])(?:(?:\d{8}|\d{2}\.\d{3}\.\d{3})(?:-?|(?-i:\s?-?\s?(?=[A-Z])))|[XYZ]-?\d{7}-?)"
        r"[A-HJ-NP-TV-Z](?!\w)",
        _stdnum("es.dni", "es.nie"),
    ),
    _form("curp", 0.99, r"(?<!\w)[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d(?!\w)", _stdnum("mx.curp")),
    _form(
        "rfc",
        0.97,
        rf"(?<!\w)r\.?f\.?c\.?{_NUMBER_SIGN}(?P<x>[A-ZÑ&]{{3,4}}-?\d{{6}}-?[A-Z0-9]{{3}})(?!\w)",
        _stdnum("mx.rfc"),
    ),
    _form(
        "phone",
        0.95,
        r"(?<!\w)(?:tel[eé]fonos?|tel(?:[eé]f?)?|tfno|cel(?:ular)?|m[oó]vil|fono|fax|whatsapp|abonado)\.?"
        rf"(?:\s+(?:celular|m[oó]vil|fijo|particular)){{0,1}}{_NUMBER_SIGN}"
        r"(?P<x>\(?\+?\d(?:[\d]|[\s().-]{1,2}(?=[\d(])){5,18})(?!\w)",
    ),
    _form("licence", 0.97, r"(?<!\w)T[°ºo]?\.?\s?\d{1,4}\s?,?\s?(?:-\s?)?F[°ºo]?\.?\s?\d{1,4}(?!\w)"),
    _form(
        "account",
        0.95,
        r"(?<!\w)(?:c\.?b\.?u\.?|cuenta(?:\s+(?:corriente|bancaria|de\s+ahorros?|judicial|vista)){0,2}|clabe|alias\s+cbu)"
        rf"{_NUMBER_SIGN}(?P<x>\d[\d\s./-]{{5,30}}\d)(?!\w)",
    ),
    _form(
        "plate",
        0.95,
        r"(?<!\w)(?:dominio|patente|placas?(?:\s+de\s+circulaci[oó]n)?|p\.p\.u\.?|chapa)"
        rf"(?:\s+(?:[úu]nica|colocado)){{0,1}}{_NUMBER_SIGN}"
        r"(?P<x>(?=[A-Z0-9 .-]{0,7}\d)(?-i:[A-Z]{1,4}[\s.-]{0,2}"
        r"(?:\d{2,4}(?:[\s.-]{0,2}[A-Z]{1,3}|-\d{2,3})?|[A-Z]{2}[\s.-]?\d{2})))(?!\w)",
    ),
    _form(
        "signature_code",
        0.97,
        r"(?<!\w)c[oó]digo(?:\s+de\s+verificaci[oó]n)?\s?:\s{0,3}(?-i:(?P<x>[A-Z0-9]{9,16}))(?!\w)",
    ),
    _form(
        "case_number",
        0.97,
        r"(?<!\w)n\.?i\.?g\.?\s?:?\s{0,3}(?P<x>\d{5}[\s.-]\d{2}[\s.-]\d[\s.-]\d{4}[\s./-]\d{7})(?!\w)",
    ),
    _form("page_code", 0.98, r"(?<!\w)\d{6,12}-DFE(?!\w)"),
    _cued(
        "case_number",
        0.4,
        r"(?:expedientes?|exptes?|exp|causas?|roles|rol|r\.?i\.?t|r\.?u\.?[ci]|radicad[oa]s?|radicaci[oó]n|rad|"
        r"recursos?|autos|legajos?|juicios?|procesos?|procedimientos?|sumarios?|carpetas?|i\.?p\.?p|c\.?u\.?i\.?j|"
        r"sacm?|toca|ficha|i\.?u\.?e|querella|atestado|diligencias|rollo|n\.?i\.?g|n\.?u\.?r\.?e\.?j|amparo|casaci[oó]n)"
        r"(?:\s+(?:penal|civil|judicial|electr[oó]nico|[úu]nico|digital|ingreso|corte|principal|de\s+investigaci[oó]n|"
        r"previas|ordinario|abreviado|urgentes|de\s+apelaci[oó]n|de\s+casaci[oó]n|de\s+amparo|de\s+suplicaci[oó]n)){0,3}",
    ),
    _cued(
        "document_number",
        0.4,
        r"p[oó]liza|m\.\s?p|mat|pagar[eé]|cheque|factura|licencias?(?:\s+m[eé]dicas?)?(?:\s+folios?)?|acci[oó]n\s+de\s+personal|"
        r"partida(?:\s+registral)?|matr[ií]cula|folio\s+real|asiento|casiller[oa]|casilla(?:\s+(?:judicial|electr[oó]nica))?|"
        r"casillero\s+(?:judicial|electr[oó]nico)|oficio|of\.\s?ord|informe(?:\s+(?:policial|pericial|t[eé]cnico|m[eé]dico))?|"
        r"memorando|acuerdo\s+ine|resoluci[oó]n(?:\s+exenta)(?:\s+ra)?|resoluci[oó]n\s+de\s+multa|registro\s+de\s+audio|"
        r"contrato|cr[eé]dito|operaci[oó]n|siniestro|historia\s+cl[ií]nica|n[úu]mero\s+de\s+tel[eé]fono(?:\s+celular)?|imei|"
        r"chasis|motor|serie|boleta|parte\s+policial|cadena\s+de\s+custodia|referencia",
    ),
)
