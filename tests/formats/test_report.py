"""The report as a page: one, whatever it tells; readable by a program; the same each time."""

import io

import pypdf
import pytest

from service.formats.report import Count, Digest, Origin, Report
from service.formats.report_pdf import as_pdf

ORIGIN = Origin("ner-6", "todo/3", "tag", True, "d1", 2, "12:" + "ab" * 32)


def told(reasons: int) -> Report:
    counts = tuple(Count("NOMBRE", "mask", f"motivo <{n}> & otros", n) for n in range(reasons))
    return Report(
        "docx", None, Digest("hmac-sha256", "0f" * 32), "1e" * 32, "0.1.0", ORIGIN, ("body", "header"),
        counts,
        {"comments": 2, "embedded": 1}, 1, 4, 0, "Los nombres son ficticios.",
    )  # fmt: skip


@pytest.mark.parametrize("reasons", [0, 3, 60, 400])
def test_it_is_one_page_that_says_it_all(reasons: int) -> None:
    data = as_pdf(told(reasons))
    assert data == as_pdf(told(reasons))
    (page,) = pypdf.PdfReader(io.BytesIO(data)).pages
    text = " ".join(page.extract_text().split())
    for part in ("d1", "docx", "sí, por una persona; revisión 2", "todo/3, tag", "0.1.0, ner-6", "0f" * 32,
                 "1e" * 32, "12:", "body, header", "comentarios: 2", "Los nombres son ficticios."
    ):  # fmt: skip
        assert part in text
    if reasons:
        assert "motivo <0> & otros" in text
    if reasons > 40:
        assert f"{reasons - 40} motivos más {sum(range(40, reasons))}" in text
