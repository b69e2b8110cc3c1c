"""onnxruntime: one single-threaded session a core, one window a run.

Dynamic 8-bit quantisation takes one activation scale a run, so windows that shared a
run would change each other's result; alone they cannot, and it is also the fastest here.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

import numpy as np
from numpy.typing import NDArray

# Read once, at import; afterwards it is too late. Nothing of a court's machine goes out.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
import onnxruntime as ort

#: A sum and a layer norm take a fifth of the time of the kernel that they would be fused to.
SLOWER = ["SkipLayerNormFusion"]


class OnnxBackend:
    """Runs ``model.onnx``: ``input_ids`` ``[1, tokens]`` → ``logits`` ``[1, tokens, tags]``.

    Raises:
        ValueError: the graph asks for something else.
    """

    def __init__(self, model: Path, threads: int = 0) -> None:
        threads = threads or len(os.sched_getaffinity(0))
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="inference")
        self._sessions: SimpleQueue[ort.InferenceSession] = SimpleQueue()
        # All at once: each loads in C, on a core of its own.
        for session in self._pool.map(_session, [model] * threads, [options] * threads):
            self._sessions.put(session)
        if [given.name for given in session.get_inputs()] != ["input_ids"]:
            raise ValueError("The graph asks for more than input_ids.")

    def logits(self, windows: Sequence[NDArray[np.int64]]) -> list[NDArray[np.float32]]:
        return list(self._pool.map(self._run, windows))

    def _run(self, window: NDArray[np.int64]) -> NDArray[np.float32]:
        session = self._sessions.get()
        try:
            (logits,) = session.run(["logits"], {"input_ids": window[None]})
        finally:
            self._sessions.put(session)
        result: NDArray[np.float32] = logits[0]
        return result


def _session(model: Path, options: ort.SessionOptions) -> ort.InferenceSession:
    return ort.InferenceSession(
        str(model), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER
    )
