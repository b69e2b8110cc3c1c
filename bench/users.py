"""What one of locust's users does: send a fictional ruling, wait for the answer, send the next.

429 is an answer as it should be: the user comes again after `Retry-After`. Whatever else is not
200, or says that its text was another, is a failure. Runs in locust's own environment.
"""

import json
import os
import time
from itertools import count
from pathlib import Path

from locust import HttpUser, constant, task

TEXTS: list[str] = json.loads(Path(os.environ["BENCH_TEXTS"]).read_text(encoding="utf-8"))
KEYS: list[str] = os.environ["BENCH_KEYS"].split()

_numbers = count()


class Court(HttpUser):  # type: ignore[misc]
    wait_time = constant(0)

    def on_start(self) -> None:
        number = next(_numbers)
        self.client.headers["Authorization"] = f"Bearer {KEYS[number % len(KEYS)]}"
        self.turn = number

    @task  # type: ignore[untyped-decorator]
    def anonymize(self) -> None:
        text = TEXTS[self.turn % len(TEXTS)]
        self.turn += 1
        with self.client.post("/v1/anonymize", json={"text": text}, catch_response=True) as answer:
            if answer.status_code == 429:
                answer.request_meta["name"] = "told to come again"
                answer.success()
                time.sleep(float(answer.headers["Retry-After"]))
            elif answer.status_code != 200:
                answer.failure(f"{answer.status_code}")
            elif answer.json()["status"] == "done" and not answer.json()["text"]:
                answer.failure("no text")
