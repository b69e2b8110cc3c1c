"""Weights that go to a lent machine and come back in small files.

There the base lies as ``model.safetensors.xz``; back come 16-bit weights in parts.
"""

import lzma
import shutil
from pathlib import Path

import torch
from transformers import AutoModelForTokenClassification, AutoTokenizer

#: Bytes of a part.
PART = 15 * 2**20


def unpacked(checkpoint: Path, out: Path) -> Path:
    """`checkpoint`, or a copy of it in `out` with its ``model.safetensors.xz`` unpacked."""
    packed = checkpoint / "model.safetensors.xz"
    if (checkpoint / "model.safetensors").exists() or not packed.exists():
        return checkpoint
    out.mkdir(parents=True, exist_ok=True)
    for file in checkpoint.iterdir():
        if file != packed:
            shutil.copyfile(file, out / file.name)
    partial = out / "model.safetensors.partial"
    with lzma.open(packed) as source, partial.open("wb") as target:
        shutil.copyfileobj(source, target)
    partial.rename(out / "model.safetensors")
    return out


def hand_back(checkpoint: Path, out: Path) -> list[Path]:
    """Write the classifier `checkpoint` into `out` in 16 bits, its weights in parts of at most
    `PART` bytes; the parts."""
    model = AutoModelForTokenClassification.from_pretrained(checkpoint, dtype=torch.float16)
    model.save_pretrained(out)
    AutoTokenizer.from_pretrained(checkpoint).save_pretrained(out)
    whole = out / "model.safetensors"
    parts: list[Path] = []
    with whole.open("rb") as source:
        while piece := source.read(PART):
            part = out / f"{whole.name}.{len(parts):02}"
            part.write_bytes(piece)
            parts.append(part)
    whole.unlink()
    return parts


def joined(folder: Path) -> Path:
    """`folder`, its parts made one file again."""
    parts = sorted(folder.glob("model.safetensors.[0-9][0-9]"))
    if parts:
        with (folder / "model.safetensors").open("wb") as target:
            for part in parts:
                target.write(part.read_bytes())
        for part in parts:
            part.unlink()
    return folder
