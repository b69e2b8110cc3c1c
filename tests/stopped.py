"""`serve` or `worker` as the command line runs it, with the small engine: it says on standard
output that it is in the midst of a text, and goes on at a byte of standard input.

``python -m tests.stopped serve|worker``; settings come from the environment.
"""

import os
from collections.abc import Sequence
from dataclasses import replace

from service import engine
from service.__main__ import main
from service.document import Span
from tests.small import ENGINE, people


def halting(text: str) -> Sequence[Span]:
    os.write(1, b"working\n")
    os.read(0, 1)
    return people(text)


if __name__ == "__main__":
    engine.build_engine = lambda settings: replace(ENGINE, detectors=(halting,))  # noqa: ARG005
    main()
