"""How often memory is searched for what nobody holds any more."""

import atexit
import gc
from typing import Final

#: Objects that are made before the collector looks. At its own 700 a start, which makes hundreds of
#: thousands and lets go of few, is a tenth longer.
_SELDOM: Final = 50_000


def collect_seldom() -> None:
    """Search for cycles less often, and not at the end, when all goes with the process. What stands
    in none, texts among it, goes at once as ever."""
    gc.set_threshold(_SELDOM)
    atexit.register(gc.freeze)
