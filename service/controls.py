"""Controls: in a few tasks one sure find is left out of the proposal, to see who notices. No HTTP.

What a reviewer does not find is put back before anything else looks at the verdict: a control
can cost a reviewer's mark, never a person's name.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from service.chance import drawn, lot
from service.document import Decision
from service.storage.marks import Mark
from service.storage.principals import Principal
from service.storage.sessions import Store
from service.storage.tasks import Task

#: Mentions that what is left out has at most: who would miss more says nothing.
MENTIONS: Final = 3


def planted(
    principal: Principal, store: Store, task: Task | None, decisions: Sequence[Decision], share: float
) -> tuple[Decision, ...]:
    """What is left out of the proposal `decisions` of a `share` of the tasks; always the same."""
    if task is None or task.cause not in ("new", "sample", "second") or task.hold_reason is not None:
        return ()
    if not drawn(store, principal.tenant_id, "control", task.document_id, share):
        return ()
    entities: dict[str, list[Decision]] = {}
    for decision in decisions:
        span = decision.span
        private = span.label == "ID" or (span.label == "NOMBRE" and span.role in (None, "parte"))
        if private and span.entity:
            entities.setdefault(span.entity, []).append(decision)
    fit = [
        found
        for _, found in sorted(entities.items())
        if len(found) <= MENTIONS and all(decision.action == "mask" for decision in found)
    ]
    if not fit:
        return ()
    return tuple(fit[int(lot(store, principal.tenant_id, "control", task.document_id) / share * len(fit))])


def restored(
    actor_id: UUID, verdict: Sequence[Decision], left_out: Sequence[Decision]
) -> tuple[tuple[Decision, ...], tuple[Mark, ...]]:
    """The verdict with what was `left_out` and not found, and whether it was."""
    if not left_out:
        return tuple(verdict), ()
    covered = {at for d in verdict if d.action == "mask" for at in range(d.span.start, d.span.end)}
    missed = [d for d in left_out if not covered.issuperset(range(d.span.start, d.span.end))]
    kept = [
        d
        for d in verdict
        if not any(d.span.start < one.span.end and one.span.start < d.span.end for one in missed)
    ]
    whole = sorted([*kept, *missed], key=lambda decision: decision.span.start)
    return tuple(whole), (Mark("control", actor_id, int(not missed), 1),)
