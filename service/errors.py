"""Everything that can go wrong, by name.

    InnominadoError
    ├── InputError                 the caller's fault: what was sent cannot be used
    │   ├── UndecodableText        bytes that are not UTF-8; NUL; a lone surrogate
    │   ├── TextTooLong            more characters than the limit
    │   ├── UnknownPolicy          no policy of that name
    │   ├── PolicyNotInForce       a policy before its first day or after its last
    │   ├── UnknownStyle           no rendering style of that name
    │   ├── InvalidSpans           overlapping, reversed, empty or out-of-range spans
    │   ├── VerdictLeaks           a verdict that leaves a masked surface in clear elsewhere
    │   ├── ExportOff              training data, where no certificate says who may open it
    │   ├── BadRows                lines of a table that cannot be used
    │   ├── MappingOff             a reversible document, where there is no mapping key
    │   └── IdempotencyMismatch    an Idempotency-Key seen before with another body
    ├── NotFound                   no such thing for this principal
    ├── Unauthenticated            no key, token or session, or none that is valid
    ├── Forbidden                  who is known may not do this
    │   ├── CsrfRefused            a session's cookie alone changes nothing
    │   ├── LoginRefused           the identity provider's answer lets nobody in
    │   └── ZeroRetention          nobody may: this service keeps nothing
    ├── Conflict                   right once, not any more
    │   ├── PastRetention          older than it may be kept
    │   ├── StaleRevision          the verdict's base is not the last revision
    │   ├── LeaseLost              the lease ran out, was given back, or is another's
    │   ├── AlreadyClaimed         somebody else holds the task
    │   ├── AwaitingAnswer         the task is parked with a question
    │   └── TooLate                a submission was given too long ago to be taken back
    ├── TargetRefused              an address that nothing is ever sent to
    ├── Undelivered                an address that could not be reached, or refused
    ├── StampRefused               a time stamp that is not to be believed
    ├── Busy                       the inference lane is full; retry after some seconds
    │   └── TooManyAttempts        too many failed logins from one address
    ├── ProviderUnavailable        the identity provider cannot be used now
    ├── StorageError
    │   ├── DatabaseBehind         migrations are missing
    │   ├── DatabaseUnavailable    locked, gone or refusing
    │   └── UndecipherableRecord   the key is missing or the record was changed
    ├── BundleError                a model bundle that must not be served
    │   ├── BundleIncomplete       a file is missing or unreadable
    │   ├── BundleTampered         a file does not match SHA256SUMS
    │   └── BundleMismatch         its labels, tokenizer or model do not fit together
    └── SettingsError              the service must not start like this
        └── InvalidPolicy          a policy file that cannot be used

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


class PolicyNotInForce(InputError):
    code = "policy_not_in_force"
    title = "That policy is not in force today; GET /v1/policies has its days."


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


class BadRows(InputError):
    """`faults`: numbers of the lines at fault, from 1, and in each the column, or ``columns`` if
    there are too many or too few, or ``quotes``."""

    code = "bad_rows"
    title = "Lines of the table cannot be used; nothing was changed."

    def __init__(self, faults: tuple[tuple[int, str], ...]) -> None:
        shown = ", ".join(f"line {line} ({what})" for line, what in faults[:20])
        super().__init__(f"At fault: {shown}{' …' if len(faults) > 20 else ''}.")
        self.faults = faults


class MappingOff(InputError):
    code = "mapping_off"
    title = "No mappings are kept here: there is no mapping key."


class ExportOff(InputError):
    code = "export_off"
    title = "No training data is exported here: there is no certificate to encrypt it for."


class FileError(InputError):
    code = "unusable_file"
    title = "The file cannot be taken."


class UnknownFormat(FileError):
    code = "unknown_format"
    title = "The file is of no format that is read here."


class NoConverter(FileError):
    code = "no_converter"
    title = "RTF and DOC take LibreOffice, which is not installed here; send DOCX or ODT."


class BrokenFile(FileError):
    code = "broken_file"
    title = "The file is truncated, malformed, or not what it seems."


class EncryptedFile(FileError):
    code = "encrypted_file"
    title = "The file takes a password."


class UnsafeFile(FileError):
    code = "unsafe_file"
    title = "The file declares entities or a document type, which are not read."


class FileLimit(FileError):
    """`what`: which limit, in words of this project; `limit`: its value."""

    code = "file_limit"
    title = "The file is beyond a limit."

    def __init__(self, what: str, limit: int) -> None:
        super().__init__(f"At most {limit} {what}.")
        self.what = what
        self.limit = limit


class NoTextLayer(FileError):
    code = "no_text_layer"
    title = "Pages of the file are pictures of text."


class GarbledText(FileError):
    code = "garbled_text"
    title = "The text in the file is garbled, as its fonts tell no characters."


class UnwantedContent(FileError):
    """`kinds`: what was found that was to hold the file: ``changes``, ``comments``, ``embedded``."""

    code = "unwanted_content"
    title = "The file holds what was not to be dropped without a person."

    def __init__(self, kinds: tuple[str, ...]) -> None:
        super().__init__(f"It has {', '.join(kinds)}.")
        self.kinds = kinds


class IdempotencyMismatch(InputError):
    code = "idempotency_mismatch"
    title = "This Idempotency-Key was used with another request."


class NotFound(InnominadoError):
    code = "not_found"
    title = "There is no such thing."


class Unauthenticated(InnominadoError):
    code = "unauthenticated"
    title = "A valid API key, token or session is needed: Authorization: Bearer …, or log in."


class Forbidden(InnominadoError):
    code = "forbidden"
    title = "The caller may not do that."


class CsrfRefused(Forbidden):
    code = "csrf_refused"
    title = "With a session's cookie, X-CSRF-Token must be what GET /v1/session tells."


class LoginRefused(Forbidden):
    code = "login_refused"
    title = "The identity provider's answer does not let anybody in."


class ZeroRetention(Forbidden):
    code = "zero_retention"
    title = "This service keeps nothing: only /v1/analyze and /v1/anonymize work."


class ReleaseHeld(InnominadoError):
    """`parts`: where in the written file a masked surface still stands, in words of this project."""

    code = "release_held"
    title = "A masked name or identifier would stay in the file."

    def __init__(self, parts: tuple[str, ...]) -> None:
        super().__init__(f"In {', '.join(parts)}.")
        self.parts = parts


class Conflict(InnominadoError):
    code = "conflict"
    title = "The state has changed."


class PastRetention(Conflict):
    code = "past_retention"
    title = "The document is older than it may be kept."


class StaleRevision(Conflict):
    code = "stale_revision"
    title = "The verdict's base is not the document's last revision."


class LeaseLost(Conflict):
    code = "lease_lost"
    title = "The lease ran out or is not yours; claim the task again."


class AlreadyClaimed(Conflict):
    code = "already_claimed"
    title = "Somebody else holds this task."


class AwaitingAnswer(Conflict):
    code = "awaiting_answer"
    title = "The task waits for the answer to a question."


class TooLate(Conflict):
    code = "too_late"
    title = "A submission can be taken back by whoever made it, for five minutes."


class TargetRefused(InnominadoError):
    code = "target_refused"
    title = "Nothing is sent there."


class Undelivered(InnominadoError):
    code = "undelivered"
    title = "It did not arrive."


class StampRefused(InnominadoError):
    code = "stamp_refused"
    title = "The time stamp is not the authority's, or of something else."


class Busy(InnominadoError):
    """`retry_after`: seconds after which another try makes sense."""

    code = "busy"
    title = "Too much is in flight."

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Try again in {retry_after} s.")
        self.retry_after = retry_after


class TooManyAttempts(Busy):
    code = "too_many_attempts"
    title = "There were too many failed logins from this address."


class ProviderUnavailable(InnominadoError):
    code = "provider_unavailable"
    title = "The identity provider cannot be reached, or answers what cannot be used."


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


class InvalidPolicy(SettingsError):
    """What it carries: the file's name, and the fields at fault without their values."""

    code = "invalid_policy"
    title = "A policy file cannot be used."
