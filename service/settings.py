"""The only reader of the environment. Every variable is ``INNOMINADO_<FIELD>``."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

_CHECKOUT_BUNDLE = Path(__file__).parent.parent / "models" / "bundles" / "default"


class Settings(BaseSettings):
    """Where things are and how much is let in; no thresholds: those are the bundle's."""

    model_config = SettingsConfigDict(env_prefix="INNOMINADO_", frozen=True)

    bundle: Path = Field(_CHECKOUT_BUNDLE, description="folder of the model bundle")
    database: str = Field("sqlite:///var/innominado.sqlite", description="SQLAlchemy URL")
    master_key: SecretStr | None = Field(None, description="32 bytes, base64; wraps the documents' keys")
    master_key_file: Path = Field(Path("var/master.key"), description="read, or made, if master_key is unset")
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=0, le=65535)
    open_loopback: bool = Field(True, description="on loopback, calls that store nothing need no key")
    max_characters: int = Field(1_000_000, ge=1, description="of the texts of one call, over HTTP")
    inline_characters: int = Field(20_000, ge=0, description="documents up to here are answered at once")
    max_texts: int = Field(64, ge=1, description="texts in one stateless call")
    threads: int = Field(0, ge=0, description="inference sessions; 0: one a core")
    queue: int = Field(16, ge=1, description="calls that may wait for inference before 429")
    lease_seconds: int = Field(900, ge=1, description="how long a claimed task or job is held")
    attempts: int = Field(3, ge=1, description="tries at a document before it is held")
    embedded_worker: bool = Field(True, description="`serve` runs one worker loop")
