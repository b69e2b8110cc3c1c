"""``python -m models VERB``: one verb a step of the recipe, and `recipe` for all of them.

What a verb needs is imported inside it: most load neither torch nor the serving pipeline.
"""

from typing import Final

import typer

from models.cli import bundles, data, learning, measuring, recipes

app: Final = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="One verb a step of the recipe, and `recipe` for all of them.",
    pretty_exceptions_enable=False,  # it would print what the frames hold
)
for verb in (
    data.corpus,
    data.synth,
    learning.adapt,
    learning.train,
    learning.teach,
    learning.distill,
    learning.narrow,
    learning.early_exit,
    bundles.export,
    bundles.calibrate,
    measuring.evaluate,
    measuring.public,
    measuring.memory,
    bundles.card,
    recipes.recipe,
    bundles.finish,
    recipes.hand_back,
    recipes.join,
):
    app.command()(verb)
