"""A PostgreSQL server of a test's own, which can be restarted."""

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import absent


@dataclass(frozen=True)
class Cluster:
    """url: of its database. bin: of the server's programs."""

    url: str
    bin: Path
    data: Path
    options: str

    def control(self, *arguments: str) -> None:
        _run(self.bin / "pg_ctl", "-D", str(self.data), "-w", "-l", f"{self.data}/log", *arguments)

    def restart(self, mode: str) -> None:
        """``fast``: as an operator does. ``immediate``: as a crash does."""
        self.control("restart", "-m", mode, "-o", self.options)


@contextmanager
def running(folder: Path) -> Iterator[Cluster]:
    """A server whose data is in `folder`; not as root, which it refuses."""
    found = shutil.which("pg_ctl") or max(
        map(str, Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")), default=None
    )
    if found is None:
        absent("postgres", "no server to start")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    data = folder / "postgres"
    data.mkdir()
    if os.getuid() == 0:
        postgres = pwd.getpwnam("postgres")
        os.chown(data, postgres.pw_uid, postgres.pw_gid)
        for parent in (folder, *folder.parents):
            if parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o001:
                parent.chmod(parent.stat().st_mode | 0o001)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data}"
    url = f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
    cluster = Cluster(url, Path(found).parent, data, options)
    _run(cluster.bin / "initdb", "-D", str(data), "-A", "trust", "-U", "postgres", "--no-sync")
    cluster.control("start", "-o", options)
    try:
        yield cluster
    finally:
        cluster.control("stop", "-m", "immediate")


def _run(program: Path, *arguments: str) -> None:
    as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    command = [*(as_postgres if os.getuid() == 0 else []), str(program), *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")
