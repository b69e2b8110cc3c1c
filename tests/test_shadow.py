"""A new bundle or policy beside the old one, and what is put in force."""

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from service.backends import load_bundle
from service.cli import app as cli
from service.document import Span
from service.engine import version_of
from service.errors import Conflict, Forbidden, InputError, UnknownPolicy
from service.pipeline import Engine
from service.pipeline.policy import Policy
from service.policies import load_policies
from service.policies.fingerprint import fingerprint
from service.releases import releases, roll_back, sign_off
from service.review import claim, submit
from service.settings import Settings
from service.shadow import Side, differences, from_file, from_storage, report
from service.storage.audit import trail
from service.storage.choices import Choice, read_choices, write_choices
from service.storage.principals import Principal, authenticate, create_key
from service.storage.revisions import last_revision
from service.storage.sessions import Store
from tests.small import CLEAR_TEXT, DOUBTFUL_TEXT, ENGINE, POLICIES, send, settle, work

PRESETS = load_policies()
TODO = PRESETS["todo"]
TEXT = "Comparecen Quirina Albaflor y Zenón Marjal ante la jueza Petra Sauco. Quirina Albaflor firma."


def entity(surface: str, tag: str, role: str | None = None) -> dict[str, object]:
    at = TEXT.index(surface)
    return {"start": at, "end": at + len(surface), "tag": tag} | ({"role": role} if role else {})


RULING = {
    "text": TEXT,
    "entities": [
        entity("Quirina Albaflor", "NOMBRE", "parte"),
        entity("Zenón Marjal", "NOMBRE", "parte"),
        entity("Petra Sauco", "NOMBRE", "autoridad"),
    ],
}


def finding(*names: str) -> Engine:
    """An engine that is sure of these."""

    def find(text: str) -> Sequence[Span]:
        return [
            Span(
                m.start(), m.end(), "NOMBRE", 0.99, "test", "autoridad" if n.startswith("Petra") else "parte"
            )
            for n in names
            for m in re.finditer(n, text)
        ]

    return replace(ENGINE, detectors=(find,), version=",".join(names))


def test_leaks_gained_and_lost() -> None:
    old = Side(finding("Quirina Albaflor", "Petra Sauco"), TODO)
    new = Side(finding("Quirina", "Zenón Marjal", "firma", "Petra Sauco"), TODO)
    (one,) = differences([RULING], old, new)
    at, other = TEXT.index("Quirina"), TEXT.index("Zenón")
    assert one.gained == ((at, at + 16, "NOMBRE"),)
    assert one.lost == ((other, other + 12, "NOMBRE"),)
    assert (one.leaks, one.doubts) == ((1, 1), (0, 0))
    assert one.vain[1] > 0
    told = report([one], old, new, "2026-03-02")
    assert (told["leaks_gained"], told["leaks_lost"]) == ({"NOMBRE": 1}, {"NOMBRE": 1})
    assert told["new"] == {
        "bundle": new.engine.version, "policy": fingerprint(TODO), "service": told["old"]["service"]
    }  # fmt: skip
    assert (told["rulings"], told["changed"], told["words"]) == (1, 1, len(TEXT.split()))
    assert "Quirina" not in json.dumps(told["documents"])


def test_the_same_changes_nothing() -> None:
    side = Side(finding("Quirina Albaflor"), TODO)
    told = report(list(differences([RULING], side, side)), side, side, "")
    assert (told["changed"], told["documents"], told["leaks"]) == (0, [], {"old": 2, "new": 2})


def test_what_a_policy_publishes_is_no_leak() -> None:
    engine = replace(finding("Quirina Albaflor", "Zenón Marjal"), parte=0.5)
    (one,) = differences([RULING], Side(engine, TODO), Side(engine, load_policies()["es-cendoj"]))
    at = TEXT.index("Petra")
    assert one.lost == ((at, at + 11, "NOMBRE"),)
    assert one.leaks == (1, 0)


def test_over_what_was_reviewed_here(store: Store, ana: Principal) -> None:
    documents = [send(ana, store, DOUBTFUL_TEXT), send(ana, store, CLEAR_TEXT)]
    work(store)
    task = claim(ana, store, documents[0])
    machine = last_revision(ana, store, documents[0])
    assert task.lease_id is not None
    assert machine is not None
    submit(ana, store, documents[0], task.lease_id, 0, settle(machine.decisions))
    rulings = list(from_storage(ana, store, POLICIES, {}))
    (one,) = differences(rulings, Side(ENGINE, POLICIES["doubts"]), Side(finding(), POLICIES["doubts"]))
    assert one.document == str(documents[0])
    assert (len(one.gained), one.lost, one.leaks) == (2, (), (0, 2))
    assert any(entry.action == "read" for entry in trail(ana, store, 100)[-2:])


def test_what_is_no_ruling(tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").write_text('{"text": "Nada."}\n')
    with pytest.raises(InputError):
        list(from_file(tmp_path / "r.jsonl"))


def bundle(folder: Path) -> tuple[Path, str]:
    """The shipped bundle under another version, and that."""
    folder.mkdir()
    for file in Settings().bundle.iterdir():
        if file.name != "SHA256SUMS":
            (folder / file.name).symlink_to(file.resolve())
    shutil.copyfile(Settings().bundle / "SHA256SUMS", folder / "SHA256SUMS")
    with (folder / "SHA256SUMS").open("a") as sums:
        sums.write(f"{'0' * 64}  {folder.name}\n")
    return folder, version_of(load_bundle(folder))


@pytest.fixture
def signed(tmp_path: Path) -> tuple[Path, Path]:
    """A report of a new bundle, and its folder."""
    made, version = bundle(tmp_path / "first")
    path = tmp_path / "report.json"
    path.write_text(told(version))
    return path, made


def told(version: str, policy: Policy = TODO) -> str:
    """What sign-off reads of a report on `policy` in the place of `todo`."""
    sides = {"old": TODO, "new": policy}
    return json.dumps(
        {side: {"bundle": version, "policy": fingerprint(p), "service": "0.1.0"} for side, p in sides.items()}
    )


def test_what_is_signed_serves_and_goes_back(
    store: Store, ana: Principal, tmp_path: Path, signed: tuple[Path, Path]
) -> None:
    folder = tmp_path / "releases"
    first = sign_off(ana, store, PRESETS, folder, *signed)
    current = folder / "current"
    assert version_of(load_bundle(current)) == first.bundle
    with pytest.raises(Conflict):
        roll_back(ana, store, folder)
    made, version = bundle(tmp_path / "second")
    with pytest.raises(Conflict):
        sign_off(ana, store, PRESETS, folder, signed[0], made)
    signed[0].write_text(told(version))
    second = sign_off(ana, store, PRESETS, folder, signed[0], made)
    assert version_of(load_bundle(current)) == second.bundle != first.bundle
    back = roll_back(ana, store, folder)
    assert version_of(load_bundle(current)) == back.bundle == first.bundle
    with pytest.raises(Conflict):
        roll_back(ana, store, folder)
    assert [release.action for release in releases(folder)] == ["sign_off", "sign_off", "rollback"]
    assert [entry.action for entry in trail(ana, store, 100)][-3:] == ["sign_off", "sign_off", "rollback"]
    assert {release.actor for release in releases(folder)} == {str(ana.actor_id)}


def test_a_policy_that_is_signed_is_followed_and_goes_back(
    store: Store, ana: Principal, stranger: Principal, tmp_path: Path, signed: tuple[Path, Path]
) -> None:
    folder, other = tmp_path / "releases", PRESETS["es-cendoj"]
    before = (
        Choice(None, None, "todo"),
        Choice("sala primera", None, "estricta"),
        Choice("sala segunda", "civil", "todo"),
        Choice("sala tercera", None, "es-cendoj"),
    )
    for principal in (ana, stranger):
        write_choices(principal, store, before)
    sign_off(ana, store, PRESETS, folder, *signed)
    version = version_of(load_bundle(signed[1]))
    signed[0].write_text(told(version, replace(other, version="999")))
    with pytest.raises(Conflict):
        sign_off(ana, store, PRESETS, folder, *signed)
    signed[0].write_text(told(version, replace(other, name="nowhere")))
    with pytest.raises(UnknownPolicy):
        sign_off(ana, store, PRESETS, folder, *signed)
    assert read_choices(ana, store) == before
    signed[0].write_text(told(version, other))
    release = sign_off(ana, store, PRESETS, folder, *signed)
    assert release.switched == (("", ""), ("sala segunda", "civil"))
    assert [choice.policy for choice in read_choices(ana, store)] == [
        "es-cendoj", "estricta", "es-cendoj", "es-cendoj",
    ]  # fmt: skip
    assert releases(folder)[-1] == release
    with pytest.raises(Conflict):
        roll_back(stranger, store, folder)
    roll_back(ana, store, folder)
    assert read_choices(ana, store) == read_choices(stranger, store) == before
    assert [entry.action for entry in trail(ana, store, 100)][-4:] == [
        "sign_off", "policies", "rollback", "policies",
    ]  # fmt: skip


def test_who_may_not_configure_signs_nothing(
    store: Store, ana: Principal, tmp_path: Path, signed: tuple[Path, Path]
) -> None:
    reviewer = authenticate(store, create_key(store, ana.tenant_id, "eva", ["reviewer"]))
    with pytest.raises(Forbidden):
        sign_off(reviewer, store, PRESETS, tmp_path, *signed)
    with pytest.raises(Forbidden):
        roll_back(reviewer, store, tmp_path)
    assert not (tmp_path / "current").is_symlink()


def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").write_text(json.dumps(RULING) + "\n")
    arguments = ["shadow", "run", str(tmp_path / "report.json"), "--rulings", str(tmp_path / "r.jsonl")]
    runner: Any = CliRunner
    done = runner().invoke(cli, [*arguments, "--new-policy", "es-cendoj"])
    assert done.exit_code == 0
    told = json.loads((tmp_path / "report.json").read_text())
    assert told["old"]["policy"] == fingerprint(TODO)
    assert told["new"]["policy"].startswith("es-cendoj/")
    assert told["old"]["bundle"] == version_of(load_bundle(Settings().bundle))
    assert json.loads(done.stdout)["rulings"] == 1
