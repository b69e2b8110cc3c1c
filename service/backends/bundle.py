"""A model bundle: the folder that `python -m models export` writes and the service reads.

model.onnx  tokenizer.json  config.json  calibration.json  SHA256SUMS
model*.safetensors  early_exit.safetensors  README.md    for further training and for the reader
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from service.document import HIDDEN_LABELS, LABELS, ROLES
from service.errors import BundleIncomplete, BundleMismatch, BundleTampered
from service.pipeline.policy import Threshold, Thresholds
from service.pipeline.weigh import Weight, Weights

#: BIO tags of the single head, in any order.
TAGS = frozenset(
    {"O"}
    | {f"{p}-{label}" for p in "BI" for label in LABELS if label != "NOMBRE"}
    | {f"{p}-NOMBRE-{role.upper()}" for p in "BI" for role in ROLES}
)

_NEEDED = ("model.onnx", "tokenizer.json", "config.json", "calibration.json")


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle whose files are whole and fit together. `version` names its contents;
    `window` and `overlap` are in tokens, without the special ones. `temperature` divides
    the logits; `rules` has the measured chance of a rule's find, by the rule's source;
    below `parte` a name's chance of being a private person's is small enough to publish
    it by its role (0: never). From the chance `candidate` on the model's doubtful places are
    weighed by `weights`; without it the floors of review are asked of the chance itself.
    `expected_review` is how many places of a thousand words calibration put before a person."""

    path: Path
    version: str
    tags: tuple[str, ...]
    tokenizer: Tokenizer
    thresholds: Thresholds
    window: int
    overlap: int
    temperature: float = 1.0
    rules: Mapping[str, float] = field(default_factory=dict)
    parte: float = 0.0
    candidate: float = 1.0
    weights: Weights = field(default_factory=dict)
    expected_review: float | None = None


def load_bundle(path: Path) -> Bundle:
    """Check and open the bundle in folder `path`; the model itself is not loaded.

    Raises:
        BundleIncomplete: a needed file is missing or unreadable.
        BundleTampered: a file differs from ``SHA256SUMS``.
        BundleMismatch: labels, tokenizer, thresholds and model do not fit together.
    """
    sums = _sums(path)
    for name in _NEEDED:
        if name not in sums:
            raise BundleIncomplete(f"SHA256SUMS does not list {name}.")
    for name, expected in sums.items():
        if name in _NEEDED and _digest(path / name) != expected:
            raise BundleTampered(f"It is {name}.")
    config, calibration = _json(path / "config.json"), _json(path / "calibration.json")
    try:
        tags = tuple(tag for _, tag in sorted((int(i), tag) for i, tag in config["id2label"].items()))
        thresholds = {label: Threshold(**calibration["thresholds"][label]) for label in LABELS}
        window, overlap = int(calibration["window"]), int(calibration["overlap"])
        temperature = float(calibration.get("temperature", 1.0))
        rules = {str(source): float(chance) for source, chance in calibration.get("rules", {}).items()}
        parte = float(calibration.get("parte", 0.0))
        candidate = float(calibration.get("candidate", 1.0))
        weights = {str(key): Weight(**weight) for key, weight in calibration.get("weights", {}).items()}
        expected = calibration.get("out_of_fold", {}).get("review_per_1000_words")
        tokenizer = Tokenizer.from_file(str(path / "tokenizer.json"))
        # What it would cut off, nobody would read.
        tokenizer.no_truncation()
        tokenizer.no_padding()
        sizes = tokenizer.get_vocab_size(), int(config["vocab_size"]), int(config["max_position_embeddings"])
    except Exception as error:  # tokenizers raises bare Exception
        raise BundleMismatch(f"{type(error).__name__} while reading its configuration.") from error
    if set(tags) != TAGS or len(tags) != len(TAGS):
        raise BundleMismatch("Its labels are not the service's.")
    if sizes[0] != sizes[1]:
        raise BundleMismatch("Tokenizer and model have vocabularies of different size.")
    if not 0 <= overlap < window <= sizes[2] - 2:
        raise BundleMismatch("Its window does not fit the model.")
    if any(not 0 <= thresholds[label].review <= thresholds[label].mask <= 1 for label in HIDDEN_LABELS):
        raise BundleMismatch("Its thresholds are not chances in order.")
    if not temperature > 0 or any(not 0 <= chance <= 1 for chance in (parte, candidate, *rules.values())):
        raise BundleMismatch("Its calibration is not one of chances.")
    version = hashlib.sha256((path / "SHA256SUMS").read_bytes()).hexdigest()[:12]
    return Bundle(
        path,
        version,
        tags,
        tokenizer,
        thresholds,
        window,
        overlap,
        temperature,
        rules,
        parte,
        candidate,
        weights,
        expected,
    )


def _sums(path: Path) -> dict[str, str]:
    try:
        lines = (path / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BundleIncomplete(f"SHA256SUMS: {type(error).__name__}.") from None
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _digest(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise BundleIncomplete(f"{file.name}: {type(error).__name__}.") from None


def _json(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BundleMismatch(f"{file.name}: {type(error).__name__}.") from None
    if not isinstance(content, dict):
        raise BundleMismatch(f"{file.name} is not an object.")
    return content
