"""Mexico: CURP, RFC, voter's key, NSS, CLABE; amparos, tocas, electoral files, carpetas."""

from service.pipeline.detect.patterns.checks import clabe, luhn_of, stdnum
from service.pipeline.detect.patterns.cues import CERTAIN, cued, docket, shaped

_CURP = r"[A-Z][A-Z]{3}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d"
_RFC = r"[A-ZÑ&]{3,4}[\s-]?\d{6}[\s-]?[A-Z0-9]{3}"
_SLASH = r"\d{1,5}\s?/\s?(?:19|20)\d{2}(?:\s?[-–/]\s?(?:[IVX]{1,5}|[A-Z]{1,3}|\d{1,3}))?"

MX = (
    cued(
        "curp",
        "c.u.r.p., clave única de registro de población, clave única del registro de población",
        _CURP,
        stdnum("mx.curp"),
        score=CERTAIN,
    ),
    shaped("curp", "aaaa000000aaaaaa00 aaaa000000aaaaaaa0", _CURP, stdnum("mx.curp")),
    cued(
        "rfc",
        "r.f.c., registro federal de contribuyentes, registro federal de causantes",
        _RFC,
        stdnum("mx.rfc"),
        score=CERTAIN,
    ),
    shaped(
        "rfc",
        "aaaa000000aa0 aaaa000000a00 aaaa000000a0a aaaa000000000",
        r"(?-i:[A-Z]{4})\d{6}(?-i:[A-Z0-9]{3})",
        stdnum("mx.rfc"),
    ),
    cued(
        "voter_key",
        "clave de elector, clave electoral, credencial para votar, credencial de elector, o.c.r., "
        "folio de la credencial, credencial para votar con folio",
        r"[A-Z]{6}\d{8}[HM]\d{3}|\d{12,13}|IDMEX\d{9,12}",
        score=CERTAIN,
    ),
    cued(
        "social_security",
        "n.s.s., número de seguridad social, número de afiliación, afiliación al imss, "
        "número de seguro social",
        r"\d{11}|\d{2}-?\d{2}-?\d{2}-?\d{4}-?\d",
        luhn_of(11),
        score=CERTAIN,
    ),
    cued(
        "clabe",
        "clabe, c.l.a.b.e., cuenta clabe, clabe interbancaria, clave bancaria estandarizada, "
        "cuenta clabe interbancaria",
        r"\d{18}|\d{3}\s\d{3}\s\d{11}\s\d",
        clabe,
        score=CERTAIN,
    ),
    cued("licence", "cédula profesional, céd. prof., cédula", r"\d{6,8}"),
    docket(
        "amparo, amparo directo, amparo indirecto, amparo en revisión, amparo directo en revisión, "
        "juicio de amparo, "
        "juicio de amparo indirecto, juicio de amparo directo, amparo penal, amparo civil, "
        "amparo administrativo, a.d., a.r., a.d.r., "
        "toca, toca penal, toca civil, toca familiar, toca de apelación, "
        "incidente de suspensión, recurso de revisión, "
        "recurso de queja, recurso de reclamación, revisión fiscal, incidente en revisión, impedimento, "
        "expediente laboral, expediente principal, expediente auxiliar, juicio ordinario civil, "
        "juicio ordinario mercantil, juicio ordinario familiar, juicio sucesorio, "
        "juicio especial hipotecario, controversia familiar, "
        "juicio ejecutivo mercantil, juicio oral mercantil, juicio contencioso administrativo, "
        "juicio de nulidad, juicio laboral, "
        "juicio de inconformidad, juicio de inconformidad electoral, "
        "juicio de inconformidad en materia electoral, "
        "juicio electoral, juicio en materia electoral, medios de impugnación en materia electoral, "
        "carpeta administrativa, carpeta judicial, causa de control, "
        "juicio para la protección de los derechos político-electorales, cuaderno de antecedentes, "
        "exhorto, despacho, conflicto competencial, facultad de atracción, "
        "solicitud de ejercicio de la facultad de atracción",
        _SLASH,
        score=0.95,
        source="file_mx",
    ),
    docket("expediente(s), juicio(s), causa(s), causa penal, proceso penal, queja, revisión, varios", _SLASH),
    docket(
        "expediente(s), juicio(s), recurso(s), clave, juicio de inconformidad, asunto",
        r"(?:SUP|SM|SG|SX|SCM|ST|SRE|SDF|SUP-SFA|TE[A-Z]{1,4}|TET|"
        r"TEEM)-[A-Z]{2,5}(?:-[A-Z]{2,4})?-\d{1,5}/(?:19|20)\d{2}",
        score=CERTAIN,
        source="electoral",
    ),
    shaped(
        "case_number",
        "sup sm sg sx scm st sre",
        r"(?-i:SUP|SM|SG|SX|SCM|ST|SRE)-[A-Z]{2,5}(?:-[A-Z]{2,4})?-\d{1,5}/(?:19|"
        r"20)\d{2}(?:\s?Y\sACUMULADOS?)?",
    ),
    shaped("document_number", "ine inecg inecgineg inecgr", r"(?-i:INE/?[A-Z]{2,6}/?)\d{1,5}/(?:19|20)\d{2}"),
    docket(
        "carpeta de investigación, averiguación previa, carpeta, número único de causa, n.u.c., "
        "noticia criminal, a.p.",
        r"(?-i:[A-Z]{2,6}-[A-Z]{2,8}/(?:[A-Z0-9-]{1,10}[/ ]){2,5}\d{4,6}/\d{2}-(?:19|"
        r"20)\d{2}(?:\s[A-Z]\d{1,2})?)|[A-Z]{2,6}(?:[/-][A-Z0-9-]{1,12}){1,6}[/-](?:19|"
        r"20)?\d{2}(?:-\d{1,3})?|\d{2}-\d{1,4}-(?:19|20)\d{2}-\d{3,6}|"
        r"[A-Z]{2,6}[/-](?:[A-Z0-9]{1,10}[/-]){1,6}\d{1,7}[/-](?:19|20)\d{2}|\d{1,5}/(?:19|20)\d{2}",
        score=0.95,
        source="carpeta_mx",
    ),
    shaped("case_number", "fed", r"(?-i:FED)/[A-Z]{2,10}/[A-Z]{2,10}/\d{4,8}/(?:19|20)\d{2}"),
    cued(
        "plate",
        "placa(s), placa(s) de circulación, placa(s) particulares",
        r"(?-i:[A-Z]{3}[\s-]?\d{2,3}[\s-]?\d{0,2}|[A-Z]{3}[\s-]?\d{3}[\s-]?[A-Z]|"
        r"[A-Z]{2}[\s-]?\d{2}[\s-]?\d{3}|[A-Z]\d{2}[\s-]?[A-Z]{3}|\d{3}[\s-]?[A-Z]{3})",
    ),
    cued(
        "registry",
        "folio real, folio mercantil, folio electrónico, folio mercantil electrónico, cuenta predial, "
        "clave catastral",
        r"\d{4,12}(?:-\d{1,4}){0,4}|\d{2,4}(?:-\d{2,5}){2,6}|[A-Z]-?\d{5,12}",
    ),
    cued(
        "document_number",
        "acuerdo, acuerdos",
        r"INE/?[A-Z]{2,6}/?\d{1,5}/(?:19|20)\d{2}|[A-Z]{3,6}/[A-Z]{2,6}[/-]\d{1,5}/(?:19|20)\d{2}",
        score=0.95,
        source="agreement_mx",
    ),
    cued(
        "document_number",
        "oficio, oficios",
        r"(?-i:(?=\S{0,30}\d{2})[A-Z]{2,8}(?:[/.-][A-Z0-9]{1,10}){1,7})",
        score=0.95,
        source="office_mx",
    ),
)
