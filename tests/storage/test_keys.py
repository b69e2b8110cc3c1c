"""Seals open for the field, document, tenant and master key they were made for, only."""

import base64
import stat
from pathlib import Path
from threading import Barrier, Thread
from uuid import uuid4

import pytest

from service.errors import SettingsError, UndecipherableRecord
from service.storage.keys import Cipher, Keyring, load_keyring

TENANT, DOCUMENT = uuid4(), uuid4()


@pytest.fixture
def cipher(keyring: Keyring) -> Cipher:
    return keyring.new_cipher(TENANT, DOCUMENT)[0]


def test_a_seal_opens(cipher: Cipher) -> None:
    assert cipher.open("text", cipher.seal("text", b"plain")) == b"plain"


def test_a_seal_hides_and_never_repeats(cipher: Cipher) -> None:
    first, second = cipher.seal("text", b"plain"), cipher.seal("text", b"plain")
    assert b"plain" not in first
    assert first != second


@pytest.mark.parametrize("at", [0, 12, -1])
def test_a_changed_byte_is_noticed(cipher: Cipher, at: int) -> None:
    sealed = bytearray(cipher.seal("text", b"plain"))
    sealed[at] ^= 1
    with pytest.raises(UndecipherableRecord):
        cipher.open("text", bytes(sealed))


@pytest.mark.parametrize("sealed", [None, b"", b"short"])
def test_what_is_no_seal_does_not_open(cipher: Cipher, sealed: bytes | None) -> None:
    with pytest.raises(UndecipherableRecord):
        cipher.open("text", sealed)


def test_a_seal_belongs_to_its_field_and_document(cipher: Cipher) -> None:
    sealed = cipher.seal("text", b"plain")
    for other in (
        Cipher(uuid4(), DOCUMENT, cipher.data_key),
        Cipher(TENANT, uuid4(), cipher.data_key),
    ):
        with pytest.raises(UndecipherableRecord):
            other.open("text", sealed)
    with pytest.raises(UndecipherableRecord):
        cipher.open("hints", sealed)


def test_a_wrapped_key_belongs_to_its_document_and_master(keyring: Keyring) -> None:
    cipher, wrapped = keyring.new_cipher(TENANT, DOCUMENT)
    assert keyring.unwrap(TENANT, DOCUMENT, keyring.key_id, wrapped) == cipher
    other = Keyring(bytes(32))
    assert other.key_id != keyring.key_id
    for ring, tenant, document, key_id in (
        (keyring, uuid4(), DOCUMENT, keyring.key_id),
        (keyring, TENANT, uuid4(), keyring.key_id),
        (keyring, TENANT, DOCUMENT, None),
        (other, TENANT, DOCUMENT, keyring.key_id),
        (other, TENANT, DOCUMENT, other.key_id),
    ):
        with pytest.raises(UndecipherableRecord):
            ring.unwrap(tenant, document, key_id, wrapped)


def test_digests_of_tenants_and_purposes_do_not_compare(keyring: Keyring) -> None:
    digests = {
        keyring.digest(TENANT, "case", b"1"),
        keyring.digest(TENANT, "case", b"2"),
        keyring.digest(TENANT, "body", b"1"),
        keyring.digest(uuid4(), "case", b"1"),
        Keyring(bytes(32)).digest(TENANT, "case", b"1"),
    }
    assert len(digests) == 5
    assert keyring.digest(TENANT, "case", b"1") in digests


def test_keys_are_not_shown(keyring: Keyring, cipher: Cipher) -> None:
    assert repr(keyring.master) not in repr(keyring)
    assert repr(cipher.data_key) not in repr(cipher)


def test_a_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "var" / "master.key"
    first = load_keyring(None, path)
    assert load_keyring(None, path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["master.key"]


def test_processes_that_start_together_agree_on_the_key(tmp_path: Path) -> None:
    barrier, found = Barrier(8), []

    def start() -> None:
        barrier.wait()
        found.append(load_keyring(None, tmp_path / "master.key"))

    threads = [Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len({keyring.key_id for keyring in found}) == 1


def test_a_given_key_needs_no_file(tmp_path: Path) -> None:
    keyring = load_keyring(base64.b64encode(bytes(32)).decode(), tmp_path / "master.key")
    assert keyring == Keyring(bytes(32))
    assert not list(tmp_path.iterdir())


def test_a_command_may_print_the_key(tmp_path: Path) -> None:
    encoded = base64.b64encode(bytes(32)).decode()
    path = tmp_path / "master.key"
    assert load_keyring(None, path, f"printf '%s\n' {encoded}") == Keyring(bytes(32))
    assert load_keyring(base64.b64encode(bytes(range(32))).decode(), path, "false").master == bytes(range(32))
    assert not path.exists()


@pytest.mark.parametrize("command", ["false", "no-such-program", "echo secreto", "printf \\xf1", "'"])
def test_a_command_that_fails_stops_the_service(tmp_path: Path, command: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_keyring(None, tmp_path / "master.key", command)
    assert "secreto" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("key", ["", "no base64!", "ñandú", base64.b64encode(bytes(31)).decode()])
def test_a_bad_key_stops_the_service_and_is_not_repeated(tmp_path: Path, key: str) -> None:
    path = tmp_path / "master.key"
    path.write_text(key, encoding="utf-8")
    for given in (key, None):
        with pytest.raises(SettingsError) as caught:
            load_keyring(given, path)
        assert not key or key not in str(caught.value)


def test_a_key_file_that_cannot_be_made_stops_the_service(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError):
        load_keyring(None, tmp_path / "file" / "master.key")
