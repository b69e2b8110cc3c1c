"""OpenID Connect: whose token this is, and the login of the page (code flow with PKCE).

Signatures and claims are joserfc's, the calls to the provider Authlib's. What is decided
here: which algorithms and claims are asked for, and which groups give which roles.
"""

import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from service.errors import LoginRefused, ProviderUnavailable, Unauthenticated
from service.roles import Role
from service.web_address import is_safe_url

#: Asymmetric only: a token signed with what is public, or not at all, is nobody's.
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384")
#: Seconds by which the provider's clock may differ.
LEEWAY: Final = 30
#: How long the provider's keys are believed, and how often they are asked for at most.
KEYS_FOR: Final = timedelta(hours=1)
KEYS_EVERY: Final = timedelta(minutes=1)
TIMEOUT: Final = 5.0
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Client:
    """What this service is to the provider.

    audience: `aud` of bearer tokens; None: there are none.
    redirect_uri: where browsers come back to; None: nobody logs in to the page so.
    """

    issuer: str
    client_id: str
    client_secret: str | None = field(repr=False)
    audience: str | None
    groups_claim: str
    redirect_uri: str | None
    scope: str = "openid profile email"


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody whom the provider vouches for."""

    subject: str = field(repr=False)
    name: str = field(repr=False)
    groups: frozenset[str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Granted:
    """A login that succeeded. refresh: what the provider can be asked again with, if it gave any."""

    identity: Identity
    refresh: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Flow:
    """A login that was begun: what the browser must bring back, and what only we know."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


class Provider:
    """The provider, asked for its endpoints and keys when they are first needed."""

    def __init__(self, client: Client, clock: Callable[[], datetime]) -> None:
        self.client = client
        self._clock = clock
        self._lock = threading.Lock()
        self._metadata: Mapping[str, Any] | None = None
        self._keys: KeySet | None = None
        self._fetched_at = self._tried_at = _LONG_AGO

    def identify(self, token: str) -> Identity:
        """Whose bearer token this is. Raises Unauthenticated, ProviderUnavailable."""
        if self.client.audience is None:
            raise Unauthenticated
        claims = self._claims(token, self.client.audience)
        if "nonce" in claims:  # made for a login, not for calls
            raise Unauthenticated
        return self._identity(claims)

    def begin(self) -> tuple[str, Flow]:
        """A login: the address to send the browser to. Raises ProviderUnavailable."""
        endpoint = self._discovered()["authorization_endpoint"]
        flow = Flow(*(secrets.token_urlsafe(48) for _ in range(3)))
        with self._oauth() as oauth:
            url, _ = oauth.create_authorization_url(
                endpoint, state=flow.state, nonce=flow.nonce, code_verifier=flow.verifier
            )
        return str(url), flow

    def finish(self, flow: Flow, code: str) -> Granted:
        """Who came back from a login. Raises LoginRefused, ProviderUnavailable."""
        granted, claims = self._granted(
            lambda oauth, endpoint: oauth.fetch_token(
                endpoint, grant_type="authorization_code", code=code, code_verifier=flow.verifier
            )
        )
        if not secrets.compare_digest(str(claims.get("nonce")).encode(), flow.nonce.encode()):
            raise LoginRefused
        return granted

    def ask_again(self, refresh: str) -> Granted:
        """Who a login is of, as the provider says now. Raises LoginRefused: of nobody any more;
        ProviderUnavailable."""
        granted, _ = self._granted(
            lambda oauth, endpoint: oauth.refresh_token(endpoint, refresh_token=refresh)
        )
        return granted

    def _granted(
        self, ask: Callable[[OAuth2Client, str], Mapping[str, Any]]
    ) -> tuple[Granted, Mapping[str, Any]]:
        """What the token endpoint says of whom, and the claims of its ID token."""
        endpoint = self._discovered()["token_endpoint"]
        try:
            with self._oauth() as oauth:
                answer = ask(oauth, endpoint)
        except OAuthError:
            raise LoginRefused from None
        except (httpx2.HTTPError, ValueError):
            raise ProviderUnavailable from None
        try:
            claims = self._claims(str(answer.get("id_token", "")), self.client.client_id)
            identity = self._identity(claims)
        except Unauthenticated:
            raise LoginRefused from None
        others = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if others and claims.get("azp") != self.client.client_id:
            raise LoginRefused
        refresh = answer.get("refresh_token")
        return Granted(identity, refresh if isinstance(refresh, str) else None), claims

    def _claims(self, token: str, audience: str) -> dict[str, Any]:
        """The claims of a token that is the provider's, for `audience`, and in force."""
        registry = jwt.JWTClaimsRegistry(
            now=int(self._clock().timestamp()),
            leeway=LEEWAY,
            iss={"essential": True, "value": self.client.issuer},
            aud={"essential": True, "value": audience},
            sub={"essential": True},
            exp={"essential": True},
        )
        try:
            try:
                decoded = jwt.decode(token, self._key_set(), algorithms=ALGORITHMS)
            except InvalidKeyIdError:  # it may be new
                decoded = jwt.decode(token, self._key_set(KEYS_EVERY), algorithms=ALGORITHMS)
            registry.validate(decoded.claims)
        except (JoseError, ValueError, TypeError):
            # Not chained: a library's message may quote the token.
            raise Unauthenticated from None
        return decoded.claims

    def _identity(self, claims: Mapping[str, Any]) -> Identity:
        groups = claims.get(self.client.groups_claim)
        named = (claims.get(claim) for claim in ("preferred_username", "email", "name"))
        name = next((name for name in named if isinstance(name, str) and _is_name(name)), "")
        subject = claims["sub"]
        if not isinstance(subject, str):
            raise Unauthenticated
        return Identity(
            subject,
            name or "oidc",
            frozenset(group for group in groups if isinstance(group, str))
            if isinstance(groups, list)
            else frozenset(),
        )

    def _discovered(self) -> Mapping[str, Any]:
        """The provider's own description, if it is this issuer's and all it names is safe."""
        with self._lock:
            return self._discover()

    def _discover(self) -> Mapping[str, Any]:
        if self._metadata is None:
            found = _fetch(f"{self.client.issuer.rstrip('/')}/.well-known/openid-configuration")
            endpoints = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            if found.get("issuer") != self.client.issuer or not all(
                is_safe_url(str(found.get(endpoint))) for endpoint in endpoints
            ):
                raise ProviderUnavailable("It describes another issuer, or unsafe addresses.")
            self._metadata = found
        return self._metadata

    def _key_set(self, no_older: timedelta = KEYS_FOR) -> KeySet:
        """The provider's keys, asked for anew if they are older than `no_older`, but not often.

        Raises ProviderUnavailable: there are none, or too old ones.
        """
        with self._lock:
            now = self._clock()
            if now - self._fetched_at >= no_older and now - self._tried_at >= KEYS_EVERY:
                self._tried_at = now
                try:
                    self._keys = KeySet.import_key_set(_fetch(self._discover()["jwks_uri"]))  # type: ignore[arg-type]
                except (JoseError, ValueError, KeyError, TypeError):
                    raise ProviderUnavailable from None
                self._fetched_at = now
            if self._keys is None or now - self._fetched_at >= KEYS_FOR:
                raise ProviderUnavailable
            return self._keys

    def _oauth(self) -> OAuth2Client:
        return OAuth2Client(
            self.client.client_id,
            self.client.client_secret,
            redirect_uri=self.client.redirect_uri,
            scope=self.client.scope,
            code_challenge_method="S256",
            timeout=TIMEOUT,
        )


def place_of(identity: Identity, groups: Mapping[str, tuple[str, Role]]) -> tuple[str, frozenset[Role]]:
    """The tenant and the roles that somebody's groups give.

    Raises LoginRefused: none, or those of several tenants, for nobody is in two at once.
    """
    given = [groups[group] for group in identity.groups if group in groups]
    tenants = {tenant for tenant, _ in given}
    if len(tenants) != 1:
        raise LoginRefused("The groups are those of no tenant, or of several.")
    return tenants.pop(), frozenset(role for _, role in given)


def _fetch(url: str) -> dict[str, Any]:
    """The JSON object at `url`. Raises ProviderUnavailable."""
    try:
        with httpx2.Client(timeout=TIMEOUT) as client:
            answer = client.get(url)
        found = answer.raise_for_status().json()
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError):
        raise ProviderUnavailable from None
    if not isinstance(found, dict):
        raise ProviderUnavailable
    return found


def _is_name(text: str) -> bool:
    return bool(text.strip()) and text.isprintable()
