"""A decision as plain fields: the same over HTTP and on the command line."""

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
        "decision": decision.action,
        "reason": decision.reason,
    }
