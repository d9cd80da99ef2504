"""What damaged and hostile zips do to Python's reader of them: told here once, for everything that opens one."""

import lzma
import struct
import zipfile
import zlib

LARGEST = 4_000_000_000  # bytes that one member may unpack to
SWOLLEN, SMALL = 1000, 100_000_000  # times its packed size: no table is packed so well; below so many bytes no matter
# A damaged archive sends the reader to places before its start (ValueError) or past any end (OverflowError), names
# members in no encoding (UnicodeDecodeError, a ValueError), methods that there are not and passwords that it has not.
FAULTS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError),
    *(OverflowError, IndexError, NotImplementedError, RuntimeError),
)


def bomb(member: zipfile.ZipInfo) -> bool:
    """Does this member say of itself that it unpacks to far more than a table holds?"""
    return member.file_size > LARGEST or member.file_size > max(SMALL, SWOLLEN * member.compress_size)
