"""How many decisions an ideal reviewer takes on `examples/`, beside how many people and numbers there are.

python -m bench.ideal_reviewer [--policy NAME]

One who knows every answer, works by rows and never errs: a decision for each row of the cast in
doubt, for each that is hidden and is nothing, and for each name or number that nobody found (all of
its mentions at once, from the list of what stays visible). People and numbers are the annotated
ones: surfaces that share words count once, as they do in the cast.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from service.document import Decision, Document
from service.engine import build_engine
from service.pipeline import analyze
from service.pipeline.surfaces import fold
from service.policies import load_policies, pick
from service.settings import Settings

EXAMPLES: Final = Path(__file__).parent.parent / "examples"
#: What is counted: people and numbers, as hidden under every policy.
_COUNTED: Final = ("NOMBRE", "ID")


def decisions_of(decisions: Sequence[Decision], text: str, gold: Sequence[dict[str, Any]]) -> int:
    """What an ideal reviewer does to the machine's `decisions`."""
    rows: dict[str, list[Decision]] = {}
    for decision in decisions:
        rows.setdefault(decision.span.entity or f"s{decision.span.start}", []).append(decision)
    true = {at for entity in gold for at in range(entity["start"], entity["end"])}
    doubtful = sum(any(d.action == "review" for d in row) for row in rows.values())
    vain = sum(
        row[0].span.label in _COUNTED
        and all(d.action == "mask" for d in row)
        and not any(at in true for d in row for at in range(d.span.start, d.span.end))
        for row in rows.values()
    )
    found = {at for d in decisions for at in range(d.span.start, d.span.end)}
    missed = {
        fold(text[entity["start"] : entity["end"]])
        for entity in gold
        if entity["tag"] in _COUNTED and not any(at in found for at in range(entity["start"], entity["end"]))
    }
    return doubtful + vain + len(missed)


def people_and_numbers(text: str, gold: Sequence[dict[str, Any]]) -> int:
    """Annotated entities: a person's names share a word, a number is its digits and letters."""
    numbers = {fold(text[e["start"] : e["end"]]) for e in gold if e["tag"] == "ID"}
    people: list[set[str]] = []
    for entity in gold:
        if entity["tag"] != "NOMBRE":
            continue
        words = {fold(word) for word in text[entity["start"] : entity["end"]].split() if len(word) > 2}
        joined = [known for known in people if known & words]
        people = [known for known in people if not known & words] + [words.union(*joined)]
    return len(numbers) + len(people)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--policy", default="todo")
    options = parser.parse_args()
    engine, policy = build_engine(Settings()), pick(load_policies(), options.policy)
    taken = there = spans = 0
    for path in sorted(EXAMPLES.glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["entities"]
        decisions = analyze(Document(text), engine, policy)
        one, other = decisions_of(decisions, text, gold), people_and_numbers(text, gold)
        doubts = sum(decision.action == "review" for decision in decisions)
        print(f"{path.stem}: {one} decisions, {other} people and numbers, {doubts} doubtful places")
        taken, there, spans = taken + one, there + other, spans + len(decisions)
    print(f"in all {taken} decisions, {there} people and numbers ({taken / there:.2f}), {spans} spans")


if __name__ == "__main__":
    main()
