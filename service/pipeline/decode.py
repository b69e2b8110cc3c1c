"""Bytes or a JSON string → `Document`. Offsets are fixed from here: nothing is normalised."""

import re

from service.document import Document, Part
from service.errors import TextTooLong, UndecodableText

_REFUSED = re.compile("[\0\ud800-\udfff]")


def decode_bytes(data: bytes, limit: int | None = None) -> Document:
    """Decode UTF-8. A byte order mark, CRLF and decomposed accents stay as they are.

    Raises:
        UndecodableText: other bytes than UTF-8, NUL; tells the byte's or character's position.
        TextTooLong: more than `limit` characters.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        # `from None`: the chained error holds the bytes.
        raise UndecodableText(f"Not UTF-8 at byte {error.start}.") from None
    return decode_text(text, limit)


def decode_text(text: str, limit: int | None = None) -> Document:
    """Take `text` as it is.

    Raises:
        UndecodableText: NUL or a lone surrogate; tells the character's position.
        TextTooLong: more than `limit` characters.
    """
    if limit is not None and len(text) > limit:
        raise TextTooLong(limit)
    if refused := _REFUSED.search(text):
        what = "NUL" if refused.group() == "\0" else "A lone surrogate"
        raise UndecodableText(f"{what} at character {refused.start()}.")
    return Document(text, (Part(0, len(text), "body"),))
