"""Whole rulings through the shipped weights: what comes out, letter by letter.

In torch, not in 8 bits: the kernels of those round as the processor has them, and a doubt at
a threshold falls this way here and that way there. `tests/backends/test_shipped.py` holds the
8-bit model to these weights.

After a new bundle or a change that means to change results, look at the difference that
``INNOMINADO_UPDATE_GOLDEN=1 pytest tests/test_golden.py`` makes, and commit it.
"""

import os
from pathlib import Path

import pytest

from service.backends import load_bundle
from service.engine import assemble
from service.pipeline import Engine, anonymize
from service.pipeline.decode import decode_bytes
from service.pipeline.render import Manner
from service.policies import load_policies
from service.settings import Settings

EXAMPLES = Path(__file__).parent.parent / "examples"
GOLDEN = Path(__file__).parent / "golden"
NAMES = ("01-ar-locacion", "02-cl-accidente-transito", "08-uy-despido")


@pytest.fixture(scope="module")
def engine() -> Engine:
    torch = pytest.importorskip(
        "service.backends.torch", reason="torch is not installed", exc_type=ImportError
    )
    bundle = load_bundle(Settings().bundle)
    return assemble(bundle, torch.TorchBackend(bundle.path))


@pytest.mark.parametrize("name", NAMES)
def test_golden(engine: Engine, name: str) -> None:
    document = decode_bytes((EXAMPLES / f"{name}.txt").read_bytes())
    text = anonymize(document, engine, load_policies()["todo"], Manner("numbered")).text
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("INNOMINADO_UPDATE_GOLDEN"):
        golden.write_bytes(text.encode())
    assert text == golden.read_bytes().decode()
