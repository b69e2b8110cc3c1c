"""Texts made to hurt: ever so many of one thing, through every stage but the model. What takes
more than linear time would not come back for a long while, so there is nothing to time here."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from service.document import Document
from service.pipeline import Engine, anonymize
from service.pipeline.detect.addresses import addresses
from service.pipeline.detect.lexicon import lexicon
from service.pipeline.detect.patterns import patterns
from service.pipeline.policy import Policy, hiding
from service.pipeline.spans import check
from tests.pipeline.strategies import THRESHOLDS

TODO = Policy("todo", "1", "Todo", hiding({"NOMBRE", "FECHA", "LUGAR", "ID"}))
ENGINE = Engine((patterns(), addresses(), lexicon()), THRESHOLDS, "rules")
#: Characters: in the square of it, a quarter of an hour.
MANY = 300_000


@pytest.mark.parametrize(
    "unit",
    [" ", "1", "A", ".", "_", "(", "\n", "\u00ad", "a\u0301", "\U0001f9d1",
     "de ", "N° ", "1 de ", "(1", "a@", "T.", "1-", "1, ", "n.", "treinta y ", "don ",
     "vive en ", "de a ", "ruta a "],
)  # fmt: skip
def test_ever_so_many_of_one_thing_are_nobody(unit: str) -> None:
    text = (unit * (MANY // len(unit) + 1))[:MANY]
    result = anonymize(Document(text), ENGINE, TODO)
    assert result.status == "done"
    assert result.text == text


def test_spaces_without_end_after_a_beginning() -> None:
    heads = ("1 de enero", "1", "marzo", "dos", "documento", "tel.", "señor", "CBU", "Ley 1 de", "2 y")
    text = (" " * (MANY // 10)).join(heads)
    result = anonymize(Document(text), ENGINE, TODO)
    assert [text[d.span.start : d.span.end] for d in result.decisions] == ["1 de enero"]


@pytest.mark.parametrize("unit", ["Sr. Aa\n", "12.345.678-5 ", "a@b.co ", "3 de mayo de 2021 ", "J.P.L., "])
def test_as_many_finds_as_fit_in_a_hundred_thousand(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    result = anonymize(Document(text), ENGINE, TODO)
    spans = [decision.span for decision in result.decisions]
    check(spans, len(text))
    assert len(spans) == len(text) // len(unit)


_SCRIPT = """
import json, sys
from msgspec import to_builtins
from service.document import Document
from service.pipeline import Engine, anonymize
from service.pipeline.detect.addresses import addresses
from service.pipeline.detect.lexicon import lexicon
from service.pipeline.detect.patterns import patterns
from service.pipeline.render import Manner
from service.policies import load_policies
from tests.pipeline.strategies import THRESHOLDS

text = sys.stdin.read()
engine = Engine((patterns(), addresses(), lexicon()), THRESHOLDS, "rules")
result = anonymize(Document(text), engine, load_policies()["todo"], Manner("numbered"))
print(json.dumps([to_builtins(result), list(load_policies())]))
"""


def test_the_hash_seed_does_not_matter() -> None:
    text = (
        "Doña Aurelia Quimera (DNI 27.334.501, tel. 0351 455-1234) y don Zenón Marjal, CUIT 20-12345678-6, "
        "en expte. 4512/2021, el 3 de mayo de 2021 ante la Dra. Begoña Güimar; A.B.S. no compareció.\n"
    )
    answers = []
    for seed in ("1", "77"):
        process = subprocess.run(
            [sys.executable, "-c", _SCRIPT],
            input=text * 5,
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[2],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path[1:])},
        )
        answers.append(process.stdout)
    assert answers[0] == answers[1]
    assert len(json.loads(answers[0])[0]["decisions"]) >= 40
