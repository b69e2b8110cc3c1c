"""Windows with what teachers say of them: made ahead once, read by every student.

Beside the windows (a mask of 0: no hard label there) a file holds the teachers' mean
log-probabilities in 16 bits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tqdm import tqdm
from transformers import AutoModelForTokenClassification, AutoTokenizer

from models import corpus, running, windows
from models.pool import CHARACTERS_PER_TOKEN, draw, shingles
from models.tags import TAGS
from models.windows import Window

#: Tokens of a window without the special ones, and those that it shares with the one before.
WINDOW = 254
OVERLAP = 32

Half = NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A window and, for each of its tokens, the teachers' log-probabilities ``[tokens, tags]``;
    NaN where none was asked."""

    window: Window
    log_p: Half


def untaught(window: Window) -> Labelled:
    """`window` with its own labels alone."""
    return Labelled(window, np.full((len(window.input_ids), len(TAGS)), np.nan, dtype=np.float16))


def teach(teachers: Sequence[Path], asked: Sequence[Window], batch_size: int = 0) -> Iterator[Labelled]:
    """The windows `asked`, shortest first, labelled with the mean of the teachers'
    probabilities. batch_size: 0 is what suits the device."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    batch_size = batch_size or (256 if device.type == "cuda" else 16)
    models = [
        AutoModelForTokenClassification.from_pretrained(path, dtype=torch.float32).to(device).eval()
        for path in teachers
    ]
    ordered = sorted(asked, key=lambda window: len(window.input_ids))
    with torch.inference_mode(), running.autocast():
        for first in tqdm(range(0, len(ordered), batch_size), unit="batch"):
            batch = ordered[first : first + batch_size]
            ids = torch.nn.utils.rnn.pad_sequence(
                [torch.tensor(window.input_ids, device=device) for window in batch], batch_first=True
            )
            lengths = torch.tensor([len(window.input_ids) for window in batch], device=device)
            mask = (torch.arange(ids.shape[1], device=device) < lengths[:, None]).long()
            chances = [torch.softmax(model(ids, mask).logits.float(), -1) for model in models]
            log_p = torch.stack(chances).mean(0).clamp(min=1e-7).log().half().cpu().numpy()
            for window, row in zip(batch, log_p, strict=True):
                yield Labelled(window, row[: len(window.input_ids)])


def write(labelled: Sequence[Labelled], path: Path) -> None:
    """Write `labelled` into one file."""
    log_p = np.concatenate([item.log_p for item in labelled])
    windows.write([item.window for item in labelled], path, log_p=log_p)


def read(path: Path) -> list[Labelled]:
    """What `write` wrote; or a file of windows, which keep their own labels alone."""
    data = load_file(path)
    made = windows.read(path)
    if "log_p" not in data:
        return [untaught(window) for window in made]
    return list(map(Labelled, made, windows.apart(data["log_p"], data["lengths"])))


def windows_of(
    teacher: Path,
    data: Sequence[Path],
    pool: Sequence[Path],
    tokens: int,
    seed: int,
    apart: Sequence[Path] = (),
) -> list[Window]:
    """Windows of examples (files of `corpus.write`), with their labels, and of about `tokens`
    tokens of unlabelled rulings, with none, and none of which is in the corpora `apart`."""
    tokenizer = AutoTokenizer.from_pretrained(teacher).backend_tokenizer
    tokenizer.no_truncation()
    known = [
        window
        for path in data
        for example in corpus.load(path)
        for window in windows.windows(example, tokenizer, WINDOW, OVERLAP)
    ]
    if not pool:
        return known
    kept_apart = shingles(gold.text for path in apart for gold in corpus.read_gold(path))
    passages = draw(pool, int(tokens * CHARACTERS_PER_TOKEN), seed, apart=kept_apart)
    begin, end = windows.special_ids(tokenizer)
    encodings = tokenizer.encode_batch([p.text for p in passages], add_special_tokens=False)
    unlabelled = [
        Window((begin, *encoding.ids[a:b], end), (0,) * (b - a + 2))
        for encoding in encodings
        for a, b in windows.cut(len(encoding), WINDOW, OVERLAP)
    ]
    return [*known, *unlabelled]
