"""``serve``, ``worker`` and ``migrate``: the service itself."""

import signal
import sys
import threading
from contextlib import ExitStack
from dataclasses import replace
from typing import Annotated

import typer

from service.settings import load


def serve(
    host: Annotated[str | None, typer.Option(help="overrides INNOMINADO_HOST")] = None,
    port: Annotated[int | None, typer.Option(help="overrides INNOMINADO_PORT")] = None,
) -> None:
    """Answer over HTTP, with one worker inside."""
    import uvicorn

    from service.app import create_app
    from service.memory import keep_private

    # uvicorn lets what is in hand end, and then raises the signal again: a stop is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    keep_private()
    settings = load(host=host, port=port)
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
    )


def worker() -> None:
    """Process what is received, until a signal; run as many as there are machines."""
    from service import upkeep
    from service import worker as loop
    from service.api.metrics import Metrics
    from service.app import authority_of, poster_of, stamper_of, store_of
    from service.engine import build_engine
    from service.memory import keep_private
    from service.policies import load_policies
    from service.storage import migrate as migrations

    keep_private()
    settings = load()
    store = store_of(settings)
    migrations.check(store)
    stamp = stamper_of(authority_of(settings))
    engine = build_engine(settings)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    beside = threading.Thread(
        target=upkeep.run,
        args=(store, poster_of(settings), settings.retention_days, stop, stamp),
        name="upkeep",
    )
    beside.start()
    with ExitStack() as ending:
        ending.callback(beside.join)
        ending.callback(stop.set)
        if settings.worker_metrics_port is not None:
            metrics = Metrics()
            engine = replace(engine, watch=metrics.watch)
            metrics.observe_model(engine)
            ending.enter_context(metrics.served(settings.worker_metrics_host, settings.worker_metrics_port))
        loop.run(store, engine, load_policies(settings.policies), stop, look=settings.look_share)


def migrate() -> None:
    """Bring the database to this program's tables."""
    from service.storage.migrate import upgrade

    upgrade(load().database)
