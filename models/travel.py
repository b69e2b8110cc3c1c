"""Weights that go to a lent machine and come back in small files.

There the base lies as ``model.safetensors.xz``; back come 16-bit weights in parts, and of a
checkpoint that grew from another that comes back too only what it changed.
"""

import lzma
import shutil
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

WEIGHTS = "model.safetensors"
#: Key of a file's metadata: names of the weights that were left out.
SAME = "same"
#: Bytes of a part.
PART = 15 * 2**20


def unpacked(checkpoint: Path, out: Path) -> Path:
    """`checkpoint`, or a copy of it in `out` with its ``model.safetensors.xz`` unpacked."""
    packed = checkpoint / f"{WEIGHTS}.xz"
    if (checkpoint / WEIGHTS).exists() or not packed.exists():
        return checkpoint
    out.mkdir(parents=True, exist_ok=True)
    for file in checkpoint.iterdir():
        if file != packed:
            shutil.copyfile(file, out / file.name)
    partial = out / "model.safetensors.partial"
    with lzma.open(packed) as source, partial.open("wb") as target:
        shutil.copyfileobj(source, target)
    partial.rename(out / WEIGHTS)
    return out


def hand_back(checkpoint: Path, out: Path, since: Path | None = None) -> list[Path]:
    """Write the weights of `checkpoint` into `out` in 16 bits, in parts of at most `PART`
    bytes; the parts.

    since: weights that stand equal in this checkpoint are left out.
    """
    weights = load_file(checkpoint / WEIGHTS)
    known = load_file(since / WEIGHTS) if since else {}
    same = [name for name in weights if name in known and torch.equal(weights[name], known[name])]
    out.mkdir(parents=True, exist_ok=True)
    whole = out / WEIGHTS
    changed = {name: weight.half() for name, weight in weights.items() if name not in same}
    save_file(changed, whole, {"format": "pt", SAME: " ".join(same)})
    parts: list[Path] = []
    with whole.open("rb") as source:
        while piece := source.read(PART):
            parts.append(out / f"{WEIGHTS}.{len(parts):02}")
            parts[-1].write_bytes(piece)
    whole.unlink()
    for file in checkpoint.glob("*.json"):
        shutil.copyfile(file, out / file.name)
    return parts


def joined(folder: Path, since: Path | None = None) -> Path:
    """`folder`, its parts made one file again; what they left out is taken from `since`.

    Raises:
        KeyError: something was left out that `since` does not have.
    """
    parts = sorted(folder.glob(f"{WEIGHTS}.[0-9][0-9]"))
    if not parts:
        return folder
    returned = folder / f"{WEIGHTS}.partial"
    returned.write_bytes(b"".join(part.read_bytes() for part in parts))
    with safe_open(returned, "pt") as opened:
        same = opened.metadata()[SAME].split()
    known = load_file(since / WEIGHTS) if since else {}
    weights = load_file(returned) | {name: known[name].half() for name in same}
    save_file(weights, folder / WEIGHTS, {"format": "pt"})
    for file in (returned, *parts):
        file.unlink()
    return folder
