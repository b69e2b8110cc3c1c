"""Options that several verbs take, and what their values mean."""

from pathlib import Path
from typing import Annotated, Any

import typer

Folder = Annotated[Path, typer.Option(exists=True, file_okay=False)]
Gazetteers = Annotated[
    Path | None, typer.Option(help="folder with names by country and places", exists=True, file_okay=False)
]
Minutes = Annotated[float, typer.Option(help="of this call; the same command goes on. 0: without end")]
Layers = Annotated[str, typer.Option(help="layers that are kept, from 0: 1,3,5. Default: all")]


def pools(given: list[Path] | None) -> list[Path]:
    """The files given, and of a folder its JSON lines, by name."""
    return [
        file
        for path in given or []
        for file in (sorted([*path.glob("*.jsonl"), *path.glob("*.jsonl.xz")]) if path.is_dir() else [path])
    ]


Pool = Annotated[
    list[Path],
    typer.Option(help="unlabelled JSON lines, .xz or not, or a folder of them", exists=True, callback=pools),
]
Risks = Annotated[
    list[str] | None, typer.Option(help="LABEL=SHARE of its characters that may be missed; default 0.01")
]

Masked = Annotated[
    list[str] | None, typer.Option(help="LABEL=SHARE of its characters that is hidden at least, surely")
]
Auto = Annotated[
    list[str] | None,
    typer.Option(help="LABEL=SHARE of its characters that is masked outright at least, surely"),
]


def risks(stated: list[str] | None) -> dict[Any, float]:
    from service.document import HIDDEN_LABELS

    return dict.fromkeys(HIDDEN_LABELS, 0.01) | by_label(stated)


def by_label(stated: list[str] | None) -> dict[Any, float]:
    """``LABEL=SHARE`` of each item.

    Raises:
        typer.BadParameter: no such label, or no share of one.
    """
    from service.document import HIDDEN_LABELS

    shares = {}
    for item in stated or []:
        label, _, share = item.partition("=")
        try:
            shares[label] = float(share)
        except ValueError:
            shares[label] = -1.0
        if label not in HIDDEN_LABELS or not 0 <= shares[label] <= 1:
            raise typer.BadParameter(f"{item}: it is LABEL=SHARE, of {', '.join(HIDDEN_LABELS)}, from 0 to 1")
    return shares


def layer_numbers(text: str) -> tuple[int, ...]:
    return tuple(int(layer) for layer in text.split(",") if layer.strip())
