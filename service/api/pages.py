"""The review page: its queue and its desk, as HTML. All data comes through the JSON calls."""

import tomllib
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Final, Literal, get_args
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.routing import APIRoute
from fastapi.templating import Jinja2Templates
from starlette.responses import RedirectResponse, Response

from service import consult, review
from service.api.auth import Answerer, Reviewer
from service.api.resources import Resources, Use, keeps
from service.api.session import LOGIN
from service.document import ATTRIBUTES, LABELS, ROLES
from service.errors import Unauthenticated
from service.pipeline.render import STYLES
from service.recall import recallable
from service.review import Batch, Task
from service.storage.documents import get
from service.storage.principals import Principal
from service.storage.queue import batches, count_parked
from service.storage.revisions import last_revision

Language = Literal["es", "en"]

WEB: Final = Path(__file__).parent.parent / "web"
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
MESSAGES: Final[Mapping[Language, Mapping[str, str]]] = tomllib.loads(
    (WEB / "messages.toml").read_text(encoding="utf-8")
)  # type: ignore[assignment]
#: Rulings on one page of the queue: each one's people are counted from its revision.
PAGE: Final = 20

_TEMPLATES: Final = Jinja2Templates(WEB / "templates")


class Page(APIRoute):
    """Whoever is nobody is shown the login, not a problem in JSON."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_or_log_in(request: Request) -> Response:
            try:
                return await handle(request)
            except Unauthenticated:
                return RedirectResponse(LOGIN, status_code=303)

        return handle_or_log_in


router = APIRouter(prefix="/review", include_in_schema=False, route_class=Page, dependencies=[Depends(keeps)])

In = Annotated[Language, Query()]
Name = Annotated[str | None, Query(max_length=200)]


@router.get("")
def queue(
    request: Request,
    reviewer: Reviewer,
    use: Use,
    lang: In = "es",
    cursor: Annotated[str | None, Query(max_length=800)] = None,
    court: Name = None,
    matter: Name = None,
    policy: Name = None,
) -> Response:
    """What the caller could take, in the order in which it is to be taken."""
    batch = Batch(court, matter, policy)
    page = review.queue(reviewer, use.store, PAGE, cursor, batch)
    rows = [_row(reviewer, use, task, MESSAGES[lang]) for task in page.tasks]
    for before, row in pairwise(rows):
        row["sister"] = row["task"].case is not None and row["task"].case == before["task"].case
    shown = {
        "rows": rows,
        "batch": batch,
        "batches": batches(reviewer, use.store),
        "recent": recallable(reviewer, use.store),
        "parked": count_parked(reviewer, use.store),
        "answers": "answer" in reviewer.permissions,
        "sends": "submit" in reviewer.permissions,
        "next": page.next,
    }
    return show(request, "queue.html", lang, **shown)


@router.get("/questions")
def questions(request: Request, answerer: Answerer, use: Use, lang: In = "es") -> Response:
    """What waits for an answer."""
    now = use.store.clock()
    waiting = consult.open_questions(answerer, use.store, PAGE)
    rows = [{"asked": asked, "age": _age(now, asked.asked_at, MESSAGES[lang])} for asked in waiting]
    queued = "review" in answerer.permissions
    return show(request, "questions.html", lang, rows=rows, queued=queued, data={"words": MESSAGES[lang]})


@router.get("/{document_id}")
def desk(request: Request, document_id: UUID, reviewer: Reviewer, use: Use, lang: In = "es") -> Response:
    """The desk of one ruling; its script takes the ruling and asks for the rest."""
    record = get(reviewer, use.store, document_id)
    data = {
        "document": str(document_id),
        "lang": lang,
        "labels": LABELS,
        "roles": ROLES,
        "attributes": ATTRIBUTES,
        "styles": STYLES,
        "words": MESSAGES[lang],
    }
    return show(request, "desk.html", lang, record=record, data=data)


def show(request: Request, template: str, lang: Language, **context: Any) -> Response:
    """A template in one language; `context` is the template's own."""
    context |= {"lang": lang, "languages": LANGUAGES, "messages": MESSAGES, "say": MESSAGES[lang]}
    return _TEMPLATES.TemplateResponse(request, template, context)


def _row(reviewer: Principal, use: Resources, task: Task, say: Mapping[str, str]) -> dict[str, Any]:
    now = use.store.clock()
    revision = last_revision(reviewer, use.store, task.document_id)
    mine = task.state == "claimed" and task.lease_until is not None and task.lease_until > now
    return {
        "task": task,
        "risk": f"{task.risk:.1f}".replace(".", say["decimal"]),
        "people": review.people(revision.decisions) if revision else None,
        "age": _age(now, task.created_at, say),
        "minutes": int((task.lease_until - now).total_seconds() // 60) if mine and task.lease_until else None,
    }


def _age(now: datetime, then: datetime, say: Mapping[str, str]) -> str:
    minutes = int((now - then).total_seconds() // 60)
    if minutes < 60:
        return say["ago_minutes"].format(n=minutes)
    if minutes < 48 * 60:
        return say["ago_hours"].format(n=minutes // 60)
    return say["ago_days"].format(n=minutes // (24 * 60))
