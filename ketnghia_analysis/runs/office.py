"""Word documents turned into PDF by LibreOffice, where there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from ketnghia_analysis.vocabulary.errors import CannotWrite

_NAMES = ("soffice", "libreoffice")
_USUAL_PLACES = (
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    Path(os.environ.get("PROGRAMFILES", "C:/Program Files")) / "LibreOffice/program/soffice.exe",
)
_SECONDS_AT_LEAST, _SECONDS_EACH = 120, 20


def office_path() -> str | None:
    """Path of LibreOffice; None if it is not on this machine."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    return found or next((str(path) for path in _USUAL_PLACES if path.is_file()), None)


def write_pdfs(office: str, files: Sequence[Path]) -> list[Path]:
    """Turn documents into PDF, each beside its document, by one call.

    LibreOffice works in a profile of its own, so that an open window of the user's neither
    disturbs it nor is disturbed.

    Args:
        office: see `office_path`.
        files: documents, no two of one name.

    Returns:
        The PDF files, in the order of the documents.

    Raises:
        CannotWrite: LibreOffice did not make all of them.
    """
    if not files:
        return []
    with TemporaryDirectory(prefix="ketnghia-pdf-") as name:
        made, profile = Path(name) / "pdf", Path(name) / "profile"
        command = [
            *(office, "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}"),
            *("--convert-to", "pdf", "--outdir", str(made), *map(str, files)),
        ]
        limit = _SECONDS_AT_LEAST + _SECONDS_EACH * len(files)
        try:
            subprocess.run(command, capture_output=True, check=False, timeout=limit)
        except subprocess.TimeoutExpired:
            raise _failed(f"không xong sau {limit} giây") from None
        lost = [one.name for one in files if not (made / f"{one.stem}.pdf").is_file()]
        if lost:
            raise _failed(f"không tạo được PDF của {', '.join(lost)}")
        targets = [one.with_suffix(".pdf") for one in files]
        for target in targets:
            shutil.move(made / target.name, target)
    return targets


def _failed(what: str) -> CannotWrite:
    return CannotWrite(
        "LibreOffice", what, "đóng LibreOffice rồi chạy lại, hoặc thêm --no-pdf để chỉ lập Word"
    )
