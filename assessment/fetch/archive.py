"""Of a publisher's archive of the whole country, the members of one police force."""

import shutil
import zipfile
from fnmatch import fnmatch
from pathlib import Path

from assessment.fetch.faults import Failed
from assessment.sources.zips import FAULTS

DAMAGED = "Call again; if it stays so, tell the publisher."


def only(source: Path, target: Path, pattern: str) -> int:
    """Copy the members that match a pattern, byte for byte, into a new zip; how many there were.

    The new zip has the members' own dates, so that the same archive gives the same zip. Raises Failed where the
    archive is damaged, which throws it away, or holds no such member.
    """
    try:
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
            members = [info for info in old.infolist() if fnmatch(info.filename, pattern) and not info.is_dir()]
            for info in members:
                _copied(old, info, new)
    except FAULTS as error:
        if isinstance(error, OSError) and error.errno:
            raise  # the disk's fault, not the archive's
        target.unlink(missing_ok=True)
        source.unlink()
        reason = f"the archive is damaged and was thrown away: {str(error)[:80]}"
        raise Failed(reason, DAMAGED) from None
    if not members:
        target.unlink(missing_ok=True)
        mend = "Mend the area's `force`: the name as data.police.uk writes it."
        reason = f"the archive holds nothing that is called {pattern}"
        raise Failed(reason, mend)
    return len(members)


def _copied(old: zipfile.ZipFile, info: zipfile.ZipInfo, new: zipfile.ZipFile) -> None:
    made = zipfile.ZipInfo(info.filename, info.date_time)
    made.compress_type = zipfile.ZIP_DEFLATED
    made.external_attr = 0o644 << 16
    with old.open(info) as came, new.open(made, "w", force_zip64=True) as goes:
        shutil.copyfileobj(came, goes, 1 << 20)
