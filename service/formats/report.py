"""What was done with a file, without any of its text: a page for whoever publishes it."""

import hashlib
from collections import Counter
from typing import Any

from service import __version__
from service.formats.format import Format, Reading
from service.pipeline import Engine, Result
from service.pipeline.policy import Policy


def report(
    format_: Format,
    data: bytes,
    written: bytes,
    reading: Reading,
    result: Result,
    engine: Engine,
    policy: Policy,
) -> dict[str, Any]:
    """Hashes, versions, and counts: of spans by label, decision and reason, of parts that were
    read, of what was left out. `data` became `written`."""
    counted = Counter((d.span.label, d.action, d.reason) for d in result.decisions)
    return {
        "format": format_.name,
        "encoding": reading.encoding,
        "original_sha256": hashlib.sha256(data).hexdigest(),
        "released_sha256": hashlib.sha256(written).hexdigest(),
        "versions": {
            "service": __version__,
            "model": engine.version,
            "policy": f"{policy.name}/{policy.version}",
        },
        "parts": [part.name for part in reading.document.parts],
        "spans": [
            {"label": label, "decision": action, "reason": reason, "count": count}
            for (label, action, reason), count in sorted(counted.items())
        ],
        "left_out": dict(sorted(reading.dropped.items())),
        "review_required": result.review_required,
    }
