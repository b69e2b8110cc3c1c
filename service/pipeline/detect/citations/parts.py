"""What citations of every kind are made of: pieces of regular expressions.

A blank in them stands for white space in which a line may break, but no paragraph. What must
be taken whole or not at all, a date above all, is an atomic group ``(?>…)``: without it an
expression would settle for "3 de mayo" of "3 de mayo de 2015", or for "12" of "12.345.678".
"""

from service.pipeline.detect.expression import Expression

#: All the space there is, so that two of these in a row cannot step over an empty line.
_SPACE = r"(?:(?=\s)[^\S\n]{0,9}+\n?+[^\S\n]{0,9}+(?!\s))"


def compiled(pattern: str, rest: str = "") -> Expression:
    """`pattern` and `rest`, case ignored, each blank read as white space. With a `rest` the
    pattern is its opening."""
    whole = (pattern + rest).replace(" ", _SPACE)
    return Expression(whole, opening=pattern.replace(" ", _SPACE) if rest else "")


def heads(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: "N°", "núm." …, or nothing.
NUMBER_SIGN = r"(?:(?:n\.? ?[°ºo]s?\.?|n[úu]m(?:ero)?s?\.?|nros?\.?|#)?:? ?)"

MONTH = (
    r"(?:(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre)(?!\w)|"
    r"(?:ene|feb|mar|abr|may|jun|jul|ago|sept?|set|oct|nov|dic)\.)"
)
_UNIT = r"(?:un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve)"
_TENS = r"(?:treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa)"
_TEENS = r"(?:die[cz]|once|doce|trece|catorce|quince|dieci[a-zé]{3,6}|veinte|veinti[a-zéóú]{2,6})"
_BELOW_HUNDRED = rf"(?:{_TENS}(?: y {_UNIT})?|{_TEENS}|{_UNIT})(?!\w)"
_YEAR_WORDS = rf"(?:dos mil|mil (?:novecientos|ochocientos))(?!\w)(?: {_BELOW_HUNDRED})?(?: \(\d{{4}}\))?"
YEAR = rf"(?>(?:1\.?[5-9]|2\.?0)\d\d(?!\d|[./-]\d)|{_YEAR_WORDS})"

_DAY = rf"(?:\d{{1,2}}(?: ?[°º]|ero)?|primero|treinta y un[oa]?|treinta|{_TEENS}|{_UNIT})(?: \(\d{{1,2}}\))?"
DAY_MONTH = rf"(?:{_DAY} (?:de |del mes de )?{MONTH})"

#: No date that goes on to another: "del 3 de mayo al 5 de junio" is a time, not a norm's day.
_NO_RANGE = r"(?!,? (?:al?|hasta)(?: el)? \d)"
DATE = (
    rf"(?>(?:{DAY_MONTH}(?:,? (?:del? )?(?:año )?{YEAR})?|"
    r"\d{1,2}[/.-](?:\d{1,2}|[IVX]{1,4})[/.-](?:\d{4}|\d{2})(?![\w/-]))"
    rf"{_NO_RANGE})"
)

_CAPITALISED = r"(?-i:[A-ZÁÉÍÓÚÜÑ][\w'’]{1,20}(?:-[A-ZÁÉÍÓÚÜÑ]\w{1,20})?)"
#: Words that are seldom the whole name of a town.
_TOWN_PREFIX = (
    r"(?-i:(?=[A-Z]))(?:san|santa|santo|villa|puerto|punta|los|las|la|el|nueva|nuevo|r[ií]o|general|gral\.|"
    r"coronel|capit[aá]n|comodoro|bah[ií]a|buenos|alta|alto|gran|cerro|monte|paso|isla|valle|ciudad|bella|"
    r"tres|cinco|cruz|playa|piedras|laguna|fray|costa|campo|dos|pozo|salto|sierra|quinta|entre|venado|"
    r"trenque|juan|presidente|sáenz|lo)\x20"
)
#: A town by its form. Two words that no "de" joins must begin as towns do, and stand on one
#: line: "Juzgado Civil de Rosario" may be followed by a name.
TOWN = (
    rf"(?!{MONTH}|(?:don|doña|do[ñn]a|dra?|sra?|srta)(?!\w))"
    rf"(?>(?:{_TOWN_PREFIX}){{0,2}}{_CAPITALISED}"
    rf"(?:\x20(?:del|de|de\x20la|de\x20los|de\x20las)\x20(?!(?:provincia|ciudad|don|doña|dra?|sra?)(?!\w))"
    rf"(?:{_TOWN_PREFIX})?{_CAPITALISED})?)"
)

COUNTRY = (
    r"(?:Argentina|Bolivia|Brasil|Chile|Colombia|Costa Rica|Cuba|Ecuador|El Salvador|Guatemala|Hait[ií]|"
    r"Honduras|M[eé]xico|Nicaragua|Panam[aá]|Paraguay|Per[uú]|Rep[uú]blica Dominicana|Surinam|Barbados|"
    r"Trinidad y Tobago|Uruguay|Venezuela|España|Francia|Alemania|Italia|Grecia|Portugal|Turqu[ií]a|Rusia|"
    r"Ucrania|Polonia|Ruman[ií]a|Bulgaria|Suiza|Austria|B[eé]lgica|Pa[ií]ses Bajos|Noruega|Suecia|Finlandia|"
    r"Dinamarca|Irlanda|Hungr[ií]a|Croacia|Eslovenia|Eslovaquia|Moldavia|Georgia|Letonia|Lituania|Estonia|"
    r"Chipre|Malta|Reino Unido|United Kingdom|Spain|France|Germany|Italy|Turkey|Russia)(?!\w)"
)

QUOTED = r"(?:[\"“«‘'](?:[^\"“”«»‘’\n]|\n(?!\s)){2,90}[\"”»’'])"

#: "p. 45", "págs. 12 y 13", "§ 12", "t. II" …, each after a comma or none.
PAGES = (
    r"(?:,? ?(?:p[aá]gs?\.|p[aá]ginas?|pp?\.|p[aá]rrs?\.|p[aá]rrafos?|t\.|tomo|vol\.|cap\.|§|nota|n[°º]|"
    r"n[úu]m\.) ?"
    r"(?:\d{1,4}|[ivxlc]{1,6})(?![\w.]\w)(?: ?(?:-|–|y|a|,) ?\d{1,4}(?!\w|[./-]\d| de ))?(?: (?:y )?"
    r"(?:ss|sigs?)\.)?)"
)

#: ", Sala Primera", "(Sección 12ª)".
CHAMBER = r"(?:(?:,| -)? ?\(?(?:Sala|Secci[oó]n|Secc?\.|Pleno) ?(?:de lo )?[\w°ª]{0,14}\)?)"
