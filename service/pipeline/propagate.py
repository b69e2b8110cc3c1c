"""What is found once is found everywhere.

A NOMBRE or an ID that is sure at one place is looked for at all others, and a NOMBRE's
words one by one. Where a single word is all that was found (it may be a common one, or a
town's) it is put to review, one that is a name at most of its places apart from others.
Dates and places are never propagated: the same words stand in citations and court names.
"""

import re
from collections.abc import Container, Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from service.document import Label, Span
from service.pipeline.detect.lexicon import BY_TITLE
from service.pipeline.merge import merge, sure
from service.pipeline.policy import Thresholds
from service.pipeline.surfaces import Place, Surfaces, fold, is_distinctive, within

_WORD: Final = re.compile(r"\w+")

SINGLE_WORD = "a name's single word, found by its other mentions"
MOSTLY = "a single word that is a name wherever else it stands"


def propagate(text: str, spans: Sequence[Span], thresholds: Thresholds) -> tuple[Span, ...]:
    """`spans` (disjoint, in order) with their further mentions."""
    if not spans:
        return ()
    index = Surfaces(text)
    believed = [(span.start, span.end) for span in spans if span.label != "ORG" and sure(span, thresholds)]
    names, numbers = (
        list(_further(text, index, label, spans, believed, thresholds)) for label in ("NOMBRE", "ID")
    )
    return merge(text, [*spans, *_joined(text, names), *numbers], thresholds)


def _joined(text: str, names: Sequence[Span]) -> list[Span]:
    """Further mentions, words of a name that stand side by side as one: a reviewer sees a name."""
    joined: list[Span] = []
    for span in sorted(names, key=lambda span: (span.start, -span.end)):
        last = joined[-1] if joined else None
        if last and {last.doubt, span.doubt} <= {SINGLE_WORD, MOSTLY}:
            between = text[last.end : span.start]
            if between and not between.strip():
                doubt = SINGLE_WORD if SINGLE_WORD in (last.doubt, span.doubt) else MOSTLY
                joined[-1] = replace(last, end=span.end, score=max(last.score, span.score), doubt=doubt)
                continue
        joined.append(span)
    return joined


def _further(
    text: str,
    index: Surfaces,
    label: Label,
    spans: Sequence[Span],
    believed: Sequence[Place],
    thresholds: Thresholds,
) -> Iterator[Span]:
    """Further mentions of what is sure; what lies inside one of the `believed` places is none."""
    found = [span for span in spans if span.label == label]
    found.sort(key=lambda span: (not sure(span, thresholds), -span.score, span.start))
    common = set(filter(str.islower, _WORD.findall(text))) if label == "NOMBRE" and found else set()
    wanted: dict[str, tuple[str, Span]] = {}
    surfaces: dict[str, Span] = {}
    for span in found:
        surfaces.setdefault(text[span.start : span.end], span)
    for surface, span in surfaces.items():
        uncommon = list(_uncommon_words(surface, common)) if label == "NOMBRE" else []
        if sure(span, thresholds):
            forms = [surface, *uncommon]
        else:  # a doubtful name has doubtful mentions, if no word of it is a common one
            forms = [surface] if len(uncommon) == len(surface.split()) else []
        for form in forms:
            folded = fold(form)
            if folded not in wanted and is_distinctive(form, label):
                wanted[folded] = form, span
    names = [(span.start, span.end) for span in spans if span.label == label and sure(span, thresholds)]
    titled = [(span.start, span.end) for span in spans if span.doubt == BY_TITLE]
    for form, span in wanted.values():
        places = index.places([form])
        further = [place for place in places if not within(believed, *place)]
        if not further:
            continue
        single = label == "NOMBRE" and len(form.split()) == 1
        mostly = 2 * sum(within(names, *place) for place in places) >= len(places)
        doubt = span.doubt or ((MOSTLY if mostly else SINGLE_WORD) if single else None)
        for start, end in further:
            # The title before it and the name elsewhere: two that say the same are believed.
            told = span.doubt if single and within(titled, start, end) else doubt
            yield replace(span, start=start, end=end, source="propagation", doubt=told)


def _uncommon_words(name: str, common: Container[str]) -> Iterator[str]:
    """The words of `name` that may stand for it alone: of four letters at least,
    capitalised, and not a `common` word too, which the text has in lower case somewhere."""
    for word in name.split():
        bare = word.strip(",.;:()\"'«»“”")
        if len(bare) >= 4 and bare[0].isupper() and bare.lower() not in common:
            yield bare
