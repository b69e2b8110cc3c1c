"""Peru: DNI, RUC, plates; the judiciary's 7-part docket, cassations, fiscal files, SUNARP."""

from service.pipeline.detect.patterns.checks import stdnum
from service.pipeline.detect.patterns.cues import CERTAIN, FIGURES, LIKELY, cued, docket, shaped

_FILE = r"\d{5}\s?-\s?(?:19|20)\d{2}\s?-\s?\d{1,3}\s?-\s?\d{4}\s?-\s?[A-Z]{2}\s?-\s?[A-Z]{2}\s?-\s?\d{1,2}"
_YEAR = r"\d{1,2}\.?\d{1,4}\s?[-–/]\s?(?:19|20)\d{2}(?!\d)"
_CUI = stdnum("pe.cui")

PE = (
    cued(
        "dni",
        "d.n.i., documento nacional de identidad, documento de identidad, l.e.",
        r"\d{8}(?:\s?-\s?\w)?(?!\w|-)",
        lambda surface: len(surface) == 8 or _CUI(surface),
        score=CERTAIN,
    ),
    cued(
        "company_id",
        "r.u.c., registro único de contribuyentes, registro único del contribuyente",
        r"(?:10|15|16|17|20)\d{9}(?!\d)",
        stdnum("pe.ruc"),
        score=CERTAIN,
    ),
    cued("dni", "c.e., carné de extranjería, carnet de extranjería, p.t.p., c.p.p.", r"\d{9}|00\d{7}"),
    docket(
        "expediente(s), exp., expediente judicial, expediente n°, proceso, cuaderno, ref.",
        _FILE,
        score=CERTAIN,
        source="file_pe",
    ),
    shaped("case_number", "00000", _FILE),
    docket(
        "expediente(s), exp., expte.",
        r"\d{3,6}-(?:19|20)\d{2}(?:-\d{1,3}){0,2}(?:-(?:PA|AA|HC|PHC|HD|PHD|AC|PC|Q|AI|CC)(?:/TC)?)?(?!\d)",
    ),
    docket(
        "casación, recurso de casación, casación laboral, casación penal, recurso de nulidad, r.n., "
        "r. n., nulidad, apelación, queja, queja excepcional, consulta, revisión de sentencia, "
        "competencia, causa",
        _YEAR,
        score=LIKELY,
    ),
    docket(
        "carpeta fiscal, caso fiscal, c.f., denuncia, denuncia fiscal, investigación, carpeta, caso",
        r"\d{1,7}-(?:19|20)\d{2}(?:-\d{1,6}){0,3}(?:-[A-Z0-9]{2,10}){0,2}|\d{8,12}-(?:19|20)\d{2}-\d{1,6}-\d",
        score=0.95,
        source="fiscal_pe",
    ),
    docket("cas. n°, cas. lab. n°, casación n°", r"\d{1,5}\s?-\s?(?:19|20)\d{2}(?!\d)"),
    docket(
        "proceso arbitral, expediente arbitral, arbitraje, caso arbitral",
        r"\d{1,5}-(?:19|20)\d{2}(?:-[A-Z]{2,10}){1,3}|\d{1,5}-\d{1,4}-\d{2,4}",
        score=0.95,
        source="arbitration_pe",
    ),
    cued(
        "registry",
        "partida(s), partida registral, partidas registrales, partida electrónica, p.e., "
        "partida del registro de predios, registrales números",
        r"P?\d{8}",
        score=CERTAIN,
    ),
    cued("registry", "asiento(s), asiento registral", r"[A-Z]\s?-?\s?0\d{2,5}|[A-Z]\d{4,5}", score=0.95),
    cued(
        "registry",
        "unidad catastral, u.c., código catastral, código de predio, ficha, tomo y fojas, ficha registral",
        r"\d{4,8}(?:[A-Z])?|[A-Z]\d{8}",
    ),
    cued(
        "box",
        "casilla electrónica, casilla, casilla procesal, casilla judicial",
        r"\d{3,6}(?!\d)",
        score=0.95,
        source="box_pe",
    ),
    cued(
        "plate",
        "placa, placa de rodaje, placa única nacional de rodaje",
        r"(?-i:[A-Z0-9]{3}\s?-\s?\d{3}|[A-Z]{2,3}\s?-\s?\d{3,5}|\d{4}\s?-\s?[A-Z0-9]{2}|"
        r"[A-Z]\d[A-Z]\s?-?\s?\d{3})",
    ),
    cued(
        "licence",
        "c.a.l., colegiatura, registro del cal, c.i.p., c.m.p., registro c.a.l., reg. c.a.l., reg. cal, "
        "colegiado, c.a.c., c.a.a.",
        r"\d{3,6}(?!\d)",
    ),
    cued(
        "document_number",
        "resolución, resolución directoral, resolución gerencial, resolución de alcaldía, "
        "resolución administrativa, resolución ficta, informe, oficio, carta, memorando, "
        "acta de conciliación, resolución jefatural, resolución rectoral, carta notarial",
        r"\d{1,6}\s?-\s?(?:19|20)\d{2}(?-i:\s?[-/]\s?[A-Z0-9-]{2,20}){0,4}",
        score=LIKELY,
    ),
    cued(
        "document_number",
        "resolución coactiva, orden de pago, resolución de determinación, resolución de multa, valor, "
        "valores",
        r"\d{3}-\d{3,4}-\d{6,8}|\d{10,15}",
        score=0.95,
        source="tax_pe",
    ),
    cued(
        "social_security",
        "autogenerado, código de asegurado, c.u.s.p.p., cuspp",
        r"\d{6}[A-Z]{5}\d|\d{7}[A-Z]{4}\d{3}",
    ),
    cued("dni", "identificado con, identificada con, d.n.i. número", FIGURES, score=0.4),
)
