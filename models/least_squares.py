"""A product that makes of what it is given what is wanted of it, as nearly as it can."""

import torch
from torch import Tensor, nn


class LeastSquares:
    """The sums that such a product is solved from, of as many rows as one likes."""

    def __init__(self, product: nn.Linear) -> None:
        size = product.in_features + 1
        self._squares = torch.zeros(size, size, dtype=torch.float64)
        self._errors = torch.zeros(size, product.out_features, dtype=torch.float64)

    def add(self, given: Tensor, wanted: Tensor) -> None:
        """Count rows ``[rows, in]`` and what is wanted of them, ``[rows, out]``."""
        rows = nn.functional.pad(given.double(), (0, 1), value=1.0)
        self._squares += rows.T @ rows
        self._errors += rows.T @ wanted.double()

    def solve(self, ridge: float) -> tuple[Tensor, Tensor]:
        """Weights ``[out, in]`` and bias ``[out]``, held to zero by `ridge`, in mean squares of what
        they are multiplied with."""
        held = ridge * self._squares.diagonal().mean() * torch.eye(len(self._squares), dtype=torch.float64)
        solved = torch.linalg.solve(self._squares + held, self._errors).float()
        return solved[:-1].T, solved[-1]
