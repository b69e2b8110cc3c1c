"""A checkpoint → a bundle that the service opens, and refuses if anything in it is not as it was."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="torch is not installed")
pytest.importorskip("transformers", reason="transformers is not installed")
pytest.importorskip("onnxscript", reason="onnxscript is not installed")

import numpy as np
import onnx
import torch
from tokenizers import Tokenizer
from transformers import AutoConfig, AutoModelForTokenClassification, AutoTokenizer

from models.export import export, seal
from models.tags import TAGS
from service.backends import Bundle, load_bundle
from service.backends.onnx import OnnxBackend
from service.backends.torch import TorchBackend
from service.engine import engine_of
from service.errors import BundleError, BundleIncomplete, BundleMismatch, BundleTampered
from service.pipeline import analyze
from service.pipeline.decode import decode_text
from service.policies import load_policies
from tests.models.conftest import examples


@pytest.fixture(scope="module")
def checkpoint(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An untrained head with weights that tell its tags apart."""
    torch.manual_seed(11)
    config = AutoConfig.from_pretrained(
        base,
        num_labels=len(TAGS),
        id2label=dict(enumerate(TAGS)),
        label2id={tag: n for n, tag in enumerate(TAGS)},
    )
    model = AutoModelForTokenClassification.from_pretrained(base, config=config, dtype=torch.float32)
    with torch.no_grad():
        model.classifier.weight.normal_(std=0.5)
    folder = tmp_path_factory.mktemp("checkpoint")
    model.save_pretrained(folder)
    AutoTokenizer.from_pretrained(base).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def exported(checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    export(checkpoint, folder, "none", card="# A card\n")
    return folder


@pytest.fixture
def bundle(exported: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    return Path(shutil.copytree(exported, tmp_path / "bundle"))


def windows(opened: Bundle, size: int = 40) -> list[np.ndarray[tuple[int], np.dtype[np.int64]]]:
    return [
        np.array(opened.tokenizer.encode(e.text[: size * n]).ids)
        for n, e in enumerate(examples(6, seed=3), 1)
    ]


def test_the_service_opens_it(exported: Path, tokenizer: Tokenizer) -> None:
    opened = load_bundle(exported)
    assert opened.tags == TAGS
    assert (opened.path, len(opened.version)) == (exported, 12)
    assert opened.tokenizer.get_vocab() == tokenizer.get_vocab()
    assert 0 <= opened.overlap < opened.window <= 256
    assert (exported / "README.md").read_text(encoding="utf-8") == "# A card\n"


def test_every_file_is_sealed_and_small(exported: Path) -> None:
    sealed = {
        line.split("  ")[1] for line in (exported / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    }
    assert sealed == {file.name for file in exported.iterdir()} - {"SHA256SUMS"}
    assert sealed >= {"model.onnx", "model.safetensors", "tokenizer.json", "config.json", "calibration.json"}
    assert all(file.stat().st_size < 50_000_000 for file in exported.iterdir())


def test_onnx_is_torch(exported: Path, checkpoint: Path) -> None:
    """The fp32 graph against the fp32 checkpoint, in windows of any length, each by itself."""
    opened = load_bundle(exported)
    model = AutoModelForTokenClassification.from_pretrained(checkpoint, dtype=torch.float32).eval()
    given = windows(opened)
    for window, logits in zip(given, OnnxBackend(exported / "model.onnx", 1).logits(given), strict=True):
        with torch.inference_mode():
            expected = model(input_ids=torch.from_numpy(window)[None]).logits[0].numpy()
        assert logits.shape == (len(window), len(TAGS))
        np.testing.assert_allclose(logits, expected, atol=1e-4)
        assert expected.std() > 0.1


def test_the_half_precision_weights_are_the_same_model(exported: Path) -> None:
    opened = load_bundle(exported)
    given = windows(opened)
    pairs = zip(
        TorchBackend(exported).logits(given),
        OnnxBackend(exported / "model.onnx", 1).logits(given),
        strict=True,
    )
    for half, full in pairs:
        np.testing.assert_allclose(half, full, atol=0.02)


@pytest.mark.parametrize("quantisation", ["smooth", "dynamic", "weights"])
def test_eight_bits_serve_too(checkpoint: Path, tmp_path: Path, exported: Path, quantisation: str) -> None:
    export(checkpoint, tmp_path / "q", quantisation)
    opened = load_bundle(tmp_path / "q")
    given = windows(opened)
    full = np.concatenate(OnnxBackend(exported / "model.onnx", 1).logits(given))
    small = np.concatenate(OnnxBackend(tmp_path / "q" / "model.onnx", 1).logits(given))
    assert np.corrcoef(full.ravel(), small.ravel())[0, 1] > 0.98
    assert not np.array_equal(full, small)


def test_transformers_opens_it_to_go_on(exported: Path) -> None:
    model = AutoModelForTokenClassification.from_pretrained(exported)
    assert tuple(model.config.id2label[n] for n in range(len(TAGS))) == TAGS
    assert model.dtype == torch.float16
    assert AutoTokenizer.from_pretrained(exported)("Aurelia Quimera")["input_ids"]


def test_it_analyzes(exported: Path) -> None:
    text = examples(1, seed=4)[0].text
    decisions = analyze(decode_text(text), engine_of(exported, threads=1), load_policies()["todo"])
    assert {d.span.source for d in decisions} & {f"model:{load_bundle(exported).version}"}


def test_calibration_survives_another_export(checkpoint: Path, exported: Path, bundle: Path) -> None:
    calibration = json.loads((bundle / "calibration.json").read_bytes())
    calibration["thresholds"]["ID"]["review"] = 0.01
    (bundle / "calibration.json").write_text(json.dumps(calibration), encoding="utf-8")
    export(checkpoint, bundle, "none")
    assert load_bundle(bundle).thresholds["ID"].review == 0.01
    assert load_bundle(bundle).version != load_bundle(exported).version


NEEDED = pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "config.json", "calibration.json"])


@NEEDED
def test_a_changed_byte(bundle: Path, name: str) -> None:
    content = bytearray((bundle / name).read_bytes())
    content[len(content) // 2] ^= 1
    (bundle / name).write_bytes(content)
    with pytest.raises(BundleTampered, match=name):
        load_bundle(bundle)


@NEEDED
def test_a_missing_file(bundle: Path, name: str) -> None:
    (bundle / name).unlink()
    with pytest.raises(BundleIncomplete, match=name):
        load_bundle(bundle)


@NEEDED
def test_a_file_that_is_not_sealed(bundle: Path, name: str) -> None:
    sums = (bundle / "SHA256SUMS").read_text(encoding="ascii").splitlines(keepends=True)
    (bundle / "SHA256SUMS").write_text("".join(line for line in sums if name not in line), encoding="ascii")
    with pytest.raises(BundleIncomplete, match=name):
        load_bundle(bundle)


@NEEDED
def test_a_file_that_is_nothing_but_sealed(bundle: Path, name: str) -> None:
    (bundle / name).write_bytes(b"Quirina")
    seal(bundle)
    with pytest.raises(BundleMismatch) as caught:
        engine_of(bundle, threads=1)
    assert "Quirina" not in str(caught.value)


def test_a_graph_that_asks_for_more_than_the_tokens(bundle: Path) -> None:
    """As the bundles did whose windows were padded."""
    graph = onnx.load(bundle / "model.onnx")
    shape = ["batch", "tokens"]
    graph.graph.input.append(
        onnx.helper.make_tensor_value_info("attention_mask", onnx.TensorProto.INT64, shape)
    )
    onnx.save(graph, bundle / "model.onnx")
    seal(bundle)
    with pytest.raises(BundleMismatch):
        engine_of(bundle, threads=1)


def test_a_bundle_without_sums(bundle: Path, tmp_path: Path) -> None:
    (bundle / "SHA256SUMS").unlink()
    for folder in (bundle, tmp_path / "nowhere"):
        with pytest.raises(BundleIncomplete, match="SHA256SUMS"):
            load_bundle(folder)


Change = Callable[[dict[str, dict[str, object]]], None]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("config.json", lambda c: c["id2label"].update({"3": "B-PERSONA"})),
        ("config.json", lambda c: c["id2label"].pop("16")),
        ("config.json", lambda c: c["id2label"].update({"17": "B-OTRO"})),
        ("config.json", lambda c: c["id2label"].update({"17": "O"})),
        ("config.json", lambda c: c.update(id2label={})),
        ("config.json", lambda c: c.pop("id2label")),
        ("config.json", lambda c: c.update(vocab_size=7)),
        ("config.json", lambda c: c.update(max_position_embeddings=128)),
        ("calibration.json", lambda c: c["thresholds"].pop("ID")),
        ("calibration.json", lambda c: c["thresholds"].update(ID={"review": 0.6, "mask": 0.5})),
        ("calibration.json", lambda c: c["thresholds"].update(ID={"review": 0.5, "mask": 1.5})),
        ("calibration.json", lambda c: c["thresholds"].update(ID={"review": float("nan"), "mask": 0.5})),
        ("calibration.json", lambda c: c["thresholds"].update(ID={"review": 0.5})),
        ("calibration.json", lambda c: c.update(temperature=0)),
        ("calibration.json", lambda c: c.update(temperature=float("nan"))),
        ("calibration.json", lambda c: c.update(rules={"pattern:date": 1.5})),
        ("calibration.json", lambda c: c.update(rules={"pattern:date": "often"})),
        ("calibration.json", lambda c: c.update(parte=-0.1)),
        ("calibration.json", lambda c: c.update(window=512)),
        ("calibration.json", lambda c: c.update(overlap=254)),
        ("calibration.json", lambda c: c.update(overlap=-1)),
        ("calibration.json", lambda c: c.update(window="many")),
    ],
)
def test_parts_that_do_not_fit_are_refused(bundle: Path, name: str, change: Change) -> None:
    content = json.loads((bundle / name).read_bytes())
    change(content)
    (bundle / name).write_text(json.dumps(content), encoding="utf-8")
    seal(bundle)
    with pytest.raises(BundleMismatch):
        load_bundle(bundle)


def test_a_tokenizer_that_would_cut_texts_off_does_not(bundle: Path, exported: Path) -> None:
    cutting = Tokenizer.from_file(str(bundle / "tokenizer.json"))
    cutting.enable_truncation(8)
    cutting.enable_padding(length=64)
    cutting.save(str(bundle / "tokenizer.json"))
    seal(bundle)
    text = "Comparece don Zenón Marjal. " * 20
    assert load_bundle(bundle).tokenizer.encode(text).ids == load_bundle(exported).tokenizer.encode(text).ids


def test_every_fault_is_one_kind_of_error() -> None:
    assert all(issubclass(e, BundleError) for e in (BundleIncomplete, BundleMismatch, BundleTampered))
