"""Many documents: what goes where, what is told of it, and what happens if it is killed."""

import csv
import hashlib
import json
import os
import select
import shutil
import signal
import stat
import subprocess
import sys
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

import pytest

from service.backends import load_bundle
from service.bulk import runs
from service.bulk.errors import AnotherRun, BulkError, OutputFails, RunInProgress, WorkersFail
from service.bulk.outcomes import Journal, Outcome, failed, last, write_table
from service.bulk.sources import Columns, open_source
from service.bulk.work import Setup, Worker
from service.document import LABELS, Span
from service.engine import engine_of, version_of
from service.errors import InputError
from service.formats import read
from service.formats.docx import DOCX
from service.formats.whole import Way
from service.pipeline import Engine
from service.settings import Settings
from tests.bulk.conftest import STRATUM, VERSIONS, go, hanging, outputs, rulings, table
from tests.conftest import absent
from tests.formats.docx_files import docx, paragraph
from tests.formats.docx_files import run as word_run
from tests.formats.pdf_files import scanned
from tests.small import CANARY, CLEAR_TEXT, ENGINE, build, people

New = Callable[..., Setup]
CLEAN = "Comparece [NOMBRE] ante este juzgado."


def test_a_folder_of_all_kinds(tmp_path: Path, setup: New) -> None:
    rulings(tmp_path / "in", 4)
    word = docx(paragraph(word_run(CLEAR_TEXT)))
    (tmp_path / f"in/Sala Primera/Contra {CANARY}").mkdir()
    (tmp_path / f"in/Sala Primera/Contra {CANARY}/fallo.docx").write_bytes(word)
    (tmp_path / f"in/Auto de {CANARY}.txt").write_text(CLEAR_TEXT)
    (tmp_path / "in/Auto.Quirina.Albaflor").write_text(CLEAR_TEXT)
    (tmp_path / "in/picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "in/.hidden.txt").write_text(CLEAR_TEXT)
    rows = go(setup(strata=frozenset({STRATUM})))
    written = outputs(tmp_path / "out")
    assert written.pop("released/Sala Primera/civil/0000.txt") == f"{CLEAN} Folio 0.\n".encode()
    assert written.pop("released/Sala Primera/civil/0002.txt") == f"{CLEAN} Folio 2.\n".encode()
    assert sorted(written)[3:] == ["review/Sala Primera/civil/0001.txt", "review/Sala Primera/civil/0003.txt"]
    named, ending, other = sorted(written)[:3]
    assert named.startswith("review/Auto de [NOMBRE]-")
    assert (ending[:12], ending[-9:]) == ("review/Auto-", ".[NOMBRE]")
    assert other.startswith("review/Sala Primera/Contra [NOMBRE]/fallo-")
    assert CLEAN in read(DOCX, written[other]).document.text
    assert CANARY not in read(DOCX, written[other]).document.text
    counted = Counter((row.status, row.reason) for row in rows.values())
    assert counted == {
        ("released", None): 2,
        ("review", "doubts"): 2,
        ("review", "stratum_not_accepted"): 3,
        ("failed", "unknown_format"): 1,
    }
    (in_word,) = (row for row in rows.values() if row.sha256 == hashlib.sha256(word).hexdigest())
    assert in_word.file == other.removeprefix("review/")
    assert in_word.stratum.startswith("Sala Primera / Contra [NOMBRE]-")
    (auto,) = (row for row in rows.values() if row.file == named.removeprefix("review/"))
    assert (auto.words, auto.spans, auto.doubts, auto.stratum) == (6, {"NOMBRE": 1}, 0, " /  / txt")
    assert auto.versions == VERSIONS
    assert CANARY.split()[0] not in (tmp_path / "out/outcomes.jsonl").read_text()


def test_files_that_were_different_stay_so(tmp_path: Path, setup: New) -> None:
    for name in ("Quirina Alta", "Quirina Baja", "Teobaldo Alto"):
        (tmp_path / f"in/{name}").mkdir(parents=True)
        (tmp_path / f"in/{name}/fallo.txt").write_text(CLEAR_TEXT)
    rows = go(setup())
    assert len({row.file for row in rows.values()}) == len({row.stratum for row in rows.values()}) == 3
    assert len(outputs(tmp_path / "out")) == 3


def test_names_of_older_systems(tmp_path: Path, setup: New) -> None:
    (tmp_path / "in").mkdir()
    with open(os.fsencode(tmp_path) + b"/in/Se\xf1or\xeda.txt", "w") as file:
        file.write(CLEAR_TEXT)
    ((_, row),) = go(setup()).items()
    assert row.file is not None
    assert row.file.startswith("Señoría-")
    assert (tmp_path / "out/review" / row.file).read_text() == CLEAN


@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
def test_rows(tmp_path: Path, setup: New, kind: str) -> None:
    lines = table(130).splitlines()
    lines[7] = json.dumps({"id": 7, "court": "Sala Primera"})
    lines[9] = json.dumps({"id": 9, "text": "A\0B"})
    columns = Columns(keep=("id",))
    if kind == "jsonl":
        (tmp_path / "in.jsonl").write_text("\n".join(lines))
    else:
        pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
        rows = [json.loads(line) for line in lines]
        parquet.write_table(pyarrow.Table.from_pylist(rows, schema=pyarrow.schema(
            [("id", pyarrow.int64()), *((n, pyarrow.string()) for n in ("text", "court", "matter", "party"))]
        )), tmp_path / "in.parquet")  # fmt: skip
    stratum = f"Sala Primera / civil / {kind}"
    rows_ = go(setup(f"in.{kind}", columns=columns, strata=frozenset({stratum})))
    assert Counter((row.status, row.reason) for row in rows_.values()) == {
        ("released", None): 65,
        ("review", "doubts"): 63,
        ("failed", "broken_file"): 1,
        ("failed", "undecodable_text"): 1,
    }
    written: dict[tuple[str, int], object] = {}
    for path in (tmp_path / "out").glob(f"*/part-*.{kind}"):
        if kind == "jsonl":
            found = [json.loads(line) for line in path.read_text().splitlines()]
        else:
            found = pytest.importorskip("pyarrow.parquet").read_table(path).to_pylist()
        written |= {(path.parent.name, row["row"]): row for row in found}
    assert len(written) == 128
    assert written["released", 128] == {"row": 128, "text": CLEAN, "id": 128}
    assert rows_["row-128"].file == f"part-00000002.{kind}"


@pytest.mark.parametrize("name", ["in.csv", "missing"])
def test_what_is_no_input(tmp_path: Path, name: str) -> None:
    (tmp_path / "in.csv").touch()
    with pytest.raises(InputError):
        open_source(tmp_path / name, Columns())


def test_a_run_goes_on_where_it_stopped(tmp_path: Path, setup: New) -> None:
    rulings(tmp_path / "in", 30)
    to = setup(strata=frozenset({STRATUM}))
    whole = go(setup(out="whole", strata=to.strata))
    seen: list[Outcome] = []
    source = open_source(to.source, to.columns)
    runs.run(to, source, "local", 2, seen.extend, lambda: len(seen) >= 5)
    assert 5 <= len(seen) < 30
    assert not (tmp_path / "out/finished").exists()
    with (tmp_path / "out/outcomes.jsonl").open("ab") as journal:
        journal.write(b'{"item": "cut o')
    (tmp_path / "out/released/.innominado-half").touch()
    assert go(to).keys() == whole.keys()
    assert outputs(to.out) == outputs(tmp_path / "whole")
    lines = (tmp_path / "out/outcomes.jsonl").read_text().splitlines()
    assert len(lines) == 30


def test_another_run_and_a_second_one_are_refused(tmp_path: Path, setup: New) -> None:
    rulings(tmp_path / "in", 2)
    go(setup())
    for other in ({"style": "numbered"}, {"strata": frozenset({STRATUM})}):
        with pytest.raises(AnotherRun):
            go(setup(**other))
    with pytest.raises(AnotherRun):
        go(setup(out="new", versions=replace(VERSIONS, bundle="small-2")))
    with pytest.raises(BulkError):
        go(setup(out="in/out"))

    def watch(_: Sequence[Outcome]) -> None:
        with pytest.raises(RunInProgress):
            go(setup())

    source = open_source(tmp_path / "in", Columns())
    runs.run(setup(), source, "local", 1, watch, lambda: False)


def test_what_failed_is_tried_again_if_asked(tmp_path: Path, setup: New) -> None:
    rulings(tmp_path / "in", 2)
    (tmp_path / "in/torn.docx").write_bytes(b"PK\x03\x04")
    first = go(setup())
    (tmp_path / "in/torn.docx").write_bytes(docx(paragraph(word_run(CLEAR_TEXT))))
    assert go(setup()) == first
    again = go(setup(), retry=True)
    assert [row.status for row in first.values()].count("failed") == 1
    assert {row.status for row in again.values()} == {"review"}


def killer() -> Engine:
    """The small engine, but it dies of one text, as a library might."""

    def find(text: str) -> Sequence[Span]:
        if "Folio 3." in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "Folio 4." in text:
            raise RuntimeError(text)
        return people(text)

    return replace(ENGINE, detectors=(find,))


def stillborn() -> Engine:
    os.kill(os.getpid(), signal.SIGKILL)
    return ENGINE


def test_what_kills_its_worker_does_not_end_the_run(tmp_path: Path, setup: New) -> None:
    rulings(tmp_path / "in", 8)
    rows = go(setup(build=killer))
    reasons = Counter(row.reason for row in rows.values() if row.status == "failed")
    assert reasons == {"worker_died": 1, "internal_error: RuntimeError": 1}
    assert len(outputs(tmp_path / "out")) == 6
    with pytest.raises(WorkersFail):
        go(setup(out="other", build=stillborn))


@pytest.mark.parametrize("kind", ["files", "rows"])
def test_what_takes_too_long_is_given_up_with_what_it_started(tmp_path: Path, setup: New, kind: str) -> None:
    rulings(tmp_path / "in", 8)
    texts = [path.read_text() for path in sorted((tmp_path / "in").rglob("*.txt"))]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    os.mkfifo(tmp_path / "started")
    reader = os.open(tmp_path / "started", os.O_RDONLY | os.O_NONBLOCK)
    to = setup(
        "in" if kind == "files" else "in.jsonl", build=partial(hanging, tmp_path / "started"), seconds=20
    )
    rows = go(to)
    reasons = Counter(row.reason for row in rows.values() if row.status == "failed")
    assert reasons == {"timed_out": 1}
    assert os.read(reader, 99) == b"begun"
    ended, _, _ = select.select([reader], [], [], 60)
    assert ended
    assert os.read(reader, 99) == b""
    written = outputs(to.out)
    assert len(written) == (7 if kind == "files" else 1)
    assert not any(b"Folio 3." in data for data in written.values())
    assert go(to) == rows
    again = go(replace(to, build=build), retry=True)
    assert {row.status for row in again.values()} == {"review"}
    os.close(reader)


def test_scans_are_read_where_tesseract_is_set(tmp_path: Path, setup: New) -> None:
    if shutil.which("tesseract") is None:
        absent("tesseract", "tesseract is not installed")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/scan.pdf").write_bytes(scanned(CLEAR_TEXT))
    (held,) = go(setup()).values()
    assert (held.status, held.reason) == ("failed", "no_text_layer")
    with pytest.raises(AnotherRun):
        go(setup(way=Way(ocr="spa")))
    (found,) = go(setup(out="read", way=Way(ocr="spa"), strata=frozenset({" /  / pdf"}))).values()
    assert (found.status, found.reason, found.spans) == ("review", "doubts", {"NOMBRE": 1})


def test_an_output_folder_that_takes_nothing_ends_the_run(
    tmp_path: Path, setup: New, monkeypatch: pytest.MonkeyPatch
) -> None:
    rulings(tmp_path / "in", 2)
    worker = Worker(setup())

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OutputFails):
        worker(next(iter(open_source(tmp_path / "in", Columns()).units())))
    with Journal(tmp_path / "outcomes.jsonl") as journal:
        monkeypatch.setattr("os.fsync", full)
        with pytest.raises(OutputFails):
            journal.add([failed("1", "x", VERSIONS)])


def test_a_table_as_csv_and_as_parquet(tmp_path: Path) -> None:
    row = replace(failed("1", "broken_file", VERSIONS), spans={"ID": 2}, words=7)
    write_table("csv", [row], tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(newline="") as file:
        (found,) = csv.DictReader(file)
    assert set(found) >= {"item", "file", "sha256", "status", *LABELS, "bundle", "policy", "service"}
    assert (found["ID"], found["NOMBRE"], found["words"]) == ("2", "0", "7")
    parquet = pytest.importorskip("pyarrow.parquet")
    write_table("parquet", [row] * 3, tmp_path / "t.parquet")
    assert parquet.read_table(tmp_path / "t.parquet").to_pylist()[2]["ID"] == 2


def test_rows_are_there_once_they_are_added(tmp_path: Path) -> None:
    path = tmp_path / "outcomes.jsonl"
    with Journal(path) as journal:
        journal.add([failed("1", "x", VERSIONS), failed("2", "x", VERSIONS)])
        journal.add([replace(failed("1", "y", VERSIONS), words=3)])
        assert {item: row.reason for item, row in last(path).items()} == {"1": "y", "2": "x"}
    assert stat.S_IMODE(path.stat().st_mode) & stat.S_IWUSR


ROUNDS = int(os.environ.get("INNOMINADO_KILLS", "2"))


def test_killed_at_any_moment(tmp_path: Path, setup: New) -> None:
    """The real command, with the real model: killed, or stopped; then ended."""
    rulings(tmp_path / "in", 40)
    bundle = Settings().bundle
    versions = replace(VERSIONS, bundle=version_of(load_bundle(bundle)))
    worker = Worker(setup(out="whole", build=partial(engine_of, bundle, 1), versions=versions))
    for unit in open_source(tmp_path / "in", Columns()).units():
        worker(unit)
    environment = os.environ | {"INNOMINADO_MASTER_KEY": b64encode(bytes(32)).decode()}

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "service", "bulk", tmp_path / "in", tmp_path / "out", "--processes", "2"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    random = Random(9)
    journal = tmp_path / "out/outcomes.jsonl"
    for number in range(ROUNDS):
        process = start()
        before = journal.stat().st_size if journal.exists() else 0
        wanted = before + random.randrange(1, 4000)
        while process.poll() is None and (not journal.exists() or journal.stat().st_size < wanted):
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.01)
        process.send_signal(signal.SIGINT if number % 2 else signal.SIGKILL)
        assert process.wait() in (0, 130, -signal.SIGKILL)
    assert start().wait() == 0
    assert outputs(tmp_path / "out") == outputs(tmp_path / "whole")
    items = [json.loads(line)["item"] for line in journal.read_text().splitlines()]
    assert len(items) == len(set(items)) == 40
    assert not list((tmp_path / "out").rglob(".innominado-*"))
