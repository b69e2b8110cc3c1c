"""Uruguay: C.I. with its check digit, RUT, plates, padrones; IUE, SEF and DFA."""

from service.pipeline.detect.patterns.checks import identity_uy, stdnum
from service.pipeline.detect.patterns.cues import CERTAIN, NOT_ANOTHERS, cued, docket, ruling, shaped

_CI = r"\d\.?\d{3}\.?\d{3}\s?[-/.]\s?\d|[1-6]\d{7}(?!\d)"

UY = (
    cued(
        "dni",
        "c.i., cédula, cédula de identidad, cédula de identidad uruguaya, documento de identidad",
        _CI,
        identity_uy,
        score=CERTAIN,
    ),
    shaped("dni", "0", r"[1-6]\.\d{3}\.\d{3}-\d", identity_uy),
    cued(
        "company_id",
        "r.u.t., r.u.c., registro único tributario, rut n°",
        r"\d{2}\s?\d{6}\s?\d{4}|\d{12}",
        stdnum("uy.rut"),
        score=CERTAIN,
    ),
    docket(
        "i.u.e., iue n°, ficha iue, identificación única de expediente, ficha, autos i.u.e., expediente",
        r"\d{1,4}\s?[-–\s]\s?\d{1,6}\s?/\s?(?:19|20)\d{2}",
        score=CERTAIN,
        source="iue",
    ),
    shaped("case_number", "0 00 000", r"\d{1,3}-\d{3,6}/(?:19|20)\d{2}"),
    shaped(
        "case_number",
        "sef dfa sei sed sef dec def",
        r"(?-i:SEF|DFA|SEI|DFI|SED|DEC)-\d{4}-\d{6}/(?:19|20)\d{2}",
    ),
    ruling(
        "sentencia, sentencia definitiva, sentencia interlocutoria, auto, "
        "providencia, interlocutoria, dictamen, definitiva",
        r"\d{1,5}/(?:19|20)\d{2}(?!\d)" + NOT_ANOTHERS,
        source="ruling_uy",
    ),
    cued(
        "plate",
        "matrícula, vehículo matrícula, chapa matrícula, matriculado, automóvil matrícula, moto matrícula",
        r"(?-i:[A-Z]{3}[\s.-]?\d{3,4})",
    ),
    cued(
        "registry",
        "padrón, padrones, padrón individual, inmueble padrón, bien padrón, padrón rural",
        r"\d{1,3}(?:\.\d{3}){1,2}(?:/\d{1,4})?|\d{3,7}(?:/\d{1,4})?(?:\s?\(p\))?",
        score=0.95,
    ),
    cued(
        "licence",
        "matrícula, mat., matrícula profesional, caja notarial, afiliado a caja notarial, "
        "afiliado a la caja notarial",
        r"\d{1,2}\.\d{3}|\d{4,6}(?:/\d)?",
    ),
    cued(
        "company_id",
        "b.p.s., empresa bps, empresa b.p.s., registro de contribuyentes",
        r"\d{6,8}(?:-\d)?",
    ),
    cued("voter_key", "credencial cívica, c.c., credencial, serie", r"(?-i:[A-Z]{3})\s?-?\s?\d{2,6}"),
    docket(
        "n.u.n.c., noticia criminal, novedad, novedad policial, s.g.s.p., n.u.i.a.",
        r"\d{6,12}",
        score=CERTAIN,
        source="nunc_uy",
    ),
    cued("phone", "teléfono, tel., celular, cel.", r"0?9\d[\s.]?\d{3}[\s.]?\d{3}|[24]\d{3}[\s.]?\d{4}"),
)
