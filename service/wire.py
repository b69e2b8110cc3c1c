"""What is the same over HTTP and on the command line: a decision's fields, a text's legend."""

from typing import Any

from service.document import Decision


def span_fields(decision: Decision) -> dict[str, Any]:
    """Where, what, how sure, who says so, and what becomes of it; none of the text."""
    span = decision.span
    return {
        "start": span.start,
        "end": span.end,
        "label": span.label,
        "role": span.role,
        "kind": span.kind,
        "score": span.score,
        "source": span.source,
        "entity": span.entity,
        "rivals": list(span.rivals),
        "attributes": list(span.attributes),
        "decision": decision.action,
        "reason": decision.reason,
    }


def with_legend(text: str, legend: str | None) -> str:
    """`text` as a file that is published: what has to be said beside it is its last paragraph."""
    return f"{text.rstrip()}\n\n[{legend}]\n" if legend else text
