"""Treaties, by the towns where they were signed or by what they are about."""

from service.pipeline.detect.citations.articles import ARTICLE, JOINT
from service.pipeline.detect.citations.parts import DATE, YEAR, compiled, heads
from service.pipeline.detect.citations.rule import Rule

_PLACES = (
    r"(?:bel[eé]m do par[aá]|lisboa|roma|viena|ginebra|la haya|nueva york|asunci[oó]n|montevideo|bruselas|"
    r"par[ií]s|berna|varsovia|montreal|budapest|palermo|estambul|lugano|maastricht|[aá]msterdam|niza|"
    r"dubl[ií]n|oviedo|basilea|chicago)"
    r"(?!\w)"
)
_ON = rf"(?:,? (?:del?|del año|hech[oa] el) (?:{YEAR}|{DATE}))"
#: What treaties are about.
_HELD = (
    rf"(?:,? {JOINT}{{0,3}}(?:todas|formas|derechos?|deberes|hombre|humanos|niño|civiles|pol[ií]ticos|"
    rf"econ[oó]micos|"
    r"sociales|culturales|social|prevenir|sancionar|erradicar|prevenci[oó]n|violencia|mujer|libertades|"
    r"fundamentales|eliminaci[oó]n|discriminaci[oó]n|racial|tortura|tratos|crueles|personas|discapacidad|"
    r"refugiados|estatuto|protecci[oó]n|naciones|unidas|extradici[oó]n|tratados|relaciones|consulares|"
    r"diplom[aá]ticas|compraventa|mercader[ií]as|sustracci[oó]n|adopci[oó]n|aspectos|menores|corrupci[oó]n|"
    r"desaparici[oó]n|forzada)"
    r"(?!\w)){0,12}"
)
_TREATY = (
    rf"(?:(?-i:C)onvenci[oó]n|(?-i:C)onvenio|(?-i:T)ratado) de {_PLACES}(?: sobre{_HELD})?{_ON}?|"
    r"(?:pacto de san jos[eé](?: de costa rica)?|protocolo de (?:san salvador|kioto|palermo|montreal|"
    r"ouro preto)|(?-i:E)statuto de roma|(?-i:C)arta de niza|(?-i:A)cuerdo de (?:cartagena|escaz[úu]|"
    r"schengen|marrakech)|"
    rf"reglas de (?:brasilia|beijing|tokio|bangkok|mandela)|principios de yogyakarta)(?!\w){_ON}?|"
    r"convenio (?:n[°ºo]\.? |n[úu]m(?:ero|\.) )?\d{1,3} de la (?:OIT|"
    r"Organizaci[oó]n Internacional del Trabajo)"
    rf"{_ON}?|"
    r"(?:(?:convenci[oó]n|convenio|pacto|carta) (?:americana|interamericana|internacional|europe[oa]|"
    r"de las naciones unidas)|declaraci[oó]n (?:americana|universal)|convenci[oó]n sobre (?:los|la|el))(?!\w)"
    rf"{_HELD}{_ON}?"
)

TREATIES = (
    Rule(
        "norm",
        heads(
            "convención convencion convenio pacto tratado protocolo estatuto acuerdo carta reglas principios "
            "declaración declaracion"
        ),
        compiled(_TREATY),
        lead=ARTICLE,
    ),
)
