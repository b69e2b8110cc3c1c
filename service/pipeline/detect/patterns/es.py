"""Spain: DNI, NIE, NIF, Social Security, cadastral; NIG, ECLI, Roj, Id Cendoj, files and procedures."""

from service.pipeline.detect.patterns.checks import either, identity_es, social_security_es, stdnum
from service.pipeline.detect.patterns.cues import CERTAIN, LIKELY, NOT_ANOTHERS, cued, docket, ruling, shaped
from service.pipeline.detect.patterns.form import Form, bounded

_PERSON = either(stdnum("es.dni", "es.nie", "es.cif"), identity_es)
_LETTER = "[A-HJ-NP-TV-Z]"
_DNI = rf"(?:\d{{5,8}}|\d{{1,2}}\.\s?\d{{3}}\.\s?\d{{3}})(?:-?|(?-i:\s?-?\s?(?=[A-Z]))){_LETTER}(?!\w)"
_NIE = rf"[XYZ]\s?-?\s?(?:\d{{7}}|\d\.?\d{{3}}\.?\d{{3}})\s?-?\s?{_LETTER}(?!\w)"
_CIF = r"[A-HJNP-SUVW]\s?-?\s?(?:\d{7}|\d{2}\.?\d{3}\.?\d{2})\s?-?\s?[0-9A-J](?!\w)"
_COURT = r"(?-i:(?:A{1,2}|S{1,2})(?:TS|AN|AP|TSJ|JM|JPI|JCA|JSO|JP|JPII|JVM|JMC|JCCA)(?:\s[A-Z]{1,4})?)"
_RULING = rf"{_COURT}\s\d{{1,6}}/\d{{4}}(?!\d)"
_PIECE = r"(?:\d{1,3}\.\d{3}|\d{1,6})\s?[/-]\s?(?:(?:19|20)\d{2}|\d{2})(?!\d)"

ES = (
    cued(
        "dni",
        "d.n.i., n.i.f., d.n.i./n.i.f., documento nacional de identidad, n.i.e., documento, "
        "c.i.f., n.i.f./c.i.f., titular del dni",
        rf"{_DNI}|{_NIE}|{_CIF}",
        _PERSON,
        score=CERTAIN,
    ),
    shaped(
        "dni",
        "00000000a 00000000 00",
        rf"(?:\d{{8}}|\d{{2}}\.\d{{3}}\.\d{{3}})(?:-?|(?-i:\s?-?\s?(?=[A-Z]))){_LETTER}(?!\w)",
        _PERSON,
    ),
    shaped(
        "dni",
        "a0000000a x y z x0000000 a0000000",
        rf"(?-i:[XYZ])-?\d{{7}}-?{_LETTER}(?!\w)",
        stdnum("es.nie"),
    ),
    shaped("cif", "a00000000", r"(?-i:[ABEFGHJNPQRSUVW])\d{8}", stdnum("es.cif"), strict=True),
    cued(
        "social_security",
        "número de afiliación, número de afiliación a la seguridad social, n.a.f., n.u.s.s., n.s.s., "
        "número de la seguridad social, seguridad social, afiliada a la seguridad social, "
        "afiliado a la seguridad social, "
        "código cuenta de cotización, c.c.c.",
        r"\d{2}[\s/-]?\d{7,8}[\s/-]?\d{2}",
        social_security_es,
        score=CERTAIN,
    ),
    cued(
        "cadastral",
        "referencia catastral, ref. catastral, finca catastral, refª catastral",
        r"\d{7}\s?[A-Z]{2}\s?\d{4}[A-Z]\s?\d{4}\s?[A-Z]{2}|\d{5}[A-Z]\d{12}[A-Z]{2}|[A-Z0-9]{14,20}",
        stdnum("es.referenciacatastral"),
        score=CERTAIN,
    ),
    cued(
        "account",
        "c.c.c., código cuenta cliente, cuenta",
        r"\d{4}[\s-]?\d{4}[\s-]?\d{2}[\s-]?\d{10}",
        stdnum("es.ccc"),
    ),
    cued(
        "cups",
        "c.u.p.s., código universal de punto de suministro",
        r"ES\s?\d{4}\s?\d{4}\s?\d{4}\s?\d{4}\s?[A-Z]{2}(?:\s?\d[A-Z])?",
    ),
    cued("ecli", "ecli", r"[A-Z]{2}:[A-Z0-9]{1,12}:\d{4}:[A-Z0-9.]{1,25}"),
    shaped("ecli", "ecli", r"ECLI:[A-Z]{2}:[A-Z0-9]{1,12}:\d{4}:[A-Z0-9.]{1,25}"),
    cued("case_number", "roj", rf"{_RULING}|\d{{1,6}}/\d{{4}}", score=0.95, source="roj"),
    Form(
        "case_number",
        "ID",
        0.95,
        bounded(rf"resoluciones\s+del\s+caso\s?:\s*(?:[^\n;]{{0,80}}?[\s,])??(?P<x>{_RULING})"),
        frozenset({"resoluciones"}),
        more=bounded(rf",\s*(?P<x>{_RULING})"),
        source="roj",
    ),
    cued("case_number", "id cendoj, cendoj, idcendoj", r"\d{20}", score=CERTAIN, source="cendoj"),
    docket(
        "n.i.g., número de identificación general, nig.",
        r"\d{5}[\s.-]?\d{2}[\s./-]?\d[\s./-]?\d{4}[\s./-]?\d{7}|"
        r"\d{2}[\s.-]\d{3}[\s./-]?\d{2}[\s./-]?\d[\s./-]\d{2,4}[\s./-]\d{6,7}",
        score=CERTAIN,
        source="nig",
    ),
    shaped("case_number", "00000", r"\d{5}[\s-]\d{2}[\s-]\d[\s-](?:19|20)\d{2}[\s-]\d{7}"),
    docket(
        "procedimiento ordinario, p.o., procedimiento abreviado, p.a., d.p.a., diligencias previas, "
        "diligencias urgentes, "
        "juicio verbal, juicio de faltas, juicio ordinario, juicio rápido, juicio sobre delitos leves, "
        "sumario, sumario ordinario, "
        "tribunal del jurado, rollo, rollo de apelación, rollo de sala, rollo penal, ejecutoria, "
        "ejecución de títulos judiciales, "
        "e.t.j., monitorio, juicio monitorio, concurso, concurso ordinario, recurso, "
        "recurso de suplicación, recurso de apelación, "
        "recurso de casación, recurso contencioso-administrativo, recurso de alzada, "
        "autos, autos acumulados, autos núms, despido, modificación de medidas, divorcio contencioso, "
        "guarda y custodia, atestado, "
        "reclamación, reclamación económico-administrativa, reclamaciones económico-administrativas, "
        "reclamaciones económico administrativas, número de registro general, núm. registro general, "
        "ordinario, verbal, "
        "n.r.g., incidente concursal, pieza separada, medidas provisionales, jurisdicción voluntaria",
        rf"{_PIECE}|\d{{2}}\s?[/-]\s?\d{{4,6}}\s?[/-]\s?\d{{4}}|\d{{1,6}}\sde\s(?:19|20)\d{{2}}(?!\d)",
        score=LIKELY,
    ),
    ruling(
        "número de resolución, núm. de resolución, resolución",
        r"\d{1,5}/(?:19|20)\d{2}",
        source="ruling",
    ),
    ruling(
        "sentencia, auto",
        r"\d{1,2}\.?\d{0,3}/(?:19|20)\d{2}(?!\d)" + NOT_ANOTHERS,
        source="ruling",
    ),
    cued(
        "document_number",
        "núm. de referencia, referencia, justificante, expediente sancionador, expediente administrativo, "
        "liquidación, acta",
        r"[A-Z0-9]{0,6}\d{8,18}[A-Z]?(?!\w)|[A-Z]\d{2,3}\s?\d{7,10}",
        score=0.95,
        source="reference_es",
    ),
    cued(
        "licence",
        "colegiado, colegiada, número de colegiado, núm. colegiado, col.",
        r"\d{1,2}\.?\d{3,6}",
    ),
    cued(
        "plate",
        "matrícula, vehículo matrícula, turismo matrícula, placa(s) de matrícula, placa",
        r"(?-i:\d{4}[\s-]?[BCDFGHJKLMNPRSTVWXYZ]{3}|[A-Z]{1,2}[\s-]?\d{4}[\s-]?[A-Z]{1,2}|"
        r"[A-Z]{1,2}-\d{6}|C[\s-]?\d{4}[\s-]?[A-Z]{3})",
    ),
    cued(
        "registry",
        "finca registral, finca, i.d.u.f.i.r., c.r.u., código registral único",
        r"\d{14}|\d{1,3}\.\d{3}|\d{4,6}",
    ),
    cued(
        "tip",
        "t.i.p., carné profesional, agente con carné profesional, agente, agentes, "
        "policía nacional n°, guardia civil con t.i.p.",
        r"[A-Z]?-?\d{2,3}\.?\d{3}(?:-[A-Z])?|[A-Z]\d{5}[A-Z]",
    ),
)
