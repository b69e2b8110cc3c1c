"""The command line, a module a group of commands. No logic: each command reads its settings
and calls one function.

What a command needs is imported inside it: analyze and anonymize load neither the HTTP
framework nor the database.
"""

from typing import Final

import typer

from service.cli import (
    accept,
    audit,
    bulk,
    directory,
    documents,
    files,
    keys,
    policies,
    serving,
    shadow,
    webhooks,
)

app: Final = typer.Typer(
    name="innominado",
    help="Court rulings in Spanish, made publishable.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # it would print what the frames hold
)
for command in (
    serving.serve,
    serving.worker,
    serving.migrate,
    files.analyze,
    files.anonymize,
    bulk.bulk,
    documents.renew,
    documents.reidentify,
    documents.export_gold,
    documents.purge,
):
    app.command()(command)
app.add_typer(accept.app, name="accept")
app.add_typer(shadow.app, name="shadow")
app.add_typer(policies.app, name="policies")
app.add_typer(directory.app, name="directory")
app.add_typer(keys.app, name="keys")
app.add_typer(audit.app, name="audit")
app.add_typer(webhooks.app, name="webhooks")
