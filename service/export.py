"""Reviewed rulings out of the house, as training data: few may, none past their time, sealed.

The file is CMS (RFC 5652) for one recipient, whose certificate the operator has set:
``openssl cms -decrypt -inform DER -in gold.p7m -inkey recipient.key`` opens it.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7EnvelopeBuilder, PKCS7Options

from service.errors import ExportOff, InputError, SettingsError
from service.gold import gold_of
from service.pipeline.policy import Policy
from service.settings import KeptState
from service.storage import audit
from service.storage.principals import Principal, require
from service.storage.reviewed import read_reviewed, reviewed
from service.storage.sessions import Store


@dataclass(frozen=True, slots=True)
class Export:
    """What left. sealed: the file. sha256: of the JSON lines in it, in hexadecimal."""

    sealed: bytes
    sha256: str
    documents: int
    entities: int
    hard_negatives: int
    misses: int


def load_recipient(path: Path | None) -> x509.Certificate:
    """The certificate of who may open what is exported. Raises ExportOff, SettingsError."""
    if path is None:
        raise ExportOff
    try:
        recipient = x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError):
        raise SettingsError("INNOMINADO_GOLD_CERTIFICATE must be a PEM certificate.") from None
    if not isinstance(recipient.public_key(), RSAPublicKey):
        raise SettingsError("INNOMINADO_GOLD_CERTIFICATE must be of an RSA key.")
    return recipient


def export_gold(
    principal: Principal,
    store: Store,
    policies: Mapping[str, Policy],
    days: Mapping[KeptState, int],
    recipient: x509.Certificate,
    ids: Sequence[UUID] | None = None,
) -> Export:
    """The tenant's reviewed rulings, or those of `ids`, as gold, sealed for `recipient`.

    days: for how long a state may be kept; of all rulings those that are older stay here.
    Each that leaves is on the audit trail before it does.

    Raises:
        Forbidden: it takes the permission ``export_gold``.
        NotFound, Conflict: one of `ids` is none, or was not reviewed by a person.
        PastRetention: one of them is too old.
    """
    require(principal, "export_gold")
    lines, counts = [], dict.fromkeys(("entities", "hard_negatives", "misses"), 0)
    for document_id in reviewed(principal, store, days, ids):
        found = read_reviewed(principal, store, document_id)
        policy = policies.get(found.policy)
        gold = gold_of(str(document_id), found.case, found.text, found.machine, found.verdict, policy)
        line = json.dumps(gold, ensure_ascii=False).encode() + b"\n"
        audit.note(principal, store, "gold", document_id, line)
        lines.append(line)
        for name in counts:
            counts[name] += len(gold[name])
    plain = b"".join(lines)
    return Export(_sealed(plain, recipient), sha256(plain).hexdigest(), len(lines), **counts)


def write(found: Export, path: Path) -> None:
    """The file at `path`, which must not be there yet, for its owner alone. Raises InputError."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        raise InputError("The output cannot be made, or is there already.") from None
    with open(descriptor, "wb") as file:
        file.write(found.sealed)


def _sealed(plain: bytes, recipient: x509.Certificate) -> bytes:
    envelope = PKCS7EnvelopeBuilder().set_data(plain).add_recipient(recipient)
    envelope = envelope.set_content_encryption_algorithm(AES256)
    return envelope.encrypt(Encoding.DER, [PKCS7Options.Binary])
