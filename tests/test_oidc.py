"""OpenID Connect against a provider that is really run: whose tokens are believed."""

import base64
import hmac
import json
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from service.errors import LoginRefused, ProviderUnavailable, Unauthenticated
from service.oidc import KEYS_EVERY, KEYS_FOR, LEEWAY, Client, Flow, Identity, Provider, place_of
from tests.conftest import Clock
from tests.provider import AUDIENCE, CLIENT, SECRET, OidcProvider, new_key, running


@pytest.fixture
def remote(clock: Clock) -> Iterator[OidcProvider]:
    with running(int(clock().timestamp())) as provider:
        provider.person = {"preferred_username": "carla", "groups": ["revisores"]}
        yield provider


@pytest.fixture
def provider(remote: OidcProvider, clock: Clock) -> Provider:
    client = Client(remote.issuer, CLIENT, SECRET, AUDIENCE, "groups", "http://127.0.0.1:1/back")
    return Provider(client, clock)


def test_a_token_names_its_owner(provider: Provider, remote: OidcProvider) -> None:
    assert provider.identify(remote.token()) == Identity("17", "carla", frozenset({"revisores"}))
    assert provider.identify(remote.token(aud=["other", AUDIENCE])).subject == "17"
    assert remote.asked == ["/.well-known/openid-configuration", "/jwks"]


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "other"},
        {"aud": ["other"]},
        {"aud": CLIENT},  # an ID token
        {"aud": None},
        {"iss": "https://id.example.com"},
        {"iss": None},
        {"sub": None},
        {"sub": ["17"]},
        {"exp": None},
        {"exp": "never"},
        {"nonce": "of a login"},
    ],
    ids=str,
)
def test_a_token_that_says_something_else(
    provider: Provider, remote: OidcProvider, claims: dict[str, Any]
) -> None:
    with pytest.raises(Unauthenticated):
        provider.identify(remote.token(**claims))


def test_a_token_in_its_time_only(provider: Provider, remote: OidcProvider) -> None:
    now = remote.now
    provider.identify(remote.token(exp=now - LEEWAY + 1))
    provider.identify(remote.token(nbf=now + LEEWAY))
    early_or_late: list[dict[str, Any]] = [
        {"exp": now - LEEWAY - 1},
        {"nbf": now + LEEWAY + 1},
        {"iat": now + LEEWAY + 1},
    ]
    for claims in early_or_late:
        with pytest.raises(Unauthenticated):
            provider.identify(remote.token(**claims))


def test_a_key_that_is_not_the_providers(provider: Provider, remote: OidcProvider) -> None:
    stranger = new_key()
    for header in ({}, {"kid": remote.keys[0].kid}):
        with pytest.raises(Unauthenticated):
            provider.identify(remote.token(key=stranger, header=header))


def forged(remote: OidcProvider, algorithm: str, secret: bytes | None = None) -> str:
    """A token with good claims that nobody signed or, with a `secret`, by HMAC."""
    header = {"alg": algorithm, "typ": "JWT", "kid": remote.keys[0].kid}
    claims = {"iss": remote.issuer, "aud": AUDIENCE, "sub": "17", "exp": remote.now + 300}
    body = ".".join(encode(json.dumps(part).encode()) for part in (header, claims))
    signature = encode(hmac.digest(secret, body.encode(), "sha256")) if secret else ""
    return f"{body}.{signature}"


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@pytest.mark.parametrize("algorithm", ["none", "None", "RS256"])
def test_no_signature(provider: Provider, remote: OidcProvider, algorithm: str) -> None:
    with pytest.raises(Unauthenticated):
        provider.identify(forged(remote, algorithm))


def test_a_public_key_is_no_secret(provider: Provider, remote: OidcProvider) -> None:
    """HS256 with what everybody can read, in each form in which a library might use it."""
    public = remote.keys[0].public_key
    secrets = (
        *(
            public.public_bytes(form, PublicFormat.SubjectPublicKeyInfo)
            for form in (Encoding.PEM, Encoding.DER)
        ),
        json.dumps(remote.keys[0].as_dict(private=False)).encode(),
    )
    for secret in secrets:
        with pytest.raises(Unauthenticated):
            provider.identify(forged(remote, "HS256", secret))


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "a.b.c.d.e", "\ud800", "é.é.é", "." * 5000])
def test_what_is_no_token(provider: Provider, token: str) -> None:
    with pytest.raises(Unauthenticated):
        provider.identify(token)


def test_keys_are_rotated(provider: Provider, remote: OidcProvider, clock: Clock) -> None:
    old = remote.token()
    provider.identify(old)
    remote.rotate()
    new = remote.token()
    with pytest.raises(Unauthenticated):  # it was asked just now
        provider.identify(new)
    clock.advance(KEYS_EVERY)
    provider.identify(new)
    with pytest.raises(Unauthenticated):
        provider.identify(old)


def test_a_key_that_is_withdrawn_is_forgotten(provider: Provider, remote: OidcProvider, clock: Clock) -> None:
    old = remote.token(exp=remote.now + 86_400)
    provider.identify(old)
    remote.rotate()
    clock.advance(KEYS_FOR)
    with pytest.raises(Unauthenticated):
        provider.identify(old)


def test_unknown_keys_do_not_make_it_ask_again_and_again(provider: Provider, remote: OidcProvider) -> None:
    for _ in range(5):
        with pytest.raises(Unauthenticated):
            provider.identify(remote.token(key=new_key()))
    assert remote.asked.count("/jwks") == 1


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://id.example.com"},
        {"jwks_uri": "http://id.example.com/jwks"},
        {"token_endpoint": None},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
    ids=str,
)
def test_a_provider_that_describes_something_else(
    provider: Provider, remote: OidcProvider, metadata: dict[str, Any]
) -> None:
    remote.metadata = metadata
    with pytest.raises(ProviderUnavailable):
        provider.identify(remote.token())
    with pytest.raises(ProviderUnavailable):
        provider.begin()


def test_a_provider_that_is_gone(clock: Clock) -> None:
    client = Client("http://127.0.0.1:1", CLIENT, None, AUDIENCE, "groups", None)
    provider = Provider(client, clock)
    for _ in range(2):
        with pytest.raises(ProviderUnavailable):
            provider.identify("a.b.c")


def test_a_provider_that_comes_back(provider: Provider, remote: OidcProvider, clock: Clock) -> None:
    keys, remote.keys = remote.keys, []
    with pytest.raises(ProviderUnavailable):
        provider.identify("a.b.c")
    remote.keys = keys
    clock.advance(KEYS_EVERY)
    provider.identify(remote.token())


def test_without_an_audience_no_token_is_taken(remote: OidcProvider, clock: Clock) -> None:
    client = Client(remote.issuer, CLIENT, SECRET, None, "groups", None)
    with pytest.raises(Unauthenticated):
        Provider(client, clock).identify(remote.token())


def test_a_login(provider: Provider, remote: OidcProvider) -> None:
    url, flow = provider.begin()
    assert url.startswith(f"{remote.issuer}/authorize?")
    assert flow.verifier not in url
    assert flow.verifier not in repr(flow)
    back = remote.authorize(url)
    assert back["state"] == flow.state
    granted = provider.finish(flow, back["code"])
    assert granted.identity.name == "carla"
    assert granted.refresh in remote.refresh_tokens
    assert f"{granted.refresh}" not in repr(granted)
    with pytest.raises(LoginRefused):  # a code is good once
        provider.finish(flow, back["code"])


@pytest.mark.parametrize(
    "person",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": AUDIENCE},
        {"aud": [CLIENT, "other"]},
        {"aud": [CLIENT, "other"], "azp": "other"},
        {"exp": 0},
        {"sub": None},
    ],
    ids=str,
)
def test_a_login_that_comes_back_with_something_else(
    provider: Provider, remote: OidcProvider, person: dict[str, Any]
) -> None:
    remote.person = person
    url, flow = provider.begin()
    with pytest.raises(LoginRefused):
        provider.finish(flow, remote.authorize(url)["code"])


def test_a_login_that_another_began(provider: Provider, remote: OidcProvider) -> None:
    url, flow = provider.begin()
    code = remote.authorize(url)["code"]
    with pytest.raises(LoginRefused):
        provider.finish(Flow(flow.state, flow.nonce, "another verifier"), code)


def test_the_provider_is_asked_again(provider: Provider, remote: OidcProvider) -> None:
    url, flow = provider.begin()
    refresh = provider.finish(flow, remote.authorize(url)["code"]).refresh
    assert refresh is not None
    remote.person |= {"groups": ["jueces"]}
    granted = provider.ask_again(refresh)
    assert granted.identity == Identity("17", "carla", frozenset({"jueces"}))
    assert granted.refresh not in (None, refresh)
    with pytest.raises(LoginRefused):  # it was good once
        provider.ask_again(refresh)


@pytest.mark.parametrize(
    "person", [{"aud": AUDIENCE}, {"exp": 0}, {"iss": "https://id.example.com"}], ids=str
)
def test_an_answer_that_is_not_for_us(
    provider: Provider, remote: OidcProvider, person: dict[str, Any]
) -> None:
    remote.person = person
    remote.refresh_tokens.append("refresh")
    with pytest.raises(LoginRefused):
        provider.ask_again("refresh")


def test_a_client_without_its_secret(remote: OidcProvider, clock: Clock) -> None:
    client = Client(remote.issuer, CLIENT, "another secret", None, "groups", "http://127.0.0.1:1/back")
    url, flow = (provider := Provider(client, clock)).begin()
    with pytest.raises(LoginRefused):
        provider.finish(flow, remote.authorize(url)["code"])


def test_names_and_groups_are_what_can_be_used(provider: Provider, remote: OidcProvider) -> None:
    remote.person = {"preferred_username": " ", "email": "carla@example.com", "groups": "revisores"}
    assert provider.identify(remote.token()) == Identity("17", "carla@example.com", frozenset())
    remote.person = {"preferred_username": 17, "name": "a\nb", "groups": ["revisores", 3, None]}
    assert provider.identify(remote.token()) == Identity("17", "oidc", frozenset({"revisores"}))


def test_groups_give_roles_in_one_tenant() -> None:
    table: dict[str, Any] = {
        "r": ("Juzgado de Valdeniebla", "reviewer"),
        "s": ("Juzgado de Valdeniebla", "supervisor"),
        "x": ("Tribunal de Puerto Quimera", "reviewer"),
    }

    def of(*groups: str) -> Identity:
        return Identity("17", "carla", frozenset(groups))

    assert place_of(of("r", "s", "none"), table) == (
        "Juzgado de Valdeniebla",
        frozenset({"reviewer", "supervisor"}),
    )
    for refused in (of(), of("none"), of("r", "x")):
        with pytest.raises(LoginRefused):
            place_of(refused, table)
