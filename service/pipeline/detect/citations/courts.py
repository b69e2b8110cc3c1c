"""Courts, public bodies and offices, with the towns in their names."""

from service.pipeline.detect.citations.parts import MONTH, NUMBER_SIGN, TOWN, compiled, heads
from service.pipeline.detect.citations.rule import Rule

#: A name goes on from its head in these words only.
_WORD = (
    r"(?:primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|sext[oa]|s[eé]ptim[oa]|octav[oa]|noven[oa]|"
    r"d[eé]cim[oa]|vig[eé]sim[oa]|trig[eé]sim[oa]|primera|instancia|instrucci[oó]n|letras|garant[ií]as?|"
    r"familiar?|trabajo|laboral|social|civil|comercial|penal(?:es)?|criminal|correccional|contencios[oa]|"
    r"contencioso-administrativo|administrativ[oa]|tributari[oa]|mercantil|menor(?:es)?|niñez|niñas?|"
    r"adolescen\w{2,4}|infancia|paz|oral(?:es)?|juicio|conocimiento|sentencia|control|ejecuci[oó]n|penas?|"
    r"vigilancia|penitenciaria|violencia|mujer|g[eé]nero|tr[aá]nsito|federal|nacional|provincial|superior|"
    r"suprem[oa]|justicia|apelaci[oó]n|apelaciones|casaci[oó]n|electoral|constitucional|agrari[oa]|"
    r"agroambiental|mixt[oa]|especializad[oa]|transitori[oa]|permanente|unipersonal|colegiad[oa]|materia|"
    r"letrad[oa]|polic[ií]a|multicompetente|judicial|circuito|circunscripci[oó]n|departamental|municipal|"
    r"metropolitana|distrital|mayor|promiscu[oa]|pequeñas|causas|competencias?|m[úu]ltiples?|[úu]nic[oa]|"
    r"turno|nominaci[oó]n|secci[oó]n|faltas|central|jurado|flagrancia|p[úu]blic[oa]|general|local|regional|"
    r"adjunt[oa]|abogad[oa]s|procurador(?:es)?|escribanos|notarios|propiedad|mercantil|cat[oó]lica|"
    r"aut[oó]noma|complutense|mayor|polit[eé]cnica|especial|delitos|sexuales|unidad|gesti[oó]n|ambiental|"
    r"econ[oó]mic[oa]|previsional|contravencional|cobranza|ordinari[oa]|investigaci[oó]n|preparatoria|"
    r"unitari[oa]|liquidador|restituci[oó]n|extinci[oó]n|dominio|tierras|rural|reclamaciones|[IVX]{1,5}|"
    r"[A-H])(?!\w)"
)
_NUMBER = rf"{NUMBER_SIGN}\d{{1,3}}[ªº°]?(?!\w|[./,-]\d|,? (?:de )?{MONTH})"
_JOINT = r"(?:del?|las?|los|lo|en|y|e|con|sobre|para|contra)(?!\w)"
_WORDS = rf"(?:,? (?:{_WORD}|{_JOINT}|{_NUMBER})){{0,14}}"
_TERRITORY = (
    r"(?:ciudad|provincia|cant[oó]n|distrito|departamento|partido|circuito|municipio|estado|regi[oó]n|comuna|"
    r"villa|localidad|capital|comunidad|rep[úu]blica|circunscripci[oó]n)(?: judicial| aut[oó]nomo|"
    r" aut[oó]noma)?"
)
#: "1250" after a name makes an address of it.
_PLACE = rf"(?!{_WORD}|(?:corte|tribunal|sala|juzgado|c[aá]mara)(?!\w)){TOWN}(?!\x20?\d(?![ªº°]))"
_OF = rf"(?:del?|de la|de los|de las)(?: {_TERRITORY}(?: del?)?)? {_PLACE}"
_SEAT = rf"(?:,? con (?:sede|asiento) en (?:la |el )?(?:{_TERRITORY} (?:del? )?)?{_PLACE})"
_FARTHER = (
    rf"(?: (?:del|de la) (?:provincia|departamento|estado|regi[oó]n|distrito judicial) (?:de(?:l|"
    rf" la)? )?{_PLACE})"
)

_COURT = r"(?:juzgados?|tribunal(?:es)?|corte|unidad judicial|fiscal[ií]a|defensor[ií]a)(?!\w)"
_BODY = (
    r"(?:municipalidad|ayuntamiento|alcald[ií]a|gobernaci[oó]n|intendencia|universidad|procuradur[ií]a|"
    r"diputaci[oó]n|prefectura)(?!\w)"
)
#: With a town alone these are a room, a hearing, a search, a school or somebody's office.
_WANTING = (
    r"(?:sala|c[aá]mara|audiencia|colegio|registro|notar[ií]a|comisar[ií]a|ministerio p[úu]blico|"
    r"secretar[ií]a|subsecretar[ií]a)(?!\w)"
    rf"(?:,? {_JOINT}){{0,2}}(?:,? {_WORD}|,? {_NUMBER})"
)
_OFFICE = (
    r"(?:fiscal|juez|jueza|magistrad[oa] (?:federal|provincial)|notari[oa]|alcalde|alcaldesa|intendente)"
    r"(?!\w)"
)
_INNER = rf"(?: (?:del?|de la) {_COURT}{_WORDS}){{0,2}}"

COURTS = (
    Rule(
        "court",
        heads(
            "juzgado juzgados tribunal tribunales corte unidad fiscalía fiscalia defensoría defensoria "
            "sala cámara camara "
            "audiencia colegio registro notaría notaria comisaría comisaria ministerio secretaría "
            "secretaria subsecretaría subsecretaria"
        ),
        compiled(rf"(?:{_COURT}|{_WANTING}){_WORDS}{_INNER}(?: {_OF}{_SEAT}?|{_SEAT}){_FARTHER}?"),
    ),
    Rule(
        "court",
        heads(
            "municipalidad ayuntamiento alcaldía alcaldia gobernación gobernacion intendencia universidad "
            "procuraduría procuraduria diputación diputacion prefectura"
        ),
        compiled(rf"{_BODY}{_WORDS} {_OF}{_SEAT}?"),
    ),
    Rule(
        "court",
        heads("fiscal juez jueza magistrado magistrada notario notaria alcalde alcaldesa intendente"),
        compiled(rf"{_OFFICE}{_WORDS} {_OF}"),
    ),
    Rule(
        "court",
        heads("juzgado juzgados tribunal sala cámara camara"),
        compiled(rf"(?:{_COURT}|sala|c[aá]mara){_WORDS} {_NUMBER}"),
    ),
    Rule("court", heads("scjn csjn cidh tedh tjue"), compiled(r"(?-i:SCJN|CSJN|CIDH|TEDH|TJUE)(?!\w)")),
)
