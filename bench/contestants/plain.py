"""The plain token-classification pipeline of transformers, on a bundle's weights in 32 bits: BUNDLE."""

from functools import partial

import torch
from transformers import pipeline

from bench.contestant import Read, compete, cores


def make(arguments: list[str]) -> Read:
    torch.set_num_threads(cores())
    [bundle] = arguments
    read = pipeline("token-classification", bundle, aggregation_strategy="simple", dtype=torch.float32)
    # Without windows it would cut a text off; the overlap is the bundle's own.
    assert read.tokenizer is not None
    read.tokenizer.model_max_length = 256
    return partial(read, stride=48)


if __name__ == "__main__":
    compete(make)
