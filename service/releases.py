"""What serves, and what served before: a folder with a ledger and a link to the bundle in force.

    RELEASES/current          → the bundle's folder; INNOMINADO_BUNDLE names this link
    RELEASES/releases.jsonl     one line a sign-off or rollback, only ever appended to

Each line names its versions, the report that was signed by its digest, and who signed, whose
tenant's audit trail has a row of it. `serve` and `worker` take the new bundle at their next start.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal

from service import durable
from service.backends import load_bundle
from service.engine import version_of
from service.errors import Conflict, InputError
from service.storage import audit
from service.storage.principals import Principal, require
from service.storage.sessions import Store

LEDGER: Final = "releases.jsonl"
CURRENT: Final = "current"


@dataclass(frozen=True, slots=True)
class Release:
    """bundle, policy, service: versions. path: the bundle's folder. report: its SHA-256."""

    action: Literal["sign_off", "rollback"]
    at: str
    actor: str
    bundle: str
    policy: str
    service: str
    path: str
    report: str


def releases(folder: Path) -> list[Release]:
    """All of them, the first one first."""
    return list(_read(folder / LEDGER))


def sign_off(principal: Principal, store: Store, folder: Path, report: Path, bundle: Path) -> Release:
    """Put the new side of a shadow's report in force, whose bundle is in the folder `bundle`.

    Raises:
        Forbidden: it takes the permission ``configure``.
        InputError: the report cannot be read.
        Conflict: that bundle is not the report's.
    """
    require(principal, "configure")
    try:
        content = report.read_bytes()
        new = json.loads(content)["new"]
        versions = {name: str(new[name]) for name in ("bundle", "policy", "service")}
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError("The report cannot be read.") from None
    if version_of(load_bundle(bundle)) != versions["bundle"]:
        raise Conflict("The bundle is not the one that the report is of.")
    release = Release(
        "sign_off",
        store.clock().isoformat(timespec="seconds"),
        str(principal.actor_id),
        **versions,
        path=str(bundle.resolve()),
        report=sha256(content).hexdigest(),
    )
    return _put_in_force(principal, store, folder, release)


def roll_back(principal: Principal, store: Store, folder: Path) -> Release:
    """Put the release before the one in force in force again.

    Raises:
        Forbidden: it takes the permission ``configure``.
        Conflict: there is none, or its bundle is not what it was.
    """
    require(principal, "configure")
    standing = _standing(releases(folder))
    if len(standing) < 2:
        raise Conflict("There is no release before this one.")
    before = standing[-2]
    if version_of(load_bundle(Path(before.path))) != before.bundle:
        raise Conflict("The earlier bundle is not what it was.")
    at, actor = store.clock().isoformat(timespec="seconds"), str(principal.actor_id)
    return _put_in_force(
        principal,
        store,
        folder,
        Release(**{**asdict(before), "action": "rollback", "at": at, "actor": actor}),
    )


def _standing(ledger: list[Release]) -> list[Release]:
    """Sign-offs that were not rolled back; the last one is in force."""
    standing: list[Release] = []
    for release in ledger:
        if release.action == "rollback":
            standing.pop()
        else:
            standing.append(release)
    return standing


def _put_in_force(principal: Principal, store: Store, folder: Path, release: Release) -> Release:
    """Audited first, then on the ledger, then in force: what serves was signed."""
    line = json.dumps(asdict(release)).encode("ascii") + b"\n"
    audit.note(principal, store, release.action, content=line)
    path = folder / LEDGER
    durable.write(path, (path.read_bytes() if path.exists() else b"") + line)
    fresh = folder / f"{durable.PREFIX}{CURRENT}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(release.path)
    os.replace(fresh, folder / CURRENT)
    durable.sync_folder(folder)
    return release


def _read(path: Path) -> Iterator[Release]:
    if path.exists():
        for line in path.read_text(encoding="ascii").splitlines():
            yield Release(**json.loads(line))
