"""Decisions → the file that goes out, if the release gate lets it pass."""

import re
from collections.abc import Collection, Sequence
from pathlib import PurePath
from typing import Final, Literal, get_args

from service.document import Decision, Document, File
from service.errors import ReleaseHeld, UnwantedContent
from service.formats import gate, named
from service.formats.flow import edits_of
from service.formats.format import Format, Reading
from service.pipeline import Engine, Result, analyze
from service.pipeline.policy import Policy
from service.pipeline.surfaces import Surfaces

Unwanted = Literal["changes", "comments", "embedded"]
#: What is left out of what goes out, or holds a file, as its sender likes.
UNWANTED: Final[tuple[Unwanted, ...]] = get_args(Unwanted)


def refuse(reading: Reading, hold: Collection[str]) -> None:
    """Raises UnwantedContent if the file has anything of the kinds `hold`."""
    if found := tuple(sorted(kind for kind in hold if reading.dropped.get(kind))):
        raise UnwantedContent(found)


def release(reading: Reading, result: Result) -> bytes:
    """The file that was read, with `result`, which came of it, carried out.

    Raises:
        ReleaseHeld: verification, or the gate that reads the new file, finds what is masked.
    """
    if result.status == "held":
        raise ReleaseHeld(("text",))
    written = reading.write(edits_of(result.text, result.replacements), result.legend)
    gate.check(written, result.text, reading.document.text, result.decisions)
    return written


def release_again(file: File, document: Document, result: Result) -> bytes:
    """`release`, of a file that was kept. Raises ReleaseHeld."""
    return release(reread(file, document), result)


def hold_reason(file: File, document: Document, result: Result) -> str | None:
    """The code for which what comes of `result`, or its file, cannot go out; None if it can."""
    if result.status == "held":
        return "verification_failed"
    try:
        if file.data is not None:
            release_again(file, document, result)
    except ReleaseHeld as error:
        return error.code
    return None


def reread(file: File, document: Document) -> Reading:
    """A file that was kept, perhaps by another version of this program, as `document`.

    Raises:
        ReleaseHeld: it is read as another text by now.
    """
    data = document.text.encode() if file.data is None else file.data
    reading = named(file.format).read(data, file.fields)
    if reading.document.text != document.text:
        raise ReleaseHeld(("text",))
    return reading


def released_name(
    name: str,
    format_: Format,
    document: Document,
    decisions: Sequence[Decision],
    engine: Engine,
    policy: Policy,
) -> str:
    """A file's name without those of people: neither what is masked in the document nor what is
    found in the name itself. Its suffix is one of the format's."""
    path = PurePath(name)
    suffix = path.suffix if path.suffix.lower() in format_.suffixes else ""
    # What ends a text's name may be a name's end.
    given = path.name.removesuffix(suffix) if format_.name == "txt" else path.stem
    plain = re.sub(r"[_.+-]", " ", given)  # as long as that
    names = Surfaces(plain)
    places = [
        (*place, d.span.label)
        for d in decisions
        if d.action != "keep"
        for place in names.places([document.text[d.span.start : d.span.end]], any_case=True)
    ]
    places += [
        (d.span.start, d.span.end, d.span.label)
        for d in analyze(Document(plain), engine, policy)
        if d.action != "keep"
    ]
    stem, at = "", 0
    for start, end, label in sorted(places):
        if start >= at:
            stem += f"{given[at:start]}[{label}]"
        at = max(at, end)
    suffix = suffix if format_.name == "txt" else suffix or format_.suffixes[0]
    return f"{stem}{given[at:]}{suffix}"
