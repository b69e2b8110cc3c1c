"""The shipped model on the fictional rulings of examples/: nothing private is left, the
law stays readable, and a result depends on its document alone."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service.document import Decision, Document
from service.engine import engine_of
from service.pipeline import NO_HINTS, Engine, analyze, anonymize, find
from service.pipeline.decide import decide
from service.pipeline.decode import decode_bytes, decode_text
from service.pipeline.shield import cited
from service.policies import load_policies
from service.settings import Settings
from tests.pipeline.test_citations import ROWS, unmarked

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.txt"))
TODO = load_policies()["todo"]

Alone = list[tuple[Document, Sequence[Decision]]]


@pytest.fixture(scope="session")
def engine() -> Engine:
    return engine_of(Settings().bundle)


@pytest.fixture(scope="module")
def alone(engine: Engine) -> Alone:
    """Each example, and what is decided on it where nothing else is in hand."""
    documents = [decode_bytes(path.read_bytes()) for path in EXAMPLES]
    return [(document, analyze(document, engine, TODO)) for document in documents]


def test_there_are_examples_of_eight_countries() -> None:
    countries = {json.loads(path.with_suffix(".json").read_bytes())["country"] for path in EXAMPLES}
    assert countries >= {"AR", "CL", "CO", "EC", "ES", "MX", "PE", "UY"}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_no_private_surface_is_left(engine: Engine, path: Path) -> None:
    private = json.loads(path.with_suffix(".json").read_bytes())["private"]
    result = anonymize(decode_bytes(path.read_bytes()), engine, TODO)
    assert result.status == "done"
    assert [surface for surface in private if surface in result.text] == []


def test_the_law_stays_readable(alone: Alone) -> None:
    """Of statutes, precedents, courts and amounts, little is masked and less outright."""
    total, masked, outright = 0, 0, 0
    for path, (document, decisions) in zip(EXAMPLES, alone, strict=True):
        hidden = {"mask": set[int](), "review": set[int](), "keep": set[int]()}
        for decision in decisions:
            hidden[decision.action].update(range(decision.span.start, decision.span.end))
        for passage in json.loads(path.with_suffix(".json").read_bytes())["stays"]:
            start = document.text.index(passage)
            total += len(passage)
            outright += sum(at in hidden["mask"] for at in range(start, start + len(passage)))
            masked += sum(
                at in hidden["mask"] | hidden["review"] for at in range(start, start + len(passage))
            )
    assert outright <= 0.05 * total
    assert masked <= 0.10 * total


def test_a_result_depends_on_its_document_alone(engine: Engine, alone: Alone) -> None:
    documents, decisions = zip(*alone, strict=True)
    with ThreadPoolExecutor(8) as pool:
        together = pool.map(lambda document: analyze(document, engine, TODO), documents)
        assert tuple(together) == decisions


def test_citations_are_kept_and_the_shield_bares_nothing_private(engine: Engine) -> None:
    """Over all passages of the table: of what a citation says besides names, 99 in 100; and
    of the private data beside it, none that was hidden without the shield."""
    citing, kept = 0, 0
    bared = []
    for row in ROWS:
        text, cited_places, private = unmarked(row)
        document = decode_text(text)
        spans = find(document, engine)
        with_shield, without = (
            decide(text, spans, places, TODO, engine.thresholds, NO_HINTS) for places in (cited(text), ())
        )
        hidden, before = (
            {at for d in decisions if d.action != "keep" for at in range(d.span.start, d.span.end)}
            for decisions in (with_shield, without)
        )
        names = {at for span in spans if span.label == "NOMBRE" for at in range(span.start, span.end)}
        said = {at for at in cited_places - names if text[at].isalnum()}
        citing += len(said)
        kept += len(said - hidden)
        bared += [row] if private & (before - hidden) else []
    assert kept / citing >= 0.99
    assert bared == []
