"""Paraguay: C.I., RUC, plates; causas, fincas, padrones, cadastral accounts."""

from service.pipeline.detect.patterns.checks import stdnum
from service.pipeline.detect.patterns.cues import CERTAIN, FIGURES, cued, docket, ruling

PY = (
    cued(
        "dni",
        "c.i., c.i.c., cédula de identidad, cédula de identidad civil, cédula de identidad policial, cédula",
        rf"{FIGURES}(?![-\w])",
        score=0.98,
    ),
    cued(
        "company_id",
        "r.u.c., ruc n°, registro único de contribuyentes, registro único del contribuyente",
        r"[A-Z]{0,4}\d{5,8}\s?-\s?\d(?!\w)",
        stdnum("py.ruc"),
        score=CERTAIN,
    ),
    docket(
        "causa, causa penal, causa fiscal, causa judicial, expediente, expediente judicial, identificación",
        r"\d{2}[-.]\d{2}[-.]\d{2}[-.]\d{1,5}[-.](?:19|20)\d{2}[-.]\d{1,6}|"
        r"\d{1,2}(?:-\d{1,2}){2,3}-\d{4,5}-(?:19|20)\d{2}-\d{1,6}",
        score=CERTAIN,
        source="causa_py",
    ),
    docket(
        "causa(s), expediente(s), exp., juicio, año, incidente, compulsas, cuaderno, excepción",
        r"\d{1,5}\s?/\s?(?:19|20)?\d{2}(?!\d)|\d{1,5},?\s(?:folio\s\d{1,4}(?:\s?vlto\.?)?,?\s)?año\s(?:19|"
        r"20)\d{2}(?!\d)|\d{1,5}-(?:19|20)\d{2}",
        source="case_number",
    ),
    docket(
        "causa, extradición, causa penal, juicio",
        r"\d{1,5}\s?[-/]?\s?(?:19|20)\d{2}(?!\d)",
        source="case_number",
    ),
    cued(
        "cadastral",
        "cta. cte. ctral., cta. cte. catastral, cuenta corriente catastral, cte. catastral, cta. ctral., "
        "cuenta catastral",
        r"\d{2}\s?-\s?\d{3,4}\s?-\s?\d{2}(?:\s?/\s?\d{2})?|\d{1,3}(?:\.\d{3})|\d{3,6}",
        score=CERTAIN,
    ),
    cued(
        "registry",
        "finca, padrón, matrícula, finca matrícula",
        r"\d{1,3}(?:\.\d{3}){1,2}|\d{3,7}|[A-Z]\d{2}[/-]?\d{2,6}|[A-Z]{1,4}\d{0,2}[/-]\d{2,6}",
    ),
    cued(
        "plate",
        "chapa, matrícula, placa",
        r"(?-i:[A-Z]{3,4}[\s-]?\d{3}|\d{3}[\s-]?[A-Z]{3,4})",
    ),
    cued(
        "licence",
        "matrícula c.s.j., matrícula, mat., mat. c.s.j., mat. prof., matrícula profesional, "
        "matrícula de la corte",
        r"\d{1,2}\.\d{3}|\d{3,6}",
    ),
    ruling(
        "s.d., a.i., acuerdo y sentencia, sentencia definitiva, auto interlocutorio",
        r"\d{1,4}\s?/\s?(?:19|20)\d{2}|\d{1,4}/\d{2}(?!\d)",
        source="ruling_py",
    ),
    cued("account", "cuenta, cuenta judicial, cuenta corriente, cta. cte.", r"\d{5,14}(?:/\d{1,2})?(?:-\d)?"),
    cued(
        "patronal",
        "patronal, número patronal, asegurado, i.p.s.",
        r"\d{4}-\d{2}-\d{3,6}|\d{6,10}",
    ),
    cued("phone", "teléfono, tel., celular, cel.", r"\(?0\d{2,3}\)?[\s-]?\d{3}[\s-]?\d{3}"),
)
