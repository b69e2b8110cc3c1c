"""What files and strata are called where nobody's name may stand."""

import os
from collections.abc import Callable, Sequence
from pathlib import PurePath

from service.document import Decision, Document
from service.formats.plain import PLAIN
from service.formats.release import released_name
from service.formats.whole import Opened
from service.pipeline import Engine
from service.pipeline.policy import Policy


class Names:
    """Names without people's. digest: a word for a name that tells nothing of it; it is put to
    what is not called as it was, so that two that were different stay so."""

    def __init__(self, engine: Engine, policy: Policy, digest: Callable[[str], str]) -> None:
        self.engine, self.policy, self.digest = engine, policy, digest
        self._labels: dict[str, str] = {}

    def label(self, folder: str) -> str:
        """What the folder of a court or of a matter is called in a stratum."""
        if folder not in self._labels:
            bare = self._folder(_readable(folder), Document(""), ())
            self._labels[folder] = bare if bare == folder else f"{bare}-{self.digest(folder)}"
        return self._labels[folder]

    def path(self, path: str, opened: Opened, decisions: Sequence[Decision]) -> str:
        """The path of what goes out, for a file that came under `path`: without what is masked
        in the document, nor what is found in the path itself."""
        *folders, name = PurePath(_readable(path)).parts
        document = opened.reading.document
        bare = PurePath(
            *(self._folder(folder, document, decisions) for folder in folders),
            released_name(name, opened.format, document, decisions, self.engine, self.policy),
        )
        if bare == PurePath(path):
            return path
        return str(bare.with_name(f"{bare.stem}-{self.digest(path)}{bare.suffix}"))

    def _folder(self, name: str, document: Document, decisions: Sequence[Decision]) -> str:
        suffix = PLAIN.suffixes[0]
        bare = released_name(f"{name}{suffix}", PLAIN, document, decisions, self.engine, self.policy)
        return bare.removesuffix(suffix)


def _readable(name: str) -> str:
    """A name in UTF-8, also if it was written by a system that had none."""
    try:
        return os.fsencode(name).decode("utf-8")
    except UnicodeDecodeError:
        return os.fsencode(name).decode("cp1252", "replace")
