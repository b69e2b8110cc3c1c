"""This service inside a process, as the command line runs it: BUNDLE [TEXTS AT ONCE]."""

from pathlib import Path

from bench.contestant import Read, compete, cores
from service import interpreter
from service.engine import engine_of
from service.pipeline import analyze
from service.pipeline.decode import decode_text
from service.policies import load_policies


def make(arguments: list[str]) -> Read:
    interpreter.configure()
    engine, policy = engine_of(Path(arguments[0])), load_policies()["todo"]
    return lambda text: analyze(decode_text(text), engine, policy)


if __name__ == "__main__":
    compete(make, cores())
