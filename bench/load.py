"""Many clients at once over HTTP, by locust: what is answered, how fast, what is refused, memory.

    python -m bench.load [--clients 1 8 64 256] [--seconds 30]

A service of its own is started for each number of clients and stopped by SIGTERM at the end.
"""

import argparse
import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from bench import peers
from bench.contestant import peak
from bench.report import table
from bench.serving import serve
from bench.texts import ROOT, rulings
from service.settings import Settings


def load(clients: int, seconds: int) -> dict[str, Any]:
    """What came of `clients` that send one ruling after the other for so many seconds."""
    server = serve(str(Settings().bundle))
    try:
        with tempfile.TemporaryDirectory() as folder:
            texts = Path(folder, "texts.json")
            texts.write_text(json.dumps(rulings()), encoding="utf-8")
            ran = subprocess.run(
                [
                    *(peers.python_of("locust"), "-m", "locust", "-f", ROOT / "bench" / "users.py"),
                    *("--headless", "--json", "--host", f"http://127.0.0.1:{server.port}"),
                    *("-u", str(clients), "-r", str(clients), "-t", f"{seconds}s", "--stop-timeout", "120"),
                    *("--exit-code-on-error", "0", "--loglevel", "WARNING"),
                ],
                env={**os.environ, "BENCH_TEXTS": str(texts), "BENCH_KEYS": server.key},
                check=True,
                stdout=subprocess.PIPE,
            )
        rows = {row["name"]: row for row in json.loads(ran.stdout)}
        done = rows.get("/v1/anonymize", {"num_requests": 0, "response_times": {}})
        times = sorted(
            float(time) / 1000 for time, times in done["response_times"].items() for _ in range(times)
        )
        return {
            "clients": clients,
            "answered": done["num_requests"],
            "failed": sum(row["num_failures"] for row in rows.values()),
            "refused": rows.get("told to come again", {"num_requests": 0})["num_requests"],
            "a_second": done["num_requests"] / seconds,
            "p50": times[len(times) // 2] if times else 0,
            "p95": times[len(times) * 95 // 100] if times else 0,
            "memory": peak(server.process.pid),
        }
    finally:
        server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 64, 256])
    parser.add_argument("--seconds", type=int, default=30)
    options = parser.parse_args()
    found = [load(clients, options.seconds) for clients in options.clients]
    heads = ("clients", "answered", "failed", "told to come again", "a second", "p50, s", "p95, s", "MB")
    keys = ("clients", "answered", "failed", "refused", "a_second", "p50", "p95", "memory")
    print(table(heads, [[f"{one[key]:,.6g}" for key in keys] for one in found]))


if __name__ == "__main__":
    main()
