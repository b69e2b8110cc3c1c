"""Loss for annotations that allow several tags at a token."""

import torch
from torch import Tensor

from models.tags import TAGS


def allowed_tags(masks: Tensor) -> Tensor:
    """Bit masks ``[…]`` (int64) → booleans ``[…, tags]``."""
    bits = torch.arange(len(TAGS), device=masks.device)
    return (masks.unsqueeze(-1) >> bits) & 1 == 1


def partial_label_loss(logits: Tensor, masks: Tensor) -> Tensor:
    """Mean negative log-likelihood of the allowed tags, marginalised over them.

    Args:
        logits: ``[batch, tokens, tags]``.
        masks: ``[batch, tokens]`` bit masks of allowed tags; 0 leaves a token out.

    Where one tag is allowed this is cross-entropy; where all are it is zero.
    """
    counted = masks != 0
    # A token left out allows every tag, so that no gradient is NaN and no shape depends on the data.
    allowed = allowed_tags(masks) | ~counted.unsqueeze(-1)
    log_p = torch.log_softmax(logits.float(), dim=-1).masked_fill(~allowed, float("-inf"))
    losses = -torch.logsumexp(log_p, dim=-1)
    return torch.where(counted, losses, 0).sum() / counted.sum().clamp(min=1)
