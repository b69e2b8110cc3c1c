"""A fictional corpus, a small tokenizer trained on it, an untrained encoder of two layers, and
a classifier made of it."""

import json
import random
from pathlib import Path

import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing
from tokenizers.trainers import WordPieceTrainer

from models import corpus
from models.corpus import Annotation, Example
from models.tags import classes_of

GIVEN = ("Aurelia", "Teobaldo", "Íñigo", "Begoña", "Zenón", "Quirina", "Noé", "Lucía")
FAMILY = ("Quimera", "Albaflor", "Peñalén", "Güimar", "Marjal", "Óliver", "Zorita")
TOWNS = ("Valdeniebla", "Puerto Quimera", "Los Aromos", "Villa Sauce")
MONTHS = ("enero", "mayo", "julio", "octubre")
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def example(number: int, dice: random.Random) -> Example:
    """A ruling of two sentences, in an order that the dice decide."""
    text = ""
    annotations = []

    def add(piece: str, *classes: str) -> None:
        nonlocal text
        if classes:
            annotations.append(Annotation(len(text), len(text) + len(piece), classes))
        text += piece

    for _ in range(dice.randint(2, 4)):
        add(dice.choice(("Comparece don ", "Apela doña ", "Declara el testigo ")))
        add(f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}", *classes_of("NOMBRE", ("parte",)))
        add(" ante la jueza ")
        add(f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}", *classes_of("NOMBRE", ("autoridad",)))
        add(" en la ciudad de ")
        add(dice.choice(TOWNS), "LUGAR")
        add(", el día ")
        add(f"{dice.randint(1, 28)} de {dice.choice(MONTHS)} de {dice.randint(2010, 2024)}", "FECHA")
        add(", con documento ")
        add(f"{dice.randint(10, 40)}.{dice.randint(100, 999)}.{dice.randint(100, 999)}", "ID")
        add(". ")
    return Example(f"r{number}", f"r{number}", "fictional", text, tuple(annotations), ("ORG",))


def examples(count: int, seed: int) -> list[Example]:
    dice = random.Random(seed)
    return [example(number, dice) for number in range(count)]


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    """Word pieces; accents count."""
    made = Tokenizer(WordPiece(unk_token="[UNK]"))
    made.normalizer = BertNormalizer(lowercase=False, strip_accents=False)
    made.pre_tokenizer = BertPreTokenizer()
    made.train_from_iterator(
        (e.text for e in examples(200, seed=5)),
        WordPieceTrainer(vocab_size=400, special_tokens=list(SPECIAL), show_progress=False),
    )
    begin, end = made.token_to_id("[CLS]"), made.token_to_id("[SEP]")
    made.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", begin), ("[SEP]", end)]
    )
    return made


@pytest.fixture(scope="session")
def base(tokenizer: Tokenizer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an untrained encoder, as transformers lays it out."""
    torch = pytest.importorskip("torch", reason="torch is not installed")
    transformers = pytest.importorskip("transformers", reason="transformers is not installed")
    torch.set_num_threads(1)
    torch.manual_seed(3)
    path = tmp_path_factory.mktemp("base")
    config = transformers.BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=48,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=96,
        max_position_embeddings=258,
        pad_token_id=tokenizer.token_to_id("[PAD]"),
    )
    transformers.BertModel(config).save_pretrained(path)
    uses = ("pad_token", "unk_token", "cls_token", "sep_token", "mask_token")
    names = dict(zip(uses, SPECIAL, strict=True))
    transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, **names).save_pretrained(path)
    return path


@pytest.fixture(scope="session")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of unlabelled rulings."""
    file = tmp_path_factory.mktemp("pool") / "rulings.jsonl"
    lines = [json.dumps({"id": e.id, "text": e.text * 3}) for e in examples(90, seed=8)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def classifier(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of `base` after a short fine-tuning on the corpus: right nearly everywhere."""
    pytest.importorskip("accelerate", reason="accelerate is not installed")
    from models import train

    out = tmp_path_factory.mktemp("classifier")
    corpus.write(examples(48, seed=1), out / "train.jsonl")
    corpus.write(examples(4, seed=2), out / "tune.jsonl")
    settings = train.Settings(
        str(base),
        epochs=4,
        learning_rate=4e-3,
        window=62,
        overlap=8,
        dropout=0.0,
        evaluate_every=80,
    )
    record = train.run(out / "train.jsonl", out / "tune.jsonl", out, settings)
    assert record["tune"]["eval_f1"] > 0.8
    return out
