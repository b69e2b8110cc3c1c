"""Files that LibreOffice made go through and look as before, page by page, pixel by pixel."""

import subprocess
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pytest

from service import formats
from service.formats import Edit
from tests.formats.test_programs import program

EXAMPLE = Path(__file__).parents[2] / "examples" / "05-es-vicios-ocultos.txt"
ROWS = (("Concepto", "Importe"), ("Costas", "1"))


def page() -> str:
    """The example as a web page, with headings and a table."""
    lines = [line for line in EXAMPLE.read_text(encoding="utf-8").splitlines() if line.strip()]
    shown = [f"<h2>{escape(s)}</h2>" if s.isupper() else f"<p align='justify'>{escape(s)}</p>" for s in lines]
    cells = ("".join(f"<td><i>{cell}</i></td>" for cell in row) for row in ROWS)
    table = f"<table border='1'>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
    return f"<!DOCTYPE html><html><meta charset='utf-8'><body>{''.join(shown)}{table}</body></html>"


def converted(folder: Path, to: str, *files: Path, reading: str | None = None) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    how = [f"--infilter={reading}"] if reading else []
    command = [program("soffice", "libreoffice"), profile, "--headless", *how, "--convert-to", to]
    command += ["--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)


def pictures(path: Path) -> list[Any]:
    document = pdfium.PdfDocument(path)
    pages = [np.squeeze(each.render(scale=1, grayscale=True).to_numpy()).copy() for each in document]
    document.close()
    return pages


@pytest.mark.parametrize("suffix", ["docx", "odt"])
def test_it_looks_the_same(suffix: str, tmp_path: Path) -> None:
    (tmp_path / "as_made.html").write_text(page(), encoding="utf-8")
    converted(tmp_path, suffix, tmp_path / "as_made.html", reading="HTML (StarWriter)")
    data = (tmp_path / f"as_made.{suffix}").read_bytes()
    text = formats.read(formats.sniff(data), data).document.text
    name = "Tirapu"
    at = text.index(name)
    for stem, edits in (("through", []), ("hidden", [Edit(at, at + len(name), "Tiraxu")])):
        written = formats.read(formats.sniff(data), data).write(edits)
        (tmp_path / f"{stem}.{suffix}").write_bytes(written)
    stems = ("as_made", "through", "hidden")
    converted(tmp_path, "pdf", *(tmp_path / f"{stem}.{suffix}" for stem in stems))
    before, through, hidden = (pictures(tmp_path / f"{stem}.pdf") for stem in stems)
    assert len(before) == len(through) == len(hidden) > 1
    assert min(float(each.min()) for each in before) < 64  # there is something to be seen
    for one, other in zip(before, through, strict=True):
        assert np.array_equal(one, other)
    # Where something is hidden the paragraph alone is another.
    changed = [np.any(one != other, axis=1) for one, other in zip(before, hidden, strict=True)]
    rows = [np.flatnonzero(each) for each in changed if each.any()]
    assert len(rows) == 1
    assert rows[0][-1] - rows[0][0] < 0.2 * before[0].shape[0]
