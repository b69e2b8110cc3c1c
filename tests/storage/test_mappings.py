"""Mappings: sealed under their own key, apart from the document."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select, update

from service.errors import MappingOff, NotFound, UndecipherableRecord
from service.storage.documents import Submission, receive
from service.storage.keys import Keyring
from service.storage.mappings import reidentify, rotate_mappings
from service.storage.principals import Principal
from service.storage.sessions import Store, reading, transaction
from service.storage.tables import Mapping
from tests.small import CANARY, CLEAR_TEXT, send, work
from tests.storage.test_secrecy import stored

KEY, OTHER = Keyring(bytes(range(32, 64))), Keyring(bytes(range(64, 96)))


@pytest.fixture
def keeping(store: Store) -> Store:
    """A store that may keep mappings."""
    return replace(store, mappings=KEY)


def finished(principal: Principal, store: Store) -> UUID:
    record, _ = receive(principal, store, Submission(CLEAR_TEXT, "doubts", "tag", reversible=True))
    work(store)
    return record.id


def test_a_mapping_is_opened_by_its_own_key_alone(keeping: Store, ana: Principal) -> None:
    document_id = finished(ana, keeping)
    (pair,) = reidentify(ana, keeping, document_id)
    assert (pair.surface, pair.label, pair.role) == (CANARY, "NOMBRE", "parte")
    assert CANARY not in repr(pair)
    assert CANARY.encode() not in stored(keeping)
    for key, error in (
        (OTHER, UndecipherableRecord),
        (keeping.keyring, UndecipherableRecord),
        (None, MappingOff),
    ):
        with pytest.raises(error):
            reidentify(ana, replace(keeping, mappings=key), document_id)


def test_none_is_kept_unasked(keeping: Store, ana: Principal) -> None:
    document_id = send(ana, keeping, CLEAR_TEXT)
    work(keeping)
    with pytest.raises(NotFound):
        reidentify(ana, keeping, document_id)
    with reading(keeping) as session:
        assert session.scalars(select(Mapping)).all() == []


def test_what_was_changed_is_not_believed(keeping: Store, ana: Principal) -> None:
    document_id = finished(ana, keeping)
    with transaction(keeping) as session:
        session.execute(update(Mapping).values(sealed_pairs=b"x" * 40))
    with pytest.raises(UndecipherableRecord):
        reidentify(ana, keeping, document_id)


def test_another_mapping_key(keeping: Store, ana: Principal) -> None:
    document_id = finished(ana, keeping)
    assert rotate_mappings(keeping, OTHER) == 1
    (pair,) = reidentify(ana, replace(keeping, mappings=OTHER), document_id)
    assert pair.surface == CANARY
    with pytest.raises(MappingOff):
        rotate_mappings(replace(keeping, mappings=None), OTHER)
