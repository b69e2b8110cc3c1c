"""Makes the models that `service` serves. Never part of the serving wheel.

The way of a model, one module a step, each a verb of ``python -m models``::

    adapt      a base encoder + unlabelled rulings (pool)   → an encoder that reads rulings
    synth      a seed                                       → fictional rulings, annotated
    corpus     labelled corpora of several conventions      → one file of examples
    train      examples + an encoder                        → a fine-tuned checkpoint
    teach      checkpoints + examples + unlabelled rulings  → labels made ahead (labels)
    distill    labels + a checkpoint                        → a student of fewer layers
    export     a checkpoint                                 → a bundle
    calibrate  a bundle + folds + gold rulings              → thresholds that hold to a risk
    evaluate   a bundle + gold rulings                      → figures, through the serving pipeline
    public     a bundle + a public test set                 → figures, by that set's convention
    memory     a checkpoint + its rulings                   → whether it gives names away
    card       what the others measured                     → the model card
    recipe     all sources                                  → all stages, in slices

``tags`` has the tag set, ``windows`` cuts documents into model inputs and ``loss`` learns
from annotations that leave tags open; ``counts``, ``figures``, ``bootstrap``, ``curves``,
``tables`` and ``plots`` make figures; ``risk`` bounds them; ``running``, ``layers`` and
``travel`` serve the runs. What trains imports neither spaCy nor `service`; ``calibrate``,
``evaluate`` and ``public`` do, for they measure what serves.
"""

import os

# onnxruntime reads it once, at import: it sends nothing.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
