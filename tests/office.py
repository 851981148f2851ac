"""LibreOffice for the tests; without it they are left out, but never on the build server."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from ketnghia_analysis.runs.office import office_path, write_pdfs

REQUIRED = "KETNGHIA_REQUIRE_OFFICE"


def office() -> str:
    """Path of LibreOffice.

    On the build server a missing LibreOffice fails the test; elsewhere the test is left out.
    """
    path = office_path()
    if path is None:
        message = "no LibreOffice found"
        if os.environ.get(REQUIRED):
            pytest.fail(message)
        pytest.skip(message)
    return path


def as_pdfs(contents: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """Documents turned into PDF by one call, by the same names."""
    files = [folder / name for name in contents]
    for file, content in zip(files, contents.values(), strict=True):
        file.write_bytes(content)
    made = write_pdfs(office(), files)
    return {name: pdf.read_bytes() for name, pdf in zip(contents, made, strict=True)}


def pages_of(pdf: bytes) -> int:
    """Number of pages of a PDF file as LibreOffice writes it."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def converted(content: bytes, suffix: str, to: str, folder: Path) -> bytes:
    """A file opened by LibreOffice and saved in another format."""
    source = folder / f"goc.{suffix}"
    source.write_bytes(content)
    command = [
        *(office(), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"),
        *("--convert-to", to, "--outdir", str(folder / "moi"), str(source)),
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=180)
    return (folder / "moi" / f"goc.{to}").read_bytes()
