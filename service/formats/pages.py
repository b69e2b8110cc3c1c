"""Where the pages of a file begin in its text, for whoever has the paper beside the screen."""

from service.document import File
from service.errors import FileError
from service.formats import pdf


def page_starts(file: File, text: str) -> list[int]:
    """Code points at which pages begin: of a PDF its own, else after each form feed; empty where there
    is one page only or nobody can tell, as in a scanned PDF.
    """
    if file.format == "pdf" and file.data is not None:
        try:
            starts = pdf.page_starts(file.data)
        except FileError:
            return []
    else:
        starts = [0, *(at + 1 for at, character in enumerate(text) if character == "\f")]
    return starts if len(starts) > 1 else []
