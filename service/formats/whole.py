"""A file's bytes → its text → what comes of it: the way of every loop over files."""

from collections.abc import Callable
from dataclasses import dataclass, field

from service import formats, pipeline
from service.formats.format import Fields, Format, Reading
from service.formats.release import refuse
from service.pipeline import Engine, Result
from service.pipeline.policy import Policy
from service.pipeline.render import Manner, Style


@dataclass(frozen=True, slots=True)
class Way:
    """How files are read. format: its name, or None: as their bytes tell. fields: see
    `service.formats.format`. hold: kinds of what is else dropped that hold a file.
    ocr: languages of scanned PDF, or None: refuse it."""

    format: str | None = None
    fields: Fields = None
    hold: tuple[str, ...] = ()
    ocr: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as it was read, from `data`: what came, or what was made of it to be read."""

    format: Format
    data: bytes = field(repr=False)
    reading: Reading = field(repr=False)


def open_file(data: bytes, way: Way) -> Opened:
    """`data` as it is read. Raises FileError, UndecodableText, UnwantedContent."""
    format_, data = formats.take(data, way.format, way.ocr)
    reading = formats.read(format_, data, way.fields)
    refuse(reading, way.hold)
    return Opened(format_, data, reading)


def anonymize_file(
    opened: Opened, engine: Engine, policy: Policy, style: Style | None, seed: Callable[[str], bytes]
) -> tuple[Manner, Result]:
    """What comes of its text, and how that is written.

    style: another than the policy's own. seed: of a text, what its invented names are drawn from.
    """
    document = opened.reading.document
    manner = policy.in_style(style)
    if manner.invents:
        manner = policy.in_style(style, seed(document.text))
    return manner, pipeline.anonymize(document, engine, policy, manner)
