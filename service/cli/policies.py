"""``policies``: the rules of publication, listed, shown, checked and compared."""

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from service.settings import load

app: Final = typer.Typer(help="The rules of publication.", no_args_is_help=True)

APolicy = Annotated[str, typer.Argument(metavar="POLICY", help="a policy's name, or a file of one")]


@app.command("list")
def list_policies(
    markdown: Annotated[bool, typer.Option("--markdown", help="as a table, with what they do")] = False,
) -> None:
    """Print every policy: the presets and those of INNOMINADO_POLICIES."""
    from service.cli import policy_views
    from service.policies import load_policies

    known = load_policies(load().policies)
    if markdown:
        sys.stdout.write(policy_views.table(known))
    else:
        policy_views.listed(known, sys.stdout)


@app.command("show")
def show_policy(policy: APolicy) -> None:
    """Print a policy's rules, each with what it rests on."""
    from service.cli import policy_views
    from service.policies import load_policies, named

    policy_views.shown(named(load_policies(load().policies), policy), sys.stdout)


@app.command("check")
def check_policy(file: Annotated[Path, typer.Argument(metavar="FILE", help="a policy file")]) -> None:
    """Say whether a file is a policy, and if not why."""
    from service.policies import read_policy

    policy = read_policy(file)
    typer.echo(f"{policy.name}/{policy.version}: {len(policy.rules)} rules")


@app.command("diff")
def compare_policies(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="a ruling, text in UTF-8", exists=True, dir_okay=False)
    ],
    one: APolicy,
    other: APolicy,
) -> None:
    """Print one JSON object a line for each place that one policy hides and the other does not."""
    from service.cli import policy_views
    from service.engine import build_engine
    from service.policies import load_policies, named

    settings = load()
    known = load_policies(settings.policies)
    sides = named(known, one), named(known, other)
    policy_views.differ(file, build_engine(settings), *sides, sys.stdout)
