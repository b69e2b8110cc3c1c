"""The Inter-American system: petitions, cases, reports, measures of the Commission and the Court."""

from service.pipeline.detect.patterns.cues import cued, docket, shaped

_CASE = r"\d{1,2}\.\d{3}(?!\d|\.\d)(?:\s?y\s\d{1,2}\.\d{3}(?!\d))?|\d{4,5}(?!\d|/)"

IDH = (
    docket("caso, caso(s) n°, caso cidh, denuncia, petición, asunto", _CASE, score=0.95, source="case_idh"),
    docket(
        "petición(es), denuncia, petición inicial, petición n°",
        r"(?:P\s?-\s?)?\d{1,5}\s?[-/]\s?(?:19|20)?\d{2}(?!\d)",
        score=0.95,
        source="petition",
    ),
    shaped("case_number", "p", r"(?-i:P)-\d{2,5}-(?:19|20)?\d{2}"),
    shaped("case_number", "mc", r"(?-i:MC)-\d{1,4}-(?:19|20)?\d{2}"),
    docket(
        "medida(s) cautelar(es), m.c., medidas provisionales, solicitud de medidas provisionales",
        r"(?:MC\s?-\s?)?\d{1,4}\s?[-/]\s?(?:19|20)?\d{2}(?!\d)",
        score=0.95,
        source="measure",
    ),
    docket(
        "informe, informe de admisibilidad, informe de fondo, informe de admisibilidad y fondo, "
        "informe de inadmisibilidad, "
        "informe de solución amistosa, informe preliminar, informe de artículo 50, "
        "informe sobre admisibilidad, informe de archivo",
        r"\d{1,3}\s?/\s?(?:19|20)?\d{2}(?!\d)",
        score=0.95,
        source="report_idh",
    ),
    shaped(
        "case_number", "cdh", r"CDH-(?:\d{1,2}\.\d{3}|\d{1,4}-(?:19|20)\d{2}|[A-Z]{1,3}-\d{1,4})(?:/\d{1,4})?"
    ),
    docket(
        "solicitud, escrito de sometimiento, expediente, expediente ante la comisión",
        r"\d{1,2}\.\d{3}(?!\d|\.\d)",
        score=0.95,
        source="case_idh",
    ),
    cued(
        "document_number",
        "nota, comunicación, nota ref., ref., referencia",
        r"CDH-[A-Z0-9./-]{3,20}\d|CDH-S/\d{1,5}",
        score=0.95,
        source="note_idh",
    ),
    cued("passport", "pasaporte, documento de viaje", r"[A-Z]{0,2}\d{6,9}"),
)
