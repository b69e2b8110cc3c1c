"""Workers on many machines share one database; killed at random they lose and double nothing.

INNOMINADO_FLEET: how many documents, of which every fiftieth costs a worker its life.
"""

import os
from collections import Counter
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from random import Random

from service.storage.audit import trail
from service.storage.documents import count_states, get
from service.storage.events import feed
from service.storage.principals import Principal
from service.storage.revisions import revisions
from service.storage.sessions import Store
from service.storage.verification import verify
from tests.fleet import open_shared, working
from tests.small import CLEAR_TEXT, DOUBTFUL_TEXT, send

DOCUMENTS = int(os.environ.get("INNOMINADO_FLEET", "60"))
KILLS = max(4, DOCUMENTS // 50)
WORKERS = 4


def test_each_document_is_done_once_whoever_is_killed(
    store: Store, ana: Principal, database_url: str
) -> None:
    shared = open_shared(database_url, store.keyring.master)
    ids = [send(ana, shared, DOUBTFUL_TEXT if n % 2 else CLEAR_TEXT) for n in range(DOCUMENTS)]
    forks = get_context("forkserver")
    forks.set_forkserver_preload(["tests.fleet"])
    random = Random(DOCUMENTS)

    def start() -> tuple[Connection, BaseProcess]:
        ours, theirs = forks.Pipe(duplex=False)
        process = forks.Process(
            target=working, args=(database_url, store.keyring.master, theirs), daemon=True
        )
        process.start()
        theirs.close()
        return ours, process

    fleet = dict(start() for _ in range(WORKERS))
    begun = killed = 0
    deaths = sorted(random.sample(range(DOCUMENTS), KILLS))
    try:
        while {"received", "processing"} & count_states(ana, shared).keys():
            for pipe in wait(list(fleet), timeout=0.1):
                assert isinstance(pipe, Connection)
                pipe.recv()
                begun += 1
                if killed < KILLS and begun > deaths[killed]:
                    process = fleet.pop(pipe)
                    pipe.poll(random.uniform(0, 0.02))  # into the midst of what it does
                    process.kill()
                    process.join()
                    killed += 1
                    fleet |= [start()]
    finally:
        for process in fleet.values():
            process.kill()
            process.join()
    assert killed == KILLS
    assert Counter(get(ana, shared, document_id).state for document_id in ids) == {
        "finished": DOCUMENTS - DOCUMENTS // 2,
        "in_review": DOCUMENTS // 2,
    }
    assert {len(revisions(ana, shared, document_id)) for document_id in ids} == {1}
    done = [entry.document_id for entry in trail(ana, shared, 20 * DOCUMENTS) if entry.action == "process"]
    told = [event.document_id for event in feed(ana, shared, 20 * DOCUMENTS)]
    assert sorted(map(str, done)) == sorted(map(str, told)) == sorted(map(str, ids))
    found, _ = verify(shared)
    assert [chain.faults for chain in found if chain.faults] == []
    shared.engine.dispose()
