"""The measures of public sets, counted by hand on fictional documents."""

import json
from pathlib import Path

import pytest

from models.public import CONVENTIONS, Annotated, count, joined, measure, read, table
from service.document import Action, Decision, Label, Span

TEXT = "Ana Ruiz, 30 años, calle Sur 5, Lobos, 27000"
MEDDOCAN = CONVENTIONS["meddocan"]
DOCUMENT = Annotated(
    TEXT, ((0, 8, "NOMBRE"), (19, 30, "LUGAR"), (32, 37, "LUGAR"), (39, 44, "LUGAR")), ((10, 17),)
)


def decided(start: int, end: int, label: Label, action: Action = "mask") -> Decision:
    return Decision(Span(start, end, label, 0.9, "test"), action, "test")


def test_places_with_only_punctuation_between_are_one() -> None:
    assert joined(TEXT, {(0, 8, "NOMBRE"), (19, 30, "LUGAR"), (32, 37, "LUGAR")}) == {(0, 8), (19, 37)}
    assert joined("Ana Ruiz y Luz", {(0, 8, "NOMBRE"), (11, 14, "NOMBRE")}) == {(0, 8), (11, 14)}


def test_an_address_in_one_span_is_wrong_alone_and_right_when_joined() -> None:
    counts = count(DOCUMENT, [(0, 8, "NOMBRE"), (19, 44, "LUGAR")], MEDDOCAN)
    assert (counts["ALL", "right"], counts["ALL", "wanted"], counts["ALL", "given"]) == (1, 4, 2)
    assert (counts["merged", "right"], counts["merged", "wanted"], counts["merged", "given"]) == (2, 2, 2)


def test_labels_count_in_spans_and_not_when_joined() -> None:
    counts = count(DOCUMENT, [(0, 8, "ID")], MEDDOCAN)
    assert ("ALL", "right") not in counts
    assert counts["merged", "right"] == 1


def test_what_is_found_on_a_label_left_out_is_left_out() -> None:
    assert count(DOCUMENT, [(10, 12, "ID")], MEDDOCAN).get(("ALL", "given"), 0) == 0
    # But not what reaches a mention that counts,
    assert count(DOCUMENT, [(5, 12, "ID")], MEDDOCAN)["ALL", "given"] == 1
    # nor what lies nowhere.
    assert count(DOCUMENT, [(13, 30, "ID")], MEDDOCAN)["ALL", "given"] == 1


def test_in_the_news_nothing_is_left_out_and_kept_organisations_count(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    entities = [
        {"start": 0, "end": 5, "tag": "ORG", "label": "ORG"},
        {"start": 10, "end": 15, "tag": "OTHER", "label": "MISC"},
    ]
    path.write_text(json.dumps({"text": "Zorix ante Copas", "entities": entities}) + "\n", encoding="utf-8")
    conll = CONVENTIONS["conll2002_es"]
    documents = read(path, conll)
    decisions = [decided(0, 5, "ORG", "keep"), decided(10, 15, "LUGAR"), decided(6, 9, "FECHA")]
    figures = measure(documents, [decisions], conll, ("mask",))["figures"]
    assert (figures["ORG"]["F1"], figures["LUGAR"]["P"]) == (1, 0)
    assert figures["ALL"]["P"] == pytest.approx(1 / 2)
    assert "merged" not in figures


def test_sure_leaves_review_out() -> None:
    decisions = [[decided(0, 8, "NOMBRE", "review"), decided(19, 30, "LUGAR")]] * 2
    views = {
        view: measure([DOCUMENT] * 2, decisions, MEDDOCAN, actions)
        for view, actions in (("hidden", ("mask", "review")), ("sure", ("mask",)))
    }
    assert views["hidden"]["figures"]["ALL"]["R"] == 0.5
    assert views["sure"]["figures"]["ALL"]["R"] == 0.25
    assert views["sure"]["intervals"]["ALL"]["F1"] == pytest.approx((0.4, 0.4))
    assert "merged" in table(views)


def test_what_is_undecided_in_the_set_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "echr.jsonl"
    document = {"text": "Luz Vega", "entities": [], "ignore": [{"start": 0, "end": 8, "tag": "NOMBRE"}]}
    path.write_text(json.dumps(document) + "\n", encoding="utf-8")
    (read_back,) = read(path, CONVENTIONS["echr_manual"])
    assert read_back.elsewhere == ((0, 8),)
    assert "Luz" not in repr(read_back)
