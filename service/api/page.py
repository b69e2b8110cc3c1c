"""Pages, without any network: the contract at /docs (Swagger UI from this package), /login."""

import base64
import hashlib
import re
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from service.api.access import POLICY
from service.api.session import LOGIN

STATIC: Final = Path(__file__).parent.parent / "web" / "static"
_SWAGGER: Final = "/static/swagger-ui"


def install(app: FastAPI, *, oidc: bool = False) -> None:
    """Serve the pages and what they load. `oidc`: the login offers it."""
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    login_page = (STATIC / "login" / "login.html").read_text(encoding="utf-8")
    if oidc:
        login_page = login_page.replace('id="oidc" hidden', 'id="oidc"')

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        page = get_swagger_ui_html(
            openapi_url=app.openapi_url or "",
            title=app.title,
            swagger_js_url=f"{_SWAGGER}/swagger-ui-bundle.js",
            swagger_css_url=f"{_SWAGGER}/swagger-ui.css",
            swagger_favicon_url=f"{_SWAGGER}/favicon-32x32.png",
        )
        page.headers["content-security-policy"] = _policy_for(bytes(page.body).decode())
        return page

    @app.get(LOGIN, include_in_schema=False)
    def login() -> HTMLResponse:
        return HTMLResponse(login_page)


def _policy_for(page: str) -> str:
    """The policy of a page of Swagger UI: its own inline script, and the styles that it makes."""
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    allowed = " ".join(f"'sha256-{found}'" for found in hashes)
    return (
        POLICY.replace("script-src 'self'", f"script-src 'self' {allowed}")
        .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
        .replace("img-src 'self'", "img-src 'self' data:")
    )
