"""Citations of law, by their own head words: what stands in them is nobody's.

    norms       laws, decrees, codes, constitutions; rules of the European Union
    treaties    by the town where they were signed, or by what they are about
    gazettes    official journals, by number and day
    precedents  rulings by the number of a reporter: of the Americas
    europe      the same of Spain and the European courts
    chambers    the same by chamber, number and day, where it is said to hold
    authorities rulings by court, date and docket, where words before them cite
    doctrine    books, articles and the journals that print them
    courts      courts, public bodies and offices, with their towns

A citation that is missed is a mask that nobody needed; a date or number of the case taken for
one is a leak. So each form needs a head of its own, stops at the first word it does not know,
and reads no farther than a few hundred characters.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from service.pipeline.detect.citations.authorities import AUTHORITIES
from service.pipeline.detect.citations.chambers import CHAMBERS
from service.pipeline.detect.citations.courts import COURTS
from service.pipeline.detect.citations.doctrine import DOCTRINE
from service.pipeline.detect.citations.europe import EUROPEAN
from service.pipeline.detect.citations.gazettes import GAZETTES
from service.pipeline.detect.citations.norms import NORMS
from service.pipeline.detect.citations.precedents import PRECEDENTS
from service.pipeline.detect.citations.rule import Citation, Kind, Rule
from service.pipeline.detect.citations.treaties import TREATIES

__all__ = ["Citation", "Kind", "citations"]

_HEAD = re.compile(r"(?<!\w)(?:[^\W\d_]+|[\"“«‘'])")
#: What follows the first of a head's two words.
_SECOND = re.compile(r"[\s.]{1,20}([^\W\d_]+)")


def _by_head(rules: Iterable[Rule]) -> Mapping[str, Sequence[Rule]]:
    table: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        for head in rule.heads:
            table[head].append(rule)
            table.setdefault(head.partition("_")[0], [])
    return dict(table)


_RULES: Final = _by_head(
    (*NORMS, *TREATIES, *GAZETTES, *PRECEDENTS, *EUROPEAN, *CHAMBERS, *AUTHORITIES, *DOCTRINE, *COURTS)
)
#: Words that are the first of two.
_FIRSTS: Final = frozenset(head.partition("_")[0] for head in _RULES if "_" in head)


def citations(text: str) -> tuple[Citation, ...]:
    """Where `text` cites law: disjoint, in reading order."""
    found = [
        citation
        for head in _HEAD.finditer(text)
        if (word := head.group().lower()) in _RULES
        for rule in _rules(text, word, head.end())
        if (citation := rule.at(text, head.start()))
    ]
    return _disjoint(found)


def _rules(text: str, word: str, end: int) -> Iterable[Rule]:
    """The rules of the head `word`, which ends at `end`, and of it with the word after it."""
    if word in _FIRSTS and (second := _SECOND.match(text, end)):
        return (*_RULES[word], *_RULES.get(f"{word}_{second[1].lower()}", ()))
    return _RULES[word]


def _disjoint(found: Iterable[Citation]) -> tuple[Citation, ...]:
    """All that `found` covers, each character by the citation that began first.

    One that overlaps an earlier one is cut rather than joined to it, so that a chain of them
    makes none longer than its own form.
    """
    result: list[Citation] = []
    at = 0
    for citation in sorted(found, key=lambda c: (c.start, -c.end, c.kind)):
        if citation.end > at:
            result.append(Citation(max(citation.start, at), citation.end, citation.kind))
            at = citation.end
    return tuple(result)
