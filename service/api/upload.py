"""The page on which rulings are handed in as files. All data goes through the JSON calls."""

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from service import formats
from service.api.auth import Clerk
from service.api.pages import MESSAGES, In, Page, show
from service.api.resources import Use, keeps

router = APIRouter(include_in_schema=False, route_class=Page, dependencies=[Depends(keeps)])


@router.get("/upload")
def upload(request: Request, clerk: Clerk, use: Use, lang: In = "es") -> Response:
    """The form, with the policies that are in force; its script sends each file and tells of it."""
    today = use.store.clock().date()
    reviews = "review" in clerk.permissions
    return show(
        request,
        "upload.html",
        lang,
        policies=[each for each in use.policies.values() if each.start <= today <= (each.end or today)],
        suffixes=[*(suffix for each in formats.FORMATS for suffix in each.suffixes), ".rtf", ".doc"],
        megabytes=use.settings.max_file_bytes // 1_000_000,
        reviews=reviews,
        data={"lang": lang, "reviews": reviews, "words": MESSAGES[lang]},
    )
