"""Spans → the same with whom or what each means, and what is known of a person by all mentions."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from service.document import Hints, Span
from service.pipeline.attributes import with_attributes
from service.pipeline.directory import NOBODY, Directory
from service.pipeline.entities import identified
from service.pipeline.roles import with_roles


def link(text: str, spans: Sequence[Span], hints: Hints, directory: Directory = NOBODY) -> tuple[Span, ...]:
    """`spans` (disjoint, in order), each with its entity; names with their person's role and
    attributes, and put to review where it matters who of several they mean."""
    people = with_roles(text, identified(text, spans), hints, directory)
    told = with_attributes(text, people, hints)
    known = {span.entity: span for span in told}
    return tuple(_flagged(span, known) for span in told)


def _flagged(span: Span, known: Mapping[str | None, Span]) -> Span:
    """`span`, doubtful if it might mean somebody of another role or other attributes."""
    if span.doubt or not span.rivals:
        return span
    meant = {(known[entity].role, known[entity].attributes) for entity in span.rivals}
    if meant <= {(span.role, span.attributes)}:
        return span
    return replace(span, doubt=f"may be {' or '.join(span.rivals)} instead")
