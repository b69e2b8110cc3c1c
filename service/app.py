"""The one place that constructs things: settings → a FastAPI app."""

import os
import sys
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import anyio.to_thread
import structlog
from fastapi import FastAPI

from service import __version__, exposure, log, outgoing, upkeep, worker
from service.api import (
    break_glass,
    catalog,
    desk,
    directory,
    documents,
    events,
    figures,
    files,
    keys,
    openapi,
    page,
    pages,
    policies,
    probes,
    problems,
    proposals,
    questions,
    releases,
    renderings,
    requests,
    review,
    session,
    stateless,
    upload,
)
from service.api.access import Access
from service.api.bodies import ROOM_FOR_THE_REST, BodyLimit, Budget, limit_for
from service.api.metrics import Metrics
from service.api.resources import Resources
from service.engine import build_engine
from service.errors import StorageError
from service.lane import Lane
from service.oidc import Client, Provider
from service.pipeline import Engine
from service.policies import load_audiences, load_policies
from service.settings import Settings
from service.storage import migrate
from service.storage.keys import Keyring, load_keyring, parse_keyring
from service.storage.principals import bootstrap
from service.storage.sessions import Store, open_store
from service.timestamps import Authority, ask, load_authority
from service.tracing import Traced, tracer_of, watched

told = structlog.get_logger()

#: Seconds between looks at a database that cannot be used yet.
PATIENCE = 2.0
#: Calls at inference beside one a session: while the rules read one's text, its session reads another's.
SPARE = 1
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
    exposure.check(settings)
    metrics = Metrics()
    tracer = tracer_of(settings.traces, __version__) if settings.traces else None
    watch = watched(tracer, metrics.watch) if tracer else metrics.watch
    engine = replace(engine or build_engine(settings), watch=watch)
    sessions = settings.threads or len(os.sched_getaffinity(0))
    lane = Lane(sessions + SPARE, settings.queue, engine.forget)
    metrics.observe_model(engine)
    metrics.observe_lane(lane)
    resources = Resources(
        settings=settings,
        engine=engine,
        policies=load_policies(settings.policies),
        audiences=load_audiences(),
        store=store_of(settings, clock),
        lane=lane,
        metrics=metrics,
        provider=provider_of(settings, clock),
        authority=authority_of(settings),
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
    limit = limit_for(settings.max_characters)
    form_limit = max(limit, settings.max_file_bytes + ROOM_FOR_THE_REST)
    # The largest body that is allowed fits at least, if it comes alone.
    budget = Budget(max(settings.max_bodies_bytes, limit, form_limit))
    metrics.observe_bodies(budget)
    app.add_middleware(BodyLimit, limit=limit, form_limit=form_limit, budget=budget)
    app.add_middleware(Access, metrics=resources.metrics, https=settings.public_url is not None)
    if tracer:
        app.add_middleware(Traced, tracer=tracer)  # the outermost
    problems.install(app)
    openapi.install(app)
    page.install(app, oidc=resources.provider is not None)
    for module in (
        stateless, files, documents, releases, renderings, review, desk, proposals, questions, pages, upload,
        policies, directory, requests, events, catalog, figures, session, keys, break_glass, probes
    ):  # fmt: skip
        app.include_router(module.router)
    return app


def keyring_of(settings: Settings) -> Keyring:
    """The keyring of the master key that `settings` name."""
    master_key = settings.master_key.get_secret_value() if settings.master_key else None
    return load_keyring(master_key, settings.master_key_file, settings.master_key_command)


def store_of(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Store:
    """The store that `settings` name. Raises SettingsError."""
    mapping_key = settings.mapping_key.get_secret_value() if settings.mapping_key else None
    return open_store(
        settings.database,
        keyring_of(settings),
        clock,
        timedelta(seconds=settings.lease_seconds),
        settings.attempts,
        parse_keyring(mapping_key) if mapping_key else None,
    )


def poster_of(settings: Settings) -> upkeep.Post:
    """What sends webhooks to where `settings` let them go."""
    return partial(outgoing.post, private=settings.private_webhooks)


def authority_of(settings: Settings) -> Authority | None:
    """The time stamping authority that `settings` name, if they do. Raises SettingsError."""
    if settings.timestamp_url is None or settings.timestamp_roots is None:
        return None
    return load_authority(settings.timestamp_url, settings.timestamp_roots)


def stamper_of(authority: Authority | None) -> upkeep.Stamp | None:
    """What has audit heads stamped, if there is an authority."""
    return partial(ask, authority) if authority else None


def provider_of(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Provider | None:
    """The identity provider that `settings` name, if they do."""
    if settings.oidc_issuer is None or settings.oidc_client_id is None:
        return None
    secret = settings.oidc_client_secret
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    base = settings.public_url or f"http://{host}:{settings.port}"
    client = Client(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=secret.get_secret_value() if secret else None,
        audience=settings.oidc_audience,
        groups_claim=settings.oidc_groups_claim,
        scope=settings.oidc_scope,
        redirect_uri=f"{base.rstrip('/')}/v1/session/oidc/callback",
    )
    return Provider(client, clock)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    resources: Resources = app.state.resources
    # Calls that wait for inference hold a thread each: the others keep theirs.
    limiter = anyio.to_thread.current_default_thread_limiter()
    limiter.total_tokens = OTHER_THREADS + resources.lane.places
    stop = threading.Event()
    ready = await anyio.to_thread.run_sync(_prepare, resources.store)
    loops = [
        threading.Thread(target=_background, args=(resources, loop, ready, stop), name=loop.__name__)
        for loop in (_work, _keep_up)
    ]
    for thread in loops:
        thread.start()
    told.info("started", version=__version__, host=resources.settings.host, port=resources.settings.port)
    try:
        yield
    finally:
        stop.set()
        for thread in loops:
            await anyio.to_thread.run_sync(thread.join)
        resources.store.engine.dispose()
        told.info("stopped")


def _prepare(store: Store) -> bool:
    """Whether the database can be used; at the first start tells the one API key it makes."""
    try:
        migrate.check(store)
        if key := bootstrap(store):
            # The only secret that is ever printed, and only here: it is stored nowhere.
            print(f"API key, shown this once: {key}", file=sys.stderr, flush=True)  # noqa: T201
    except StorageError as error:
        told.warning("not_ready", exc_info=error)
        return False
    return True


def _work(resources: Resources, stop: threading.Event) -> None:
    look = resources.settings.look_share
    worker.run(resources.store, resources.engine, resources.policies, stop, look=look)


def _keep_up(resources: Resources, stop: threading.Event) -> None:
    settings = resources.settings
    stamp = stamper_of(resources.authority)
    upkeep.run(resources.store, poster_of(settings), settings.retention_days, stop, stamp)


def _background(
    resources: Resources,
    loop: Callable[[Resources, threading.Event], None],
    ready: bool,
    stop: threading.Event,
) -> None:
    """Wait until the database can be used, then be a `loop` of the embedded worker, until `stop`."""
    while not ready and not stop.wait(PATIENCE):
        ready = _prepare(resources.store)
    while resources.settings.embedded_worker and not stop.is_set():
        try:
            loop(resources, stop)
        except Exception as error:  # it would end the thread, and be printed with its message
            told.error("worker_failed", exc_info=error)
            stop.wait(PATIENCE)
