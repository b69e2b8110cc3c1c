"""``python -m tests.fictional OUT.jsonl``: the rulings as gold for ``python -m models evaluate``."""

import json
from pathlib import Path
from typing import Any

import typer

from models.corpus import Gold
from service.document import LABELS
from tests.fictional import rulings

app = typer.Typer(add_completion=False)


@app.command()
def main(out: Path) -> None:
    """Write every fictional ruling to OUT, a JSON line each."""
    lines = [json.dumps(plain(gold), ensure_ascii=False) + "\n" for gold in rulings()]
    out.write_text("".join(lines), encoding="utf-8", newline="\n")
    typer.echo(f"{len(lines)} rulings")


def plain(gold: Gold) -> dict[str, Any]:
    """`gold` as a line of a gold file."""
    entities = [
        {"start": e.start, "end": e.end, "tag": e.label, **({"role": e.role} if e.role else {})}
        for e in gold.entities
    ]
    return {
        "id": gold.id,
        "ruling": gold.id,
        "source": gold.source,
        "country": gold.country,
        "text": gold.text,
        "entities": entities,
        "exhaustive": LABELS,
    }


if __name__ == "__main__":
    app()
