"""Masked language modelling: what is masked, and a real run of it, small."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="torch is not installed")
pytest.importorskip("transformers", reason="transformers is not installed")
pytest.importorskip("accelerate", reason="accelerate is not installed")

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor
from transformers import AutoModel, AutoModelForMaskedLM, AutoTokenizer

from models import adapt, running
from models.adapt import Masking, Row, rows
from models.pool import Passage
from tests.models.conftest import examples

PAD, CLS, SEP, MASK = 0, 2, 3, 4
SIZE = 400
MASKING = Masking(MASK, PAD, range(5, SIZE), 0.15)


def window(tokens: int, dice: torch.Generator) -> Row:
    """A framed window of words of one to three tokens, which begins anywhere in its text."""
    ids = torch.randint(5, SIZE, (tokens,), generator=dice).tolist()
    new_word = torch.rand(tokens, generator=dice) < 0.5
    return Row((CLS, *ids, SEP), (-1, *(new_word.cumsum(0) + 40).tolist(), -1))


@pytest.fixture(scope="module")
def batch() -> list[Row]:
    dice = torch.Generator().manual_seed(6)
    return [window(20 + n % 60, dice) for n in range(600)]


@pytest.fixture(scope="module")
def masked(batch: list[Row]) -> dict[str, Tensor]:
    torch.manual_seed(6)
    return MASKING(batch)


def test_the_words_are_chosen_whole_and_about_fifteen_in_a_hundred(
    batch: list[Row], masked: dict[str, Tensor]
) -> None:
    fates = []
    for row, labels in zip(batch, masked["labels"].tolist(), strict=True):
        words: dict[int, set[bool]] = {}
        for word, label in zip(row.words, labels, strict=False):
            if word >= 0:
                words.setdefault(word, set()).add(label != -100)
        assert all(len(chosen) == 1 for chosen in words.values())
        fates += [chosen == {True} for chosen in words.values()]
    assert sum(fates) / len(fates) == pytest.approx(0.15, abs=0.01)


def test_neither_special_tokens_nor_padding_are_chosen(batch: list[Row], masked: dict[str, Tensor]) -> None:
    for n, row in enumerate(batch):
        length = len(row.ids)
        assert masked["attention_mask"][n].tolist() == [1] * length + [0] * (
            masked["labels"].shape[1] - length
        )
        outside = [0, *range(length - 1, masked["labels"].shape[1])]
        assert set(masked["labels"][n, outside].tolist()) == {-100}
        assert masked["input_ids"][n, 0] == CLS
        assert masked["input_ids"][n, length - 1] == SEP
        assert not masked["input_ids"][n, length:].any()


def test_of_the_chosen_eight_are_masked_one_is_another_and_one_stays(
    batch: list[Row], masked: dict[str, Tensor]
) -> None:
    ids = torch.nn.utils.rnn.pad_sequence([torch.tensor(row.ids) for row in batch], batch_first=True)
    inputs, labels = masked["input_ids"], masked["labels"]
    chosen = labels != -100
    assert torch.equal(labels[chosen], ids[chosen])
    assert torch.equal(inputs[~chosen], ids[~chosen])
    hidden = inputs[chosen] == MASK
    stays = inputs[chosen] == ids[chosen]
    assert hidden.float().mean().item() == pytest.approx(0.8, abs=0.02)
    assert stays.float().mean().item() == pytest.approx(0.1, abs=0.02)
    others = inputs[chosen][~hidden & ~stays]
    assert (others >= 5).all()
    assert len(set(others.tolist())) > 200


def test_every_reading_is_masked_anew(batch: list[Row], masked: dict[str, Tensor]) -> None:
    assert not torch.equal(MASKING(batch)["labels"], masked["labels"])


def test_pieces_of_a_word_have_its_number(tokenizer: Tokenizer) -> None:
    text = examples(1, seed=4)[0].text
    (row,) = rows([Passage("norte", text)], tokenizer, 400)
    offsets = tokenizer.encode(text, add_special_tokens=False).offsets
    for (start, end), word, other in zip(offsets, row.words[1:], row.words[2:-1], strict=False):
        goes_on = text[start : end + 1].isalnum() and end < len(text)
        assert (word == other) is goes_on


def test_windows_are_all_of_the_text_in_frames(tokenizer: Tokenizer) -> None:
    passages = [Passage("norte", example.text) for example in examples(3, seed=4)]
    made = rows(passages, tokenizer, 17)
    assert all(row.ids[0] == CLS and row.ids[-1] == SEP and len(row.ids) <= 19 for row in made)
    assert all(len(row.words) == len(row.ids) for row in made)
    assert all([n for n, word in enumerate(row.words) if word < 0] == [0, len(row.ids) - 1] for row in made)
    inner = [token for row in made for token in row.ids[1:-1]]
    assert inner == [
        token for p in passages for token in tokenizer.encode(p.text, add_special_tokens=False).ids
    ]


def pool(folder: Path, count: int) -> Path:
    file = folder / "pool.jsonl"
    file.write_text("".join(json.dumps({"text": e.text}) + "\n" for e in examples(count, seed=7)), "utf-8")
    return file


def run(base: Path, files: Sequence[Path], out: Path, **changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {"tokens": 10**6, "learning_rate": 4e-3, "batch_size": 5, "window": 30}
    return adapt.run(files, out, adapt.Settings(str(base), **given | changes))


@pytest.fixture(scope="module")
def finished(base: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("adapt")
    return folder / "out", run(base, [pool(folder, 170)], folder / "out")


def test_the_loss_falls(finished: tuple[Path, dict[str, Any]]) -> None:
    loss = finished[1]["loss"]
    assert loss["last"] < 0.93 * loss["first"]


def test_the_result_is_an_encoder_whose_every_layer_has_learned(
    finished: tuple[Path, dict[str, Any]], base: Path
) -> None:
    out, record = finished
    _, told = AutoModel.from_pretrained(out, add_pooling_layer=False, output_loading_info=True)
    assert not told["missing_keys"]
    # Its language-model head lies beside it, for `models.memory`.
    assert told["unexpected_keys"]
    assert all(key.startswith("cls.") for key in told["unexpected_keys"])
    before = load_file(base / "model.safetensors")
    after = {
        name.removeprefix("bert."): weight
        for name, weight in load_file(out / "model.safetensors").items()
        if not name.startswith("cls.")
    }
    names = {name for name in before if not name.startswith("pooler.")}
    assert after.keys() == names
    unmoved = {name for name in names if torch.equal(before[name], after[name])}
    assert not unmoved
    fast = AutoTokenizer.from_pretrained(out)
    assert (fast.mask_token_id, fast.pad_token_id) == (MASK, PAD)
    assert json.loads((out / "run.json").read_text(encoding="utf-8")) == record


def test_tokens_are_counted_without_the_special_ones(
    finished: tuple[Path, dict[str, Any]], tokenizer: Tokenizer
) -> None:
    texts = [example.text for example in examples(170, seed=7)]
    assert finished[1]["tokens"] == sum(len(tokenizer.encode(t, add_special_tokens=False)) for t in texts)


def test_no_more_is_read_than_told(base: Path, tmp_path: Path) -> None:
    """Of short texts, about as many characters as so many tokens have."""
    file = tmp_path / "pool.jsonl"
    file.write_text(20 * (json.dumps({"text": "Comparece el testigo. " * 5}) + "\n"), encoding="utf-8")
    passages = run(base, [file], tmp_path / "out", tokens=100)["tokens"] / 20
    assert passages == 4


def test_a_run_that_was_cut_off_goes_on(base: Path, tmp_path: Path) -> None:
    """With the layers that it kept, and over what was not read yet."""
    files, out = [pool(tmp_path, 6)], tmp_path / "out"
    with pytest.raises(running.Unfinished, match=r"^1 of \d+ steps"):
        run(base, files, out, layers=(1,), minutes=1e-9)
    assert (out / "checkpoint-1").is_dir()
    assert not (out / "run.json").exists()
    read: list[int] = []
    collate = Masking.__call__

    def counted(self: Masking, batch: Sequence[Row]) -> dict[str, Tensor]:
        read.append(len(batch))
        return collate(self, batch)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Masking, "__call__", counted)
        record = run(base, files, out, layers=(1,))
    assert len(read) == record["steps"] - 1 > 2
    assert AutoModel.from_pretrained(out).config.num_hidden_layers == 1
    assert record["settings"]["layers"] == [1]


@pytest.fixture(scope="module")
def trainer(base: Path, tmp_path_factory: pytest.TempPathFactory) -> adapt.MaskedTrainer:
    torch.manual_seed(2)
    model = AutoModelForMaskedLM.from_pretrained(base, dtype=torch.float32).eval()
    return adapt.MaskedTrainer(model=model, args=running.arguments(tmp_path_factory.mktemp("trainer")))


def test_the_loss_is_that_of_the_whole_head(trainer: adapt.MaskedTrainer) -> None:
    model: Any = trainer.model
    inputs = Masking(MASK, PAD, range(5, model.config.vocab_size), 0.5)(
        [Row((CLS, *range(5, 5 + n), SEP), (-1, *range(n), -1)) for n in (4, 19, 30)]
    )
    with torch.no_grad(), running.autocast():
        expected = model(**inputs).loss
        torch.testing.assert_close(trainer.compute_loss(model, inputs), expected, rtol=1e-3, atol=0)


def test_what_learns_is_cast_as_the_hardware_allows(trainer: adapt.MaskedTrainer) -> None:
    """It calls parts of the model, which the trainer does not cast by itself."""
    model: Any = trainer.model
    seen: list[torch.dtype] = []
    query = model.base_model.encoder.layer[0].attention.self.query
    hook = query.register_forward_hook(lambda _module, _inputs, output: seen.append(output.dtype))
    row = Row((CLS, *range(5, 30), SEP), (-1, *range(25), -1))
    trainer.compute_loss(model, Masking(MASK, PAD, range(5, 9), 0.5)([row]))
    hook.remove()
    assert seen == [torch.bfloat16 if trainer.args.bf16 else torch.float32]


def test_a_batch_of_which_nothing_is_chosen_teaches_nothing(trainer: adapt.MaskedTrainer) -> None:
    model: Any = trainer.model
    inputs = Masking(MASK, PAD, range(5, 9), 0.0)([Row((CLS, 7, SEP), (-1, 0, -1))])
    model.zero_grad()
    loss = trainer.compute_loss(model, inputs)
    loss.backward()  # type: ignore[no-untyped-call]
    assert loss.item() == 0
    assert not any(w.grad.any() for w in model.parameters() if w.grad is not None)
