"""Forms from the words that announce them, and from their shape alone.

Cues are plain words parted by commas, "d.n.i., documento(s) nacional(es) de identidad":
accents are optional, dots and blanks of abbreviations too, and (s) is a plural's.
"""

import re
from collections.abc import Callable
from typing import Final

from service.document import Label
from service.pipeline.detect.citations.context import CITING, either
from service.pipeline.detect.expression import Expression
from service.pipeline.detect.patterns.form import Form, bounded, head_of

#: Scores by hand, see `service.pipeline.detect.patterns`.
CERTAIN: Final = 0.99
NAMED: Final = 0.97
LIKELY: Final = 0.4

Check = Callable[[str], bool]

_PLAIN: Final = str.maketrans("áéíóúü", "aeiouu")
_EITHER: Final = str.maketrans({a: f"[{a}{b}]" for a, b in zip("áéíóúü", "aeiouu", strict=True)})

_N = r"(?:n(?:[°ºo]s?|ros?|[úu]m(?:ero)?s?)?(?![^\W\d]|-\w)\.?[°º]?|№|#)"
#: "N°", "núm.", ":" … between a cue and its number.
SIGN: Final = rf"(?>\s{{0,3}}(?:(?:{_N}|[:=;,./?\"“«°º'–_-]|\((?!\d{{1,5}}\)))\s{{0,3}}){{0,6}})"
#: Words between the two, where a number sign ends them: "signada con el N°".
_VIA = (
    r"(?:\s{1,3}(?:(?:(?:sign|identific|registr|tramit|radic|marc|inscrit|numer|individualiz|expedid|"
    r"emitid|otorg|"
    r"seguid|inici|asign|distingu|rotul|rol|celebr)(?:ad|id)?[oa]s?|con|bajo|el|la|los|su|de|del|es|era|y|"
    r"tiene|lleva|"
    rf"vigente|personal)\s{{1,3}}){{0,4}}{_N})?"
)
#: The same, whatever the words are: "resolución de reconsideración N°".
_ANY_VIA = rf"(?:(?:\s{{1,3}}[\w/-]{{1,18}}){{0,6}}?\s{{1,3}}{_N})?"
_NEXT = rf"\)?(?:\s?[,;]|\s{{1,3}}(?:y|e|o|u)(?!\w)|\s?,\s{{1,3}}(?:y|e)(?!\w)){SIGN}"
#: Where a number ends, no other part of it follows.
_END = r"(?![\d_]|(?-i:[A-ZÁÉÍÓÚÑ])|\s?[-–/]\s?\d|[.,]\d{2}|[-/](?-i:[A-Z](?![a-zñáéíóú])))"

#: "expediente 12/2020", "26.615-2023", "2-12345/2020", "A-12", "FCB 28105/2018".
CODE: Final = (
    r"(?=(?-i:[A-Z./_-]{0,12}\s?\d))(?=\S{0,40}\d{2})"
    r"(?-i:[A-Z0-9](?:[A-Z0-9]|[-./_](?=\d|[A-Z](?![a-zñáéíóú]))|\s?[-–/]\s?(?=\d)|(?<=[A-Z])\s(?=\d)){2,40})"
)
#: "27.334.501", "27 334 501", "27334501".
FIGURES: Final = r"(?:\d{1,3}(?:[.,]\s?\d{3}){1,3}|\d{1,3}(?:\s\d{3}){2}|\d{4,13})(?![.,]?\d)"

#: A ruling's number that its court's name follows is cited: "45/2012, de 3 de marzo, del Tribunal Supremo".
NOT_ANOTHERS: Final = (
    r"(?!,?\s+(?:de\s+(?:fecha\s+)?\d{1,2}\s+de\s+\w{4,10}(?:\s+de\s+\d{4})?,?\s+)?(?:del?\s+)?(?:la\s+)?"
    r"(?:T\.?[SC]|Tribunal\s+(?:Supremo|Constitucional|Europeo)|Sala|Corte|Pleno|Audiencia)(?!\w))"
)

#: Before it a court has spoken: "ha dicho la Suprema Corte de Niebla en sentencia N° 45/2012".
_SAID: Final = Expression(
    r"(?<!\w)(?:(?:ha|han|tiene)\s{1,3}(?:dicho|sostenido|señalado|expresado|resuelto|establecido|declarado|"
    r"entendido|reiterado|indicado|precisado)|dijo|sostuvo|señal[oó]|expres[oó]|estableci[oó]|reiter[oó]|"
    r"puntualiz[oó]|precis[oó]|entendi[oó])(?!\w)[^.;]{0,90}\Z",
)


def cued(
    kind: str,
    cues: str,
    number: str,
    valid: Check | None = None,
    *,
    score: float = NAMED,
    label: Label = "ID",
    unless: Expression | None = None,
    source: str = "",
    loose: bool = False,
) -> Form:
    """`number` after one of `cues`, and those that follow it in a list; a cue in capitals
    alone is read in capitals alone. loose: any words may stand before the number's sign."""
    phrases = [phrase.strip() for phrase in cues.split(",")]
    words = "|".join(map(_expression, phrases))
    heads = frozenset(head for phrase in phrases for head in _heads(phrase))
    via = _ANY_VIA if loose else _VIA
    one = rf"(?P<x>{number}){_END}"
    return Form(
        kind,
        label,
        score,
        bounded(rf"(?:{words})(?![^\W\d])", rf"\.?{via}{SIGN}{one}"),
        heads,
        more=bounded(rf"{_NEXT}{one}"),
        unless=unless,
        valid=valid,
        source=source,
    )


def shaped(
    kind: str,
    shapes: str,
    number: str,
    valid: Check | None = None,
    *,
    score: float = CERTAIN,
    strict: bool = False,
) -> Form:
    """`number` wherever it stands; it begins with a word of one of `shapes` (`head_of`), or
    with one of these words, and no figure or sign of one goes before it."""
    pattern = bounded(rf"(?<![\w/–-])(?<!\d[.,])(?P<x>{number})(?![\w/]|-\w|\.\d)")
    return Form(kind, "ID", score, pattern, frozenset(shapes.split()), valid=valid, strict=strict)


def docket(
    cues: str, number: str = CODE, *, score: float = LIKELY, source: str = "", loose: bool = False
) -> Form:
    """A case's number after one of `cues`, unless other cases are being cited."""
    return cued("case_number", cues, number, score=score, unless=CITING, source=source, loose=loose)


def ruling(cues: str, number: str, *, source: str) -> Form:
    """A ruling's number of this case: not where one is cited, nor where a court spoke in it."""
    return cued(
        "case_number",
        cues,
        number,
        score=LIKELY,
        unless=either(CITING, _SAID),
        source=source,
    )


def _expression(phrase: str) -> str:
    """A regular expression of `phrase`."""
    phrase = " ".join(phrase.split())
    words = re.sub(r"\((\w+)\)", r"(?:\1)?", phrase).replace(".", r"\.?\s?").replace(" ", r"\s{1,4}")
    words = words.replace("-", r"-?\s?").replace(r"\s?\s{1,4}", r"\s{0,4}").removesuffix(r"\s?")
    return f"(?-i:{words})" if phrase.isupper() and "." not in phrase else words.translate(_EITHER)


def _heads(phrase: str) -> set[str]:
    """What the first word of a text may be where `phrase` begins."""
    first = phrase.split()[0]
    if "." in first:
        letters = [part for part in re.sub(r"[()]", "", first).split(".") if part]
        spelt = {"".join(letters[:n]) for n in range(1, len(letters) + 1)} | {re.sub(r"\(\w+\).*", "", first)}
    else:
        spelt = {re.sub(r"\(\w+\)", "", first), re.sub(r"[()]", "", first)}
    return {head_of(form) for word in spelt for form in (word, word.translate(_PLAIN))}
