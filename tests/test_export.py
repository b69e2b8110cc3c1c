"""Training data from verdicts: what they say, who may take it, and who can open it."""

import json
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from msgspec import structs

from models.corpus import read, read_gold
from service.document import Decision, Label, Span
from service.errors import Conflict, ExportOff, Forbidden, InputError, NotFound, PastRetention, SettingsError
from service.export import Export, export_gold, load_recipient, write
from service.gold import gold_of
from service.pipeline.policy import Policy
from service.policies import load_policies
from service.review import claim, submit
from service.storage.audit import trail
from service.storage.documents import purge
from service.storage.principals import Principal, authenticate, create_key
from service.storage.sessions import Store
from tests.conftest import Clock
from tests.small import CANARY, CLEAR_TEXT, DOUBTFUL, DOUBTFUL_TEXT, POLICIES, send, work

PRESETS = load_policies()


def issued(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, clock: Clock) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Escuela de Puerto Quimera")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(17).not_valid_before(clock()).not_valid_after(clock() + timedelta(days=1))
    return made.sign(key, SHA256())


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture
def recipient(key: rsa.RSAPrivateKey, clock: Clock) -> x509.Certificate:
    return issued(key, clock)


@pytest.fixture
def opened(key: rsa.RSAPrivateKey, recipient: x509.Certificate, tmp_path: Path) -> Any:
    """Opens an export with another program."""
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key.pem").write_bytes(pem)
    (tmp_path / "recipient.pem").write_bytes(recipient.public_bytes(Encoding.PEM))

    def open_(found: Export) -> list[dict[str, Any]]:
        command: list[str | Path] = [
            "openssl",
            "cms",
            "-decrypt",
            "-inform",
            "DER",
            "-binary",
            "-inkey",
            tmp_path / "key.pem",
        ]
        command += ["-recip", tmp_path / "recipient.pem"]
        plain = subprocess.run(command, input=found.sealed, capture_output=True, check=True).stdout
        (tmp_path / "gold.jsonl").write_bytes(plain)
        return [json.loads(line) for line in plain.splitlines()]

    return open_


def verdict(principal: Principal, store: Store, document_id: UUID, *decisions: Decision) -> None:
    task = claim(principal, store, document_id)
    assert task.lease_id
    submit(principal, store, document_id, task.lease_id, task.revision, decisions)


def at(text: str, surface: str, label: Label = "NOMBRE", role: Any = "parte") -> Span:
    start = text.index(surface)
    return Span(start, start + len(surface), label, 1.0, "reviewer", role if label == "NOMBRE" else None)


def masked(text: str, surface: str, label: Label = "NOMBRE") -> Decision:
    return Decision(at(text, surface, label), "mask", "set by a reviewer")


def reviewed(principal: Principal, store: Store) -> UUID:
    """A ruling in which the machine's doubt was nobody, and the court's town was added."""
    document_id = send(principal, store)
    work(store)
    verdict(
        principal,
        store,
        document_id,
        masked(DOUBTFUL_TEXT, CANARY),
        masked(DOUBTFUL_TEXT, "juzgado", "LUGAR"),
    )
    return document_id


def test_a_verdict_becomes_gold(
    store: Store, ana: Principal, recipient: x509.Certificate, opened: Any, tmp_path: Path
) -> None:
    document_id = reviewed(ana, store)
    send(ana, store, CLEAR_TEXT)  # finished by the machine alone
    work(store)
    found = export_gold(ana, store, POLICIES, {}, recipient)
    [line] = opened(found)
    doubt, town = DOUBTFUL_TEXT.index(DOUBTFUL), DOUBTFUL_TEXT.index("juzgado")
    assert (line["id"], line["text"]) == (str(document_id), DOUBTFUL_TEXT)
    assert line["entities"] == [
        {"start": 11, "end": 11 + len(CANARY), "tag": "NOMBRE", "role": "parte"},
        {"start": town, "end": town + 7, "tag": "LUGAR"},
    ]
    negative = {"start": doubt, "end": doubt + len(DOUBTFUL), "tag": "NOMBRE"}
    assert line["hard_negatives"] == [negative]
    assert line["misses"] == [{"start": town, "end": town + 7, "tag": "LUGAR"}]
    assert line["exhaustive"] == ["NOMBRE"]
    assert (found.documents, found.entities, found.hard_negatives, found.misses) == (1, 2, 1, 1)
    # What trains models reads it.
    [gold] = read_gold(tmp_path / "gold.jsonl")
    assert [(e.label, e.role) for e in gold.entities] == [("NOMBRE", "parte"), ("LUGAR", "")]
    [example] = read(tmp_path / "gold.jsonl")
    assert len(example.annotations) == 2


def test_the_file_shows_nothing(
    store: Store, ana: Principal, recipient: x509.Certificate, tmp_path: Path
) -> None:
    reviewed(ana, store)
    found = export_gold(ana, store, POLICIES, {}, recipient)
    assert not any(word.encode() in found.sealed for word in (*CANARY.split(), "juzgado", "NOMBRE"))
    assert CANARY not in repr(replace(found, sealed=b""))
    write(found, tmp_path / "gold.p7m")
    assert (tmp_path / "gold.p7m").stat().st_mode & 0o777 == 0o600
    for path in (tmp_path / "gold.p7m", tmp_path / "missing" / "gold.p7m"):
        with pytest.raises(InputError):
            write(found, path)


def test_only_whoever_has_the_permission(
    store: Store, ana: Principal, stranger: Principal, recipient: x509.Certificate, opened: Any
) -> None:
    document_id = reviewed(ana, store)
    for role in ("submitter", "reviewer", "auditor", "admin"):
        other = authenticate(store, create_key(store, ana.tenant_id, role, {role}))
        with pytest.raises(Forbidden):
            export_gold(other, store, POLICIES, {}, recipient)
    with pytest.raises(NotFound):
        export_gold(stranger, store, POLICIES, {}, recipient, [document_id])
    assert opened(export_gold(stranger, store, POLICIES, {}, recipient)) == []


def test_each_ruling_that_leaves_is_on_the_trail(
    store: Store, ana: Principal, recipient: x509.Certificate
) -> None:
    document_id = reviewed(ana, store)
    export_gold(ana, store, POLICIES, {}, recipient)
    last = trail(ana, store, 100)[-1]
    assert (last.action, last.document_id, last.digest is None) == ("gold", document_id, False)


def test_what_is_past_its_time_stays(
    store: Store, ana: Principal, recipient: x509.Certificate, clock: Clock
) -> None:
    old = reviewed(ana, store)
    clock.advance(timedelta(days=30))
    young = reviewed(ana, store)
    assert export_gold(ana, store, POLICIES, {"finished": 30}, recipient).documents == 1
    assert export_gold(ana, store, POLICIES, {"finished": 31}, recipient).documents == 2
    assert export_gold(ana, store, POLICIES, {"finished": 30}, recipient, [young]).documents == 1
    before = trail(ana, store, 100)
    with pytest.raises(PastRetention):
        export_gold(ana, store, POLICIES, {"finished": 30}, recipient, [young, old])
    assert trail(ana, store, 100) == before


def test_what_nobody_reviewed_is_not_exported(
    store: Store, ana: Principal, recipient: x509.Certificate
) -> None:
    machines, waiting, gone = send(ana, store, CLEAR_TEXT), send(ana, store), reviewed(ana, store)
    work(store)
    purge(ana, store, gone)
    for document_id, kind in (
        (machines, Conflict),
        (waiting, Conflict),
        (gone, NotFound),
        (uuid4(), NotFound),
    ):
        with pytest.raises(kind):
            export_gold(ana, store, POLICIES, {}, recipient, [document_id])
    assert export_gold(ana, store, POLICIES, {}, recipient).documents == 0


def test_without_a_certificate_nothing_is_exported(tmp_path: Path, clock: Clock) -> None:
    with pytest.raises(ExportOff):
        load_recipient(None)
    (tmp_path / "empty.pem").write_bytes(b"")
    curve = issued(ec.generate_private_key(ec.SECP256R1()), clock)
    (tmp_path / "curve.pem").write_bytes(curve.public_bytes(Encoding.PEM))
    for name in ("missing.pem", "empty.pem", "curve.pem"):
        with pytest.raises(SettingsError):
            load_recipient(tmp_path / name)


TEXT = "El 3 de mayo de 2021 la jueza Aurelia Quimera oyó a Lisandro Bruma. Cita LAUDO. Vive en Villa Serena."


def gold(
    machine: list[Decision], last: list[Decision], policy: Policy | None = PRESETS["todo"]
) -> dict[str, Any]:
    return gold_of("1", "1", TEXT, machine, last, policy)


def surfaces(found: dict[str, Any], field: str = "entities") -> list[str]:
    return [TEXT[e["start"] : e["end"]] for e in found[field]]


def keep(surface: str, why: str, label: Label = "NOMBRE") -> Decision:
    return Decision(at(TEXT, surface, label), "keep", why)


@pytest.mark.parametrize(
    ("reason", "role"),
    [("office", "autoridad"), ("professional", "profesional"), ("citation", "cita"), ("ordered", "parte")],
)
def test_why_a_name_is_published_tells_its_role(reason: str, role: str) -> None:
    published = keep("Aurelia Quimera", f"published by a reviewer: {reason}")
    found = gold([masked(TEXT, "Aurelia Quimera")], [published])
    assert [e["role"] for e in found["entities"]] == [role]
    assert (found["hard_negatives"], found["misses"]) == ([], [])


def test_what_is_nobody_is_a_hard_negative() -> None:
    nobody = keep("LAUDO", "published by a reviewer: no_person")
    rejected = keep("Villa Serena", "confirmed by a reviewer", "LUGAR")
    machine = [masked(TEXT, "LAUDO"), Decision(at(TEXT, "Villa Serena", "LUGAR"), "review", "low score")]
    found = gold(machine, [nobody, rejected])
    assert surfaces(found) == []
    assert surfaces(found, "hard_negatives") == ["LAUDO", "Villa Serena"]


def test_what_a_policy_publishes_is_still_what_it_is() -> None:
    judge = keep("Aurelia Quimera", "role autoridad, cita is published")
    unlikely = keep("LAUDO", "too unlikely to be one")
    confirmed = [structs.replace(d, reason="confirmed by a reviewer") for d in (judge, unlikely)]
    found = gold([judge, unlikely], confirmed)
    assert surfaces(found) == ["Aurelia Quimera"]
    assert surfaces(found, "hard_negatives") == []


def test_a_date_of_which_the_year_was_published_is_one() -> None:
    policy = PRESETS["estricta"]
    [reason] = [rule.reason() for rule in policy.rules if rule.to == "year"]
    machine = [
        Decision(at(TEXT, "3 de mayo", "FECHA"), "mask", reason),
        Decision(at(TEXT, "2021", "FECHA"), "keep", reason),
    ]
    last = [structs.replace(d, reason="confirmed by a reviewer") for d in machine]
    found = gold(machine, last, policy)
    assert surfaces(found) == ["3 de mayo de 2021"]
    assert found["misses"] == found["hard_negatives"] == []


def test_only_what_a_policy_hides_counts_as_annotated_whole() -> None:
    assert gold([], [])["exhaustive"] == ["NOMBRE", "FECHA", "LUGAR", "ID"]
    assert gold([], [], None)["exhaustive"] == []
