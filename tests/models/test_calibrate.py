"""Thresholds hold to stated risks on rulings that the models have not seen."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tokenizers import Tokenizer

from models import calibrate, corpus, fits, thresholds
from models.calibrate import Targets
from models.corpus import Entity, Example, Gold
from models.export import UNCALIBRATED, seal
from models.folds import Fold, Remembering
from models.tags import TAGS
from service.backends import Bundle, load_bundle
from service.document import HIDDEN_LABELS, LABELS, Decision, Label, Span
from service.engine import assemble
from service.pipeline import analyze
from service.pipeline.decode import decode_text
from service.pipeline.policy import Threshold
from service.pipeline.weigh import Weight
from service.policies import load_policies
from tests.models.conftest import GIVEN, examples

TEXT = "Comparece Aurelia Quimera ante Íñigo Peñalén y ya está todo dicho aquí, señores, sin más."
PARTE, JUEZ = (10, 25), (31, 44)
TODO = load_policies()["todo"]


class Oracle:
    """Logits of a model that knows given names by heart and is `scale` times too sure."""

    def __init__(self, tokenizer: Tokenizer, scale: float, doubtful: Sequence[str] = ()) -> None:
        self.runs = 0
        self._scale = scale
        self._chance = {tokenizer.token_to_id(name): 0.9 for name in GIVEN if tokenizer.token_to_id(name)}
        self._chance |= {tokenizer.token_to_id(name): 0.2 for name in doubtful}

    def logits(self, windows: Sequence[NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        self.runs += len(windows)
        return [self._of(window) for window in windows]

    def _of(self, window: NDArray[np.int64]) -> NDArray[np.float32]:
        chance = np.array([self._chance.get(int(i), 1e-5) for i in window])
        p = np.full((len(window), len(TAGS)), 1e-9)
        p[:, 0] = 1 - chance
        p[:, TAGS.index("B-NOMBRE-PARTE")] = chance
        logits: NDArray[np.float32] = (np.log(p) * self._scale).astype(np.float32)
        return logits


def bundle(tokenizer: Tokenizer) -> Bundle:
    thresholds = {label: Threshold(0.5, 0.5) for label in LABELS}
    return Bundle(Path(), "test", TAGS, tokenizer, thresholds, window=60, overlap=8)


def fold(tokenizer: Tokenizer, oracle: Oracle, drawn: Sequence[Example], tmp_path: Path) -> Fold:
    file = tmp_path / "gold.jsonl"
    lines = []
    for e in drawn:
        spans = [(a, a.classes[0].partition("-")) for a in e.annotations]
        entities = [
            {"start": a.start, "end": a.end, "tag": c[0], "role": c[2].lower() or None} for a, c in spans
        ]
        lines.append(json.dumps({"id": e.id, "text": e.text, "entities": entities, "exhaustive": LABELS}))
    file.write_text("\n".join(lines), encoding="utf-8")
    gold, read = tuple(corpus.read_gold(file)), tuple(corpus.read(file))
    return Fold(bundle(tokenizer), Remembering(oracle), gold, read)


def first_words(example: Example) -> Example:
    """`example` with nothing annotated but the given name of each person."""
    people = [a for a in example.annotations if a.classes[0].startswith("NOMBRE")]
    given = [len(example.text[a.start : a.end].split()[0]) for a in people]
    firsts = tuple(
        corpus.Annotation(a.start, a.start + n, ("NOMBRE-PARTE",)) for a, n in zip(people, given, strict=True)
    )
    return replace(example, annotations=firsts, open_classes=())


def gold(number: int) -> Gold:
    entities = (Entity(*PARTE, "NOMBRE", "parte"), Entity(*JUEZ, "NOMBRE", "autoridad"))
    return Gold(f"r{number}", "", "", TEXT, entities)


def decision(place: tuple[int, int], action: str, p_parte: float | None = None) -> Decision:
    return Decision(Span(*place, "NOMBRE", 0.9, "test", p_parte=p_parte), action, "")  # type: ignore[arg-type]


def targets(**changes: float) -> dict[Label, float]:
    return {label: changes.get(label, 0.01) for label in HIDDEN_LABELS}


def test_the_highest_floor_that_keeps_the_risk_is_taken() -> None:
    """Of 400 rulings one name in two is missed in four of them from a floor of .1 on, and in
    forty from .3 on."""

    def decide(thresholds: Mapping[Label, Threshold]) -> list[tuple[Gold, tuple[Decision, ...]]]:
        floor = thresholds["NOMBRE"].review
        missing = 40 if floor >= 0.3 else 4 if floor >= 0.1 else 0
        both = (decision(PARTE, "mask"), decision(JUEZ, "review"))
        return [(gold(n), both[n < missing :]) for n in range(400)]

    floors, risks = thresholds.choose_floors(decide, targets(), {})
    assert floors["NOMBRE"] == 0.25
    letters = len("AureliaQuimera"), len("ÍñigoPeñalén")
    missed = 4 * letters[0] / sum(letters)
    assert risks["NOMBRE"]["expected"] == pytest.approx((missed + 1) / 401, abs=1e-4)
    assert risks["NOMBRE"]["kept"] is True
    assert risks["NOMBRE"]["rulings"] == 400
    assert risks["NOMBRE"]["expected"] < risks["NOMBRE"]["bound_95"] < 0.05
    strict, refused = thresholds.choose_floors(decide, targets(NOMBRE=0.001), {})
    assert (strict["NOMBRE"], refused["NOMBRE"]["kept"]) == (min(thresholds.FLOORS), False)
    # Below .1 everything is hidden; from there on all but one letter in two hundred.
    hidden, told = thresholds.choose_floors(decide, targets(), {"NOMBRE": 0.999})
    assert (hidden["NOMBRE"], told["NOMBRE"]["kept"]) == (0.07, True)


def test_a_hundred_rulings_cannot_promise_one_in_two_hundred() -> None:
    """However well they are read: one more could be missed whole."""

    def decide(_: object) -> list[tuple[Gold, tuple[Decision, ...]]]:
        return [(gold(n), (decision(PARTE, "mask"), decision(JUEZ, "mask"))) for n in range(100)]

    assert thresholds.choose_floors(decide, targets(NOMBRE=0.005), {})[1]["NOMBRE"]["kept"] is False
    assert thresholds.choose_floors(decide, targets(NOMBRE=0.01), {})[1]["NOMBRE"]["kept"] is True


def test_the_lowest_mask_within_what_may_be_vain_is_taken() -> None:
    vain = (TEXT.index("ya"), TEXT.index("ya") + 2)

    def decide(thresholds: Mapping[Label, Threshold]) -> list[tuple[Gold, tuple[Decision, ...]]]:
        action = "mask" if thresholds["NOMBRE"].mask <= 0.7 else "review"
        return [(gold(n), (decision(PARTE, "mask"), decision(vain, action))) for n in range(9)]

    floors: dict[Label, float] = dict.fromkeys(HIDDEN_LABELS, 0.02)
    chosen, scored = thresholds.choose_masks(decide, floors, 0.004, review=0, auto={})
    assert chosen["NOMBRE"] == Threshold(0.02, 0.75)
    assert scored[0][1][1].action == "review"
    assert thresholds.choose_masks(decide, floors, 0.5, review=0, auto={})[0]["NOMBRE"].mask == 0.7


@pytest.mark.parametrize(("review", "mask"), [(0, 0.6), (70, 0.85), (1000, 0.95)])
def test_a_person_is_asked_as_often_as_is_allowed(review: float, mask: float) -> None:
    """Of 15 words one is put to review from a mask of .7 on, and a second from .9 on."""

    def decide(thresholds: Mapping[Label, Threshold]) -> list[tuple[Gold, tuple[Decision, ...]]]:
        sure = thresholds["NOMBRE"].mask
        actions = ("mask" if sure <= 0.6 else "review", "mask" if sure <= 0.85 else "review")
        return [(gold(n), tuple(map(decision, (PARTE, JUEZ), actions))) for n in range(9)]

    floors: dict[Label, float] = dict.fromkeys(HIDDEN_LABELS, 0.02)
    assert thresholds.choose_masks(decide, floors, 0.004, review, {})[0]["ID"].mask == mask


def test_a_label_stops_where_too_little_would_be_masked_outright() -> None:
    """From .7 on a person sees the names; the other labels go on as far as they may."""

    def decide(thresholds: Mapping[Label, Threshold]) -> list[tuple[Gold, tuple[Decision, ...]]]:
        action = "mask" if thresholds["NOMBRE"].mask <= 0.6 else "review"
        return [(gold(n), (decision(PARTE, action), decision(JUEZ, action))) for n in range(9)]

    floors: dict[Label, float] = dict.fromkeys(HIDDEN_LABELS, 0.02)
    chosen, scored = thresholds.choose_masks(decide, floors, 0.004, 1000, {"NOMBRE": 0.9})
    assert (chosen["NOMBRE"].mask, chosen["FECHA"].mask) == (0.6, 0.95)
    assert {d.action for _, decisions in scored for d in decisions} == {"mask"}


def test_a_person_is_published_by_role_only_if_every_mention_is_surely_none() -> None:
    """In one ruling of 300 a party looks like a judge at one mention of two."""

    def scored(lowest: float) -> list[tuple[Gold, tuple[Decision, ...]]]:
        usual = (decision(PARTE, "mask", 0.9), decision(JUEZ, "mask", 0.001))
        odd = (decision(PARTE, "mask", lowest), decision(JUEZ, "mask", 0.001))
        return [(gold(n), odd if n < 30 else usual) for n in range(300)]

    assert 0.05 < thresholds.choose_parte(scored(0.1), 0.01) <= 0.1
    assert thresholds.choose_parte(scored(0.0), 0.01) == 0.0
    assert thresholds.choose_parte(scored(0.9), 0.01) == max(thresholds.PARTES)


@pytest.mark.parametrize("scale", [0.7, 1.0, 2.0])
def test_the_temperature_undoes_what_a_model_is_too_sure_of(
    tokenizer: Tokenizer, tmp_path: Path, scale: float
) -> None:
    """The oracle says .9 of a word that begins a name nine times in ten."""
    only = [first_words(e) for e in examples(60, seed=8)]
    only = [replace(e, annotations=e.annotations if n % 10 else ()) for n, e in enumerate(only)]
    made = fold(tokenizer, Oracle(tokenizer, scale), only, tmp_path)
    assert fits.fit_temperature([made]) == pytest.approx(scale, rel=0.25)


def test_a_rules_chance_counts_where_the_model_says_nothing(tokenizer: Tokenizer, tmp_path: Path) -> None:
    """Dates are found by rule alone here, each by two forms: all are right but that of one document."""
    drawn = examples(30, seed=4)
    count = sum(a.classes == ("FECHA",) for e in drawn for a in e.annotations)
    citing = Example("x", "x", "", "Así se dijo el 3 de mayo de 2012 y no más.", (), ())
    made = fold(tokenizer, Oracle(tokenizer, 1.0), [*drawn, citing], tmp_path)
    chances = fits.rule_chances([made], 1.0)
    assert chances["pattern:date"] == pytest.approx((2 * count + 1) / (2 * (count + 1) + 2))
    engine = assemble(made.bundle, made.backend)
    rescored = made.engine(rules={"pattern:date": 0.123, "pattern:month": 0.1})
    for e, score in ((engine, 0.4), (rescored, 0.123)):
        found = analyze(decode_text(citing.text), e, TODO)
        assert {d.span.score for d in found if d.span.source == "pattern:date"} == {score}


def test_every_window_is_run_once(tokenizer: Tokenizer, tmp_path: Path) -> None:
    oracle = Oracle(tokenizer, 1.0, doubtful=["Comparece"])
    made = fold(tokenizer, oracle, examples(12, seed=6), tmp_path)
    first = [analyze(decode_text(g.text), made.engine(), TODO) for g in made.gold]
    runs = oracle.runs
    calibration = calibrate.calibrate([made], TODO, Targets(targets()))
    assert oracle.runs == runs > 0
    assert first == [analyze(decode_text(g.text), made.engine(), TODO) for g in made.gold]
    assert calibration["out_of_fold"]["documents"] == 12
    assert set(calibration["thresholds"]) == set(LABELS)


def test_what_is_written_is_served_and_sealed(tokenizer: Tokenizer, tmp_path: Path) -> None:
    folder = tmp_path / "bundle"
    folder.mkdir()
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {"id2label": dict(enumerate(TAGS)), "vocab_size": tokenizer.get_vocab_size()}
    config["max_position_embeddings"] = 512
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    (folder / "model.onnx").write_bytes(b"")
    (folder / "calibration.json").write_text(json.dumps(UNCALIBRATED), encoding="utf-8")
    seal(folder)
    made = fold(tokenizer, Oracle(tokenizer, 1.5), examples(8, seed=2), tmp_path)
    before = load_bundle(folder)
    calibration = calibrate.calibrate([made], TODO, Targets(targets()))
    calibrate.write(folder, calibration)
    after = load_bundle(folder)
    assert after.version != before.version
    assert (after.window, after.overlap) == (before.window, before.overlap)
    assert after.temperature == calibration["temperature"]
    assert dict(after.rules) == calibration["rules"]
    assert after.candidate == calibrate.CANDIDATE
    assert {key: asdict(weight) for key, weight in after.weights.items()} == calibration["weights"]
    assert after.thresholds["LUGAR"] == Threshold(**calibration["thresholds"]["LUGAR"])


@pytest.mark.parametrize("made", [Weight(-3.0, 0.4), Weight(0.5, 1.0), Weight(-1.0, 0.0)])
def test_a_circumstance_is_worth_what_it_turned_out_to_be(made: Weight) -> None:
    dice = np.random.default_rng(5)
    x = dice.uniform(-8, 3, 6_000)
    right = dice.random(6_000) < 1 / (1 + np.exp(-made.intercept - made.slope * x))
    fitted = fits.fit_weight(x, right.astype(np.float64))
    assert fitted.intercept == pytest.approx(made.intercept, abs=0.35)
    assert fitted.slope == pytest.approx(made.slope, abs=0.1)


@pytest.mark.parametrize("right", [0.0, 1.0])
def test_twenty_of_a_kind_do_not_make_it_certain(right: float) -> None:
    fitted = fits.fit_weight(np.full(20, -4.0), np.full(20, right))
    assert 0.001 < fitted(0.018) < 0.96
    assert fitted.slope >= 0
