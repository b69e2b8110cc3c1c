"""Settings → what the pipeline needs: the one list of detectors."""

from pathlib import Path

from service.backends import Backend, Bundle, load_bundle
from service.backends.onnx import OnnxBackend
from service.document import HIDDEN_LABELS
from service.errors import BundleMismatch
from service.pipeline import Engine
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
    ner = Ner(
        backend,
        bundle.tokenizer,
        bundle.tags,
        {label: bundle.thresholds[label].review for label in HIDDEN_LABELS},
        bundle.window,
        bundle.overlap,
        source := f"model:{bundle.version}",
    )
    return Engine((ner, patterns(), lexicon()), bundle.thresholds, source)
