"""How large, deep and dense a file may be. Beyond, it is refused before it is read whole."""

from typing import Final

from service.errors import FileLimit

#: Bytes of a file as it comes.
MAX_BYTES: Final = 64 * 1024 * 1024
#: Bytes of all that an archive holds, unpacked; how many members; how many times its size.
MAX_UNPACKED: Final = 256 * 1024 * 1024
MAX_MEMBERS: Final = 4000
MAX_RATIO: Final = 200
#: An archive below this is never too dense: empty documents compress well.
FREE_UNPACKED: Final = 8 * 1024 * 1024
#: Elements within elements.
MAX_DEPTH: Final = 250
#: Tags of an XML document or a page: each takes memory, however small it is.
MAX_TAGS: Final = 1_500_000
#: Pages of a PDF.
MAX_PAGES: Final = 2000
#: … of those, pages to be read by OCR, which takes seconds for each.
MAX_SCANNED_PAGES: Final = 200
#: Characters of text in a file; bulk work has texts of this order.
MAX_TEXT: Final = 20_000_000


def at_most(limit: int, found: int, what: str) -> None:
    """Raises FileLimit if there are more than `limit` of `what`."""
    if found > limit:
        raise FileLimit(what, limit)
