"""Costa Rica: cédulas, DIMEX, folio real, IBAN; the docket with its court and matter."""

from service.pipeline.detect.patterns.cues import CERTAIN, cued, docket, ruling, shaped

_MATTER = r"(?:PE|CO|CI|LA|FA|CA|CJ|NO|TR|VD|PJ|AG|UE|TC|AR|SU|PA|DA|MI|IP|CV|CT|ME|OT|PV|AP)"
_FILE = rf"\d{{2}}[\s-]?\d{{6}}[\s-]?\d{{4}}[\s-]?{_MATTER}(?:-\d{{1,2}})?"

CR = (
    cued(
        "dni",
        "cédula, cédula de identidad, cédula física, céd., identificación, "
        "portador de la cédula, documento de identidad, identidad",
        r"\d-\d{3,4}-\d{3,4}|\d\s\d{4}\s\d{4}|[1-9]\d{8}(?!\d)|\d{2}-\d{4}-\d{4}",
        score=CERTAIN,
    ),
    shaped("dni", "0", r"[1-9]-0?\d{3}-0?\d{3}(?!\d)|[1-9]-\d{4}-\d{4}"),
    cued(
        "company_id",
        "cédula jurídica, cédula de persona jurídica, céd. jur., cédula de personería jurídica",
        r"[234]-\d{3}-\d{6}|[234]\d{9}",
        score=CERTAIN,
    ),
    shaped("company_id", "0", r"[234]-\d{3}-\d{6}"),
    cued(
        "dni",
        "dimex, d.i.m.e.x., cédula de residencia, documento migratorio, documento único migratorio, "
        "n.i.t.e., carné de refugiado, carnet de residencia",
        r"1\d{10,11}|\d{3}-[A-Z0-9-]{6,20}\d",
        score=CERTAIN,
    ),
    docket(
        "expediente(s), exp., causa, sumaria, proceso, número único, n.u.e., principal",
        _FILE,
        score=CERTAIN,
        source="file_cr",
    ),
    shaped("case_number", "00", rf"\d{{2}}-\d{{6}}-\d{{4}}-{_MATTER}(?:-\d{{1,2}})?"),
    ruling(
        "voto(s), sentencia(s)",
        r"(?:19|20)\d{2}\s?-\s?\d{3,6}|\d{2,6}-(?:19|20)\d{2}|\d{1,5}-[A-Z]\d?-\d{2,4}|\d{1,5}-\d{4}",
        source="voto",
    ),
    cued(
        "registry",
        "folio real, matrícula, finca, finca matrícula, matrícula de folio real, folio real matrícula, "
        "partido de san josé matrícula",
        r"\d?-?\d{4,6}(?:-[A-Z]?)?-\d{3}|\d{5,6}(?:-[A-Z])?",
        score=0.95,
    ),
    cued(
        "registry",
        "plano, plano catastrado, plano catastro",
        r"[A-Z]{1,2}-\d{5,8}-(?:19|20)\d{2}|[A-Z]{1,2}-\d{6,7}-\d{2}",
    ),
    cued(
        "plate",
        "placa(s), vehículo placa(s), placas número",
        r"(?-i:[A-Z]{3}[\s-]?\d{3}|(?:CL|MOT|C|TSJ|TA|AB|PE)[\s-]\d{3,6})|\d{6}(?!\d)",
    ),
    cued("licence", "carné, carné profesional, carné del colegio de abogados, colegiado", r"\d{3,6}"),
    cued("phone", "fax, teléfono(s), tel., celular", r"\d{4}[\s-]?\d{4}"),
)
