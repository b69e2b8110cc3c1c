"""spaCy without what its package imports and nobody here uses.

``import spacy`` brings its command line, with HTTP clients and templates: a third of its time. And
thinc brings torch wherever there is one, which takes longer than all else that a start does. Both
can be imported afterwards as ever.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_COMMAND_LINE = ModuleType("spacy.cli.info")
_COMMAND_LINE.info = None  # type: ignore[attr-defined]


@contextmanager
def _standing_for(stand_ins: dict[str, ModuleType | None]) -> Iterator[None]:
    """What is not imported yet is found as `stand_ins` say; None cannot be imported."""
    missing = {name: module for name, module in stand_ins.items() if name not in sys.modules}
    sys.modules.update(missing)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in missing:
            del sys.modules[name]


with _standing_for({"spacy.cli.info": _COMMAND_LINE, "torch": None}):
    import spacy
    from spacy.attrs import IS_ALPHA, IS_LOWER, LOWER  # type: ignore[import-not-found]
    from spacy.matcher import Matcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

__all__ = ["IS_ALPHA", "IS_LOWER", "LOWER", "Doc", "Matcher", "Vocab", "spacy"]
