"""Bolivia: C.I. with its department, NIT; NUREJ, IANUS, CUD, land registry."""

from service.pipeline.detect.patterns.cues import CERTAIN, FIGURES, cued, docket, shaped

_DEPARTMENT = (
    r"(?:LP|CB|CBBA|SC|SCZ|CH|OR|PT|PO|TJ|TA|BE|BN|PA|PD|PN|L\.P\.|S\.C\.|Cbba\.?|Cocha\.?|Chuq\.|Or\.|"
    r"Pt\.|Tja\.|"
    r"Ben\.|Pdo\.)"
)

BO = (
    cued(
        "dni",
        "c.i., cédula de identidad, carnet de identidad, documento de identidad",
        rf"{FIGURES}(?:-\d?[A-Z]\d?)?\s?-?\s?(?-i:{_DEPARTMENT})(?:(?!\w)|(?<=\.))",
        score=CERTAIN,
    ),
    cued("dni", "c.i., cédula de identidad", r"\d{5,8}-\d[A-Z](?!\w)", score=CERTAIN),
    cued("nit", "n.i.t., número de identificación tributaria", r"\d{7,12}"),
    docket("n.u.r.e.j., nurej n°", r"\d{6,10}", score=CERTAIN, source="nurej"),
    docket("i.a.n.u.s., ianus n°", r"\d{9,15}", score=CERTAIN, source="ianus"),
    docket("c.u.d., código único, código único de denuncia", r"\d{12,18}", score=CERTAIN, source="cud"),
    docket(
        "caso, caso fiscal, caso fis, f.i.s.",
        r"(?:FIS|[A-Z]{2,6})[\s-]?(?:[A-Z]{2,5}[\s-]?)?\d{4,8}(?:/\d{2,4})?",
        score=CERTAIN,
        source="fis",
    ),
    docket(
        "expediente, exp.",
        r"\d{3,6}-\d{4}-\d{1,3}-(?:A[A-Z]{1,3}|RAC|CCJ|AIC|AIA)",
        score=CERTAIN,
        source="tcp",
    ),
    docket(
        "sentencia agroambiental, auto de vista, auto interlocutorio",
        r"\d{1,4}/(?:19|20)\d{2}(?:-[A-Z]\d?)?",
        loose=True,
    ),
    cued(
        "registry",
        "matrícula, matrícula computarizada, matrícula de folio real, folio real, derechos reales matrícula",
        r"\d\.\d{2}\.\d\.\d{2}\.\d{7}|\d{2,7}(?:\.\d{1,7}){3,5}",
        score=CERTAIN,
    ),
    cued("plate", "placa, placa de control, placa de circulación", r"\d{3,4}[\s-]?[A-Z]{3}"),
    cued("document_number", "testimonio, escritura pública, testimonio de poder, poder", r"\d{1,5}/\d{4}"),
    cued(
        "registry",
        "partida computarizada, registro computarizado, código catastral, folio n°, título ejecutorial",
        r"(?-i:[A-Z]{2,5}-[A-Z]{2,5})-\d{4,8}|[A-Z]{0,8}-?\d{5,12}(?:-\d{1,6}){0,6}|\d{2,4}(?:-\d{2,6}){2,6}",
    ),
    cued(
        "licence",
        "r.p.a., registro público de abogacía, matrícula profesional, mat. profesional, "
        "registro profesional, i.c.a.l.p.",
        r"\d{3,8}(?:\s?-?\s?[A-Z]{2,7}(?:-[A-Z])?)?",
    ),
    shaped(
        "case_number",
        "0000000 00000000 000000000 aaa aa",
        r"(?-i:(?:LPZ|CBA|SCZ|CHQ|ORU|PTS|TJA|BEN|PND)\d{7,9})",
    ),
)
