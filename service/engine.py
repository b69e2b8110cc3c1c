"""Settings → what the pipeline needs: the one list of detectors."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path

from msgspec.structs import replace
from tokenizers import Tokenizer

from service.backends import Backend, Bundle, load_bundle
from service.backends.onnx import OnnxBackend
from service.document import HIDDEN_LABELS, Span
from service.errors import BundleMismatch
from service.pipeline import Detector, Engine
from service.pipeline.detect.addresses import addresses
from service.pipeline.detect.lexicon import lexicon
from service.pipeline.detect.ner import Ner
from service.pipeline.detect.patterns import patterns
from service.settings import Settings


def build_engine(settings: Settings) -> Engine:
    """The engine that serves.

    Raises:
        BundleError: the bundle is not whole, not what it says, or not loadable.
    """
    return engine_of(settings.bundle, settings.threads)


def engine_of(path: Path, threads: int = 0) -> Engine:
    """The engine of the bundle in folder `path`, on onnxruntime."""
    bundle = load_bundle(path)
    try:
        backend = OnnxBackend(path / "model.onnx", threads)
    except Exception as error:  # onnxruntime's own errors have no common base
        raise BundleMismatch(f"The model does not load: {type(error).__name__}.") from error
    return assemble(bundle, backend)


def assemble(bundle: Bundle, backend: Backend) -> Engine:
    """Detectors around `backend`. A new detector is a line here."""
    rules = (patterns(), addresses(), lexicon())
    detectors = tuple(scored(rule, bundle.rules) for rule in rules)
    read = ner_of(bundle, backend).read
    return Engine(
        detectors,
        bundle.thresholds,
        version_of(bundle),
        read,
        bundle.weights,
        bundle.parte,
        _forgetter(bundle.tokenizer),
        expected_review=bundle.expected_review,
    )


def _forgetter(tokenizer: Tokenizer) -> Callable[[], None]:
    """What makes `tokenizer` forget the words that it has seen: some kinds remember ten thousand,
    names among them."""
    forget: Callable[[], None] = getattr(tokenizer.model, "_clear_cache", lambda: None)
    return forget


def ner_of(bundle: Bundle, backend: Backend) -> Ner:
    """The model of `bundle`, on `backend`, as a detector."""
    return Ner(
        backend,
        bundle.tokenizer,
        bundle.tags,
        {label: min(bundle.candidate, bundle.thresholds[label].review) for label in HIDDEN_LABELS},
        bundle.window,
        bundle.overlap,
        version_of(bundle),
        bundle.temperature,
    )


def version_of(bundle: Bundle) -> str:
    """What answers and spans call the model."""
    return f"model:{bundle.version}"


def scored(rule: Detector, chances: Mapping[str, float]) -> Detector:
    """`rule` with the chance that was measured for each source of its finds; what has
    none keeps the rule's own."""

    @wraps(rule)
    def detect(text: str) -> Sequence[Span]:
        return [
            replace(span, score=chances[span.source]) if span.source in chances else span
            for span in rule(text)
        ]

    return detect
