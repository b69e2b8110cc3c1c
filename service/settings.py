"""The only reader of the environment. Every variable is ``INNOMINADO_<FIELD>``."""

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings import SettingsError as UnreadableSettings

from service.errors import SettingsError
from service.roles import Role

KeptState = Literal["received", "processing", "in_review", "held", "finished"]

_CHECKOUT_BUNDLE = Path(__file__).parent.parent / "models" / "bundles" / "default"


class Settings(BaseSettings):
    """Where things are and how much is let in; no thresholds: those are the bundle's."""

    model_config = SettingsConfigDict(env_prefix="INNOMINADO_", frozen=True)

    bundle: Path = Field(_CHECKOUT_BUNDLE, description="folder of the model bundle")
    database: str = Field("sqlite:///var/innominado.sqlite", description="SQLAlchemy URL", repr=False)
    master_key: SecretStr | None = Field(None, description="32 bytes, base64; wraps the documents' keys")
    master_key_file: Path = Field(Path("var/master.key"), description="read, or made, if master_key is unset")
    master_key_command: str | None = Field(
        None, description="prints the master key, if it is unset", repr=False
    )
    policies: Path | None = Field(None, description="folder of policy files beside the presets")
    mapping_key: SecretStr | None = Field(None, description="32 bytes, base64; lets mappings be kept")
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=0, le=65535)
    open_loopback: bool = Field(True, description="on loopback, calls that store nothing need no key")
    max_characters: int = Field(1_000_000, ge=1, description="of the texts of one call, over HTTP")
    max_file_bytes: int = Field(20_000_000, ge=1, description="of a file, over HTTP")
    max_bodies_bytes: int = Field(
        256_000_000, ge=1, description="of all bodies that are received or in hand; above, 429"
    )
    inline_characters: int = Field(20_000, ge=0, description="documents up to here are answered at once")
    max_texts: int = Field(64, ge=1, description="texts in one stateless call")
    threads: int = Field(0, ge=0, description="inference sessions; 0: one a core")
    queue: int = Field(16, ge=1, description="calls that may wait for inference before 429")
    lease_seconds: int = Field(900, ge=1, description="how long a claimed task or job is held")
    attempts: int = Field(3, ge=1, description="tries at a document before it is held")
    embedded_worker: bool = Field(True, description="`serve` runs one worker loop")
    worker_metrics_host: str = Field("127.0.0.1", description="where `worker` tells its figures")
    worker_metrics_port: int | None = Field(
        None, ge=1, le=65535, description="of /metrics of `worker`; unset: it tells none"
    )
    public_url: str | None = Field(None, description="how browsers reach the service: https://…")
    session_minutes: int = Field(480, ge=1, description="how long a login to the page lasts at most")
    idle_minutes: int = Field(60, ge=1, description="unused for so long, a login ends")
    login_attempts: int = Field(10, ge=1, description="failed logins of one address in five minutes")
    oidc_issuer: str | None = Field(None, description="URL of the OpenID Connect provider")
    oidc_client_id: str | None = Field(None, description="the page's client there")
    oidc_client_secret: SecretStr | None = Field(None, description="of a confidential client")
    oidc_audience: str | None = Field(None, description="`aud` of bearer tokens; unset, none is taken")
    oidc_scope: str = Field("openid profile email", description="what a login asks the provider for")
    oidc_minutes: int = Field(15, ge=1, description="how long a login's groups are believed")
    oidc_groups_claim: str = Field("groups", description="the claim that holds a person's groups")
    oidc_groups: dict[str, tuple[str, Role]] = Field(
        {}, description='JSON: what a group gives, {"group": ["tenant", "role"]}'
    )
    retention_days: dict[KeptState, Annotated[int, Field(ge=0)]] = Field(
        {}, description="JSON: by state, days without change after which a document is purged"
    )
    private_webhooks: bool = Field(
        False, description="events may go to private addresses and, on loopback, without TLS"
    )
    timestamp_url: str | None = Field(None, description="RFC 3161 authority that stamps the audit heads")
    timestamp_roots: Path | None = Field(None, description="PEM certificates that its stamps go back to")
    gold_certificate: Path | None = Field(
        None, description="PEM certificate (RSA) of who may open exported training data; unset: none is"
    )
    ocr: str | None = Field(
        None,
        pattern=r"^[a-z_]{3,12}(\+[a-z_]{3,12}){0,3}$",
        description="tesseract's languages for scanned PDF: spa",
    )
    control_share: float = Field(
        0.02,
        ge=0,
        le=1,
        description="share of the reviews in which a sure find is left out, to see who notices",
    )
    look_share: float = Field(
        0.02,
        ge=0,
        le=1,
        description="share of what goes out without a person that one looks at afterwards",
    )
    traces: str | None = Field(None, description="where traces go: OTLP over HTTP, …/v1/traces")
    zero_retention: bool = Field(False, description="keep nothing: only analyze and anonymize work")


def load(**overrides: Any) -> Settings:
    """The environment's settings. Raises SettingsError, with names and without values."""
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})
    except ValidationError as error:
        names = sorted({f"INNOMINADO_{str(item['loc'][0]).upper()}" for item in error.errors()})
        raise SettingsError(f"Unusable: {', '.join(names)}.") from None
    except UnreadableSettings as error:
        # It names the field and quotes no value.
        names = re.findall(r'field "(\w+)"', str(error))
        raise SettingsError(f"Unusable: {', '.join(f'INNOMINADO_{n.upper()}' for n in names)}.") from None
