"""How Python itself runs here: how often it looks for cycles, how soon threads take turns."""

import atexit
import gc
import sys
from typing import Final

#: Objects that are made before the collector looks. At its own 700 a start, which makes hundreds of
#: thousands and lets go of few, is a tenth longer.
_SELDOM: Final = 50_000
#: Seconds that a thread keeps the interpreter while another waits for it. At its own 5 ms a session
#: that has read its window waits half a window's time to be given the next: 4 % of all words.
_TURN: Final = 0.0005


def configure() -> None:
    """Set both for this process.

    Cycles are searched for less often, and not at the end, when all goes with the process. What
    stands in none, texts among it, goes at once as ever.
    """
    gc.set_threshold(_SELDOM)
    atexit.register(gc.freeze)
    sys.setswitchinterval(_TURN)
