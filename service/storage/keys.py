"""Secrets: the master key, each document's data key, and keyed digests.

    master key ─HKDF─┬─ wrapping key ── wraps ── data key (one a document) ── seals its fields
                     └─ a digest key for each tenant and purpose

Everything is AES-256-GCM under a random 96-bit nonce, put before the ciphertext. The
associated data names tenant, document and field, so that a sealed value that was moved
to another row or column does not open. Who destroys a data key destroys the document.
"""

import base64
import binascii
import hmac
import os
import secrets
import shlex
import subprocess
import tempfile
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from service.errors import SettingsError, UndecipherableRecord

KEY_BYTES = 32
_NONCE_BYTES = 12
_COMMAND_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Cipher:
    """Seals and opens the fields of one document."""

    tenant_id: UUID
    document_id: UUID
    data_key: bytes = field(repr=False)

    def seal(self, name: str, plain: bytes) -> bytes:
        """`plain` encrypted as the field `name` of this document."""
        return _encrypt(self.data_key, plain, _context(self.tenant_id, self.document_id, name))

    def open(self, name: str, sealed: bytes | None) -> bytes:
        """What `seal` was given. Raises UndecipherableRecord for anything else."""
        return _decrypt(self.data_key, sealed, _context(self.tenant_id, self.document_id, name))


@dataclass(frozen=True, slots=True)
class Keyring:
    """The master key (32 bytes) and what is derived from it."""

    master: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.master) != KEY_BYTES:
            raise SettingsError(f"The master key must be {KEY_BYTES} bytes, in base64.")

    @property
    def key_id(self) -> str:
        """Names the master key and tells nothing of it."""
        return self._derive("key-id")[:8].hex()

    def new_cipher(self, tenant_id: UUID, document_id: UUID) -> tuple[Cipher, bytes]:
        """A cipher with a fresh data key, and that key wrapped, to be stored."""
        cipher = Cipher(tenant_id, document_id, AESGCM.generate_key(8 * KEY_BYTES))
        return cipher, self.wrap(cipher)

    def wrap(self, cipher: Cipher) -> bytes:
        """The cipher's data key under this master key."""
        context = _context(cipher.tenant_id, cipher.document_id, "data-key")
        return _encrypt(self._derive("wrap"), cipher.data_key, context)

    def unwrap(self, tenant_id: UUID, document_id: UUID, key_id: str | None, wrapped: bytes | None) -> Cipher:
        """The cipher of a stored document.

        Raises UndecipherableRecord if its key was wrapped under another master key, for
        another document, or is no more.
        """
        if key_id != self.key_id:
            raise UndecipherableRecord("It was written under another master key.")
        context = _context(tenant_id, document_id, "data-key")
        return Cipher(tenant_id, document_id, _decrypt(self._derive("wrap"), wrapped, context))

    def digest(self, tenant_id: UUID, purpose: str, data: bytes) -> bytes:
        """HMAC-SHA-256 of `data`; digests of other tenants or purposes don't compare."""
        return hmac.digest(self._derive(f"digest/{purpose}/{tenant_id}"), data, sha256)

    def seed(self, text: str, tenant_id: UUID | None = None) -> bytes:
        """What the invented names of a text are drawn from: the same at each rendering."""
        return self.digest(tenant_id or UUID(int=0), "surrogate", text.encode())

    def _derive(self, info: str) -> bytes:
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"innominado/1/{info}".encode()).derive(self.master)


def load_keyring(master_key: str | None, path: Path, command: str | None = None) -> Keyring:
    """The keyring of a base64 `master_key`, or else of what `command` prints, or else of
    the file at `path`.

    A missing file is made, readable by its owner alone. The command, of a key management
    service, runs without a shell. Raises SettingsError if the key is not 32 bytes in
    base64, the file can be neither read nor made, or the command fails.
    """
    if master_key is not None:
        return parse_keyring(master_key)
    if command is not None:
        return parse_keyring(_output(command))
    try:
        if not path.exists():
            _make(path)
        return parse_keyring(path.read_text("ascii"))
    except (OSError, UnicodeDecodeError):
        raise SettingsError("The master key file can be neither read nor made.") from None


def _output(command: str) -> str:
    """What `command` prints. What it says of its failures goes to standard error as it is."""
    try:
        done = subprocess.run(  # noqa: S603 (the operator's own, and no shell)
            shlex.split(command), stdout=subprocess.PIPE, check=True, timeout=_COMMAND_SECONDS
        )
        return done.stdout.decode("ascii")
    except (OSError, ValueError, subprocess.SubprocessError):  # they hold the output: not chained
        raise SettingsError("The master key command fails.") from None


def parse_keyring(encoded: str) -> Keyring:
    """The keyring of a base64 key. Raises SettingsError."""
    try:
        return Keyring(base64.b64decode(encoded.strip(), validate=True))
    except (binascii.Error, ValueError):
        raise SettingsError(f"The master key must be {KEY_BYTES} bytes, in base64.") from None


def _make(path: Path) -> None:
    """A new key at `path`, whole or not at all; of two processes that try, one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent)  # mode 0600
    try:
        with open(descriptor, "wb") as file:
            file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(name)


def _context(tenant_id: UUID, document_id: UUID, name: str) -> bytes:
    return f"{tenant_id}/{document_id}/{name}".encode()


def _encrypt(key: bytes, plain: bytes, context: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, context)


def _decrypt(key: bytes, sealed: bytes | None, context: bytes) -> bytes:
    if sealed is None:
        raise UndecipherableRecord("It is empty.")
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], context)
    except (InvalidTag, ValueError):
        raise UndecipherableRecord from None
