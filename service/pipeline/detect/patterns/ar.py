"""Argentina: DNI, CUIT and CUIL, CBU, plates, professional rolls; CUIJ, IPP, SAC and federal dockets."""

from service.pipeline.detect.patterns.checks import stdnum
from service.pipeline.detect.patterns.cues import CERTAIN, FIGURES, cued, docket, shaped

_CUIT = (
    r"(?:20|23|24|25|26|27|30|33|34)\s?-\s?\d{2}\.?\d{3}\.?\d{3}\s?-\s?\d|(?:20|23|24|25|26|27|30|33|34)\d{9}"
)
_PLATE = (
    r"(?-i:[A-Z]{2}[\s-]?\d{3}[\s-]?[A-Z]{2}|[A-Z]{3}[\s-]?\d{3}|\d{3}[\s-]?[A-Z]{3}|"
    r"[A-Z]\d{3}[\s-]?[A-Z]{3}|[A-Z]\s?\d{6,7})"
)

AR = (
    cued(
        "cuit",
        "c.u.i.t., c.u.i.l., c.d.i., cuit n°, cuit/cuil, cuil/cuit, clave única de identificación tributaria",
        _CUIT,
        stdnum("ar.cuit"),
        score=CERTAIN,
    ),
    shaped("cuit", "00", r"(?:20|23|24|27|30|33|34)-\d{8}-\d", stdnum("ar.cuit")),
    cued(
        "cbu",
        "c.b.u., c.v.u., clave bancaria uniforme",
        r"\d{8}[\s-]?\d{14}|(?:\d{4}[\s-]?){5}\d{2}",
        stdnum("ar.cbu"),
        score=CERTAIN,
    ),
    cued(
        "cbu_alias",
        "alias, alias cbu, alias c.b.u., alias de cbu",
        r"(?=\S*\.)[A-Z0-9]{2,18}(?:\.[A-Z0-9]{1,18}){1,4}",
    ),
    cued("plate", "dominio, dominio colocado, chapa patente, patente", _PLATE),
    shaped(
        "licence",
        "t tº tomo",
        r"T(?:omo|[°ºo])?\.?\s?[°º]?\s?(?:\d{1,4}|[IVXLC]{1,7})\s?,?\s?(?:[-–]\s?)?F(?:olio|"
        r"[°ºo])?\.?\s?[°º]?\s?\d{1,4}(?=\W{1,3}(?:del\s)?(?:C|M|S)|[,.;)\s])",
    ),
    cued(
        "licence",
        "m.p., mat., mat. prof., matrícula provincial, matrícula federal, matr., mat. fed., m.n., "
        "matrícula nacional",
        r"(?:[A-Z]\s?-?\s?)?\d{1,3}(?:\.\d{3})+|\d{1,2}-\d{4,6}|\d{3,7}",
    ),
    docket(
        "c.u.i.j., clave única de identificación judicial",
        r"\d{2}-\d{8}-\d(?:\s?\(\d{6}-\d{1,6}\)|/\d)?|\d{2}-\d{6,10}-\d(?:\(\d{3}-\d{1,6}\))?",
        score=CERTAIN,
        source="cuij",
    ),
    docket(
        "i.p.p., investigación penal preparatoria",
        r"\d{2}-\d{2}-\d{5,6}-\d{2}(?:/\d{2})?|PP-\d{2}-\d{2}-\d{6}-\d{2}/\d{2}|\d{3,7}/\d{2,4}",
        score=CERTAIN,
        source="ipp",
    ),
    shaped(
        "case_number",
        "aaa cfp fcb fsm fmz flp fro fpa ffe fre fmp fcr fbb ftu fsa cnt civ com caf ccc css cpe cij",
        r"(?-i:C(?:FP|NT|IV|OM|AF|CC|SS|PE|CF|PF|NE)|F(?:CB|SM|MZ|LP|RO|PA|RE|MP|CR|BB|TU|SA|GR|CT|"
        r"PO))\s?\d{2,8}/\d{4}(?:/\d{1,3}|/[A-Z]{1,4}\d{1,4}|/\d/[A-Z]{1,4}\d{1,4}){0,3}(?:-(?:CA|CS|RH|"
        r"CFC|TO)\d{0,2})?",
    ),
    docket(
        "CSJ, causa csj, expediente csj",
        r"\d{1,5}/(?:19|20)\d{2}(?:\s?\(\d{1,3}-[A-Z]\))?(?:/[A-Z]{1,4}\d{1,4})?",
    ),
    docket(
        "s.a.c., s.a.c.m., sac exped., expediente sac, exped. sac, sistema sac, i.n.c.",
        r"\d{5,9}",
        score=CERTAIN,
        source="sac",
    ),
    docket("s.c., s.c.j., s.c.b.a.", r"(?-i:[A-Z]\.?\s?\d{1,5}[;,.]\s?L\.?\s?[XVILC]{1,8})"),
    cued(
        "cadastral",
        "nomenclatura catastral, nomenclatura catastral provincial, nom. cat., nomenclatura",
        r"(?:Circ(?:unscripci[oó]n|\.)?|Dep(?:artamento|to\.?)|D|"
        r"C)\W{0,4}[\dIVX]{1,4}[\w\s.,;:°-]{4,80}?(?:Parc(?:ela|\.)?|P)\W{0,4}\d{1,5}[a-z]?|"
        r"\d{2}(?:-\d{1,4}){2,8}",
    ),
    cued(
        "registry",
        "matrícula, matrícula folio real, folio real matrícula",
        r"\d{1,3}(?:\.?\d{3}){1,2}\s?(?:/\d{1,3}|\(\d{1,3}\)|-\d{1,3})",
    ),
    cued(
        "prontuario",
        "prontuario, prio., pront., prontuario sección a.g., prontuario sec. a.g.",
        r"\d{5,8}(?:\s?-?[A-Z]{2}(?!\w))?",
    ),
    cued(
        "letter_number",
        "c.d., carta documento, t.c.l., telegrama, telegrama ley, telegrama colacionado",
        r"(?:CD|TC)?\s?\d{7,9}(?:-\d)?(?:\s?\(?AR\)?)?",
    ),
    cued(
        "dni",
        "d.n.i., dni n°, l.e., l.c., l.e./d.n.i., libreta de enrolamiento, libreta cívica",
        rf"[MF]?\s?{FIGURES}",
        score=0.98,
    ),
    cued(
        "benefit",
        "beneficio, beneficio previsional, beneficio jubilatorio",
        r"\d{2}-\d-\d{7,8}-\d(?:-\d)?",
    ),
)
