"""Figures, run records and calibration → the model card of a bundle.

The words that stay are in ``card.md``; every number comes out of a JSON file.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any, Final

from models.counts import ALL, WHOLE

TEMPLATE: Final = Path(__file__).with_name("card.md")

#: In the bundle, so that a card can be written anew when what serves has changed.
RECIPE: Final = "recipe.json"

Json = Mapping[str, Any]


def card(
    bundle: Path,
    figures: Path,
    public: Mapping[str, Path] | None = None,
    memory: Path | None = None,
    template: Path = TEMPLATE,
) -> str:
    """The card of the bundle in folder `bundle`, which holds what `keep` wrote.

    figures: written by ``evaluate``. public: for each public set what ``public`` wrote.
    memory: what ``memory`` wrote; what is not given is said not to be measured.

    Raises:
        KeyError: a file lacks what the card must say.
    """
    records = _load(bundle / RECIPE)
    return Template(template.read_text(encoding="utf-8")).substitute(
        base_model=_base(records),
        architecture=_architecture(
            _load(bundle / "config.json"), _load(bundle / "calibration.json"), records
        ),
        recipe=_recipe(records),
        calibration=_calibration(_load(bundle / "calibration.json")),
        figures=_figures(_load(figures)),
        public=_public({name: _load(path) for name, path in (public or {}).items()}),
        memory=_memory(_load(memory) if memory else None),
    )


def keep(bundle: Path, runs: Mapping[str, Path]) -> None:
    """Keep in `bundle` how it was made: the stages in their order, each with its ``run.json``."""
    records = {stage: _load(path) for stage, path in runs.items()}
    (bundle / RECIPE).write_text(json.dumps(records, indent=1) + "\n", encoding="utf-8")


def _load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _base(records: Mapping[str, Json]) -> str:
    """The base of the first stage that has one: the others go on from it."""
    return next(str(r["settings"]["base"]) for r in records.values() if r.get("settings", {}).get("base"))


def _architecture(config: Json, calibration: Json, records: Mapping[str, Json]) -> str:
    rows = [
        ("architecture", config["architectures"][0]),
        (
            "layers, width, inner units",
            f"{config['num_hidden_layers']}, {config['hidden_size']}, {config['intermediate_size']:,}",
        ),
        ("vocabulary", f"{config['vocab_size']:,}"),
        ("tags (BIO)", str(len(config["id2label"]))),
        ("window, shared with the neighbour", f"{calibration['window']}, {calibration['overlap']} tokens"),
    ]
    rows += [
        ("tokens of rulings that stay after half of the layers", share(record["stay"], 2))
        for record in records.values()
        if "stay" in record
    ]
    return table(("", ""), rows)


def _recipe(records: Mapping[str, Json]) -> str:
    rows = [
        (
            stage,
            str(record.get("device", "–")),
            _plain(record.get("minutes")),
            _plain(record.get("steps")),
            ", ".join(f"`{k}` {_plain(v)}" for k, v in record.get("settings", {}).items() if _told(v)),
        )
        for stage, record in records.items()
    ]
    return table(("stage", "device", "minutes", "steps", "settings"), rows)


def _told(value: Any) -> bool:
    return value not in ("", None, [], {}) and value is not False


def _plain(value: Any) -> str:
    """`value` for a reader. Of a path only its name: where it lay says nothing."""
    if value is None:
        return "–"
    if isinstance(value, list):
        return "/".join(_plain(each) for each in value)
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    text = str(value)
    return Path(text).name if text.startswith(("/", ".", "~")) else text


def _calibration(calibration: Json) -> str:
    thresholds = table(
        ("label", "put to review from", "masked outright from"),
        [(label, str(t["review"]), str(t["mask"])) for label, t in calibration["thresholds"].items()],
    )
    rest = {
        name: calibration[name]
        for name in ("method", "temperature", "parte", "targets", "risk", "out_of_fold")
        if name in calibration
    }
    return "\n".join(
        [thresholds, "", *(f"- {name}: {_told_in_words(value)}" for name, value in rest.items())]
    )


def _told_in_words(value: Any) -> str:
    """`value` of a JSON file in one line."""
    if isinstance(value, Mapping):
        return ", ".join(
            f"{k} ({_told_in_words(v)})" if isinstance(v, Mapping) else f"{k} {v}" for k, v in value.items()
        )
    return str(value)


_LABEL: Final = ("auto", "masked", "full", "entity", "F1", "skill", "caught")
_ROLE: Final = ("full", "entity", "right", "other", "publishable")


def _figures(content: Json) -> str:
    """Of every policy by label and role, and of the first by country."""
    blocks = [_policy(name, policy) for name, policy in content["policies"].items()]
    first = next(iter(content["policies"].values()))
    return "\n\n".join([*blocks, "Masked, by country:", _by_country(first["by"]["country"], first["labels"])])


def _policy(name: str, policy: Json) -> str:
    figures, bounds = policy["figures"], policy["intervals"]
    labels = [
        (label, str(row["n"]), *(_bounded(row[f], bounds[label][f]) for f in _LABEL))
        for label, row in figures["labels"].items()
    ]
    roles = [
        (role, str(row["n"]), *(_bounded(row[f], bounds[role][f]) for f in _ROLE))
        for role, row in figures["roles"].items()
    ]
    rulings = [
        (figure, _bounded(figures[figure], bounds[WHOLE][figure]))
        for figure in ("over", "over_provisional", "review", "leaked")
    ]
    head = f"Policy `{name}`: {figures['documents']} rulings, {figures['words']:,} words."
    tables = (
        table(("label", "n", *_LABEL), labels),
        table(("role", "n", *_ROLE), roles),
        table(("rulings", ""), rulings),
    )
    return "\n\n".join((head, *tables))


def _by_country(countries: Mapping[str, Json], labels: Sequence[str]) -> str:
    rows = []
    for country, summary in countries.items():
        figures = summary["figures"]
        masked = [share(figures["labels"][label]["masked"]) for label in (*labels, ALL)]
        rows.append(
            (
                country or "–",
                str(figures["documents"]),
                f"{figures['words']:,}",
                *masked,
                share(figures["over"]),
            )
        )
    return table(("country", "rulings", "words", *labels, ALL, "over"), rows)


def _public(sets: Mapping[str, Json]) -> str:
    """Exact spans of what is hidden, and of what is sure."""
    if not sets:
        return "Not measured."
    rows = [
        (name, view, row, str(figures["n"]), *(share(figures[f]) for f in ("P", "R")),
         _bounded(figures["F1"], content[view]["intervals"][row]["F1"]))
        for name, content in sets.items()
        for view in ("hidden", "sure")
        for row, figures in content[view]["figures"].items()
    ]  # fmt: skip
    return table(("set", "view", "label", "n", "P", "R", "F1"), rows)


def _memory(memory: Json | None) -> str:
    if memory is None:
        return "Not measured."
    groups = [memory["learnt"], memory["unread"]]
    rows = [
        ("names compared", *(str(group["names"]) for group in groups)),
        (
            "log-probability a token over their controls",
            *(_bounded(group["difference"], group["interval"]) for group in groups),
        ),
        (f"names among the first {memory['top']} guesses", *(share(group["drawn"]) for group in groups)),
        (
            f"controls among the first {memory['top']} guesses",
            *(share(group["drawn_controls"]) for group in groups),
        ),
    ]
    outcome = "passed" if memory["passes"] else "**failed**"
    return (
        table(("", "of training rulings", "of unread rulings"), rows)
        + f"\n\nTest: {outcome}. The chance that the first are as far above the second by luck alone is "
        f"{memory['p']:.4f}; below {memory['alpha']} the test fails."
    )


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def share(value: float | None, digits: int = 4) -> str:
    """`value` with `digits` decimals; a dash where there is none."""
    return "–" if value is None else f"{value:.{digits}f}"


def _bounded(value: float | None, bounds: Sequence[float] | None, digits: int = 3) -> str:
    inside = f" [{share(bounds[0], digits)}, {share(bounds[1], digits)}]" if bounds else ""
    return share(value, digits) + inside
