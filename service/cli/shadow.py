"""``shadow``: a new bundle or policy beside the old one; sign-off and rollback."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from service.cli.lines import put, who
from service.settings import load

app: Final = typer.Typer(help="Changes of bundle or policy, tried before they serve.", no_args_is_help=True)

Releases = Annotated[Path, typer.Option("--releases", metavar="DIR", help="holds the ledger and the link")]
RELEASES: Final = Path("var/releases")


@app.command()
def run(
    report: Annotated[Path, typer.Argument(metavar="REPORT", help="the report to write, JSON")],
    new_bundle: Annotated[
        Path | None, typer.Option(metavar="DIR", help="if none, the one that serves")
    ] = None,
    new_policy: Annotated[str | None, typer.Option(help="a name, or a file; default: --policy")] = None,
    policy: Annotated[str, typer.Option(help="the one in force: a name, or a file")] = "todo",
    rulings: Annotated[
        Path | None, typer.Option(metavar="FILE", help="JSON lines in the gold format; else those kept here")
    ] = None,
    tenant: Annotated[str, typer.Option(metavar="NAME", help="whose rulings, of those kept")] = "default",
) -> None:
    """Run both over approved rulings; print what changed, and write it whole to REPORT."""
    from service import durable, shadow
    from service.app import store_of
    from service.engine import engine_of
    from service.policies import load_policies, named
    from service.storage.operators import tenants

    settings = load()
    known = load_policies(settings.policies)
    engine = engine_of(settings.bundle, settings.threads)
    old = shadow.Side(engine, named(known, policy))
    fresh = engine_of(new_bundle, settings.threads) if new_bundle else engine
    new = shadow.Side(fresh, named(known, new_policy or policy))
    if rulings:
        approved = shadow.from_file(rulings)
    else:
        store = store_of(settings)
        [(_, principal)] = tenants(store, tenant)
        approved = shadow.from_storage(principal, store, known, settings.retention_days)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    found = shadow.report(list(shadow.differences(approved, old, new)), old, new, now)
    durable.write(report, (json.dumps(found, indent=2) + "\n").encode("ascii"))
    put(**{name: value for name, value in found.items() if name != "documents"})


@app.command()
def sign(
    report: Annotated[Path, typer.Argument(metavar="REPORT", help="as `shadow run` wrote it")],
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE", help="the folder of its new bundle")],
    folder: Releases = RELEASES,
) -> None:
    """Put what a report tried in force. The API key of who signs, which needs the scope configure,
    is asked for, or read from standard input."""
    from service import releases
    from service.app import store_of
    from service.policies import load_policies

    settings = load()
    store, policies = store_of(settings), load_policies(settings.policies)
    put(**asdict(releases.sign_off(who(store), store, policies, folder, report, bundle)))


@app.command()
def rollback(folder: Releases = RELEASES) -> None:
    """Put the release before in force again. Asks for an API key, as sign does."""
    from service import releases
    from service.app import store_of

    store = store_of(load())
    put(**asdict(releases.roll_back(who(store), store, folder)))


@app.command("list")
def listed(folder: Releases = RELEASES) -> None:
    """Print every release, one JSON object a line, the last one in force."""
    from service import releases

    for release in releases.releases(folder):
        put(**asdict(release))
