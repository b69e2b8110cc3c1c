"""The one place that constructs things: settings → a FastAPI app."""

import os
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import anyio.to_thread
import structlog
from fastapi import FastAPI

from service import __version__, log, worker
from service.api import (
    catalog,
    documents,
    figures,
    openapi,
    page,
    probes,
    problems,
    review,
    stateless,
)
from service.api.access import Access
from service.api.auth import is_loopback
from service.api.bodies import BodyLimit, limit_for
from service.api.metrics import Metrics
from service.api.resources import Resources
from service.engine import build_engine
from service.errors import SettingsError, StorageError
from service.lane import Lane
from service.pipeline import Engine
from service.policies import load_policies
from service.settings import Settings
from service.storage import migrate
from service.storage.keys import load_keyring
from service.storage.principals import bootstrap
from service.storage.sessions import Store, open_store

events = structlog.get_logger()

#: Seconds between looks at a database that cannot be used yet.
PATIENCE = 2.0
#: Threads for calls that don't wait for inference.
OTHER_THREADS = 40


def utc_now() -> datetime:
    """The clock that serves."""
    return datetime.now(UTC)


def create_app(
    settings: Settings, *, clock: Callable[[], datetime] = utc_now, engine: Engine | None = None
) -> FastAPI:
    """The service. `engine`: in place of the one that the settings' bundle makes.

    A database that is behind or gone keeps the app from being ready, not from starting.

    Raises:
        SettingsError: it must not listen there like this.
        BundleError: the model must not be served.
    """
    log.configure()  # whoever serves the app: no other handler may write what a library says
    _check_exposure(settings)
    resources = Resources(
        settings=settings,
        engine=engine or build_engine(settings),
        policies=load_policies(),
        store=store_of(settings, clock),
        lane=Lane(settings.threads or len(os.sched_getaffinity(0)), settings.queue),
        metrics=Metrics(),
    )
    app = FastAPI(
        title="Innominado",
        version=__version__,
        description=openapi.describe(settings),
        lifespan=_lifespan,
        docs_url=None,  # service.api.page serves it without any network
        redoc_url=None,
        redirect_slashes=False,  # a redirect would repeat the query in a URL
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.resources = resources
    app.add_middleware(BodyLimit, limit=limit_for(settings.max_characters))
    app.add_middleware(Access, metrics=resources.metrics)  # the outermost
    problems.install(app)
    openapi.install(app)
    page.install(app)
    for module in (stateless, documents, review, catalog, figures, probes):
        app.include_router(module.router)
    return app


def store_of(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Store:
    """The store that `settings` name. Raises SettingsError."""
    master_key = settings.master_key.get_secret_value() if settings.master_key else None
    return open_store(
        settings.database,
        load_keyring(master_key, settings.master_key_file),
        clock,
        timedelta(seconds=settings.lease_seconds),
        settings.attempts,
    )


def _check_exposure(settings: Settings) -> None:
    """Off loopback the master key is the operator's, given, not one made in passing."""
    if is_loopback(settings.host) or settings.master_key or settings.master_key_file.exists():
        return
    raise SettingsError("To listen beyond loopback, set INNOMINADO_MASTER_KEY or INNOMINADO_MASTER_KEY_FILE.")


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    resources: Resources = app.state.resources
    # Calls that wait for inference hold a thread each: the others keep theirs.
    limiter = anyio.to_thread.current_default_thread_limiter()
    limiter.total_tokens = OTHER_THREADS + resources.lane.places
    stop = threading.Event()
    ready = await anyio.to_thread.run_sync(_prepare, resources.store)
    background = threading.Thread(target=_background, args=(resources, ready, stop), name="worker")
    background.start()
    events.info("started", version=__version__, host=resources.settings.host, port=resources.settings.port)
    try:
        yield
    finally:
        stop.set()
        await anyio.to_thread.run_sync(background.join)
        resources.store.engine.dispose()
        events.info("stopped")


def _prepare(store: Store) -> bool:
    """Whether the database can be used; at the first start tells the one API key it makes."""
    try:
        migrate.check(store)
        if key := bootstrap(store):
            # The only secret that is ever printed, and only here: it is stored nowhere.
            print(f"API key, shown this once: {key}", file=sys.stderr, flush=True)  # noqa: T201
    except StorageError as error:
        events.warning("not_ready", exc_info=error)
        return False
    return True


def _background(resources: Resources, ready: bool, stop: threading.Event) -> None:
    """Wait until the database can be used, then be the embedded worker, until `stop`."""
    while not ready and not stop.wait(PATIENCE):
        ready = _prepare(resources.store)
    while resources.settings.embedded_worker and not stop.is_set():
        try:
            worker.run(resources.store, resources.engine, resources.policies, stop)
        except Exception as error:  # it would end the thread, and be printed with its message
            events.error("worker_failed", exc_info=error)
            stop.wait(PATIENCE)
