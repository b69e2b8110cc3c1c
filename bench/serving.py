"""A service of its own to send to: on a free port of loopback, over a database that goes with it."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Server:
    """began: when its process was started, after its database was made (``time.perf_counter``)."""

    port: int
    process: subprocess.Popen[bytes]
    home: tempfile.TemporaryDirectory[str]
    key: str
    began: float

    def stop(self) -> None:
        """End it as an operator would; what is in hand is finished first."""
        self.process.terminate()
        self.process.wait(60)
        self.home.cleanup()


def serve(bundle: str, **settings: str) -> Server:
    """A server of `bundle` that is ready; settings are environment variables without their prefix."""
    home = tempfile.TemporaryDirectory(prefix="innominado-bench-")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    given = {
        "BUNDLE": bundle,
        "DATABASE": f"sqlite:///{home.name}/bench.sqlite",
        "MASTER_KEY_FILE": f"{home.name}/master.key",
        "PORT": str(port),
        **settings,
    }
    environment = {**os.environ, **{f"INNOMINADO_{name}": value for name, value in given.items()}}
    command = [sys.executable, "-m", "service"]
    subprocess.run([*command, "migrate"], env=environment, check=True, stdout=subprocess.DEVNULL)
    told = Path(home.name, "told")
    began = time.perf_counter()
    with told.open("wb") as stderr:
        process = subprocess.Popen(
            [*command, "serve"], env=environment, stdout=subprocess.DEVNULL, stderr=stderr
        )
    while not _is_ready(port):
        if process.poll() is not None:
            raise RuntimeError("the service did not start")
        time.sleep(0.02)
    key = next(line for line in told.read_text().splitlines() if line.startswith("API key"))
    return Server(port, process, home, key.rpartition(" ")[2], began)


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
