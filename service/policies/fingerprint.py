"""A policy in one short word, so that what was measured under it can be told from what was not."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from service.pipeline.policy import Policy


def fingerprint(policy: Policy) -> str:
    """``name/version:hex``; another for whatever changes what the policy does or says."""
    content = json.dumps(_plain(policy), sort_keys=True)
    return f"{policy.name}/{policy.version}:{hashlib.sha256(content.encode()).hexdigest()[:12]}"


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return str(value)
