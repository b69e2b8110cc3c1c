"""What serves, and what served before: a folder with a ledger and a link to the bundle in force.

    RELEASES/current          → the bundle's folder; INNOMINADO_BUNDLE names this link
    RELEASES/releases.jsonl     one line a sign-off or rollback, only ever appended to

Each line names its versions, the report that was signed by its digest, and who signed, whose
tenant's audit trail has a row of it. `serve` and `worker` take the new bundle at their next start.
Where the report is of another policy, the tenant's table names that from now on wherever it named
the old one; what is processed already stays as it is.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal

from service import durable
from service.backends import load_bundle
from service.engine import version_of
from service.errors import Conflict, InputError
from service.pipeline.policy import Policy
from service.policies import pick
from service.policies.fingerprint import fingerprint
from service.storage import audit
from service.storage.choices import following, switch
from service.storage.principals import Principal, require
from service.storage.sessions import Store

LEDGER: Final = "releases.jsonl"
CURRENT: Final = "current"


@dataclass(frozen=True, slots=True)
class Release:
    """bundle, policy, service: versions. path: the bundle's folder. report: its SHA-256.
    instead: the policy that `policy` takes the place of, by name, in the table of `tenant`, for
    the courts and matters `switched`."""

    action: Literal["sign_off", "rollback"]
    at: str
    actor: str
    bundle: str
    policy: str
    service: str
    path: str
    report: str
    tenant: str = ""
    instead: str = ""
    switched: tuple[tuple[str, str], ...] = ()

    @property
    def policy_name(self) -> str:
        return _name(self.policy)


def releases(folder: Path) -> list[Release]:
    """All of them, the first one first."""
    return list(_read(folder / LEDGER))


def sign_off(
    principal: Principal,
    store: Store,
    policies: Mapping[str, Policy],
    folder: Path,
    report: Path,
    bundle: Path,
) -> Release:
    """Put the new side of a shadow's report in force: its bundle, which is in the folder `bundle`,
    and its policy, one of `policies`, for the documents of the tenant that followed the old one.

    Raises:
        Forbidden: it takes the permission ``configure``.
        InputError: the report cannot be read.
        UnknownPolicy, PolicyNotInForce: no document can follow its policy.
        Conflict: that bundle, or the policy of that name, is not the report's.
    """
    require(principal, "configure")
    try:
        content = report.read_bytes()
        told = json.loads(content)
        versions = {name: str(told["new"][name]) for name in ("bundle", "policy", "service")}
        instead = _name(str(told["old"]["policy"]))
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError("The report cannot be read.") from None
    if version_of(load_bundle(bundle)) != versions["bundle"]:
        raise Conflict("The bundle is not the one that the report is of.")
    name = _name(versions["policy"])
    if fingerprint(pick(policies, name, store.clock().date())) != versions["policy"]:
        raise Conflict("The policy is not the one that the report is of.")
    release = Release(
        "sign_off",
        store.clock().isoformat(timespec="seconds"),
        str(principal.actor_id),
        **versions,
        path=str(bundle.resolve()),
        report=sha256(content).hexdigest(),
        tenant=str(principal.tenant_id),
        instead=instead,
        switched=following(principal, store, instead) if name != instead else (),
    )
    _put_in_force(principal, store, folder, release)
    switch(principal, store, instead, name, release.switched)
    return release


def roll_back(principal: Principal, store: Store, folder: Path) -> Release:
    """Put the release before the one in force in force again.

    Raises:
        Forbidden: it takes the permission ``configure``.
        Conflict: there is none, its bundle is not what it was, or the one in force changed the
            table of another tenant.
    """
    require(principal, "configure")
    standing = _standing(releases(folder))
    if len(standing) < 2:
        raise Conflict("There is no release before this one.")
    before, undone = standing[-2:]
    if undone.switched and undone.tenant != str(principal.tenant_id):
        raise Conflict("It changed another tenant's table: somebody of that one rolls it back.")
    if version_of(load_bundle(Path(before.path))) != before.bundle:
        raise Conflict("The earlier bundle is not what it was.")
    at, actor = store.clock().isoformat(timespec="seconds"), str(principal.actor_id)
    release = Release(**{**asdict(before), "action": "rollback", "at": at, "actor": actor})
    _put_in_force(principal, store, folder, release)
    switch(principal, store, undone.policy_name, undone.instead, undone.switched)
    return release


def _standing(ledger: list[Release]) -> list[Release]:
    """Sign-offs that were not rolled back; the last one is in force."""
    standing: list[Release] = []
    for release in ledger:
        if release.action == "rollback":
            standing.pop()
        else:
            standing.append(release)
    return standing


def _put_in_force(principal: Principal, store: Store, folder: Path, release: Release) -> None:
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


def _name(fingerprint: str) -> str:
    return fingerprint.partition("/")[0]


def _read(path: Path) -> Iterator[Release]:
    if path.exists():
        for line in path.read_text(encoding="ascii").splitlines():
            told = json.loads(line)
            yield Release(**told | {"switched": tuple(map(tuple, told.get("switched", ())))})
