"""This service as `innominado bulk` runs it: BUNDLE. A process a core, each with a session of one thread."""

from pathlib import Path

from bench.contestant import Read, compete_in_processes, cores
from service import interpreter
from service.engine import engine_of
from service.pipeline import analyze
from service.pipeline.decode import decode_text
from service.policies import load_policies


def make(arguments: list[str]) -> Read:
    interpreter.configure()
    engine, policy = engine_of(Path(arguments[0]), threads=1), load_policies()["todo"]
    return lambda text: analyze(decode_text(text), engine, policy)


if __name__ == "__main__":
    compete_in_processes(make, cores())
