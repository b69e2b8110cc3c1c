"""Everything that can go wrong, by name.

    InnominadoError
    ├── InputError                 the caller's fault: what was sent cannot be used
    │   ├── UndecodableText        bytes that are not UTF-8; NUL; a lone surrogate
    │   ├── TextTooLong            more characters than the limit
    │   ├── UnknownPolicy          no policy of that name
    │   ├── UnknownStyle           no rendering style of that name
    │   ├── InvalidSpans           overlapping, reversed, empty or out-of-range spans
    │   ├── VerdictLeaks           a verdict that leaves a masked surface in clear elsewhere
    │   └── IdempotencyMismatch    an Idempotency-Key seen before with another body
    ├── NotFound                   no such thing for this principal
    ├── Unauthenticated            no key, or an unknown one
    ├── Forbidden                  a key that may not do this
    ├── Conflict                   right once, not any more
    │   ├── StaleRevision          the verdict's base is not the last revision
    │   ├── LeaseLost              the lease ran out, was given back, or is another's
    │   └── AlreadyClaimed         somebody else holds the task
    ├── Busy                       the inference lane is full; retry after some seconds
    ├── StorageError
    │   ├── DatabaseBehind         migrations are missing
    │   ├── DatabaseUnavailable    locked, gone or refusing
    │   └── UndecipherableRecord   the key is missing or the record was changed
    ├── BundleError                a model bundle that must not be served
    │   ├── BundleIncomplete       a file is missing or unreadable
    │   ├── BundleTampered         a file does not match SHA256SUMS
    │   └── BundleMismatch         its labels, tokenizer or model do not fit together
    └── SettingsError              the service must not start like this

No exception holds text of a document: what each carries is a position, a count, a
limit or a name that this project chose. ``str(error)`` is safe to log and to send.
The HTTP status of each is in `service.api.problems`, nowhere else.
"""

from typing import ClassVar


class InnominadoError(Exception):
    """Base of all. `code` is the stable machine-readable name, `title` one sentence."""

    code: ClassVar[str] = "error"
    title: ClassVar[str] = "Something went wrong."

    def __str__(self) -> str:
        detail = super().__str__()
        return f"{self.title} {detail}".strip()


class InputError(InnominadoError):
    code = "invalid_input"
    title = "What was sent cannot be used."


class UndecodableText(InputError):
    code = "undecodable_text"
    title = "The text cannot be decoded."


class TextTooLong(InputError):
    code = "text_too_long"
    title = "The text is longer than the limit."

    def __init__(self, limit: int) -> None:
        super().__init__(f"The limit is {limit} characters.")
        self.limit = limit


class UnknownPolicy(InputError):
    code = "unknown_policy"
    title = "There is no policy of that name; GET /v1/policies lists them."


class UnknownStyle(InputError):
    code = "unknown_style"
    title = "There is no rendering style of that name."


class InvalidSpans(InputError):
    """`indices`: positions, in the list that was sent, of the spans at fault."""

    code = "invalid_spans"
    title = "Spans must be in order, disjoint, non-empty and inside the text."

    def __init__(self, indices: tuple[int, ...]) -> None:
        super().__init__(f"At fault: {', '.join(map(str, indices[:20]))}.")
        self.indices = indices


class VerdictLeaks(InputError):
    """`places`: ``(start, end)`` in the original where a masked surface stays in clear."""

    code = "verdict_leaks"
    title = "A masked name or identifier stays in clear elsewhere; mask or keep each place."

    def __init__(self, places: tuple[tuple[int, int], ...]) -> None:
        super().__init__(f"{len(places)} places.")
        self.places = places


class IdempotencyMismatch(InputError):
    code = "idempotency_mismatch"
    title = "This Idempotency-Key was used with another request."


class NotFound(InnominadoError):
    code = "not_found"
    title = "There is no such thing."


class Unauthenticated(InnominadoError):
    code = "unauthenticated"
    title = "A valid API key is needed: Authorization: Bearer <key>."


class Forbidden(InnominadoError):
    code = "forbidden"
    title = "This key may not do that."


class Conflict(InnominadoError):
    code = "conflict"
    title = "The state has changed."


class StaleRevision(Conflict):
    code = "stale_revision"
    title = "The verdict's base is not the document's last revision."


class LeaseLost(Conflict):
    code = "lease_lost"
    title = "The lease ran out or is not yours; claim the task again."


class AlreadyClaimed(Conflict):
    code = "already_claimed"
    title = "Somebody else holds this task."


class Busy(InnominadoError):
    """`retry_after`: seconds after which another try makes sense."""

    code = "busy"
    title = "Too much is in flight."

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Try again in {retry_after} s.")
        self.retry_after = retry_after


class StorageError(InnominadoError):
    code = "storage_error"
    title = "The database cannot be used."


class DatabaseBehind(StorageError):
    code = "database_behind"
    title = "Migrations are missing: run `innominado migrate`."


class DatabaseUnavailable(StorageError):
    code = "database_unavailable"
    title = "The database is locked, gone or refusing."


class UndecipherableRecord(StorageError):
    code = "undecipherable_record"
    title = "A stored record cannot be deciphered."


class BundleError(InnominadoError):
    code = "bundle_error"
    title = "The model bundle must not be served."


class BundleIncomplete(BundleError):
    code = "bundle_incomplete"
    title = "A file of the model bundle is missing or unreadable."


class BundleTampered(BundleError):
    code = "bundle_tampered"
    title = "A file of the model bundle does not match SHA256SUMS."


class BundleMismatch(BundleError):
    code = "bundle_mismatch"
    title = "The parts of the model bundle do not fit together."


class SettingsError(InnominadoError):
    code = "settings_error"
    title = "The service must not start with these settings."
