"""What courts of every country write: contact data, accounts, codes, documents, any file's number."""

from service.pipeline.detect.citations.context import CITING
from service.pipeline.detect.expression import Expression
from service.pipeline.detect.patterns.checks import card, international, stdnum
from service.pipeline.detect.patterns.cues import CERTAIN, CODE, FIGURES, LIKELY, cued, docket, shaped
from service.pipeline.detect.patterns.form import Form, bounded
from service.pipeline.detect.patterns.numerals import IN_WORDS

_LETTERS = r"(?:[A-Z]-?|(?-i:[A-Z]{1,3}|[A-Z]\s?-?\s?)(?=\d))"
#: After a space a capital only: "27.334.501 y" goes on with the sentence.
_LETTER_AFTER = r"(?:-?[A-Z](?!\w)|(?-i:[ ]?-?[ ]?[A-Z](?!\w)))"
_IDENTITY = rf"{_LETTERS}?{FIGURES}(?:\s?-\s?\d{{1,7}}){{0,3}}(?:\s?-\s?[\dkK])?{_LETTER_AFTER}?"
#: A registered letter ("carta documento") is nobody's document.
_LETTER = Expression(r"carta\s{1,3}\Z")
_PHONE = r"\(?\+?\d(?:\d|[\s().\/-]{1,3}(?=[\d(])){5,18}"
_PROFILE = (
    r"(?:https?://)?(?:www\.|m\.|[a-z]{2}-[a-z]{2}\.)?(?:facebook|instagram|twitter|x|tiktok|linkedin|"
    r"youtube|t|"
    r"threads|onlyfans|github)\.(?:com|me|net)/[\w@.?=&%/~+-]{2,120}[\w/]|"
    r"(?:https?://)?(?:[\w-]{1,20}\.)?(?:zoom\.us/j|wa\.me|meet\.google\.com|"
    r"api\.whatsapp\.com)/[\w?=&+-]{4,80}"
)

_CASE = (
    "expediente(s), expediente(s) judicial(es), expediente penal, expediente civil, expediente electrónico, "
    "expediente digital, expediente fiscal, expediente administrativo, expediente principal, exptes., "
    "expte(s)., "
    "exped., exp., exps., causa(s), causa(s) penal(es), causa civil, causa judicial, "
    "proceso(s), proceso penal, proceso judicial, procedimiento, procedimiento ordinario, "
    "procedimiento abreviado, "
    "procedimiento arbitral, proceso arbitral, juicio(s), juicio ordinario, juicio especial, "
    "juicio penal, juicio verbal, "
    "juicio ejecutivo, autos, autos acumulados, legajo(s), sumario(s), sumario administrativo, carpeta(s), "
    "carpeta fiscal, carpeta judicial, carpeta de investigación, carpeta administrativa, querella, "
    "denuncia(s), "
    "recurso(s), recurso de apelación, recurso de casación, recurso de amparo, recurso de nulidad, "
    "recurso de queja, "
    "acción de amparo, acción de tutela, amparo, casación, hábeas corpus, habeas corpus, incidente, "
    "medida cautelar, demanda, apelación, queja, investigación, investigación previa, noticia criminal, "
    "indagación previa, "
    "atestado(s), diligencias, diligencias previas, diligencias urgentes, rollo, rollo de apelación, "
    "ejecución, ejecutoria, "
    "pieza, registro general, caso, caso penal, caso fiscal"
)
_DOCUMENT = (
    "póliza(s), pagaré(s), cheque(s), cheque certificado, factura(s), licencia(s), licencia(s) médica(s), "
    "licencia(s) de conducir, "
    "brevete, carné, carnet, credencial, afiliado, afiliada, contrato(s), crédito(s), préstamo, "
    "operación, operaciones, siniestro, "
    "historia clínica, historia(s) clínica(s), h.c., matrícula(s), matrícula inmobiliaria, "
    "matrícula(s) profesional(es), folio real, "
    "folio real electrónico, partida(s), partida registral, partidas registrales, partida electrónica, "
    "asiento(s), asiento registral, "
    "casillero(s), casillero judicial, casillero judicial electrónico, casillero electrónico, casilla(s), "
    "casilla judicial, "
    "casilla electrónica, protocolo de necropsia, protocolo de autopsia, acción de personal, "
    "resolución de multa, "
    "resolución coactiva, resolución suprema, registro de audio, boleta, boleta de citación, "
    "acta de conciliación, "
    "acta de infracción, acta de nacimiento, acta de defunción, acta de matrimonio, "
    "partida de nacimiento, parte policial, "
    "cadena de custodia, número de referencia, código de reserva, localizador, justificante, certificado, "
    "constancia, "
    "comprobante, recibo, carta documento, carta poder, telegrama, escritura pública, repertorio, "
    "título de propiedad, "
    "título ejecutorial, finca, padrón, finca registral, unidad catastral, ficha, ficha registral, "
    "prontuario, orden de servicio, "
    "orden de pago, orden de compra, transferencia, transacción, ticket, folio único, escrito folio, "
    "dato de atención de urgencia, "
    "hoja de ruta, chasis, motor, serie, número de serie, nro. de serie, guía, "
    "precinto, muestra, "
    "orden de trabajo, número de trámite"
)
#: Of these every authority issues thousands: only one with its series or year is told from the rest.
_ISSUED = (
    "oficio(s), memorando, memorándum, memo, informe(s), "
    "dictamen, peritaje, protocolo, resolución, "
    "resoluciones, nota, escritura(s), testimonio, "
    "instrumento, parte, referencia, ref., reserva, título, trámite, solicitud, petición, reclamo, "
    "reclamación, registro, "
    "inscripción, certificación, multa, orden"
)
#: What a common word announces must look like a code: with a year, a series, or four figures.
_SERIES = rf"(?=\S{{0,30}}(?:\d[-–/]\S{{0,10}}\d|(?-i:[A-Z]-?\d|\d-?[A-Z]))|\S{{0,8}}\s?[-–/]\s?\d){CODE}"
_CODE_LIKE = rf"(?:{_SERIES}|(?=\S{{0,30}}(?:\d\.\d{{3}}|\d{{4}})){CODE})"

COMMON = (
    Form(
        "email",
        "ID",
        CERTAIN,
        bounded(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}(?!\w)"),
        holds="@",
    ),
    shaped(
        "url",
        "http https www facebook instagram twitter x tiktok linkedin youtube t threads onlyfans github wa"
        " meet api zoom m",
        _PROFILE,
    ),
    cued(
        "url",
        "usuario, usuario de instagram, usuario de twitter, cuenta de twitter, cuenta de instagram, twitter, "
        "instagram, tiktok, perfil",
        r"@[\w.]{2,30}",
    ),
    cued(
        "phone",
        "teléfono(s), teléfono(s) celular(es), teléfono móvil, teléfono fijo, teléfono particular, telf., "
        "teléf., tel., "
        "tels., tfno., tlf., celular(es), cel., móvil, fono, fonos, fax, whatsapp, abonado, "
        "línea telefónica, "
        "línea, número de teléfono, número telefónico, número celular, número de celular, número de abonado",
        _PHONE,
    ),
    shaped("phone", "+", r"\+\d{1,3}(?:[\s.()-]{0,2}\d){6,13}", international),
    cued(
        "card",
        "tarjeta(s), tarjeta de crédito, tarjeta de débito, tarjeta visa, tarjeta mastercard, plástico",
        r"\d{4}(?:[\s-]?\d{4}){2}[\s-]?\d{1,7}|\d{4}[\s-]?\d{6}[\s-]?\d{5}|(?:\d{4}|"
        r"[X*]{4})(?:[\s-]?[X*]{4}){1,2}[\s-]?\d{4}",
        lambda surface: "*" in surface or "x" in surface.lower() or card(surface),
    ),
    cued(
        "imei",
        "imei, i.m.e.i., código imei, imei 1, imei 2",
        r"\d{2}-?\d{6}-?\d{6}-?\d|\d{15,16}",
        stdnum("imei"),
    ),
    cued(
        "iban",
        "iban, i.b.a.n.",
        r"(?-i:[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?)",
        stdnum("iban"),
    ),
    shaped(
        "iban",
        f"aa00 aa{'0' * 22} aa{'0' * 20}",
        r"(?-i:[A-Z]{2}\d{2}(?:\s?\d{4}){4,7}(?:\s?\d{1,3})?|[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){5,7})",
        stdnum("iban"),
    ),
    cued(
        "account",
        "cuenta(s), cuenta(s) corriente(s), cuenta bancaria, cuenta(s) de ahorro(s), cuenta judicial, "
        "cuenta vista, "
        "cuenta única, cuenta sueldo, cuenta de depósitos, caja de ahorro(s), cta., cta. cte., "
        "cta. de ahorro(s), cc pesos",
        r"\d[\d\s./-]{5,30}\d|\d{2,6}[X*]{3,10}\d{2,6}|[X*]{3,12}\d{3,6}",
        score=0.95,
    ),
    cued(
        "passport",
        "pasaporte, pasaporte ordinario, passaporte",
        r"(?=\S{0,4}\d{3})[A-Z]{0,3}\s?\d{4,9}[A-Z]?",
    ),
    cued(
        "dni",
        "d.n.i., l.e., l.c., m.i., c.i., c.c., n.i.e., n.i.f., r.u.t., r.u.n., c.u.i.t., c.u.i.l., "
        "d.p.i., c.u.i., r.u.c., "
        "documento, documento nacional, documento nacional de identidad, documento único, "
        "documento de identidad, "
        "documento de identificación, documento de identidad personal, documento personal de identificación, "
        "documento de identidad y electoral, cédula(s), cédula(s) de identidad, "
        "cédula(s) de ciudadanía, cédula de extranjería, cédula de vecindad, cédula personal, "
        "cédula física, cédula jurídica, "
        "cédula nacional de identidad, cédula de identidad civil, cédula de identidad personal, "
        "cédula de identidad y electoral, cédula de identificación personal, "
        "libreta de enrolamiento, libreta cívica, tarjeta de identidad, carné de extranjería, "
        "carnet de extranjería, "
        "rol único tributario, rol único nacional, registro único de contribuyentes, número de identidad",
        _IDENTITY,
        unless=_LETTER,
    ),
    cued(
        "plate",
        "dominio, dominio colocado, patente, patente única, placa(s), placa(s) patente(s), "
        "placa(s) de rodaje, "
        "placa(s) de circulación, p.p.u., chapa, matrícula, patente de circulación, "
        "placa única nacional de rodaje",
        r"(?=[A-Z0-9 .-]{0,7}\d)(?-i:[A-Z]{1,4}[\s.-]{0,2}"
        r"(?:\d{2,4}(?:[\s.-]{0,2}[A-Z]{1,3}(?!\w)|-\d{1,3})?|[A-Z]{2}[\s.-]{0,2}\d{2})|"
        r"\d{3,4}[\s.-]{0,2}[A-Z]{3})",
        score=0.95,
    ),
    cued(
        "signature_code",
        "código de verificación, código seguro de verificación, c.s.v., código, código verificador, "
        "firma electrónica, "
        "código de validación, código único de verificación, hash, código qr, c.v.e., "
        "huella digital del documento",
        r"(?-i:[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}|[A-Z0-9]{9,40}|"
        r"[A-Z0-9]{3,8}(?:-[A-Z0-9]{3,8}){1,5}|[a-f0-9]{32,64}|[A-Za-z0-9+/]{20,64}={0,2}|\d{6,8})",
    ),
    docket(_CASE, _CODE_LIKE),
    docket(
        "expediente, causa, proceso, juicio, casación, apelación, amparo, ejecutoria",
        IN_WORDS,
    ),
    cued("document_number", _DOCUMENT, _CODE_LIKE, score=LIKELY, unless=CITING, loose=True),
    cued("document_number", _ISSUED, _SERIES, score=LIKELY, unless=CITING, loose=True),
    cued(
        "document_number",
        "código de reserva, localizador, reserva, código de localización",
        r"(?-i:(?=\S{0,8}\d)[A-Z0-9]{2,4}(?:-[A-Z0-9]{2,4}){1,3}|(?=\S{0,6}\d)[A-Z0-9]{5,8})",
    ),
    docket(
        "signado(s) con, signada(s) con, tramitado(s) con, tramitada(s) con, seguido con, asignó el, "
        "radicado bajo",
        _CODE_LIKE,
    ),
    cued(
        "document_number", "resolución, oficio, acta, escritura, orden", IN_WORDS, score=LIKELY, unless=CITING
    ),
)
