"""The words around a ruling's number that say whose it is: an authority's, or this case's own."""

from typing import Final

from service.pipeline.detect.citations.parts import compiled, heads
from service.pipeline.detect.citations.rule import Rule
from service.pipeline.detect.expression import Expression

#: Words and marks between those that cite and the court that is cited; any other word parts them,
#: for "the doctrine is known; the Supreme Court, by its judgment of …" cites nothing. Each piece is
#: taken whole: there are too many ways to cut a run of commas.
_BETWEEN = (
    r"(?>[\s,:;(«\"“—–-]{1,9}|(?:tambi[eé]n|adem[aá]s|entre|(?:muchas\s)?otr[oa]s|por|tod[oa]s|ejemplo|lo|la|"
    r"el|las|los|de|del|en|que|sentencias?|fallos?|resuelto|dicho|señalado|sostenido|establecido|declarado|"
    r"pronunciado|se|ha|han|as[ií]|ya|excma|excmo|corte|suprema|supremo|tribunal|constitucional|nacional|"
    r"justicia|sala|pleno|primera|segunda|tercera|civil|penal|reiterad[oa]s?|reiteradamente|recientemente|"
    r"constante|uniforme|contenid[oa]s?|emanad[oa]|jurisprudencia|doctrina|criterios?|"
    r"precedentes?)(?!\w)\.?){0,24}+\Z"
)

#: What comes after is cited.
CITING = compiled(
    r"(?<!\w)(?:v[eé]an?se|vid\.|vid(?=\s)|cfr|cf\.|conf\.|por tod[oa]s(?=[,:;]|\s\()|"
    r"entre (?:muchas )?otr[oa]s|mutatis mutandis|(?:a modo de|por) ejemplo|v\.\s?gr\.|p\.\s?ej\.|"
    r"en (?:(?:este|ese|el|igual|id[eé]ntico|tal|similar|an[aá]logo) )?(?:mismo )?sentido|"
    r"jurisprudencia|doctrina|criterios?|precedentes?|"
    r"(?:as[ií]|como|seg[úu]n|conforme)(?: lo)? (?:ha|han|tiene) (?:resuelto|sostenido|señalado|dicho|"
    r"declarado|establecido|precisado|entendido|indicado|reiterado|fallado)|"
    r"as[ií] lo (?:sostuvo|resolvi[oó]|declar[oó]|señal[oó]|estableci[oó])|"
    r"al resolver(?:se)? (?:el|la|los|las))(?!\w)\.?"
    rf"{_BETWEEN}",
)

#: What comes after is a decision of this case, or of an earlier stage of it.
OWN = compiled(
    r"(?<!\w)(?:contra(?:\s+(?:la|el|las|los|dicha|esta|ambas))?|recurrid\w{1,2}|impugnad\w{1,2}|impugna|"
    r"apelad\w{1,2}|apela|confirma(?:r|ndo|mos|d[oa])?|revoca(?:r|ndo|mos|d[oa])?|anula(?:r|ndo|mos|d[oa])?|"
    r"casa(?:r|ndo|mos|da)|ejecutori\w{1,3}|(?:en|de|a) la presente|el presente|rollo|acumulad\w{1,2}|origen|"
    r"en (?:nuestra|esta) (?:misma )?sentencia|est(?:a|e|os)\s+(?:causa|autos|proceso|juicio|expediente|"
    r"recurso))(?!\w)"
    r"(?:(?!\w{4}\.\s)[^;(]){0,45}\Z|(?<!\w)recurso de [^.;,(]{0,25}\Z",
)

#: The same, said after the number.
OWN_THEN = compiled(
    r"\)?\s{0,3},?\s{0,3}(?:(?:que|se|hoy|ahora|ya|aquí|ha\s+sido|fue)\s{1,3}){0,3}"
    r"(?:recurr|impugn|apelad|objeto\s+de|notificad|promovid|interpuest|iniciad|seguid[oa]\s|instruid|"
    r"caratulad|(?:dictad|reca[ií]d|pronunciad)\w{1,2}\s{1,3}en\s{1,3}(?:est|las?\s+presente|los\s+presentes|"
    r"autos|el\s+presente|el\s+(?:juicio|rollo|proced))|"
    r"en\s{1,3}(?:est[eoa]s?|los\s+presentes|la\s+presente)\s{1,3}(?:autos|causa|proceso|juicio))",
)

#: A Spanish header's own number, and those of the case's other decisions.
HEADER = Expression(r"(?:\bRoj|Cendoj|Resoluciones\s+del\s+caso)[^.(]{0,140}\Z")
#: A docket that only looks like a reporter's number.
DOCKET = Expression(
    r"(?:rol|rit|ruc|causa|expediente|expte|exp|radicad[oa]|radicaci[oó]n|proceso|legajo|placas?|patente|"
    r"dominio|matr[ií]cula|chapa|dpto|depto|departamento|casa|lote|manzana|torre|oficina|n[°º])\W{0,4}"
    r"(?:n\W{0,3}|no\W{0,2})?\Z",
)


def either(*patterns: Expression) -> Expression:
    """What any of `patterns` finds; all of them ignore case."""
    return Expression("|".join(f"(?:{pattern.pattern})" for pattern in patterns))


_NOT_OURS: Final = either(OWN, HEADER, DOCKET)


def precedent(words: str, pattern: str, rest: str = "", *, titled: bool = True) -> Rule:
    """A ruling whose number no docket looks like, unless words near it say that it is the case's."""
    return Rule(
        "precedent",
        heads(words),
        compiled(pattern, rest),
        unless=_NOT_OURS,
        unless_then=OWN_THEN,
        titled=titled,
    )
