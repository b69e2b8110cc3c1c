"""The Dominican Republic: cédula old and new, RNC, NCF; the dockets and rulings of its courts."""

from service.pipeline.detect.patterns.checks import stdnum
from service.pipeline.detect.patterns.cues import CERTAIN, NOT_ANOTHERS, cued, docket, ruling, shaped

_SERIES = (
    r"\d{1,3}(?:[.,]?\d{3})?\s?,?\s(?:de\s(?:la\s)?)?serie\s(?:No\.\s)?\d{1,3}(?:r[ao]|d[ao]|t[ao]|v[ao]|"
    r"[°ºª])?(?!\w)"
)

DO = (
    cued(
        "dni",
        "cédula, cédula de identidad, cédula de identidad y electoral, cédula personal, "
        "cédula de identidad personal, "
        "c.i.e., céd., documento de identidad",
        r"\d{3}\s?-\s?\d{7}\s?-\s?\d|\d{11}",
        stdnum("do.cedula"),
        score=CERTAIN,
    ),
    shaped("dni", "000", r"(?:[01]\d\d|22[3-9]|402)-\d{7}-\d", stdnum("do.cedula")),
    cued(
        "dni",
        "cédula, cédula(s) de identidad, cédula de identificación personal, cédula de identificación, "
        "cédula de identificación per sonal, "
        "cédula de identificación per - sonal, cédula de identificación pers onal, "
        "cédula personal de identidad, cédula personal",
        _SERIES,
        score=CERTAIN,
    ),
    cued(
        "company_id",
        "r.n.c., registro nacional de contribuyentes, registro nacional del contribuyente",
        r"\d-\d{2}-\d{5}-\d|\d{9}|\d{3}-\d{5}-\d",
        stdnum("do.rnc", "do.cedula"),
        score=CERTAIN,
    ),
    cued(
        "invoice", "n.c.f., e-ncf, número de comprobante fiscal, comprobante fiscal", r"[BE]\d{10,12}|A\d{18}"
    ),
    docket(
        "expediente(s), exp., núm. único, n.u.c., n.c.i., número único de caso, número único",
        r"\d{3}-\d{2,4}-(?:19|20)?\d{2}-[A-Z0-9]{4,5}-\d{5}|\d{3}-(?:\d{2,4}-){1,3}\d{3,6}|(?:19|"
        r"20)\d{2}-\d{7}|TC-\d{2}-\d{4}-\d{4}|\d{3}-\d{4}-[A-Z]{4}-\d{5}|(?:19|"
        r"20)\d{2}-[RE]\d{0,3}-?[A-Z]{0,4}-?\d{3,6}",
        score=CERTAIN,
        source="file_do",
    ),
    ruling(
        "sentencia, sentencia civil, sentencia penal, sentencia in voce, resolución, auto",
        r"SCJ-[A-Z]{2}-\d{2}-\d{4}|\d{3,4}-[A-Z]{2,6}-(?:19|20)\d{2}-[A-Z]-\d{5}|\d{2,4}-(?:19|"
        r"20)\d{2}-S[A-Z]{3}-\d{5}|\d{3,4}-\d{2}-\d{4,5}|"
        r"\d{3}-\d{2,4}-(?:19|20)\d{2}-[A-Z]{4}-\d{5}|[A-Z]{3,5}-\d{2,4}-(?:19|20)?\d{2,5}|"
        r"\d{1,5}(?:-\d{1,5})?/(?:19|20)\d{2}(?!\d)" + NOT_ANOTHERS,
        source="ruling_do",
    ),
    cued(
        "registry",
        "matrícula, certificado de título, constancia anotada, duplicado del dueño, designación catastral",
        r"\d{10}|\d{12}|\d{2,4}-\d{1,7}",
    ),
    cued("registry", "parcela, solar, designación catastral", r"\d{1,5}(?:-[A-Z0-9]{1,5}){1,5}|\d{12}"),
    cued("plate", "placa, registro y placa", r"(?-i:[A-Z]{1,2}\d{5,7})"),
    cued(
        "document_number",
        "acto, acto de alguacil, pagaré notarial",
        r"\d{1,5}[-/](?:\d{1,3}[-/])?(?:19|20)?\d{2}",
        score=0.95,
        source="act_do",
    ),
    cued("licence", "matrícula, colegiado, carnet del colegio, c.a.r.d., carné", r"\d{3,6}-\d{2,5}-\d{2,4}"),
    cued(
        "document_number",
        "carta constancia, póliza, certificado médico, exequátur",
        r"\d{2,8}(?:-\d{1,8}){0,4}",
        score=0.4,
    ),
)
