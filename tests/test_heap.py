"""A service that is idle holds nothing of the rulings it has seen: its whole memory is searched."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx2
import pytest

ROOT = Path(__file__).parent.parent
NAME, STREET = "Ramirilda Quintanazgo", "Falsaria"
RULING = f"Comparece {NAME}, DNI 12.345.678, domiciliada en calle {STREET} 123 de Villa Quimera."
#: Rulings of the same shape that come after it, as they do.
OTHERS = 5


@dataclass
class Served:
    """A process that serves, and a client with the key of its first start."""

    process: subprocess.Popen[str]
    client: httpx2.Client
    folder: Path
    said: list[str]


def tunables() -> dict[str, str]:
    """How the image has freed memory overwritten."""
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    return dict(re.findall(r"(PYTHONMALLOC|GLIBC_TUNABLES)=(\S+) \\$", image, re.MULTILINE))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    folders = {name: tmp_path / name for name in ("data", "tmp")}
    for folder in folders.values():
        folder.mkdir()
    environment = {
        **os.environ,
        **tunables(),
        "TMPDIR": str(folders["tmp"]),
        "INNOMINADO_DATABASE": f"sqlite:///{folders['data']}/i.sqlite",
        "INNOMINADO_MASTER_KEY_FILE": f"{folders['data']}/master.key",
        "INNOMINADO_PORT": "0",
        "INNOMINADO_THREADS": "1",
    }
    command = [sys.executable, "-m", "service"]
    subprocess.run([*command, "migrate"], env=environment, cwd=ROOT, check=True)
    process = subprocess.Popen(
        [*command, "serve"], env=environment, cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    said: list[str] = []
    reader = threading.Thread(target=keep, args=(process.stderr, said))
    try:
        key = started(process.stderr, said)
        reader.start()
        headers = {"Authorization": f"Bearer {key}"}
        address = f"http://127.0.0.1:{port_of(process)}"
        with httpx2.Client(base_url=address, headers=headers, timeout=120) as client:
            yield Served(process, client, tmp_path, said)
    finally:
        process.terminate()
        process.wait(30)
        if reader.ident:
            reader.join()
        process.stderr.close()


def keep(stream: IO[str], said: list[str]) -> None:
    for line in stream:
        said.append(line)  # noqa: PERF402 (each as it comes)


def started(stream: IO[str], said: list[str]) -> str:
    """The API key, once it listens."""
    key = ""
    for line in stream:
        if "shown this once" in line:
            key = line.split(": ")[1].strip()
            continue
        said.append(line)
        if '"started"' in line:
            break
    return key


def port_of(process: subprocess.Popen[str]) -> int:
    """Where it listens: the one socket in that state that is its own."""
    while True:
        held = {os.readlink(fd) for fd in Path(f"/proc/{process.pid}/fd").iterdir() if fd.is_symlink()}
        for line in Path(f"/proc/{process.pid}/net/tcp").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in held:
                return int(fields[1].split(":")[1], 16)
        assert process.poll() is None


def send(client: httpx2.Client, ruling: str, name: str) -> None:
    """In every way that there is to send it."""
    answers = [
        client.post("/v1/analyze", json={"text": ruling}),
        client.post("/v1/anonymize", json={"text": ruling}),
        client.post("/v1/anonymize/file", files={"file": ("a.txt", ruling.encode())}),
        client.post("/v1/documents", json={"text": ruling, "parties": [name], "docket": name}),
        client.post("/v1/documents", files={"file": (f"{name}.txt", ruling.encode())}, data={"hide": name}),
    ]
    for answer in answers:
        answer.raise_for_status()
        if document := answer.headers.get("location"):
            client.get(document).raise_for_status()
            client.get(f"/v1/review/{answer.json()['id']}")


def memory(process: subprocess.Popen[str]) -> Iterator[bytes]:
    """All that the process can write to."""
    maps = Path(f"/proc/{process.pid}/maps").read_text()
    with open(f"/proc/{process.pid}/mem", "rb") as file:
        for start, end in re.findall(r"^([0-9a-f]+)-([0-9a-f]+) rw", maps, re.MULTILINE):
            file.seek(int(start, 16))
            try:
                yield file.read(int(end, 16) - int(start, 16))
            except OSError:  # a device's, or gone
                continue


def forms(word: str) -> Iterator[bytes]:
    for written in (word, word.lower(), word.upper()):
        for encoding in ("utf-8", "utf-16-le", "utf-32-le"):
            yield written.encode(encoding)


@pytest.mark.skipif(sys.platform != "linux", reason="no /proc")
def test_an_idle_service_holds_nothing_and_dumps_nothing(served: Served) -> None:
    limits = Path(f"/proc/{served.process.pid}/limits").read_text()
    assert re.search(r"^Max core file size +0 ", limits, re.MULTILINE)
    # In /proc a process that is not dumpable is root's, whoever runs it.
    assert os.stat(f"/proc/{served.process.pid}/mem").st_uid == 0
    send(served.client, RULING, NAME)
    for number in range(OTHERS):
        other = f"Albertina Sobremontes{number}"
        send(served.client, RULING.replace(NAME, other).replace(STREET, "Ninguna"), other)
    words = {form for word in (*NAME.split(), STREET) for form in forms(word)}
    assert list((served.folder / "tmp").iterdir()) == []
    for file in (served.folder / "data").iterdir():
        kept = file.read_bytes()
        assert not any(form in kept for form in words)
    assert not any(form in "".join(served.said).encode() for form in words)
    mark, found = False, set[bytes]()
    try:
        for region in memory(served.process):
            mark |= b"INNOMINADO_MASTER_KEY_FILE" in region
            found |= {form for form in words if form in region}
    except PermissionError:
        pytest.skip("this user may not read another process's memory")
    assert mark  # it is the process
    assert found == set()
