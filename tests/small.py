"""A small engine that is really run: a regular expression for people of this country of ours.

Whoever is called Quirina or Teobaldo is found for sure, whoever is called Zenón is a doubt.
"""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from service.document import LABELS, Decision, Span
from service.pipeline import Engine
from service.pipeline.policy import Policy, ReviewMode, Threshold, hiding
from service.storage.documents import Submission, receive
from service.storage.jobs import claim_job
from service.storage.principals import Principal
from service.storage.sessions import Store
from service.worker import process

CANARY = "Quirina Albaflor"
DOUBTFUL = "Zenón Marjal"
CLEAR_TEXT = f"Comparece {CANARY} ante este juzgado."
DOUBTFUL_TEXT = f"Comparecen {CANARY} y {DOUBTFUL} ante este juzgado."

_PEOPLE = re.compile(r"\b(Quirina|Teobaldo|Zenón) \w+")
_THRESHOLDS = {label: Threshold(review=0.1, mask=0.9) for label in LABELS}


def people(text: str) -> Sequence[Span]:
    return [
        Span(m.start(), m.end(), "NOMBRE", 0.5 if m[1] == "Zenón" else 0.99, "test", "parte")
        for m in _PEOPLE.finditer(text)
    ]


ENGINE = Engine((people,), _THRESHOLDS, "small-1")
_MODES: tuple[ReviewMode, ...] = ("doubts", "all", "sample")
#: One policy for each review mode, of its name; `sample` draws a half.
POLICIES: dict[str, Policy] = {
    mode: Policy(mode, "7", mode, hiding({"NOMBRE"}), mode, 0.5) for mode in _MODES
}


def settle(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The verdict that masks every doubt."""
    return tuple(Decision(d.span, "mask", "reviewed") for d in decisions)


def send(
    principal: Principal, store: Store, text: str = DOUBTFUL_TEXT, policy: str = "doubts", **more: Any
) -> UUID:
    """Receive a document; its id."""
    record, _ = receive(principal, store, Submission(text, policy, "tag", **more))
    return record.id


def work(store: Store, engine: Engine = ENGINE) -> list[UUID]:
    """Process all that waits, here and now; the ids in order."""
    done = []
    while (job := claim_job(store)) is not None:
        process(store, job, engine, POLICIES)
        done.append(job.document_id)
    return done


def build() -> Engine:
    """The engine, for whoever is told how to make one."""
    return ENGINE
