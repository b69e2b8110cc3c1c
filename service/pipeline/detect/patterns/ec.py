"""Ecuador: cédula, RUC, plates; juicio numbers, fiscal files, boxes of the judiciary."""

from service.pipeline.detect.patterns.checks import stdnum
from service.pipeline.detect.patterns.cues import CERTAIN, LIKELY, cued, docket, shaped

#: The province (01 to 24, 30) comes first. From 10 to 13 Colombia's begin too.
_PROVINCE = r"(?:0[1-9]|1\d|2[0-4]|30)"
_JUICIO = (
    r"\d{5}\s?[-–]\s?(?:19|20)\d{2}\s?[-–]\s?\d{4,5}[A-Z]?(?:\s?[-–]\s?\d{1,2})?|\d{5}(?:19|20)\d{2}\d{5}"
)

EC = (
    cued(
        "dni",
        "cédula(s), cédula(s) de ciudadanía, cédula(s) de identidad, c.c., c.i., "
        "cédula de identidad y ciudadanía, "
        "documento de identidad, documento de identificación, número de cédula, céd., casillero electrónico, "
        "casillero judicial electrónico, casilla electrónica",
        rf"{_PROVINCE}\d{{7}}\s?-?\s?\d",
        stdnum("ec.ci"),
        score=CERTAIN,
    ),
    cued(
        "company_id",
        "r.u.c., registro único de contribuyentes, ruc n°",
        r"\d{10}\s?-?\s?001",
        stdnum("ec.ruc"),
        score=CERTAIN,
    ),
    docket(
        "juicio, juicio especial, juicio penal, proceso, proceso penal, causa, causa penal, "
        "expediente, caso, "
        "número de proceso, exp.",
        _JUICIO,
        score=CERTAIN,
        source="juicio",
    ),
    shaped("case_number", "00000", r"\d{5}\s?[-–]\s?(?:19|20)\d{2}\s?[-–]\s?\d{5}[A-Z]?"),
    shaped("case_number", "0" * 14, r"(?:0[1-9]|1\d|2[0-4])\d{3}(?:19|20)\d{2}\d{5}"),
    docket(
        "indagación previa, instrucción fiscal, investigación previa, expediente fiscal, "
        "noticia del delito, n.d.d., i.p., i.f., denuncia",
        r"\d{12,16}|\d{1,4}-(?:19|20)\d{2}(?:-[A-Z]{2,6})?|\d{2,4}S-(?:19|20)\d{2}",
        score=0.95,
        source="fiscal_ec",
    ),
    docket(
        "caso, acción, causa, sentencia",
        r"\d{1,4}-\d{2}-(?:EP|JP|JH|JD|IS|AN|CN|IN|EE|TI|RC|IA|OP|DC|JC|UE)(?:/\d{2})?",
        source="cc_ec",
    ),
    shaped("page_code", "0" * 6 + " " + " ".join("0" * n for n in range(7, 13)), r"\d{6,12}-(?:DFE|NP|DTE)"),
    cued(
        "plate",
        "placa(s), vehículo de placa(s), placas n°, de placas",
        r"(?-i:[A-Z]{3}[\s-]{0,2}\d{3,4}|[A-Z]{2}\s?-?\s?\d{3}[A-Z])",
    ),
    cued(
        "box",
        "casillero(s), casilla(s), casillero judicial, casilla judicial, casilla constitucional, "
        "casillero constitucional",
        r"[1-9]\d{0,4}",
        score=LIKELY,
    ),
    cued("document_number", "boleta de citación, boleta, citación", r"[A-Z]\d{10,15}[A-Z]?"),
    cued(
        "document_number",
        "acción de personal, oficio(s), memorando, parte policial, informe pericial, cadena de custodia, "
        "orden de servicio, informe",
        r"(?-i:(?=\S{0,30}\d{3})[A-Z0-9]{2,12}(?:[-./_]\s?[A-Z0-9]{1,12}){2,7}|(?=[A-Z])[A-Z0-9]{15,40}|"
        r"\d{3,6}-(?:[A-Z.]{2,20}-)?(?:19|20)\d{2})",
        score=0.95,
        source="document_ec",
    ),
    cued(
        "licence",
        "matrícula, mat., foro de abogados, matrícula profesional, foro, matrícula del foro",
        r"\d{2}-(?:19|20)\d{2}-\d{1,5}|\d{2,6}(?:\s?C\.?A\.?[A-Z]\.?)?",
    ),
    shaped("notary_code", "00000000000 aaa", r"(?:19|20)\d{2}(?:0[1-9]|1\d|2[0-4])\d{2}\d{3}[DPCO]\d{5}"),
    cued("notary_code", "escritura, protocolo, escritura pública", r"(?:19|20)\d{9}[A-Z]\d{5}"),
)
