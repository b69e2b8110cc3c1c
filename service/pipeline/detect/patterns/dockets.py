"""Whose a case number is: this case's own, an earlier instance's of it, or another case's."""

import re
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from service.document import Span

#: The head of a text, where a ruling says which one it is: the share of it, and characters at most.
_HEAD_SHARE: Final = 0.1
_HEAD: Final = 1_500
#: Characters before a number in which an earlier instance is named.
_REACH: Final = 90

_PRIOR: Final = re.compile(
    r"(?<!\w)(?:primera\s{1,3}instancia|primer\s{1,3}grado|instancia\s{1,3}inferior|a\s{1,3}quo|inferior|"
    r"recurrid[oa]|"
    r"impugnad[oa]|apelad[oa]|casad[oa]|origen|de\s{1,3}instancia|procedente|dimana\w{0,4}|"
    r"acto\s{1,3}reclamado|"
    r"elevad[oa]|tribunal\s{1,3}de\s{1,3}juicio)(?!\w)[^.;]{0,60}\Z",
    re.IGNORECASE,
)


def whose(text: str, spans: Sequence[Span]) -> list[Span]:
    """`spans`, each ``case_number`` with ``.own``, ``.prior`` or ``.other`` added to its kind.

    Own is what stands in the head of the text, wherever it stands again; prior what words of
    an earlier instance go before.
    """
    numbers = [span for span in spans if span.kind == "case_number"]
    head = min(_HEAD, len(text) * _HEAD_SHARE)
    prior = {span for span in numbers if _PRIOR.search(text, max(0, span.start - _REACH), span.start)}
    own = {_folded(text, span) for span in numbers if span.start < head and span not in prior}

    def of(span: Span) -> str:
        if _folded(text, span) in own:
            return "own"
        return "prior" if span in prior else "other"

    return [
        replace(span, kind=f"{span.kind}.{of(span)}") if span.kind == "case_number" else span
        for span in spans
    ]


def _folded(text: str, span: Span) -> str:
    return "".join(filter(str.isalnum, text[span.start : span.end])).lower()
