"""The loss that marginalises over what an annotation leaves open."""

import math

import pytest

pytest.importorskip("torch", reason="torch is not installed")

import torch
from torch.nn.functional import cross_entropy

from models.loss import allowed_tags, partial_label_loss
from models.tags import TAGS, begin_mask, open_mask

N = len(TAGS)
ALL = (1 << N) - 1


@pytest.fixture
def logits() -> torch.Tensor:
    return torch.randn(3, 5, N, generator=torch.Generator().manual_seed(7), dtype=torch.float64)


def test_with_one_tag_it_is_cross_entropy(logits: torch.Tensor) -> None:
    gold = torch.arange(15).reshape(3, 5) % N
    expected = cross_entropy(logits.reshape(-1, N), gold.reshape(-1))
    torch.testing.assert_close(partial_label_loss(logits, 1 << gold).double(), expected, atol=1e-6, rtol=0)


def test_with_all_tags_it_is_zero(logits: torch.Tensor) -> None:
    assert partial_label_loss(logits, torch.full((3, 5), ALL)).item() == pytest.approx(0, abs=1e-6)


def test_a_marginal_by_hand() -> None:
    p = torch.full((1, 1, N), 0.5 / (N - 3))
    p[0, 0, TAGS.index("O")] = 0.2
    p[0, 0, TAGS.index("B-ORG")] = 0.25
    p[0, 0, TAGS.index("I-ORG")] = 0.05
    assert partial_label_loss(p.log(), torch.tensor([[open_mask(["ORG"])]])).item() == pytest.approx(
        math.log(2)
    )
    assert partial_label_loss(p.log(), torch.tensor([[begin_mask(["O", "ORG"])]])).item() == pytest.approx(
        -math.log(0.45)
    )


def test_what_is_left_out_does_not_count(logits: torch.Tensor) -> None:
    masks = torch.full((3, 5), 1 << 4)
    masks[:, 3:] = 0
    torch.testing.assert_close(
        partial_label_loss(logits, masks), partial_label_loss(logits[:, :3], masks[:, :3])
    )
    changed = logits.clone()
    changed[:, 3:] = 50.0
    assert partial_label_loss(changed, masks) == partial_label_loss(logits, masks)


def test_nothing_to_learn_is_zero_and_no_nan(logits: torch.Tensor) -> None:
    logits.requires_grad_()
    loss = partial_label_loss(logits, torch.zeros(3, 5, dtype=torch.long))
    loss.backward()  # type: ignore[no-untyped-call]
    assert loss.item() == 0
    assert logits.grad is not None
    assert not logits.grad.any()


@pytest.mark.parametrize("mask", [1, 1 << (N - 1), open_mask(["ORG", "ID"]), ALL, 0b101])
def test_the_gradient_is_right(mask: int) -> None:
    """Softmax less the share of each allowed tag among the allowed."""
    logits = torch.randn(1, 2, N, generator=torch.Generator().manual_seed(2), requires_grad=True)
    masks = torch.tensor([[mask, 1]])
    partial_label_loss(logits, masks).backward()  # type: ignore[no-untyped-call]
    p = torch.softmax(logits, -1)
    allowed = p * allowed_tags(masks)
    expected = (p - allowed / allowed.sum(-1, keepdim=True)) / 2
    assert logits.grad is not None
    torch.testing.assert_close(logits.grad, expected.detach(), atol=1e-6, rtol=1e-4)
    assert torch.isfinite(logits.grad).all()


def test_extreme_logits_stay_finite() -> None:
    logits = torch.zeros(1, 1, N)
    logits[..., 0] = 1e4
    logits.requires_grad_()
    loss = partial_label_loss(logits, torch.tensor([[1 << 3]]))
    loss.backward()  # type: ignore[no-untyped-call]
    assert loss.item() == pytest.approx(1e4)
    assert logits.grad is not None
    assert torch.isfinite(logits.grad).all()


def test_allowed_tags_are_the_bits() -> None:
    assert allowed_tags(torch.tensor([0, 1, ALL, 0b110])).sum(-1).tolist() == [0, 1, N, 2]
    assert allowed_tags(torch.tensor([0b110])).nonzero()[:, 1].tolist() == [1, 2]
