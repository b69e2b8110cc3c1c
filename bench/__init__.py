"""Speed, size and memory: what tests must not assert, measured by commands."""

import os

# onnxruntime reads it once, at import: it sends nothing.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
