"""Which strata may go out without a person: a blind sample is read, and its leaks are counted.

    finished run ──draw──► numbered files, mixed ──a reader──► verdicts ──judge──► acceptance

Drawn is from what only its stratum keeps from going out. The reader sees neither where a file
comes from nor how it was named. Draws are numbered and kept: an acceptance says which it is of.
"""

import csv
import json
import shutil
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path, PurePath
from random import Random
from typing import Any, Final

from service import durable
from service.bulk.bounds import interval
from service.bulk.errors import BulkError
from service.bulk.lanes import NOT_ACCEPTED, Acceptance, Measured
from service.bulk.outcomes import Outcome, Versions, last
from service.bulk.runs import FINISHED, RUN, TABLE
from service.bulk.sources import ROW, read_row

VERDICTS: Final = "verdicts.csv"
_SAID: Final = {"yes": True, "sí": True, "si": True, "no": False}


class SampleError(BulkError):
    code = "sample_refused"
    title = "The sample cannot be used."


def draw(out: Path, folder: Path, size: int, random: Random) -> tuple[int, dict[str, int]]:
    """Copy `size` documents of each stratum of the run in `out` to `folder`, which must be
    empty, beside a file for the verdicts. Returns the draw's number and how many of each.

    Raises SampleError: the run is not finished; there is nothing to draw from; `folder` holds something.
    """
    if folder.exists() and any(folder.iterdir()):
        raise SampleError("The folder holds something.")
    if not (out / FINISHED).exists():
        raise SampleError("The run is not finished.")
    strata: dict[str, list[Outcome]] = defaultdict(list)
    for row in last(out / TABLE).values():
        if row.status == "released" or row.reason == NOT_ACCEPTED:
            strata[row.stratum].append(row)
    drawn = [row for _, rows in sorted(strata.items()) for row in random.sample(rows, min(size, len(rows)))]
    if not drawn:
        raise SampleError("No document is without doubts.")
    random.shuffle(drawn)
    folder.mkdir(parents=True, exist_ok=True)
    numbers = [f"{number:05}" for number in range(1, len(drawn) + 1)]
    for number, row in zip(numbers, drawn, strict=True):
        _copy(out, row, folder / number)
    with (folder / VERDICTS).open("w", newline="") as file:
        csv.writer(file).writerows([("document", "leak"), *((number, "") for number in numbers)])
    draw_number = len(list(out.glob("draw-*.json"))) + 1
    key = {number: row.stratum for number, row in zip(numbers, drawn, strict=True)}
    durable.write(out / f"draw-{draw_number:03}.json", json.dumps(key, indent=2).encode())
    return draw_number, dict(Counter(key.values()))


def _copy(out: Path, row: Outcome, target: Path) -> None:
    """What went out of one document, under another name."""
    source = out / row.status / (row.file or "")
    suffix = PurePath(row.file or "").suffix
    if row.item.startswith(ROW):
        text = read_row(source, int(row.item.removeprefix(ROW)))
        target.with_suffix(".txt").write_text(text, encoding="utf-8", newline="")
    else:
        shutil.copyfile(source, target.with_suffix(suffix))


def judge(
    out: Path, draw_number: int, verdicts: Path, bound: float, confidence: float, reader: str, at: str
) -> Acceptance:
    """What the verdicts on a draw of the run in `out` say of its strata: accepted is one whose
    rate of leaks lies below `bound` with the whole of its interval.

    Raises SampleError: there is no such draw, or not one verdict for each of its documents.
    """
    try:
        key: dict[str, str] = json.loads((out / f"draw-{draw_number:03}.json").read_bytes())
        run: dict[str, Any] = json.loads((out / RUN).read_bytes())
    except OSError:
        raise SampleError("There is no such draw in that run.") from None
    said = read_verdicts(verdicts)
    if sorted(document for document, _ in said) != sorted(key):
        raise SampleError("Every document that was drawn needs one verdict, and no other has any.")
    sizes = Counter(key.values())
    leaks = Counter(key[document] for document, leak in said if leak)
    strata = {}
    for stratum, size in sorted(sizes.items()):
        low, high = interval(leaks[stratum], size, confidence)
        strata[stratum] = Measured(size, leaks[stratum], low, high, high <= bound)
    versions = Versions(run["bundle"], run["policy"], run["service"])
    return Acceptance(versions, run["style"], draw_number, bound, confidence, reader, at, strata)


def read_verdicts(path: Path) -> Sequence[tuple[str, bool]]:
    """Documents and whether they leak, of CSV (``document,leak``: yes or no) or JSON lines
    (``{"document", "leak"}``). Raises SampleError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix == ".jsonl":
            rows = [json.loads(line) for line in text.splitlines() if line.strip()]
            if not all(isinstance(row["leak"], bool) for row in rows):
                raise ValueError("a leak is true or false")
            return [(str(row["document"]), row["leak"]) for row in rows]
        return [
            (row["document"], _SAID[row["leak"].strip().lower()]) for row in csv.DictReader(text.splitlines())
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise SampleError("A verdict is not yes or no, or the file cannot be read.") from None
