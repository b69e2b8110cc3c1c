"""Chile: RUT and RUN, plates; RIT, RUC and ROL, Dirección del Trabajo, mining and land registry."""

from service.pipeline.detect.patterns.checks import stdnum
from service.pipeline.detect.patterns.cues import CERTAIN, LIKELY, cued, docket, shaped

_RUT = r"\d{1,2}\.?\s?\d{3}\.?\s?\d{3}\s?[-–‑]\s?[\dkK]|0{2}\d{8}-\s?[\dkK]"
_YEAR = r"(?:(?:19|20)\d{2}|2\.0\d{2})"
_VALID = stdnum("cl.rut")

CL = (
    cued(
        "rut",
        "r.u.t., r.u.n., rol único tributario, rol único nacional, cédula de identidad, "
        "cédula nacional de identidad, "
        "cédula nacional, cédula de identidad nacional, c.n.i., c.i., cédula, rut empresa, rol tributario",
        _RUT,
        _VALID,
        score=CERTAIN,
    ),
    shaped("rut", "0 00", r"\d{1,2}\.\d{3}\.\d{3}\s?-\s?[\dkK]", _VALID),
    shaped(
        "rut",
        "00000000 0000000 0000000000",
        r"(?:\d{7,8}|00\d{8})-[\dkK](?=\W)",
        lambda surface: _VALID(surface.lstrip("0")),
        strict=True,
    ),
    docket(
        "r.u.c., rol único de causa",
        r"\d{10}\s?[-–]\s?[\dkK]|\d{2}\.?\d{2}\.?\d{6}-[\dkK]",
        score=CERTAIN,
        source="ruc_cl",
    ),
    shaped("case_number", "0000000000", r"\d{10}-\s?[\dkK]"),
    shaped("case_number", "00", r"\d{2}-\s?\d-\d{7}-[\dkK]", score=0.95),
    docket("civil, penal, laboral, protección, cobranza, familia, policía local", rf"\d{{1,6}}-{_YEAR}"),
    docket(
        "r.i.t., rol, rol(es), rol i.c., rol interno, rol corte, rol ingreso, "
        "rol ingreso corte, ingreso, ingreso corte, "
        "rol interno del tribunal, causa rol, rol de ingreso, rol único, r.u.i.",
        rf"(?:[A-Z]{{1,2}}\s?[-–]\s?)?\d{{1,3}}(?:\.\d{{3}}|\d{{0,4}})\s?[-–/]\s?(?:{_YEAR}|\d{{2}})(?!\d)",
        score=LIKELY,
    ),
    docket(
        "rol, causa rol, autos rol, r.i.t., autos rit, autos ejecutivos, autos",
        rf"(?-i:[A-Z])\s?[-–]\s?\d{{1,6}}\s?[-–]\s?{_YEAR}",
        score=CERTAIN,
        source="rit",
    ),
    shaped("case_number", "c o t m p e s v i n a", rf"(?-i:[CTOMPESVIN])-\d{{1,6}}-{_YEAR}"),
    cued(
        "plate",
        "p.p.u., placa patente única, placa(s) patente(s), placa patente, patente(s), placa única",
        r"(?-i:[A-Z]{4}[\s.-]{0,2}\d{2}|[A-Z]{2}[\s.-]{0,2}\d{2}[\s.-]?\d{2}|"
        r"[A-Z]{2}[\s.-]{0,2}\d{3,4})(?:-\d)?",
    ),
    cued(
        "registry",
        "fojas, a fojas, fs.",
        r"\d{1,2}\.?\d{3}(?:\s(?:vuelta|vta\.?))?,?\s?(?:bajo\sel\s)?(?:N[°º]?|"
        r"n[úu]mero)\s?\d{1,2}\.?\d{1,4}|\d{1,5}(?:\s(?:vuelta|"
        r"vta\.?))?,?\s?(?:bajo\sel\s)?N[°º]?\s?\d{1,2}\.?\d{1,4}",
        score=LIKELY,
    ),
    cued(
        "document_number",
        "licencia(s) médica(s), licencia(s) médica(s) folio(s), folio(s), folios n°s",
        r"\d{1,2}\s?-\s?\d{6,9}|\d{6,9}\s?-\s?[\dkK]",
    ),
    cued(
        "document_number",
        "resolución exenta, resoluciones exentas, resolución, res. ex., resolución exenta ra, "
        "resolución de multa",
        r"R-\d{2}-[A-Z]{2,5}-\d{3,7}-\d{4}|\d{3,4}/\d{2}/\d{1,3}|\d{4}[.,]?\d{0,4}/\d{2,4}/\d{1,4}|"
        r"\d{4}-\d{3,6}/\d{4}",
        score=0.95,
        source="resolution_cl",
    ),
    shaped("document_number", "r", r"R-\d{2}-[A-Z]{2,5}-\d{3,7}-\d{4}"),
    cued("document_number", "of. ord., ord., ordinario", r"\d{1,2}\.\d{3}|\d{4,6}", score=LIKELY),
    cued("document_number", "c.v.e., código de verificación electrónica", r"\d{6,9}"),
    cued(
        "document_number", "rol de avalúo, rol de aval, rol avalúo, rol de contribuciones", r"\d{1,5}-\d{1,5}"
    ),
    cued("document_number", "inscripción, repertorio", r"\d{1,3}\.?\d{3}-\d{4}|\d{2,6}-\d{4}"),
)
