"""Files that are there whole or not at all, whatever happens meanwhile."""

import os
import tempfile
from pathlib import Path
from typing import Final

#: What a file is called until it is whole; one that is left over is nobody's.
PREFIX: Final = ".innominado-"


def write(target: Path, data: bytes) -> None:
    """Put `data` at `target`, in place of what is there; once it returns, it outlasts a loss of
    power. Raises OSError, and then nothing has changed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=PREFIX)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Let the names in `folder` outlast a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
