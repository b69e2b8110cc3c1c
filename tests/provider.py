"""An OpenID Connect provider that is really run, on a port of this machine, with real keys."""

import base64
import hashlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import uvicorn
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

CLIENT, SECRET, AUDIENCE = "innominado", "a-secret-of-the-client", "innominado-api"


@dataclass
class OidcProvider:
    """What it is asked for it answers; what it answers can be changed.

    person: the claims of whoever logs in. asked: the paths that were called.
    refreshing: whether it gives refresh tokens; failing: whether its token endpoint fails.
    refresh_tokens: those that it takes, each once.
    """

    issuer: str = ""
    keys: list[RSAKey] = field(default_factory=list)
    person: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    refreshing: bool = True
    failing: bool = False
    refresh_tokens: list[str] = field(default_factory=list)
    now: int = 0

    def rotate(self) -> None:
        """A new key in place of those that were."""
        self.keys = [new_key()]

    def token(self, *, header: dict[str, Any] | None = None, key: Any = None, **claims: Any) -> str:
        """A token of the newest key; a claim that is None is left out."""
        whole = {
            "iss": self.issuer, "aud": AUDIENCE, "sub": "17", "iat": self.now, "exp": self.now + 300,
            **self.person, **claims,
        }  # fmt: skip
        signer = key or self.keys[-1]
        head = {"alg": "RS256", "kid": signer.kid, **(header or {})}
        given = {name: value for name, value in whole.items() if value is not None}
        return jwt.encode(head, given, signer, algorithms=[head["alg"]])

    def authorize(self, url: str) -> dict[str, str]:
        """What the browser is sent back with, once somebody has logged in at `url`."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        return {"code": code, "state": query["state"]}

    async def discovery(self, request: Request) -> Response:
        self.asked.append(request.url.path)
        endpoints = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/jwks"}
        found = {name: self.issuer + path for name, path in endpoints.items()}
        return JSONResponse({"issuer": self.issuer, **found, **self.metadata})

    async def jwks(self, request: Request) -> Response:
        self.asked.append(request.url.path)
        return JSONResponse(KeySet([*self.keys]).as_dict(private=False))

    async def exchange(self, request: Request) -> Response:
        """A code for an ID token, to the client that knows its secret and the code's verifier."""
        self.asked.append(request.url.path)
        if self.failing:
            return Response("", 502)
        client = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        if form.get("grant_type") == "refresh_token":
            if form["refresh_token"] not in self.refresh_tokens:
                return JSONResponse({"error": "invalid_grant"}, 400)
            self.refresh_tokens.remove(form["refresh_token"])
            return self.granted(**{"aud": CLIENT, **self.person})
        begun = self.codes.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (
            begun is None
            or request.headers.get("authorization") != f"Basic {client}"
            or begun["code_challenge_method"] != "S256"
            or begun["code_challenge"] != challenge.decode().rstrip("=")
            or begun["redirect_uri"] != form["redirect_uri"]
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        return self.granted(**{"aud": CLIENT, "nonce": begun["nonce"], **self.person})

    def granted(self, **claims: Any) -> Response:
        """An ID token and, of an own kind, a refresh token."""
        answer = {"access_token": "x", "token_type": "Bearer", "id_token": self.token(**claims)}
        if self.refreshing:
            self.refresh_tokens.append(f"refresh-{len(self.asked)}")
            answer["refresh_token"] = self.refresh_tokens[-1]
        return JSONResponse(answer)


def new_key() -> RSAKey:
    return RSAKey.generate_key(2048, auto_kid=True)


@contextmanager
def running(now: int) -> Iterator[OidcProvider]:
    """A provider that listens, whose clock stands at `now` (seconds)."""
    provider = OidcProvider(now=now)
    provider.rotate()
    routes = [
        Route("/.well-known/openid-configuration", provider.discovery),
        Route("/jwks", provider.jwks),
        Route("/token", provider.exchange, methods=["POST"]),
    ]
    listener = socket.create_server(("127.0.0.1", 0))
    provider.issuer = f"http://127.0.0.1:{listener.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield provider
    finally:
        server.should_exit = True
        thread.join(30)
        listener.close()
