"""Guatemala: DPI (CUI) in figures and words, old cédulas, NIT; causas and expedientes."""

from service.pipeline.detect.patterns.checks import identity_gt, stdnum
from service.pipeline.detect.patterns.cues import CERTAIN, cued, docket, shaped
from service.pipeline.detect.patterns.numerals import GROUPS, IN_WORDS, NUMERAL

_CUI = r"\d{4}\s?-?\s?\d{5}\s?-?\s?\d{4}"

GT = (
    cued(
        "dni",
        "d.p.i., c.u.i., d.p.i. con c.u.i., documento personal de identificación, "
        "código único de identificación, dpi cui",
        _CUI,
        identity_gt,
        score=CERTAIN,
    ),
    shaped("dni", f"0000 {'0' * 13}", r"\d{4}\s\d{5}\s\d{4}|\d{4}-\d{5}-\d{4}", identity_gt),
    cued(
        "dni",
        "cédula, cédula de vecindad, número de orden, orden",
        r"[A-V]\s?-\s?\d{1,2}\s?,?\s(?:y\s)?(?:de\s)?(?:registro\s)?(?:n[úu]mero\s|"
        r"No\.\s)?\d{1,3}(?:[.,]?\d{3}){0,2}",
        score=CERTAIN,
    ),
    cued(
        "nit",
        "n.i.t., número de identificación tributaria",
        r"\d{5,8}\s?-\s?[\dkK]|\d{5,8}[kK]",
        stdnum("gt.nit"),
        score=CERTAIN,
    ),
    docket(
        "expediente(s), exp., expedientes acumulados, amparo, apelación de sentencia de amparo, causa, "
        "causa penal, proceso, juicio, juicio ordinario, ordinario, sumario, ejecutivo",
        r"\d{5}-(?:19|20)\d{2}-\d{5}|[CEA]\d?-\d{4,5}-(?:19|20)\d{2}-\d{3,5}|C-\d{1,5}-(?:19|20)\d{2}",
        score=0.95,
        source="file_gt",
    ),
    shaped("case_number", "00000", r"\d{5}-(?:19|20)\d{2}-\d{5}"),
    docket(
        "expediente(s), expedientes acumulados, amparo, apelación de sentencia de amparo, causa, "
        "acumulado(s)",
        r"\d{1,5}\s?-\s?(?:19|20)?\d{2}(?!\d)",
    ),
    docket(
        "m.p., ministerio público, expediente fiscal, causa fiscal, expediente",
        r"MP\s?-?\s?\d{3}\s?[-/]\s?(?:19|20)\d{2}\s?[-/]\s?\d{1,6}|MP\d{3}-?(?:19|20)?\d{2}-\d{1,6}",
        score=CERTAIN,
        source="mp_gt",
    ),
    shaped("case_number", "aa000", r"MP\d{3}-(?:19|20)\d{2}-\d{1,6}"),
    docket(
        "expediente(s), casación, amparo, apelación, expediente de apelación, acumulado",
        IN_WORDS,
        score=0.95,
        source="file_words",
    ),
    cued(
        "document_number",
        "oficio, oficio jd, resolución, orden, memorial, acta",
        rf"(?:[A-Z]{{1,4}}[\s-])?{IN_WORDS}|(?:cero\s){{1,3}}{NUMERAL}",
        score=0.4,
    ),
    cued(
        "registry",
        "finca, inscrita bajo el n°, finca urbana, finca rústica",
        r"\d{1,6}\s?,?\s?(?:folio\s\d{1,4}\s?,?\s?(?:del?\s)?)(?:libro\s\d{1,5}\s?E?)|\d{3,6}",
    ),
    cued("licence", "colegiado, colegiada, colegiado activo", r"\d{1,2},?\d{3}|\d{3,6}"),
    cued(
        "plate",
        "placa(s), placa(s) de circulación, placa(s) de circulación particular(es), "
        "placa(s) particular(es), vehículo placas",
        r"(?-i:[PCAMUO]|TRC|CD|MI)[\s-]?\d{3}[\s-]?[A-Z]{3}",
    ),
    cued(
        "dni",
        "documento personal de identificación, código único de identificación, d.p.i., c.u.i.",
        GROUPS,
        score=CERTAIN,
    ),
    cued("passport", "pasaporte", r"\d{9}|[A-Z]\d{8}"),
    cued(
        "social_security",
        "afiliación al igss, afiliación, carné de afiliación, afiliado al igss, i.g.s.s.",
        r"\d{7,13}|\d{2,3}-?\d{6,8}",
    ),
)
