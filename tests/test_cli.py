"""The command line: what it prints, where it writes, how it fails."""

import base64
import hashlib
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from importlib.resources import files
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import update

from service import __main__ as cli
from service.app import store_of
from service.document import Hints
from service.formats import read
from service.formats.docx import DOCX
from service.pipeline import Engine
from service.pipeline.render import LEGEND
from service.policies import load_policies
from service.review import claim
from service.settings import Settings
from service.storage.audit import head
from service.storage.documents import Submission, receive
from service.storage.principals import authenticate, create_key, create_tenant
from service.storage.sessions import transaction
from service.storage.tables import Timestamp
from service.timestamps import ask, stamped_at
from service.upkeep import stamp_heads
from tests.api.conftest import OUTPUT, SURE, TEXT, THRESHOLDS, detect
from tests.authority import stamping
from tests.formats.docx_files import docx, paragraph
from tests.formats.docx_files import run as word_run
from tests.small import CANARY, CLEAR_TEXT, DOUBTFUL_TEXT, POLICIES, work

Run = Callable[..., tuple[int, bytes, str]]


class Stream:
    """A text stream over bytes, as sys.stdin and sys.stdout are."""

    def __init__(self, data: bytes = b"") -> None:
        self.buffer = io.BytesIO(data)

    def write(self, text: str) -> int:
        return self.buffer.write(text.encode())

    def flush(self) -> None: ...

    def isatty(self) -> bool:
        return False


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
        "start", "end", "label", "role", "kind", "score", "source", "entity", "rivals", "attributes",
        "decision", "reason",
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


def test_anonymize_writes_the_same_format(run: Run, tmp_path: Path) -> None:
    (tmp_path / "Fallo Berta_Lumbreras.docx").write_bytes(docx(paragraph(word_run(SURE))))
    (tmp_path / "Fallo Ramiro Quintanal Ochoa.docx").write_bytes(docx(paragraph(word_run(SURE))))
    (tmp_path / "old.txt").write_bytes(f"Señor: {SURE}".encode("cp1252"))
    (tmp_path / "wrong.pdf").write_bytes(docx(paragraph(word_run("Nada."))))
    names = [path.name for path in sorted(tmp_path.iterdir())]
    status, _, err = run("anonymize", *names, "-o", "out")
    assert (status, "old.txt: read as cp1252" in err) == (0, True)
    assert "left out: 1 comments" in err
    written = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert set(written) == {"Fallo [NOMBRE].docx", "Fallo [NOMBRE]-2.docx", "old.txt", "wrong.docx"}
    assert written["old.txt"].decode("cp1252") == (
        "Señor: Comparece [NOMBRE], DNI [ID], y [NOMBRE], el [FECHA]."
    )
    text = read(DOCX, written["Fallo [NOMBRE].docx"]).document.text
    assert text.startswith("Comparece [NOMBRE], DNI [ID], y [NOMBRE], el [FECHA].")


def test_a_report_tells_what_was_done_and_none_of_the_text(run: Run, tmp_path: Path) -> None:
    data = docx(paragraph(word_run(TEXT)))
    (tmp_path / "a.docx").write_bytes(data)
    assert run("anonymize", "a.docx", "-o", "out", "--report")[0] == 0
    written = (tmp_path / "out/a.docx").read_bytes()
    told = (tmp_path / "out/a.docx.report.json").read_text()
    report = json.loads(told)
    assert report["original"]["value"] == hashlib.sha256(data).hexdigest()
    assert report["released_sha256"] == hashlib.sha256(written).hexdigest()
    counted = {(span["label"], span["decision"]): span["count"] for span in report["spans"]}
    assert counted["NOMBRE", "review"] == 1
    assert counted["ID", "mask"] == 1
    assert report["left_out"]["comments"] == 1
    assert (report["doubts"], report["origin"]["reviewed"]) == (1, False)
    assert not any(word in told for word in ("Quintanal", "Lumbreras", "Candil", "99.999"))


def test_named_formats_fields_and_kinds_that_hold(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("quien,nota\r\nBerta Lumbreras,Dijo Candil\r\n", newline="")
    status, out, _ = run("anonymize", "a.csv", "--format", "csv", "--field", "quien")
    assert (status, out) == (0, b"quien,nota\r\n[NOMBRE],Dijo Candil\r\n")
    (tmp_path / "a.docx").write_bytes(docx())
    status, out, err = run("anonymize", "a.docx", "--hold", "comments", "--hold", "changes")
    assert (status, out, err.startswith("a.docx: unwanted_content")) == (1, b"", True)
    assert run("anonymize", "a.docx", "--hold", "todo")[0] == 2
    assert run("anonymize", "a.docx", "--format", "doc")[0] == 2


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
    (tmp_path / "half.txt").write_bytes(b"\xff\xfeLumbreras\n\xff")
    (tmp_path / "nul.txt").write_bytes(b"Lumbreras \0")
    (tmp_path / "good.txt").write_text("Nada.")
    names = ("missing.txt", "half.txt", ".", "nul.txt", "good.txt")
    for command in ("analyze", "anonymize"):
        status, out, err = run(command, *names)
        assert status == 1
        assert b"good.txt" in out or out == b"Nada."
        told = [line.split(":")[:2] for line in err.splitlines()]
        assert told == [
            ["missing.txt", " file_refused"],
            ["half.txt", " undecodable_text"],
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


@pytest.mark.parametrize("value", ["Lumbreras", '{"Lumbreras": ["juzgado", "juez"]}', '["Lumbreras"]'])
def test_wrong_groups_are_named_without_their_values(
    run: Run, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("INNOMINADO_OIDC_GROUPS", value)
    status, _, err = run("analyze", "-")
    assert (status, "INNOMINADO_OIDC_GROUPS" in err, "Lumbreras" in err) == (2, True, False)


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


def test_the_trail_is_exported_and_verified(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INNOMINADO_DATABASE", "sqlite:///i.sqlite")
    assert run("migrate")[0] == 0
    store = store_of(Settings())
    ana = authenticate(store, create_key(store, create_tenant(store, "juzgado"), "ana"))
    receive(ana, store, Submission(TEXT, "todo", "tag"))
    store.engine.dispose()
    status, out, _ = run("audit", "export", "--tenant", "juzgado")
    rows = [json.loads(line) for line in out.splitlines()]
    assert (status, [row["action"] for row in rows]) == (0, ["receive", "trail"])
    assert {row["tenant"] for row in rows} == {"juzgado"}
    head = f"2:{rows[-1]['mac']}"
    status, out, _ = run("audit", "verify", "--head", head)
    assert status == 0
    assert json.loads(out) == {
        "tenant": str(ana.tenant_id), "rows": 2, "unsealed": 0, "head": head, "faults": [],
    }  # fmt: skip
    lost = f"3:{'0' * 64}"
    status, out, _ = run("audit", "verify", "--head", lost)
    assert status == 1
    assert json.loads(out.splitlines()[1]) == {"head": lost, "faults": [{"number": 3, "what": "cut_off"}]}
    assert run("audit", "verify", "--head", "x")[0] == 2
    assert run("audit", "export", "--tenant", "ninguno")[0] == 2


def test_stamped_heads_are_printed_and_looked_for(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("INNOMINADO_DATABASE", "sqlite:///i.sqlite")
    assert run("migrate")[0] == 0
    store = store_of(Settings())
    ana = authenticate(store, create_key(store, create_tenant(store, "juzgado"), "ana"))
    receive(ana, store, Submission(TEXT, "todo", "tag"))
    with stamping(tmp_path) as authority:
        stamp_heads(store, partial(ask, authority))
    monkeypatch.setenv("INNOMINADO_TIMESTAMP_URL", authority.url)
    monkeypatch.setenv("INNOMINADO_TIMESTAMP_ROOTS", "root.pem")
    status, out, _ = run("audit", "stamps", "--tenant", "juzgado")
    [line] = map(json.loads, out.splitlines())
    assert (status, line["tenant"], line["head"]) == (0, "juzgado", str(head(ana, store)))
    assert stamped_at(authority, base64.b64decode(line["token"]), line["head"].encode())
    assert run("audit", "verify")[0] == 0
    with transaction(store) as session:
        session.execute(update(Timestamp).values(token=b""))
    store.engine.dispose()
    status, out, _ = run("audit", "verify")
    assert (status, json.loads(out)["faults"]) == (1, [{"number": 1, "what": "stamp"}])
    monkeypatch.setenv("INNOMINADO_TIMESTAMP_ROOTS", "openssl.cnf")
    assert run("audit", "verify")[0] == 2


def test_training_data_is_exported_to_who_may(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("INNOMINADO_DATABASE", "sqlite:///i.sqlite")
    assert run("migrate")[0] == 0
    store = store_of(Settings())
    key = create_key(store, create_tenant(store, "juzgado"), "ana")
    store.engine.dispose()
    export, sent = ("export-gold", "-o", "gold.p7m"), f"{key}\n".encode()
    status, _, err = run(*export, stdin=sent)
    assert (status, err.startswith("innominado: export_off")) == (2, True)
    with stamping(tmp_path):
        monkeypatch.setenv("INNOMINADO_GOLD_CERTIFICATE", "root.pem")
    status, out, _ = run(*export, stdin=sent)
    assert (status, json.loads(out)["documents"]) == (0, 0)
    assert (tmp_path / "gold.p7m").exists()
    assert run(*export, stdin=sent)[0] == 2
    assert run(*export, stdin=b"x\n")[2].startswith("innominado: unauthenticated")
    monkeypatch.setenv("INNOMINADO_ZERO_RETENTION", "true")
    assert run(*export, stdin=sent)[2].startswith("innominado: zero_retention")


def test_rulings_are_read_again_by_a_new_model(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INNOMINADO_DATABASE", "sqlite:///i.sqlite")
    assert run("migrate")[0] == 0
    store = store_of(Settings())
    key = create_key(store, create_tenant(store, "juzgado"), "ana")
    ana = authenticate(store, key)
    sent = [
        str(receive(ana, store, Submission(text, "doubts", "tag"))[0].id)
        for text in (CLEAR_TEXT, SURE, DOUBTFUL_TEXT)
    ]
    work(store)
    claim(ana, store, UUID(sent[2]))
    store.engine.dispose()
    monkeypatch.setattr("service.engine.engine_of", lambda *_: Engine((detect,), THRESHOLDS, "new"))
    monkeypatch.setattr("service.policies.load_policies", lambda _: POLICIES)
    status, out, _ = run("renew", stdin=f"{key}\n".encode())
    told = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert told == [
        {"document": sent[0], "state": "finished", "hides": 0, "frees": 1},
        {"document": sent[1], "state": "in_review", "hides": 2, "frees": 0},
        {"document": sent[2], "skipped": "conflict"},
    ]
    assert run("renew", "x", stdin=f"{key}\n".encode())[0] == 2


def test_keys_are_rotated_and_documents_purged(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INNOMINADO_DATABASE", "sqlite:///i.sqlite")
    assert run("migrate")[0] == 0
    store = store_of(Settings())
    ana = authenticate(store, create_key(store, create_tenant(store, "juzgado"), "ana"))
    for docket in (None, "12/2026", None):
        record, _ = receive(ana, store, Submission(TEXT, "todo", "tag", hints=Hints(docket=docket)))
    store.engine.dispose()
    assert run("keys", "rotate")[0] == 2
    for documents in (3, 0):
        status, out, _ = run("keys", "rotate", "--to-file", "new.key")
        assert (status, json.loads(out)["documents"]) == (0, documents)
    status, out, err = run("purge", str(record.id))
    assert (status, err.startswith("innominado: undecipherable_record")) == (2, True)
    monkeypatch.setenv("INNOMINADO_MASTER_KEY_COMMAND", "cat new.key")
    assert run("purge", "x")[0] == run("purge", "--case", "-", stdin=b"12/2026")[0] == 2
    monkeypatch.setenv("INNOMINADO_RETENTION_DAYS", '{"received": 0}')
    for arguments, count in (
        ([str(record.id)], 1),
        (["--case", "docket", "--tenant", "juzgado"], 1),
        ([], 0),
        (["--expired"], 1),
        ([str(record.id), "--expired"], 0),
    ):
        Path("docket").write_text("12-2026\n")
        status, out, _ = run("purge", *arguments)
        assert (status, json.loads(out)) == (0, {"purged": count}), arguments


def test_webhooks_are_kept_by_tenant(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INNOMINADO_DATABASE", "sqlite:///i.sqlite")
    assert run("migrate")[0] == 0
    store = store_of(Settings())
    create_tenant(store, "juzgado")
    store.engine.dispose()
    for url, status in (("http://example.com", 2), ("https://example.com/x", 0)):
        assert run("webhooks", "add", "juzgado", url)[0] == status
    assert run("webhooks", "add", "ninguno", "https://example.com")[0] == 2
    status, out, _ = run("webhooks", "list")
    found = json.loads(out)
    assert (status, found["tenant"], found["url"]) == (0, "juzgado", "https://example.com/x")
    assert run("webhooks", "remove", "juzgado", found["id"])[0] == 0
    assert run("webhooks", "remove", "juzgado", found["id"])[0] == 2
    assert run("webhooks", "list")[1] == b""


def test_files_need_neither_the_web_framework_nor_the_database() -> None:
    program = (
        "import sys; import service.__main__, service.cli.each_file, service.engine, service.policies;"
        "print([m for m in ('fastapi', 'starlette', 'sqlalchemy', 'uvicorn') if m in sys.modules])"
    )
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == "[]"


@pytest.fixture
def migrated(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INNOMINADO_DATABASE", "sqlite:///i.sqlite")
    assert run("migrate")[0] == 0


@pytest.mark.usefixtures("migrated")
def test_keys_are_made_listed_and_revoked(run: Run) -> None:
    make = (
        "keys",
        "create",
        "revisora-1",
        "--role",
        "reviewer",
        "--role",
        "submitter",
        "--tenant",
        "Juzgado",
    )
    status, _, err = run(*make)
    assert (status, err.startswith("innominado: not_found: ")) == (2, True)
    status, out, err = run(*make, "--new-tenant", "--only", "review", "--days", "30")
    assert (status, err) == (0, "")
    assert re.fullmatch(rb"inn_[\w-]{43}\n", out)
    [listed] = [json.loads(line) for line in run("keys", "list", "--tenant", "Juzgado")[1].splitlines()]
    assert (listed["actor"], listed["roles"]) == ("revisora-1", ["reviewer", "submitter"])
    assert (listed["scopes"], listed["revoked_at"]) == (["review"], None)
    assert out.decode().strip() not in str(listed)
    revoke = ("keys", "revoke", listed["id"])
    assert run(*revoke, "--tenant", "Juzgado") == (0, b"", "")
    [listed] = [json.loads(line) for line in run("keys", "list", "--tenant", "Juzgado")[1].splitlines()]
    assert listed["revoked_at"] is not None
    for unknown in (revoke, ("keys", "revoke", "17", "--tenant", "Juzgado"), ("keys", "list")):
        assert run(*unknown)[2].startswith("innominado: not_found: ")


@pytest.mark.usefixtures("migrated")
def test_a_directory_is_imported_listed_and_emptied(run: Run, tmp_path: Path) -> None:
    of = ("--tenant", "Juzgado")
    assert run("keys", "create", "ada", "--role", "admin", "--new-tenant", *of)[0] == 0
    table = tmp_path / "directorio.csv"
    rows = "nombre;rol;cargo\nAlbaflor Marjal, Quirina;autoridad;Jueza\nTeobaldo Marjal;profesional;\n"
    table.write_text(rows, encoding="utf-8-sig")

    def imported(*more: str) -> dict[str, int]:
        status, out, err = run("directory", "import", str(table), *of, *more)
        assert (status, err) == (0, "")
        counts: dict[str, int] = json.loads(out)
        return counts

    def listed() -> list[dict[str, str]]:
        return [json.loads(line) for line in run("directory", "list", *of)[1].splitlines()]

    assert imported() == {"added": 2, "known": 0, "removed": 0}
    table.write_text(f"{rows}Quirina Albaflor Marjal;autoridad;Vocal\n")
    assert imported() == {"added": 0, "known": 3, "removed": 0}
    found = {entry["name"]: entry for entry in listed()}
    assert found["Albaflor Marjal, Quirina"]["office"] == "Vocal"
    assert found["Teobaldo Marjal"]["added_by"] == "system"
    table.write_text(f"{rows}Marjal;autoridad;\n")
    status, out, err = run("directory", "import", str(table), *of, "--replace")
    assert (status, out, err.startswith("innominado: bad_rows: ")) == (2, b"", True)
    assert "line 4 (name)" in err
    assert "Marjal" not in err
    assert len(listed()) == 2
    remove = ("directory", "remove", found["Teobaldo Marjal"]["id"], *of)
    assert run(*remove) == (0, b"", "")
    assert run(*remove)[2].startswith("innominado: not_found: ")
    table.write_text("name,role\n")
    assert imported("--replace") == {"added": 0, "known": 0, "removed": 1}
    assert listed() == []
    for unknown in (("list",), ("import", str(table))):
        assert run("directory", *unknown)[2].startswith("innominado: not_found: ")


@pytest.mark.usefixtures("migrated")
@pytest.mark.parametrize("wrong", [("--role", "juez"), ("--role", "admin", "--only", "todo")])
def test_a_key_of_no_known_role(run: Run, wrong: tuple[str, ...]) -> None:
    status, out, err = run("keys", "create", "ada", "--new-tenant", *wrong)
    assert (status, out, err.startswith("innominado: invalid_input: ")) == (2, b"", True)


def test_keys_need_a_database_that_is_not_behind(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INNOMINADO_DATABASE", "sqlite:///i.sqlite")
    status, _, err = run("keys", "list")
    assert (status, err.startswith("innominado: database_behind: ")) == (2, True)


def test_policies_are_listed_shown_and_checked(run: Run, tmp_path: Path) -> None:
    status, out, _ = run("policies", "list")
    assert status == 0
    assert [line.split()[0] for line in out.decode().splitlines()] == list(load_policies())
    status, out, _ = run("policies", "show", "es-cendoj")
    assert (status, out.decode().splitlines()[0]) == (0, "es-cendoj/1: España: publicación del CENDOJ")
    assert b"address" in out
    assert b"practice: Resoluciones del CENDOJ" in out
    source = Path(str(files("service.policies").joinpath("pe.toml"))).read_text(encoding="utf-8")
    (tmp_path / "own.toml").write_text(source.replace('"pe"', '"own"'), encoding="utf-8")
    assert run("policies", "check", "own.toml")[:2] == (0, b"own/1: 11 rules\n")
    assert run("policies", "show", "own.toml")[0] == 0
    (tmp_path / "own.toml").write_text(source.replace('"keep"', '"Lumbreras"'), encoding="utf-8")
    status, out, err = run("policies", "check", "own.toml")
    assert (status, out) == (2, b"")
    assert err.startswith(
        "innominado: invalid_policy: A policy file cannot be used. own.toml: rules.1.action"
    )
    assert "Lumbreras" not in err


CUT_DOWN = "label FECHA is cut down to its year"


def test_two_policies_are_compared_on_a_ruling(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SURE)
    status, out, _ = run("policies", "diff", "a.txt", "todo", "estricta")
    assert status == 0
    (line,) = (json.loads(line) for line in out.splitlines())
    at = SURE.index("3 de mayo")
    assert line == {
        "start": at,
        "end": at + 17,
        "label": "FECHA",
        "role": None,
        "kind": None,
        "todo": {"hides": [[at, at + 17]], "review": False, "why": ["label FECHA is hidden"]},
        "estricta": {"hides": [[at, at + 9]], "review": False, "why": [CUT_DOWN]},
    }
    assert run("policies", "diff", "a.txt", "uy", "uy")[:2] == (0, b"")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--policy", "uy"), "Comparece AA, DNI XXX, y BB, el 3 de mayo de 2021."),
        (("--policy", "pe"), "Comparece R. Q. O., DNI [ID], y B. L., el 3 de mayo de 2021."),
        (("--style", "numbered"), "Comparece [NOMBRE_1], DNI [ID_1], y [NOMBRE_2], el [FECHA_1]."),
    ],
)
def test_a_policy_has_its_own_style(run: Run, options: tuple[str, ...], expected: str) -> None:
    assert run("anonymize", "-", *options, stdin=SURE.encode())[:2] == (0, expected.encode())


def test_invented_names_are_told_in_the_file(run: Run, tmp_path: Path) -> None:
    first = run("anonymize", "-", "--style", "surrogate", stdin=SURE.encode())
    assert (first[0], first[1].decode().endswith(f"\n\n[{LEGEND}]\n")) == (0, True)
    assert (tmp_path / "var/master.key").exists()
    assert run("anonymize", "-", "--style", "surrogate", stdin=SURE.encode()) == first


def test_names_come_back_to_whoever_may_have_them(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INNOMINADO_MAPPING_KEY", base64.b64encode(bytes(32)).decode())
    run("migrate")
    store = store_of(Settings())
    tenant = create_tenant(store, "juzgado")
    keys = [
        create_key(store, tenant, name, roles)
        for name, roles in (("ada", ["supervisor"]), ("eva", ["reviewer"]))
    ]
    sent = Submission(CLEAR_TEXT, "doubts", "tag", reversible=True)
    record, _ = receive(authenticate(store, keys[0]), store, sent)
    work(store)
    store.engine.dispose()
    status, out, _ = run("reidentify", str(record.id), stdin=f"{keys[0]}\n".encode())
    assert (status, json.loads(out)["surface"]) == (0, CANARY)
    status, out, err = run("reidentify", str(record.id), stdin=f"{keys[1]}\n".encode())
    assert (status, out) == (2, b"")
    assert err.startswith("innominado: forbidden")
