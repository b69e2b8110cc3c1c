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
    log_p = torch.log_softmax(logits.float(), dim=-1)
    log_p = log_p.masked_fill(~allowed_tags(masks), float("-inf"))
    counted = masks != 0
    return -torch.logsumexp(log_p[counted], dim=-1).sum() / counted.sum().clamp(min=1)
