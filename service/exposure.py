"""Settings under which the service must not start, each with what to do about it."""

from urllib.parse import urlsplit

from service.errors import SettingsError
from service.settings import Settings
from service.web_address import is_loopback, is_safe_url


def check(settings: Settings) -> None:
    """Raise SettingsError if it is not safe to listen like this."""
    exposed = settings.public_url is not None or not is_loopback(settings.host)
    oidc = settings.oidc_issuer is not None
    for unsafe, remedy in (
        # One made in passing would be lost with the container, and every document with it.
        (
            exposed and not _has_master_key(settings),
            "Beyond loopback, set INNOMINADO_MASTER_KEY, or its _COMMAND or _FILE.",
        ),
        (not _is_public(settings.public_url), "INNOMINADO_PUBLIC_URL must be https://host[:port]."),
        (oidc and not is_safe_url(settings.oidc_issuer or ""), "INNOMINADO_OIDC_ISSUER must be https."),
        (
            _is_half_a_provider(settings),
            "INNOMINADO_OIDC_ISSUER, INNOMINADO_OIDC_CLIENT_ID and INNOMINADO_OIDC_GROUPS go together.",
        ),
        (
            oidc and settings.public_url is None and not is_loopback(settings.host),
            "Beyond loopback, OpenID Connect needs INNOMINADO_PUBLIC_URL.",
        ),
        (
            (settings.timestamp_url is None) != (settings.timestamp_roots is None),
            "INNOMINADO_TIMESTAMP_URL and INNOMINADO_TIMESTAMP_ROOTS go together.",
        ),
        (
            settings.idle_minutes > settings.session_minutes,
            "INNOMINADO_IDLE_MINUTES must not exceed INNOMINADO_SESSION_MINUTES.",
        ),
    ):
        if unsafe:
            raise SettingsError(remedy)


def _has_master_key(settings: Settings) -> bool:
    return bool(settings.master_key or settings.master_key_command or settings.master_key_file.exists())


def _is_public(url: str | None) -> bool:
    if url is None:
        return True
    if not is_safe_url(url):
        return False
    parts = urlsplit(url)
    return parts.scheme == "https" and parts.path in ("", "/") and not parts.query and not parts.fragment


def _is_half_a_provider(settings: Settings) -> bool:
    needed = (settings.oidc_issuer, settings.oidc_client_id, settings.oidc_groups)
    return any((*needed, settings.oidc_client_secret, settings.oidc_audience)) and not all(needed)
