"""``J. P. G.``: a person's initials, with an index where two persons' agree."""

from collections import defaultdict
from collections.abc import Sequence

from service.document import Span
from service.pipeline.persons import read
from service.pipeline.render.numbers import entity_of


def initials(text: str, spans: Sequence[Span]) -> list[str]:
    """Of each name the initials of its person, all along those of the fullest mention; of all
    else the tag."""
    people = fullest(text, spans)
    letters = {entity: _letters(words) for entity, words in people.items()}
    alike: dict[str, list[str]] = defaultdict(list)
    for entity, written in letters.items():
        alike[written].append(entity)

    def one(span: Span) -> str:
        entity = entity_of(span)
        written = letters[entity] if span.label == "NOMBRE" else ""
        if not written:
            return f"[{span.label}]"
        if len(bearers := alike[written]) > 1:
            return f"{written} ({bearers.index(entity) + 1})"
        # The sentence's full stop is the initial's too.
        return written[:-1] if text.startswith(".", span.end) else written

    return [one(span) for span in spans]


def fullest(text: str, spans: Sequence[Span]) -> dict[str, tuple[str, ...]]:
    """The folded words of each person's fullest mention, by entity, in reading order."""
    people: dict[str, tuple[str, ...]] = {}
    for span in spans:
        if span.label == "NOMBRE":
            words = read(text[span.start : span.end]).words
            known = people.setdefault(entity_of(span), words)
            if _fullness(words) > _fullness(known):
                people[entity_of(span)] = words
    return people


def _fullness(words: Sequence[str]) -> tuple[int, int]:
    return sum(len(word) > 1 for word in words), len(words)


def _letters(words: Sequence[str]) -> str:
    return " ".join(f"{word[0].upper()}." for word in words)
