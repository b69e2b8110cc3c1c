"""Neighbouring finds → the one expression that they are, from its first word to its last.

A model reads word by word and wavers over the small words: it finds "calle Prado 12" and
"Renca" and is not sure of the ", comuna de" between them, or ends a name with the "y" that
leads to the next. So, of spans that are sure,

    LUGAR   an address goes on over the words that lead to its crossing, its town, its region
    FECHA   a date without a year goes on to the year that it shares: "1 de abril al 3 de mayo de 2021"
    NOMBRE  a surname that goes on after its own "y" is one: "Rufina Ortiz y Peña"
    ID      figures that a stroke or a hyphen ties to a code are a part of it: "28/1234/2014"

and a find is bare of what is not its own (`service.pipeline.edges`); what is nothing else is no find.

Sure or not, the pieces of one are one where nothing lies between but a space, for no two dates,
places or codes stand so: "3 de marzo de" and "2021", "LA" and "LIBERTAD", "SEF" and "12/2015".
What the surer piece is worth, the whole is.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from service.document import Label, Span
from service.pipeline.dates import value_of
from service.pipeline.edges import announces, bare, is_generic, is_small
from service.pipeline.merge import sure
from service.pipeline.policy import Thresholds

_SPACE: Final = r"\s{1,3}"
#: What leads from one place of an address to the next.
_KIND: Final = (
    r"(?:de|del|el|la|los|las|en|est[ae]|dich[ao]|mism[ao]|"
    r"aldea|barrio|b[°º]|cant[oó]n|caser[ií]o|ciudad|colonia|col\.|comuna|condominio|corregimiento|"
    r"departamento|depto\.?|dpto\.?|distrito|estado|fracci[oó]n|jurisdicci[oó]n|localidad|municipio|parroquia|"
    r"partido|pcia\.?|poblaci[oó]n|provincia|recinto|regi[oó]n|sector|urbanizaci[oó]n|urb\.|vereda|villa|zona)"
)
_CROSSING: Final = (
    rf"(?:casi{_SPACE})?(?:en{_SPACE}la{_SPACE})?(?:esquina|esq\.?|intersecci[oó]n)(?:{_SPACE}(?:con|de))?"
)
_LEAD: Final = re.compile(
    rf"[\"”»]?[,;]?\s{{0,3}}(?:(?:{_CROSSING}|con|{_KIND}(?:{_SPACE}(?:y{_SPACE})?{_KIND}){{0,5}}){_SPACE})?",
    re.IGNORECASE,
)
#: What makes an address of a place: towns and regions alone are told one by one.
_STREET: Final = re.compile(
    rf"(?<!\w)(?:autopista|av|avda|ave|avenida|calles?|camino|carrera|carretera|jir[oó]n|jr|kil[oó]metro|km|"
    rf"manzana|mz|pasaje|paseo|psje|ruta|con|{_CROSSING})(?!\w)|(?<!\w)n(?:[°º.]|ro|úm)",
    re.IGNORECASE,
)
_CROSSED: Final = re.compile(rf"\s*(?:{_CROSSING}|con)\s*", re.IGNORECASE)

_RANGE: Final = re.compile(
    rf"\s{{0,3}}(?:[-–]|,?{_SPACE}(?:al?|hasta|y)(?:{_SPACE}(?:el|d[ií]a)){{0,2}})\s{{0,3}}"
)
_YEARLESS: Final = re.compile(r"(?!.*(?:\d{4}|\bmil\b|\d/\d))", re.DOTALL)

#: A given name and a surname that end in "y".
_UNENDED: Final = re.compile(r"[^,]*\w\s+[^,\s]+\s+[yY]")
_TIE: Final = re.compile(r"[-/–]")
_FIGURES: Final = re.compile(r"\d{1,4}")
#: Of a name's first word: "La Libertad".
_ARTICLE: Final = re.compile(r"E[Ll]|L[Aa]|L[Oo][Ss]|L[Aa][Ss]")
#: The letters of a code, and what may stand between them and its figures.
_SERIES: Final = re.compile(r"[A-ZÑ]{1,5}(?:[- ][A-ZÑ]{1,5}){0,2}(?: N)?")
_TO_FIGURES: Final = re.compile(r"[.°º]?\s?(?:N[°º.]{1,2}\s?)?")

#: Finds of nothing but such words that may lie between two places of one address, at most: without
#: a bound a text of them alone would take for ever.
_BETWEEN: Final = 4
_LONGEST_DATE: Final = 120


def compose(text: str, spans: Sequence[Span], thresholds: Thresholds) -> tuple[Span, ...]:
    """`spans` (disjoint, in order), those that are one expression joined, and none with small
    words at its edges, save at those of a date or place that touches another find."""
    composed: list[Span] = []
    for n, span in enumerate(spans):
        following = spans[n + 1] if n + 1 < len(spans) else None
        if is_generic(text, span) and not announces(text, span, following):
            continue
        if composed and _are_pieces(text, composed[-1], span, thresholds):
            surer = max(composed[-1], span, key=lambda each: each.score)
            kind = composed[-1].kind or span.kind
            composed[-1] = replace(surer, start=composed[-1].start, end=span.end, kind=kind)
            continue
        at = _before(text, composed, span)
        if at is not None and _are_one(text, composed[at], span, thresholds):
            label: Label = "ID" if "ID" in (composed[at].label, span.label) else span.label
            score = min(composed[at].score, span.score)
            composed[at:] = [replace(composed[at], end=span.end, label=label, score=score)]
        else:
            composed.append(span)
    return tuple(_bared(text, composed))


def _before(text: str, composed: Sequence[Span], span: Span) -> int | None:
    """Where in `composed` the find is that `span` may go on from: the last that is more than
    words which lead to another."""
    for at in range(len(composed) - 1, max(-1, len(composed) - 1 - _BETWEEN), -1):
        if composed[at].label != span.label or not _leads(text, composed[at]):
            return at
    return None


def _leads(text: str, span: Span) -> bool:
    words = text[span.start : span.end] + " "
    return bool(
        (span.label == "LUGAR" and _LEAD.fullmatch(words))
        or (span.label == "FECHA" and _RANGE.fullmatch(f" {words}"))
    )


def _are_one(text: str, first: Span, second: Span, thresholds: Thresholds) -> bool:
    if not (sure(first, thresholds) and sure(second, thresholds)) or _leads(text, second):
        return False
    if first.label == "NOMBRE" == second.label:  # whose own last word tells
        gap = text[first.end : second.start]
        return bool(gap.isspace() and _UNENDED.fullmatch(text, first.start, first.end))
    if first.label != second.label and {first.label, second.label} != {"FECHA", "ID"}:
        return False
    (start, stop), (go, end) = bare(text, first), bare(text, second)
    before, gap, after = text[start:stop], text[stop:go], text[go:end]
    match first.label, second.label:
        case "LUGAR", "LUGAR":
            crossed = _CROSSED.fullmatch(gap)
            return bool(_LEAD.fullmatch(gap) and (crossed or _STREET.search(before)) and "\n\n" not in gap)
        case "FECHA", "FECHA":
            return bool(_RANGE.fullmatch(gap) and _YEARLESS.match(before) and not _YEARLESS.match(after))
        case ("ID", "ID") | ("FECHA", "ID") | ("ID", "FECHA"):
            dated = before if first.label == "FECHA" else after if second.label == "FECHA" else ""
            return bool(_TIE.fullmatch(gap) and (not dated or _FIGURES.fullmatch(dated)))
    return False


def _are_pieces(text: str, first: Span, second: Span, thresholds: Thresholds) -> bool:
    """Whether the two, of which none need be sure, are one torn in two."""
    if first.label != second.label:
        return False
    before, gap = text[first.start : first.end], text[first.end : second.start]
    after = text[second.start : second.end]
    match first.label:
        case "LUGAR":
            alike = sure(first, thresholds) is sure(second, thresholds) or _ARTICLE.fullmatch(before)
            return bool(alike) and gap == " " and before.casefold() != after.casefold()
        case "FECHA":
            return gap.isspace() and not _leads(text, second) and _is_one_date(before, gap, after)
        case "ID":
            goes_on = after[0].isdigit() or _SERIES.fullmatch(after)
            series = _SERIES.fullmatch(before) and not is_generic(text, first)
            return bool(series and goes_on and _TO_FIGURES.fullmatch(gap))
    return False


def _is_one_date(before: str, gap: str, after: str) -> bool:
    """Whether the three say one date, and more than either piece."""
    if len(before) + len(after) > _LONGEST_DATE:
        return False
    whole = value_of(before + gap + after)
    return (
        whole is not None and not {",", "/"} & set(whole) and whole not in (value_of(before), value_of(after))
    )


def _bared(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """`spans` without the small words at their outer edges, and those that are nothing else."""
    last = len(spans) - 1
    for n, span in enumerate(spans):
        follows = n > 0 and _touch(text, spans[n - 1], span)
        leads = n < last and _touch(text, span, spans[n + 1])
        start, end = bare(text, span)
        start = span.start if follows else start
        end = span.end if leads and span.label not in ("NOMBRE", "ID") else end
        if start < end and not (_is_nothing(text, span) and not (follows and leads)):
            yield replace(span, start=start, end=end)


def _is_nothing(text: str, span: Span) -> bool:
    return is_small(text, span) or (text[span.start : span.end].islower() and _leads(text, span))


def _touch(text: str, first: Span, second: Span) -> bool:
    return not any(map(str.isalnum, text[first.end : second.start]))
