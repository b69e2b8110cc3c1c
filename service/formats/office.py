"""RTF and DOC → DOCX, by LibreOffice if it is installed; without a network, macros or links."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from service.errors import BrokenFile, NoConverter

_RTF: Final = b"{\\rtf"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD: Final = "WordDocument".encode("utf-16-le")
#: Seconds that a conversion may take.
_PATIENCE: Final = 120
_SETTING: Final = (
    '<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
_SETTINGS: Final = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def is_foreign(data: bytes) -> bool:
    """Whether `data` is RTF or DOC."""
    return data.startswith(_RTF) or (data.startswith(_OLE) and _WORD in data)


def as_docx(data: bytes) -> bytes:
    """What LibreOffice makes of RTF or DOC. It reads them from a folder of its own that is gone
    afterwards.

    Raises:
        NoConverter: it is not installed.
        BrokenFile: it cannot read them, or not in time.
    """
    program = shutil.which("soffice")
    if program is None:
        raise NoConverter
    with tempfile.TemporaryDirectory(prefix="innominado-") as name:
        folder = Path(name)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_registry(), encoding="utf-8")
        source = folder / ("file.rtf" if data.startswith(_RTF) else "file.doc")
        source.write_bytes(data)
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", name, str(source)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE, cwd=name)  # noqa: S603
            return (folder / "file.docx").read_bytes()
        except (subprocess.SubprocessError, OSError):
            raise BrokenFile("LibreOffice cannot read it.") from None


def _registry() -> str:
    items = "".join(_SETTING.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>"
    )
