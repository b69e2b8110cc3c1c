"""Venezuela: cédula, RIF, Inpreabogado; the dockets of the Supreme Tribunal and of circuits."""

from service.pipeline.detect.patterns.checks import stdnum
from service.pipeline.detect.patterns.cues import CERTAIN, LIKELY, cued, docket, shaped

_CEDULA = r"[VE]\s?[-.–]{0,2}\s?\d{1,2}(?:[.,]\d{3}){2}|[VE]\s?[-.–]{0,2}\s?\d{6,9}"
_YEAR = r"(?:19|20)\d{2}"

VE = (
    cued(
        "dni",
        "cédula(s) de identidad, cédula, titular de la cédula, c.i., cédula de identidad personal, "
        "cédulas de identidad nros",
        rf"(?:{_CEDULA}|\d{{1,2}}(?:\.\d{{3}}){{2}})(?![-\w])",
        score=CERTAIN,
    ),
    shaped("dni", "v e v00 v0 e00", r"(?-i:[VE])-?\s?\d{1,2}(?:\.\d{3}){2}|(?-i:V)-\d{7,8}"),
    cued(
        "rif",
        "r.i.f., registro de información fiscal, registro único de información fiscal",
        r"[VEJPGC]\s?-?\s?\d{8}\s?-?\s?\d",
        stdnum("ve.rif"),
        score=CERTAIN,
    ),
    shaped("rif", "j g", r"(?-i:[JG])-\d{8}-\d", stdnum("ve.rif")),
    cued(
        "licence",
        "inpreabogado, i.p.s.a., inpreabogado bajo el n°, instituto de previsión social del abogado, "
        "impreabogado, instituto de previsión social del abogado bajo el",
        r"\d{1,3}\.\d{3}|\d{3,6}",
        score=CERTAIN,
    ),
    docket(
        "expediente(s), exp., asunto, causa, asunto principal, recurso",
        rf"[A-Z]{{1,2}}\d{{1,2}}-?[A-Z]?-?[A-Z]{{0,3}}-?{_YEAR}-\d{{4,6}}|"
        rf"[A-Z]{{2}}\d{{2}}-[A-Z]{{1,2}}(?:-FALLAS)?-{_YEAR}-\d{{4,6}}|"
        rf"\d{{1,2}}[A-Z]{{1,2}}-?\d{{2,6}}-\d{{2,4}}|"
        rf"[A-Z]{{2,4}}-[A-Z]?-?\d{{2,4}}-\d{{3,6}}",
        score=CERTAIN,
        source="asunto",
    ),
    shaped(
        "case_number",
        ("aa00 aa0a aaa aa aa00a a0"),
        rf"(?-i:[A-Z]{{2}}\d{{2}}-[A-Z]{{1,2}}-(?:FALLAS-)?){_YEAR}-\d{{5,6}}",
    ),
    docket(
        "expediente(s), exp., asunto, causa",
        rf"{_YEAR}-\d{{3,6}}|\d{{2}}-\d{{3,5}}(?!\d)|\d{{3,6}}(?!\d)",
        score=LIKELY,
    ),
    cued(
        "document_number",
        "oficio, alfanumérico, resolución, providencia administrativa, "
        "oficio identificado con el alfanumérico",
        r"(?-i:[A-Z.]{2,12}\s?-?\s?)(?:Nro?\.\s)?\d{3,6}(?:-\d{2,4})?|\d{2,4}/\d{2}/\d{4}|"
        r"[A-Z]{2,8}-\d{1,4}-\d{1,6}(?:-\d{2,4})?",
        score=LIKELY,
    ),
    cued(
        "plate",
        "placa(s), placas identificadoras, vehículo placas, placa n°",
        r"(?-i:[A-Z]{2}\d{3}[A-Z]{2}|[A-Z]{3}-?\d{2}[A-Z0-9]|[A-Z]\d{2}[A-Z]{2}\d[A-Z]|"
        r"[A-Z]{2}\d[A-Z]\d{2}[A-Z]|\d{3}-?[A-Z]{3})",
    ),
    cued(
        "registry",
        "matrícula, asiento registral, matriculado con el",
        r"\d{3}\.\d{1,2}\.\d{1,2}\.\d{1,2}\.\d{1,6}|\d{2,4}(?:\.\d{1,5}){3,5}",
    ),
    cued(
        "account",
        "cuenta, cuenta corriente, cuenta de ahorro(s)",
        r"\d{4}[\s-]?\d{4}[\s-]?\d{2}[\s-]?\d{10}|\d{20}",
    ),
    docket(
        "m.p., ministerio público, causa fiscal, investigación, nomenclatura",
        r"MP\s?-?\s?\d{3,7}-(?:19|20)?\d{2,4}|K-\d{2}-\d{4}-\d{4,6}|\d{2}-[A-Z]\d{0,2}-\d{3,5}-\d{2,4}",
        score=CERTAIN,
        source="mp_ve",
    ),
    shaped("case_number", "mp k", r"(?-i:MP)-\d{4,7}-(?:19|20)\d{2}|(?-i:K)-\d{2}-\d{4}-\d{4,6}"),
    cued("phone", "teléfono, tel., celular, telf.", r"\(?0\d{3}\)?[\s.-]?\d{3}[\s.-]?\d{2}[\s.-]?\d{2}"),
)
