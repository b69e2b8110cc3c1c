"""The image and its compose files: one with the steps, the settings and the secrets they use."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from sqlalchemy import make_url

from service.cli import app as cli
from service.settings import Settings
from service.storage.keys import load_keyring

ROOT = Path(__file__).parent.parent
STEPS = {path.name: path.read_text() for path in sorted((ROOT / "docker/steps").iterdir())}
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
FINAL = DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]
COMPOSE: dict[str, Any] = {
    path.stem.partition(".")[2]: yaml.safe_load(path.read_text()) for path in (ROOT / "docker").glob("*.yaml")
}
SERVICES = [
    pytest.param(compose, name, id=f"{kind}-{name}")
    for kind, compose in COMPOSE.items()
    for name in compose["services"]
]


def ours(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The services that run our image."""
    return {name: s for name, s in compose["services"].items() if s["image"] == "innominado"}


def instruction(name: str) -> str:
    found = re.findall(rf"^{name} +(.+)$", FINAL, re.MULTILINE)
    assert len(found) == 1
    return str(found[0]).strip()


def environment() -> dict[str, str]:
    """What the image sets, by name."""
    return dict(pair.split("=", 1) for pair in instruction("ENV").split())


@pytest.mark.parametrize("script", [*(ROOT / "docker/steps").iterdir(), *(ROOT / "docker").glob("*.sh")])
def test_a_script_is_posix(script: Path) -> None:
    subprocess.run(["sh", "-n", script], check=True)


def test_image_and_rehearsal_take_the_same_steps() -> None:
    def steps(text: str) -> list[str]:
        return re.findall(r"docker/steps/([\w.-]+)", text)

    rehearsal = (ROOT / "docker/rehearse.sh").read_text()
    assert steps(rehearsal) == list(STEPS)
    assert steps(DOCKERFILE) == list(STEPS)[:-1]  # the last asks a service that runs


def test_the_builder_gets_what_the_steps_read() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    let_through = [line.removeprefix("!") for line in ignored if line.startswith("!")]
    read = {
        path
        for name, text in STEPS.items()
        if name in DOCKERFILE
        for path in re.findall(r"\$SOURCE/([a-z][\w./-]*)", text)
    }
    assert read
    for path in {*read, "pyproject.toml", "README.md", "LICENSE", "service"}:
        assert any(path == let or path.startswith(f"{let}/") for let in let_through), path


def test_the_user_is_nobody_special_and_owns_the_state() -> None:
    user = instruction("USER")
    uid = user.split(":")[0]
    assert int(uid) > 0
    assert f"--chown={user} /state {instruction('VOLUME')}" in FINAL
    assert f"service={uid}\n" in (ROOT / "docker/secrets.sh").read_text()


def test_the_environment_is_settings() -> None:
    values = {
        name.removeprefix("INNOMINADO_").lower(): value
        for name, value in environment().items()
        if name.startswith("INNOMINADO_")
    }
    assert values.keys() <= Settings.model_fields.keys()
    settings = Settings.model_validate(values)
    assert str(settings.port) == instruction("EXPOSE")
    database = make_url(settings.database).database
    assert database is not None
    assert Path(database).is_relative_to(instruction("VOLUME"))
    prefix = Path(re.findall(r"PREFIX=(\S+)", DOCKERFILE)[0])
    assert f"COPY --from=build {prefix} {prefix}" in FINAL
    assert settings.bundle == prefix / "bundle"
    assert str(prefix / "healthcheck.py") in instruction("HEALTHCHECK")


@pytest.mark.parametrize(("compose", "name"), SERVICES)
def test_a_service_is_confined(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "/tmp" in service["tmpfs"]
    assert set(service["secrets"]) <= compose["secrets"].keys()
    for port in service.get("ports", ()):
        assert port.startswith("127.0.0.1:")
        assert port.endswith(f":{instruction('EXPOSE')}")


@pytest.mark.parametrize("kind", COMPOSE)
def test_migrations_come_first(kind: str) -> None:
    services = ours(COMPOSE[kind])
    commands = getattr(typer.main.get_command(cli), "commands")  # noqa: B009
    assert {service["command"][0] for service in services.values()} <= set(commands)
    assert services.pop("migrate")["restart"] == "no"
    for service in services.values():
        assert service["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


@pytest.mark.parametrize("kind", COMPOSE)
def test_mounted_secrets_are_those_that_are_read(kind: str) -> None:
    for service in ours(COMPOSE[kind]).values():
        given = {**environment(), **service.get("environment", {})}
        named = {name.removeprefix("INNOMINADO_").lower() for name in given if name.startswith("INNOMINADO_")}
        assert named <= Settings.model_fields.keys()
        read = re.findall(r"/run/secrets/(\w+)", " ".join(given.values()))
        assert sorted(read) == sorted(service["secrets"])


def test_secrets_are_made_once_and_fit(tmp_path: Path) -> None:
    stub = tmp_path / "bin/chown"  # only root may really give files away
    stub.parent.mkdir()
    stub.write_text("#!/bin/sh\n")
    stub.chmod(0o755)
    made = tmp_path / "secrets"
    call = {**os.environ, "SECRETS": str(made), "PATH": f"{stub.parent}:{os.environ['PATH']}"}

    def make() -> dict[str, str]:
        subprocess.run(["sh", ROOT / "docker/secrets.sh"], env=call, check=True)
        return {path.name: path.read_text() for path in made.iterdir()}

    first = make()
    assert make() == first
    assert {path.stat().st_mode & 0o777 for path in made.iterdir()} == {0o400}
    load_keyring(None, made / "master_key")
    assert first["database_passfile"] == f"*:*:*:innominado:{first['database_password'].strip()}\n"
    mounted = {Path(s["file"]).name for compose in COMPOSE.values() for s in compose["secrets"].values()}
    assert mounted == set(first)


@pytest.fixture
def port_that_answers(request: pytest.FixtureRequest) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(request.param if self.path == "/readyz" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def healthcheck(port: int) -> int:
    command = [sys.executable, str(ROOT / "docker/healthcheck.py")]
    return subprocess.run(command, env={"INNOMINADO_PORT": str(port)}, check=False).returncode


@pytest.mark.parametrize(
    ("port_that_answers", "status"), [(200, 0), (503, 1)], indirect=["port_that_answers"]
)
def test_healthcheck_tells_readiness(port_that_answers: int, status: int) -> None:
    assert healthcheck(port_that_answers) == status


def test_healthcheck_fails_where_nothing_listens() -> None:
    assert healthcheck(1) == 1
