"""One unit of work → its outputs, written, and its rows of the table.

What is done depends on the unit and the `Setup` alone, so that it does not matter who does it,
in which order, or how often: here, in another process, or on another machine.
"""

import errno
import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePath
from time import perf_counter
from typing import Final, Protocol
from uuid import UUID

from service import durable
from service.bulk.errors import AnotherRun, OutputFails
from service.bulk.lanes import SEPARATOR, lane
from service.bulk.naming import Names
from service.bulk.outcomes import Outcome, Status, Versions, failed
from service.bulk.sources import ROW, Columns, File, Row, Rows, Unit, of_rows
from service.document import Decision
from service.errors import BrokenFile, InnominadoError, ReleaseHeld
from service.formats import read
from service.formats.plain import PLAIN
from service.formats.release import release
from service.formats.whole import Opened, Way, anonymize_file, open_file
from service.pipeline import Engine, reserve
from service.pipeline.decode import decode_text
from service.pipeline.policy import Policy
from service.pipeline.render import Style
from service.policies import load_policies, named
from service.policies.fingerprint import fingerprint
from service.storage.keys import Keyring

_NO_TENANT: Final = UUID(int=0)
#: Why nothing came of what took too long.
TIMED_OUT: Final = "timed_out"
#: What is wrong with the folder and not with the file.
_FATAL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})


@dataclass(frozen=True, slots=True)
class Setup:
    """All that a worker has to know; it can be sent to another machine.

    source, out: the input and the folder of the outputs. build: makes the engine, with one
    session of one thread. policies: a folder of policy files beside the presets. keyring: of
    the digests that stand for paths, and of the seeds of invented names. strata: those that
    are released without a person. seconds: that a document may take; None: for ever.
    """

    source: Path
    out: Path
    build: Callable[[], Engine]
    versions: Versions
    policy: str
    keyring: Keyring = field(repr=False)
    policies: Path | None = None
    style: Style = "tag"
    way: Way = field(default_factory=Way)
    columns: Columns = field(default_factory=Columns)
    strata: frozenset[str] = frozenset()
    seconds: float | None = None

    def digest(self, purpose: str, text: str) -> bytes:
        """A word for `text` that tells nothing of it."""
        return self.keyring.digest(_NO_TENANT, purpose, text.encode("utf-8", "surrogateescape"))

    def items(self, unit: Unit) -> list[str]:
        """What the table calls the documents of `unit`."""
        if isinstance(unit, File):
            return [self.digest("bulk", unit.path).hex()[:24]]
        return [f"{ROW}{row.number}" for row in unit.rows]

    def abandoned(self, unit: Unit, reason: str = "worker_died") -> list[Outcome]:
        """The outcomes of a unit that killed whoever worked on it."""
        return [failed(item, reason, self.versions) for item in self.items(unit)]


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one document: its row, and what goes out."""

    outcome: Outcome
    decisions: tuple[Decision, ...] = ()
    output: bytes | None = field(default=None, repr=False)


class Watch(Protocol):
    """Whoever looks on while a unit is done, and may end its process."""

    def begins(self, number: int) -> None:
        """The document of that number in the unit is begun."""

    def writes(self) -> None:
        """All is done but the writing: once this returns nobody ends it for its length."""


class Unwatched:
    def begins(self, number: int) -> None:
        pass

    def writes(self) -> None:
        pass


class Worker:
    """Does one unit after the other.

    Raises:
        BundleError: see `Setup.build`.
        AnotherRun: bundle or policy here are not the run's.
    """

    def __init__(self, setup: Setup, watch: Watch | None = None) -> None:
        self.setup = setup
        self.watch = watch or Unwatched()
        self.engine = setup.build()
        self.policy: Policy = named(load_policies(setup.policies), setup.policy)
        self.names = Names(self.engine, self.policy, lambda name: setup.digest("bulk-name", name).hex()[:12])
        if (self.engine.version, fingerprint(self.policy)) != (setup.versions.bundle, setup.versions.policy):
            raise AnotherRun

    def __call__(self, unit: Unit) -> list[Outcome]:
        """The rows of `unit`, whose outputs are written; what fails is a row too. Raises
        OutputFails: nothing can be written any more."""
        return [self._file(unit)] if isinstance(unit, File) else self._rows(unit)

    def _file(self, unit: File) -> Outcome:
        [item] = self.setup.items(unit)
        self.watch.begins(0)
        try:
            data = (self.setup.source / unit.path).read_bytes()
        except OSError as error:
            return failed(item, _told(error), self.setup.versions)

        def work() -> Done:
            opened = open_file(data, self.setup.way)
            folders = PurePath(unit.path).parts[:-1]
            court, matter, *_ = *map(self.names.label, folders[:2]), "", ""
            stratum = SEPARATOR.join((court, matter, opened.format.name))
            done = self._document(item, data, opened, stratum)
            if done.output is None:
                return done
            name = self.names.path(unit.path, opened, done.decisions)
            self.watch.writes()
            self._write(f"{done.outcome.status}/{name}", done.output)
            return replace(done, outcome=replace(done.outcome, file=name))

        sha256 = hashlib.sha256(data).hexdigest()
        return self._safely(failed(item, "", self.setup.versions, sha256=sha256), work).outcome

    def _rows(self, unit: Rows) -> list[Outcome]:
        name = f"part-{unit.number:08}{unit.suffix}"
        done = []
        for number, row in enumerate(unit.rows):
            self.watch.begins(number)
            done.append(self._row(row, unit.suffix[1:]))
        self.watch.writes()
        for status in ("released", "review"):
            rows = [
                {"row": row.number, "text": one.output.decode()}
                | {column: row.more[column] for column in self.setup.columns.keep}
                for row, one in zip(unit.rows, done, strict=True)
                if one.output is not None and one.outcome.status == status
            ]
            if rows:
                self._write(f"{status}/{name}", of_rows(rows, unit.schema))
        return [one.outcome if one.output is None else replace(one.outcome, file=name) for one in done]

    def _row(self, row: Row, kind: str) -> Done:
        values = (str(row.more.get(column) or "") for column in self.setup.columns.strata)
        stratum, item = SEPARATOR.join((*values, kind)), f"{ROW}{row.number}"
        if row.timed_out:
            return Done(failed(item, TIMED_OUT, self.setup.versions, stratum=stratum))

        def work() -> Done:
            if row.text is None:
                raise BrokenFile("There is no text.")
            data = decode_text(row.text).text.encode()
            return self._document(item, data, Opened(PLAIN, data, read(PLAIN, data)), stratum)

        return self._safely(failed(item, "", self.setup.versions, stratum=stratum), work)

    def _document(self, item: str, data: bytes, opened: Opened, stratum: str) -> Done:
        began = perf_counter()
        setup, document = self.setup, opened.reading.document
        _, result = anonymize_file(opened, self.engine, self.policy, setup.style, setup.keyring.seed)
        output: bytes | None = None
        status: Status = "held"
        reason: str | None = "verification_failed"
        try:
            output = release(opened.reading, result)
        except ReleaseHeld as error:
            reason = reason if result.status == "held" else error.code
        else:
            in_force = [policy for policy in (self.policy, reserve(document, self.policy)) if policy]
            drawn = int.from_bytes(setup.digest("bulk-sample", item)[:8]) / 2**64
            status, reason = lane(result, in_force, drawn, stratum, setup.strata)
            if opened.reading.guessed:  # what was read from a picture is in doubt as a whole
                status, reason = "review", "doubts"
        hidden = [decision for decision in result.decisions if decision.action != "keep"]
        outcome = Outcome(
            item=item,
            status=status,
            reason=reason,
            file=None,
            sha256=hashlib.sha256(data).hexdigest(),
            stratum=stratum,
            words=len(document.text.split()),
            spans=dict(sorted(Counter(decision.span.label for decision in hidden).items())),
            doubts=sum(decision.action == "review" for decision in hidden),
            seconds=round(perf_counter() - began, 3),
            **asdict(setup.versions),
        )
        return Done(outcome, result.decisions, output)

    def _safely(self, failure: Outcome, work: Callable[[], Done]) -> Done:
        """What `work` makes, or `failure`, which says by a code why it made nothing."""
        try:
            return work()
        except OutputFails:
            raise
        except Exception as error:
            return Done(replace(failure, reason=_told(error)))

    def _write(self, name: str, data: bytes) -> None:
        try:
            durable.write(self.setup.out / name, data)
        except OSError as error:
            if error.errno in _FATAL:
                raise OutputFails from None
            raise


def _told(error: Exception) -> str:
    """A code for `error`, never its message, which may quote the text."""
    if isinstance(error, InnominadoError):
        return error.code
    if isinstance(error, OSError):
        return f"file_refused: {errno.errorcode.get(error.errno or 0, 'unknown')}"
    return f"internal_error: {type(error).__name__}"
