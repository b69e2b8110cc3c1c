"""Panama: cédula with its letters, RUC, fincas; entradas, carpetas and expedientes."""

from service.pipeline.detect.patterns.cues import CERTAIN, cued, docket, shaped

_CEDULA = r"(?:1[0-3]|[1-9]|PE|E|N)(?:-?(?:AV|PI|NT))?\s?-\s?\d{1,5}\s?-\s?\d{1,6}|(?:PE|E|N)-\d{1,5}-\d{1,6}"

PA = (
    cued(
        "dni",
        "cédula, cédula de identidad personal, cédula de identidad, c.i.p., céd., identidad personal",
        rf"{_CEDULA}",
        score=CERTAIN,
    ),
    shaped("dni", "0 00 pe e n", r"(?-i:1[0-3]|[1-9]|PE|E|N)(?:-(?-i:AV|PI|NT))?-\d{2,4}-\d{2,6}"),
    cued(
        "company_id",
        "r.u.c., registro único de contribuyente, registro único de contribuyentes",
        rf"\d{{1,10}}-\d{{1,4}}-\d{{1,7}}(?:\s?D\.?V\.?\s?\d{{1,2}})?|\d{{6,10}}-\d-(?:19|"
        rf"20)\d{{2}}(?:\s?D\.?V\.?\s?\d{{1,2}})?|{_CEDULA}(?:\s?D\.?V\.?\s?\d{{1,2}})",
        score=CERTAIN,
    ),
    docket(
        "entrada, número de entrada, ent.",
        r"\d{1,7}\s?-\s?(?:(?:19|20)\s?\d{2}|\d{2})(?!\d)|\d{4,12}(?!\d)",
        score=0.95,
        source="entrada",
    ),
    docket(
        "carpeta(s), carpetilla, noticia criminal, causa, causa penal, expediente, carpeta penal",
        r"(?:19|20)\d{2}0\d{7}(?!\d)|(?:19|20)\d{2}-?\d{7,8}(?!\d)",
        score=CERTAIN,
        source="carpeta_pa",
    ),
    shaped("case_number", "0" * 12, r"20[12]\d00\d{6}"),
    docket("expediente, exp., proceso, negocio, secuencia", r"\d{2,7}\s?-\s?(?:19|20)?\d{2}(?!\d)"),
    cued(
        "registry",
        "finca, fincas, folio real",
        r"\d{3,8}\s?,?\s(?:inscrit[ao]\sal\s)?(?:tomo|rollo|documento|"
        r"c[oó]digo de ubicaci[oó]n)\s\d{1,8}(?:\s?,?\s(?:folio|asiento|imagen|documento|"
        r"c[oó]digo(?:\sde\subicaci[oó]n)?)\s\d{1,6}){0,4}|\d{1,3}(?:,\d{3})|\d{3,8}(?:\s?\(F\))?",
        score=CERTAIN,
    ),
    cued("registry", "ficha, rollo, documento redi, asiento", r"\d{5,8}"),
    cued(
        "document_number",
        "nota, resolución, resuelto, oficio, vista fiscal, vista, providencia, auto",
        r"(?-i:\d{1,6}[\s-](?:[A-Z]{2,8})(?:[\s-][A-Z]{2,8}){0,3}(?:[/-](?:19|20)?\d{2,4})?|"
        r"[A-Z]{2,8}-(?:[A-Z]{1,8}-)?\d{1,5}-(?:19|20)?\d{2})",
        score=0.95,
        source="note_pa",
    ),
    cued("licence", "idoneidad, licencia de abogado, certificado de idoneidad", r"\d{2,6}"),
    cued(
        "plate",
        "placa, placa única, matrícula",
        r"(?-i:[A-Z]{2}\d{4}|[A-Z]{1,2}-?\d{4,6}|\d{6})(?!\d)",
    ),
    cued(
        "social_security",
        "seguro social, carné de seguro social, número patronal, c.s.s.",
        r"\d{2,3}-\d{3,4}(?:-\d{1,5})?|\d{6,10}|\d{2}-\d{3}-\d{4}",
    ),
    cued(
        "document_number",
        "aviso de operación, escritura pública, escritura",
        r"\d{2,8}-\d{1,4}-(?:19|20)\d{2}-\d{1,8}|\d{1,2},\d{3}",
        score=0.95,
        source="deed_pa",
    ),
)
