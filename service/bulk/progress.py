"""How far a run is: a bar with the rate and the time left, and the sums at its end."""

from collections import Counter
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from service.bulk.outcomes import STATUSES, Outcome


class Watch:
    """Counts rows, and shows a bar on standard error if that is a terminal. The first rows that
    it is told are those of earlier runs. total: how many documents there are."""

    def __init__(self, total: int) -> None:
        self._bar = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task("", start=False, total=total, rate="")
        self._before: int | None = None
        self._words = 0
        self.counts: Counter[str] = Counter()

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def __call__(self, rows: list[Outcome]) -> None:
        self.counts.update(row.status for row in rows)
        if self._before is None:
            self._before = len(rows)
            self._bar.update(self._task, completed=len(rows))
            self._bar.start_task(self._task)
            return
        self._words += sum(row.words for row in rows)
        seconds = self._bar.tasks[0].elapsed or 0.0
        done = self.counts.total() - self._before
        rate = f"{done / seconds:,.1f} documents/s, {self._words / seconds:,.0f} words/s" if seconds else ""
        self._bar.update(self._task, advance=len(rows), rate=rate)

    def sums(self) -> dict[str, object]:
        """How many documents have each status, and how fast this run was."""
        seconds = self._bar.tasks[0].elapsed or 0.0
        return {
            **{status: self.counts[status] for status in STATUSES},
            "seconds": round(seconds, 1),
            "words": self._words,
            "words_per_second": round(self._words / seconds) if seconds else None,
        }
