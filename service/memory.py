"""What is in the process's memory stays there: rulings in clear, and the keys that seal them. And
how often it is searched for what nobody holds any more."""

import atexit
import ctypes
import gc
import resource
import sys
from typing import Final

_PR_SET_DUMPABLE: Final = 4


#: Objects that are made before the collector looks. At its own 700 a start, which makes hundreds of
#: thousands and lets go of few, is a tenth longer.
_SELDOM: Final = 50_000


def collect_seldom() -> None:
    """Search for cycles less often, and not at the end, when all goes with the process. What stands
    in none, texts among it, goes at once as ever."""
    gc.set_threshold(_SELDOM)
    atexit.register(gc.freeze)


def keep_private() -> None:
    """No core dumps and, on Linux, no other process of the same user that looks in."""
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
