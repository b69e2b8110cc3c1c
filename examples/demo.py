"""Send every ruling of this folder through a running service and show what came out.

    python examples/demo.py [http://127.0.0.1:8000]

The exit status is 1 if anything private was left in clear or a ruling was held. With
INNOMINADO_KEY set (the key printed at the service's first start) the rulings with doubts
are stored too, and the review queue is listed at the end.
"""

import json
import os
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
KEY = os.environ.get("INNOMINADO_KEY")


def call(method: str, url: str, body: dict[str, Any] | None = None) -> Any:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {KEY}"} if KEY else {})
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url, data, headers, method=method)  # noqa: S310
    with urllib.request.urlopen(request) as response:  # noqa: S310
        return json.load(response)


def main(service: str) -> int:
    """Show each ruling's answer; the number of private surfaces left in
    clear and of rulings that were held."""
    leaks = 0
    store = "?store=doubts" if KEY else ""
    for path in sorted(FOLDER.glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        private = json.loads(path.with_suffix(".json").read_bytes())["private"]
        answer = call("POST", f"{service}/v1/anonymize{store}", {"text": text, "style": "numbered"})
        output = answer["text"] or f"held: {len(answer['places'])} places would leak"
        left = sum(surface in output for surface in private) + (answer["status"] != "done")
        leaks += left
        doubts = sum(span["decision"] == "review" for span in answer["spans"])
        print(f"=== {path.name}: {len(answer['spans'])} spans, {doubts} for review, {left} private left")
        print("\n".join(line[:110] for line in output.splitlines()[:8] if line.strip()))
    if KEY:
        queue = call("GET", f"{service}/v1/review/queue")
        print(f"=== {len(queue['items'])} rulings wait for a reviewer")
    return leaks


if __name__ == "__main__":
    try:
        sys.exit(min(1, main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")))
    except urllib.error.URLError as error:
        sys.exit(f"No answer from the service: {error.reason}. Is `make serve` running?")
