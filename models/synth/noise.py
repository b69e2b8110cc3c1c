"""What scanning, extraction from PDF and careless typing do to a ruling.

Each kind of noise is a function from an example and dice to an example, and takes
some places, not all; `noisy` composes them. Annotations stay exact throughout.
"""

import random
from collections.abc import Callable
from typing import Final

from models.corpus import Example
from models.synth import layout_noise as layout
from models.synth import letter_noise as letters

Noise = Callable[[Example, random.Random], Example]

#: Each kind and its share. Case first, then letters, then spaces, lines and pages, as they come about.
KINDS: Final[tuple[tuple[Noise, float], ...]] = (
    (letters.capitals, 0.35),
    (letters.small_letters, 0.2),
    (letters.displaced_accents, 0.15),
    (letters.lost_accents, 0.25),
    (letters.lost_letters, 0.12),
    (letters.confusions, 0.3),
    (layout.footnotes, 0.3),
    (layout.glued, 0.35),
    (layout.loose_spaces, 0.25),
    (layout.wrapped, 0.5),
    (layout.hyphenated, 0.25),
    (layout.soft_hyphens, 0.15),
    (layout.paged, 0.4),
)


def noisy(example: Example, dice: random.Random, level: float) -> Example:
    """`example` with each kind of noise applied at a chance of `level` times its share.

    `level` is 0 for none to 1 for a text that is hard to read.
    """
    for noise, share in KINDS:
        if dice.random() < share * level:
            example = noise(example, dice)
    return example
