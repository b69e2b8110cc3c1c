"""Colombia: C.C., T.I., NIT; the 23-figure radicado and the 21-figure news of a crime; high courts' own."""

from service.pipeline.detect.citations.context import CITING
from service.pipeline.detect.patterns.checks import stdnum
from service.pipeline.detect.patterns.cues import CERTAIN, FIGURES, LIKELY, cued, docket, shaped
from service.pipeline.detect.patterns.form import Form, bounded

_RADICADO = (
    r"\d{5}[\s.-]?\d{2}[\s.-]?\d{2}[\s.-]?\d{3}[\s.-]?\d{4}[\s.-]?\d{5}[\s.-]?\d{2}(?:\s?\(\d{3,6}\))?|"
    r"\d{2}[\s.-]?\d{3}[\s.-]?\d{4}[\s.-]?\d{3}[\s.-]?\d{4}[\s.-]?\d{5}[\s.-]?\d{2}"
)
_RAD = (
    "radicado(s), radicación, radicaciones, rad., radicado único, número de radicado, "
    "número único, n.u.i., c.u.i., expediente, proceso, referencia"
)
_NIT = stdnum("co.nit")

CO = (
    cued(
        "dni",
        "c.c., cédula(s) de ciudadanía, cédula(s), cédula",
        r"\d{1,3}(?:[.,']\s?\d{3}){1,3}|(?:1[0-3]\d{8}|\d{6,8})(?!\d)",
        score=CERTAIN,
    ),
    cued(
        "dni",
        "t.i., tarjeta de identidad, r.c., registro civil, n.u.i.p., c.e., cédula de extranjería, p.p.t., "
        "p.e.p.",
        rf"{FIGURES}(?:-\d{{1,5}})?",
        score=0.98,
    ),
    cued(
        "nit",
        "n.i.t., nit n°, número de identificación tributaria",
        r"\d{3}\.?\d{3}\.?\d{3}\s?-\s?\d|\d{9,10}(?:-\d)?",
        lambda surface: "-" not in surface or _NIT(surface),
    ),
    docket(_RAD, _RADICADO, score=CERTAIN, source="radicado"),
    shaped("case_number", f"00000 00 {'0' * 23}", _RADICADO),
    docket(
        "radicado(s), radicación, rad.",
        r"(?:19|20)\d{2}\s?-\s?\d{3,5}(?:\s?-\s?\d{2})?|\d{4,6}(?!\d)",
        score=0.95,
        source="radicado_short",
    ),
    docket(
        "noticia criminal, n.u.n.c., s.p.o.a., c.u.i., código único de investigación, código único, radicado",
        r"\d{5}[\s-]?\d{2}[\s-]?\d{5}[\s-]?\d{4}[\s-]?\d{5}",
        score=CERTAIN,
        source="spoa",
    ),
    shaped("case_number", "0" * 21, r"\d{21}"),
    docket(
        "expediente(s), expediente(s) de tutela, exp., elexpediente, referencia",
        r"(?-i:[TDE]\s?-\s?(?:\d{1,3}(?:[.,]\d{3}){1,2}|\d{4,8}))(?:\s?AC)?",
        score=CERTAIN,
        source="tutela",
    ),
    shaped("case_number", "t", r"(?-i:T-\s?(?:\d{1,2}\.\d{3}\.\d{3}|\d{6,8}))(?:AC)?"),
    Form(
        "case_number",
        "ID",
        LIKELY,
        bounded(r"(?-i:ST|[SA])(?-i:[CPL])\d{2,5}-20\d{2}(?![\w/-])"),
        frozenset(f"{'a' * a}{'0' * n}" for a in (2, 3) for n in (2, 3, 4, 5)),
        unless=CITING,
    ),
    cued(
        "licence",
        "t.p., tarjeta profesional, tarjeta profesional de abogado",
        r"\d{1,3}(?:\.\d{3})?|\d{4,6}(?:-[A-Z]\d?)?",
    ),
    cued(
        "registry",
        "matrícula inmobiliaria, folio de matrícula, folio de matrícula inmobiliaria, f.m.i., m.i.",
        r"\d{2,3}[A-Z]?\s?-\s?\d{3,8}",
    ),
    cued(
        "registry",
        "cédula catastral, ficha catastral, c.h.i.p., código catastral",
        r"[A-Z]{3}\d{4}[A-Z]{4}|\d{2}[\d-]{8,33}",
    ),
    cued(
        "plate",
        "placa(s), vehículo de placa(s)",
        r"(?-i:[A-Z]{3}[\s-]?\d{3}|[A-Z]{3}[\s-]?\d{2}[A-Z]|R[\s-]?\d{5})",
    ),
    cued("document_number", "escritura, escritura pública, e.p.", r"\d{2,5}\sde\s\d{4}(?!\d)", score=0.4),
    cued(
        "document_number",
        "factura electrónica, pagaré(s), póliza(s), letra de cambio, contrato",
        r"[A-Z]{0,4}-?\d{3,12}(?:-\d{1,6}){0,3}",
        score=0.95,
        source="document_co",
    ),
    cued("voter_key", "código estudiantil, código, registro médico, r.m.", r"\d{7,12}"),
)
