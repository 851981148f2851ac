"""Archives (.zip) become the files in them; nothing of them is ever written to the disk."""

from __future__ import annotations

import io
import re
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from ketnghia_analysis.intake.limits import LIMITS, Limits, Refused, check_members
from ketnghia_analysis.intake.readers import is_archive

_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Member:
    """A file in an archive.

    Attributes:
        name: its path within the archive, with "/"; for an archive in it, the whole way.
        content: its bytes; empty where there is a problem.
        problem: code of `reasons.HELD`.
    """

    name: str
    content: bytes
    problem: str = ""


def members(content: bytes, limits: Limits = LIMITS, depth: int = 1) -> Iterator[Member]:
    """Files of an archive, those of archives in it too.

    Args:
        content: the archive.
        limits: what it may cost; an archive of archives as a whole.
        depth: 1 for the archive that came.

    Raises:
        Refused: "too_large" before the first file; "unreadable_file" for what is no archive.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refused("unreadable_file") from error
    with archive:
        files = [member for member in archive.infolist() if not member.is_dir()]
        check_members(files, limits)
        if not files:
            raise Refused("empty_file")
        names: set[str] = set()
        for file in files:
            name = _unlike(_name(file), names)
            names.add(name)
            yield from _member(archive, file, name, limits, depth)


def _member(
    archive: zipfile.ZipFile, file: zipfile.ZipInfo, name: str, limits: Limits, depth: int
) -> Iterator[Member]:
    if _is_unsafe(file):
        yield Member(name, b"", "unsafe_path")
        return
    if file.flag_bits & _ENCRYPTED:
        yield Member(name, b"", "encrypted_file")
        return
    try:
        content = archive.read(file)
    # whatever a broken archive makes the library stumble over
    except Exception:
        yield Member(name, b"", "unreadable_file")
        return
    if not is_archive(content):
        yield Member(name, content)
    elif depth >= limits.depth:
        yield Member(name, content, "too_large")
    else:
        try:
            for inner in members(content, limits, depth + 1):
                yield Member(f"{name}/{inner.name}", inner.content, inner.problem)
        except Refused as refused:
            yield Member(name, content, refused.reason)


def _name(file: zipfile.ZipInfo) -> str:
    """Name of a file: programs that forget to say so write UTF-8 as well."""
    name = file.filename
    if not file.flag_bits & _UTF8_NAME:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = file.filename
    # programs on Windows write their own separator
    name = _CONTROL.sub("_", unicodedata.normalize("NFC", name).replace("\\", "/"))
    return "/".join(part for part in name.split("/") if part not in ("", ".")) or "_"


def _unlike(name: str, names: set[str]) -> str:
    """The name, with a number where another file of the archive has it."""
    number, tried = 1, name
    while tried in names:
        number += 1
        tried = f"{name} ({number})"
    return tried


def _is_unsafe(file: zipfile.ZipInfo) -> bool:
    """Whether a path leads out of the archive, or the file is a link to another place."""
    # the library cuts a name at a NUL byte; the name as stored has it
    name = file.orig_filename.replace("\\", "/")
    return (
        name.startswith("/")
        or "\0" in name
        or _DRIVE.match(name) is not None
        or ".." in name.split("/")
        or stat.S_ISLNK(file.external_attr >> 16)
    )
