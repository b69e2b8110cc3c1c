"""What goes out, as other programs read it: LibreOffice, poppler."""

import shutil
import subprocess
from pathlib import Path

import pytest

from service import formats
from service.errors import NoConverter
from tests.conftest import absent
from tests.formats.canary import CANARY, FIRST, LAST, PLAIN, anonymized, assert_no_trace
from tests.formats.docx_files import docx, paragraph, run
from tests.formats.odt_files import odt
from tests.formats.pdf_files import pdf


def program(name: str, package: str) -> str:
    found = shutil.which(name)
    return found or absent(package, f"{name} is not installed")


def exported(data: bytes, suffix: str, to: str, folder: Path) -> bytes:
    """What LibreOffice makes of a file."""
    soffice = program("soffice", "libreoffice")
    (folder / f"a.{suffix}").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", to, "--outdir", str(folder / "out")]
    subprocess.run([*command, str(folder / f"a.{suffix}")], check=True, capture_output=True, timeout=120)
    return (folder / "out" / f"a.{to.partition(':')[0]}").read_bytes()


@pytest.mark.parametrize(("suffix", "data"), [("docx", docx()), ("odt", odt())])
def test_libreoffice_opens_it_and_sees_no_name(suffix: str, data: bytes, tmp_path: Path) -> None:
    written, _ = anonymized(data)
    page = exported(written, suffix, "pdf", tmp_path)
    text = formats.read(formats.named("pdf"), page).document.text
    assert "Y VISTOS: [NOMBRE], en autos." in text
    assert "[NOMBRE]" in text
    for word in (FIRST, LAST):
        assert word.lower() not in text.lower()


def test_poppler_sees_no_name(tmp_path: Path) -> None:
    pdftotext = program("pdftotext", "poppler")
    written, _ = anonymized(pdf())
    (tmp_path / "a.pdf").write_bytes(written)
    read = subprocess.run([pdftotext, str(tmp_path / "a.pdf"), "-"], check=True, capture_output=True)
    assert "Comparece doña [NOMBRE], con domicilio" in " ".join(read.stdout.decode().split())
    assert_no_trace(read.stdout)


@pytest.mark.parametrize("kind", ["rtf", "doc"])
def test_rtf_and_doc_go_out_as_docx(kind: str, tmp_path: Path) -> None:
    source = exported(docx(paragraph(run(PLAIN))), "docx", kind, tmp_path)
    format_, data = formats.take(source)
    assert format_.name == "docx"
    written, reading = anonymized(data)
    assert CANARY in reading.document.text
    assert_no_trace(written)


def test_without_libreoffice_rtf_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NoConverter):
        formats.take(b"{\\rtf1 hola}")
