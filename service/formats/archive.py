"""Zip archives: taken apart within limits, and made anew, never changed in place."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

from service.errors import BrokenFile, EncryptedFile
from service.formats.limits import FREE_UNPACKED, MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED, at_most

MAGIC: Final = b"PK\x03\x04"
_ENCRYPTED: Final = 0x1
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


class Archive:
    """A zip archive in memory, whose directory is within the limits.

    Raises:
        BrokenFile: no zip, truncated, or with two members of one name.
        EncryptedFile
        FileLimit: too many members, too large or too dense when unpacked.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            raise BrokenFile("Not a whole zip archive.") from None
        members = self._zip.infolist()
        unpacked = sum(member.file_size for member in members)
        at_most(MAX_MEMBERS, len(members), "members of the archive")
        at_most(MAX_UNPACKED, unpacked, "bytes when unpacked")
        if unpacked > FREE_UNPACKED:
            at_most(MAX_RATIO, unpacked // max(1, len(data)), "times its size when unpacked")
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise EncryptedFile
        self.names: Final = tuple(member.filename for member in members if not member.is_dir())
        if len(set(self.names)) < len(self.names):
            raise BrokenFile("Two members of the archive have one name.")

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        """The member `name`. Raises BrokenFile if it is missing or damaged."""
        try:
            with self._zip.open(name) as member:
                # Never all that is there: a member may be larger than its archive says.
                return member.read(self._zip.getinfo(name).file_size)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
            raise BrokenFile("A member of the archive is missing or damaged.") from None


def pack(members: Mapping[str, bytes], stored: str = "") -> bytes:
    """A zip archive of `members`, in order: the same bytes for the same members. stored: the
    member that is not compressed."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in members.items():
            how = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, how)
    return written.getvalue()
