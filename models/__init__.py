"""Makes the models that `service` serves. Never part of the serving wheel.

The way of a model, one module a step, each a verb of ``python -m models``::

    corpus    labelled corpora of several conventions → one file of examples
    train     examples + a base model                 → a fine-tuned checkpoint
    export    a checkpoint                            → a bundle ready to serve
    evaluate  a bundle + gold rulings                 → figures, through the serving pipeline

``tags`` has the tag set, ``windows`` cuts documents into model inputs and
``loss`` learns from annotations that leave tags open. What trains imports
neither spaCy nor `service`; only ``evaluate`` does, for it measures what serves.
"""

import os

# onnxruntime reads it once, at import: it sends nothing.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
