"""The command line: what it prints, where it writes, how it fails."""

import hashlib
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from service import __main__ as cli
from service.pipeline import Engine
from tests.api.conftest import OUTPUT, SURE, TEXT, THRESHOLDS, detect

Run = Callable[..., tuple[int, bytes, str]]


class Stream:
    """A text stream over bytes, as sys.stdin and sys.stdout are."""

    def __init__(self, data: bytes = b"") -> None:
        self.buffer = io.BytesIO(data)

    def write(self, text: str) -> int:
        return self.buffer.write(text.encode())

    def flush(self) -> None: ...


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in an empty folder: its status, standard output and error."""
    monkeypatch.setattr("service.engine.build_engine", lambda _: Engine((detect,), THRESHOLDS, "test"))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: bytes = b"") -> tuple[int, bytes, str]:
        out = Stream()
        capfd.readouterr()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["innominado", *arguments])
            patch.setattr(sys, "stdin", Stream(stdin))
            patch.setattr(sys, "stdout", out)
            with pytest.raises(SystemExit) as left:
                cli.main()
        return int(left.value.code or 0), out.buffer.getvalue(), capfd.readouterr().err

    return run


def test_analyze_prints_one_object_a_line(run: Run, tmp_path: Path) -> None:
    data = f"\ufeff{TEXT}\r\n".encode()
    (tmp_path / "fallo uno.txt").write_bytes(data)
    status, out, err = run("analyze", "fallo uno.txt", "-", stdin=b"Nada.")
    assert (status, err) == (0, "")
    first, second = (json.loads(line) for line in out.splitlines())
    assert (first["file"], first["sha256"]) == ("fallo uno.txt", hashlib.sha256(data).hexdigest())
    text = data.decode()
    assert [text[s["start"] : s["end"]] for s in first["spans"]][:2] == [
        "Ramiro Quintanal Ochoa",
        "99.999.999",
    ]
    assert set(first["spans"][0]) == {
        "start", "end", "label", "role", "kind", "score", "source", "entity", "decision", "reason",
    }  # fmt: skip
    assert second == {"file": "-", "sha256": hashlib.sha256(b"Nada.").hexdigest(), "spans": []}


def test_anonymize_prints_the_text_as_it_is(run: Run) -> None:
    status, out, err = run("anonymize", "-", stdin=f"\ufeffá\r\n{TEXT}\r\n".encode())
    assert (status, out.decode()) == (0, f"\ufeffá\r\n{OUTPUT}\r\n")
    assert err == "-: 1 doubts, masked\n"


def test_anonymize_writes_files_of_the_same_name(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SURE)
    status, out, err = run("anonymize", "a.txt", "-", "-o", "new/out", "--style", "numbered", stdin=b"Nada.")
    assert (status, out, err) == (0, b"", "")
    assert {path.name: path.read_text() for path in (tmp_path / "new/out").iterdir()} == {
        "a.txt": "Comparece [NOMBRE_1], DNI [ID_1], y [NOMBRE_2], el [FECHA_1].",
        "stdin.txt": "Nada.",
    }
    assert (tmp_path / "a.txt").read_text() == SURE


def test_an_input_is_never_overwritten(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SURE)
    (tmp_path / "sub").mkdir()
    (tmp_path / "link").symlink_to(tmp_path)
    for folder in (".", "sub/..", "link"):
        status, _, err = run("anonymize", "a.txt", "-o", folder)
        assert (status, err.startswith("a.txt: would_overwrite")) == (1, True)
    assert (tmp_path / "a.txt").read_text() == SURE


def test_two_inputs_of_one_name_do_not_overwrite_each_other(run: Run, tmp_path: Path) -> None:
    for name, text in (("x", "Uno."), ("y", "Dos.")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(text)
    status, _, err = run("anonymize", "x/a.txt", "y/a.txt", "-o", "out")
    assert (status, err.startswith("y/a.txt: would_overwrite")) == (1, True)
    assert (tmp_path / "out" / "a.txt").read_text() == "Uno."


def test_one_bad_file_does_not_stop_the_rest(run: Run, tmp_path: Path) -> None:
    (tmp_path / "latin.txt").write_bytes("Lumbreras ñ".encode("latin-1"))
    (tmp_path / "nul.txt").write_bytes(b"Lumbreras \0")
    (tmp_path / "good.txt").write_text("Nada.")
    names = ("missing.txt", "latin.txt", ".", "nul.txt", "good.txt")
    for command in ("analyze", "anonymize"):
        status, out, err = run(command, *names)
        assert status == 1
        assert b"good.txt" in out or out == b"Nada."
        told = [line.split(":")[:2] for line in err.splitlines()]
        assert told == [
            ["missing.txt", " file_refused"],
            ["latin.txt", " undecodable_text"],
            [".", " file_refused"],
            ["nul.txt", " undecodable_text"],
        ]
        assert "Lumbreras" not in err


def test_what_is_held_is_not_written(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.pipeline.verify", lambda *_: ((0, 3),))
    (tmp_path / "a.txt").write_text(SURE)
    status, out, err = run("anonymize", "a.txt", "-o", "out")
    assert (status, out, err.startswith("a.txt: held")) == (1, b"", True)
    assert not (tmp_path / "out").exists()


def test_an_unexpected_failure_tells_its_class(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("Lumbreras")

    monkeypatch.setattr("service.pipeline.analyze", fail)
    assert run("analyze", "-", stdin=b"a") == (1, b"", "-: internal_error: ValueError\n")
    monkeypatch.setattr("service.engine.build_engine", fail)
    assert run("analyze", "-") == (1, b"", "innominado: internal_error: ValueError\n")


def test_a_full_disk_leaves_nothing_behind(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    status, _, err = run("anonymize", "-", "-o", "out", stdin=b"Nada.")
    assert (status, err) == (1, "-: file_refused: No space left on device\n")
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("analyze", "-", "--policy", "ninguna"), "unknown_policy"),
        (("anonymize", "-", "--policy", "ninguna"), "unknown_policy"),
        (("anonymize", "-", "--style", "barras"), "unknown_style"),
    ],
)
def test_a_wrong_option_is_one_line_and_status_2(run: Run, arguments: tuple[str, ...], code: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, b"")
    assert err.startswith(f"innominado: {code}: ")
    assert err.count("\n") == 1


def test_wrong_settings_are_named_without_their_values(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INNOMINADO_PORT", "Lumbreras")
    status, _, err = run("analyze", "-")
    assert status == 2
    assert err.startswith("innominado: settings_error: ")
    assert err.endswith(" Unusable: INNOMINADO_PORT.\n")


def test_migrate_then_serve_beyond_loopback_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INNOMINADO_DATABASE", "sqlite:///new/i.sqlite")
    assert run("migrate")[0] == 0
    assert (tmp_path / "new/i.sqlite").exists()
    status, _, err = run("serve", "--host", "0.0.0.0")
    assert (status, "settings_error" in err) == (2, True)
    monkeypatch.setenv("INNOMINADO_DATABASE", "mysql://x:secreto@y/z")
    status, _, err = run("migrate")
    assert (status, "secreto" in err) == (2, False)


def test_the_worker_does_not_start_on_a_database_that_is_behind(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INNOMINADO_DATABASE", "sqlite:///i.sqlite")
    status, _, err = run("worker")
    assert (status, err.startswith("innominado: database_behind")) == (2, True)


def test_files_need_neither_the_web_framework_nor_the_database() -> None:
    program = (
        "import sys; import service.__main__, service.cli_files, service.engine, service.policies;"
        "print([m for m in ('fastapi', 'starlette', 'sqlalchemy', 'uvicorn') if m in sys.modules])"
    )
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == "[]"
