"""Settings under which the service must not start."""

from pathlib import Path
from typing import Any

import pytest

from service import exposure
from service.errors import SettingsError
from service.settings import Settings

KEY = {"master_key": "A" * 43 + "="}
OIDC = {
    "oidc_issuer": "https://id.example.com",
    "oidc_client_id": "innominado",
    "oidc_groups": {"jueces": ["juzgado", "reviewer"]},
}
PUBLIC = {"public_url": "https://anonimo.example.com"}


def check(tmp_path: Path, values: dict[str, Any]) -> None:
    exposure.check(Settings.model_validate({"master_key_file": tmp_path / "master.key", **values}))


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"host": "::1"},
        OIDC,
        {**OIDC, "oidc_issuer": "http://127.0.0.1:8080/realms/x"},
        {"host": "0.0.0.0", **KEY},
        {"host": "0.0.0.0", **KEY, **PUBLIC, **OIDC, "oidc_client_secret": "x", "oidc_audience": "y"},
        {**PUBLIC, **KEY},
        {"public_url": "https://anonimo.example.com:8443/", **KEY},
    ],
    ids=str,
)
def test_safe(tmp_path: Path, values: dict[str, Any]) -> None:
    check(tmp_path, values)


def test_settings_show_no_secret() -> None:
    secrets = {
        "database": "postgresql+psycopg://juzgado:SECRETO@db.example.com/x",
        "master_key": "SECRETO",
        "master_key_command": "kms --token SECRETO print",
        "mapping_key": "SECRETO",
        "oidc_client_secret": "SECRETO",
    }
    settings = Settings.model_validate(secrets)
    assert "SECRETO" not in f"{settings!r} {settings}"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"host": "0.0.0.0"}, "INNOMINADO_MASTER_KEY"),
        ({"host": "anfitrion.example"}, "INNOMINADO_MASTER_KEY"),
        (PUBLIC, "INNOMINADO_MASTER_KEY"),
        ({"public_url": "http://anonimo.example.com", **KEY}, "INNOMINADO_PUBLIC_URL"),
        ({"public_url": "http://127.0.0.1:8000", **KEY}, "INNOMINADO_PUBLIC_URL"),
        ({"public_url": "https://anonimo.example.com/a", **KEY}, "INNOMINADO_PUBLIC_URL"),
        ({"public_url": "https://u:p@anonimo.example.com", **KEY}, "INNOMINADO_PUBLIC_URL"),
        ({"public_url": "https://", **KEY}, "INNOMINADO_PUBLIC_URL"),
        ({"public_url": "https://[", **KEY}, "INNOMINADO_PUBLIC_URL"),
        ({"public_url": "https://anonimo.example.com?a=b", **KEY}, "INNOMINADO_PUBLIC_URL"),
        ({"timestamp_url": "https://tsa.example.com"}, "INNOMINADO_TIMESTAMP_ROOTS"),
        ({"timestamp_roots": "roots.pem"}, "INNOMINADO_TIMESTAMP_URL"),
        ({**OIDC, "oidc_issuer": "http://id.example.com"}, "INNOMINADO_OIDC_ISSUER"),
        ({**OIDC, "oidc_issuer": "http://127.0.0.1.example.com"}, "INNOMINADO_OIDC_ISSUER"),
        ({**OIDC, "oidc_issuer": "http://["}, "INNOMINADO_OIDC_ISSUER"),
        ({**OIDC, "oidc_client_id": None}, "INNOMINADO_OIDC_CLIENT_ID"),
        ({**OIDC, "oidc_groups": {}}, "INNOMINADO_OIDC_GROUPS"),
        ({**OIDC, "oidc_issuer": None}, "go together"),
        ({"oidc_audience": "x"}, "go together"),
        ({"host": "0.0.0.0", **KEY, **OIDC}, "INNOMINADO_PUBLIC_URL"),
        ({"session_minutes": 10}, "INNOMINADO_IDLE_MINUTES"),
    ],
    ids=str,
)
def test_unsafe(tmp_path: Path, values: dict[str, Any], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        check(tmp_path, values)
