"""How large a risk is, for certain enough: two bounds on a mean loss.

Losses are of documents, one each, between 0 and 1.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def conformal(losses: Floats) -> float:
    """What the loss of one more such document is at most in expectation (conformal risk
    control, Angelopoulos et al. 2022): a document of loss 1 is counted with the rest."""
    return float((losses.sum() + 1.0) / (len(losses) + 1))


def upper_bound(losses: Floats, level: float = 0.95, steps: int = 2_000) -> float:
    """A bound on the mean loss that holds with chance `level` over the draw of documents
    (risk-controlling prediction sets, Bates et al. 2021), by betting (Waudby-Smith & Ramdas 2024).

    For every candidate mean a gambler bets against it along the documents, in their order,
    with stakes that depend on the past alone; it is refuted when the gain reaches 1 / (1 - level).
    """
    n = len(losses)
    if not n:
        return 1.0
    before = np.arange(1, n + 1)
    mean = (0.5 + np.cumsum(losses)) / (1 + before)
    variance = (0.25 + np.cumsum((losses - mean) ** 2)) / (1 + before)
    earlier = np.concatenate([[0.25], variance[:-1]])
    stakes = np.minimum(1.0, np.sqrt(2 * np.log(1 / (1 - level)) / (n * earlier)))
    candidates = np.linspace(0, 1, steps + 1)[:, None]
    gains = np.cumsum(np.log(np.maximum(1 - stakes * (losses - candidates), 1e-12)), axis=1).max(axis=1)
    refuted = gains >= np.log(1 / (1 - level))
    return float(candidates[refuted.argmax(), 0]) if refuted.any() else 1.0
