"""Zip packages that are the same byte for byte whenever they are made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_MADE_AT = (2025, 12, 15, 8, 0, 0)


def packed(members: Mapping[str, bytes], compressed: bool = True) -> bytes:
    """A zip archive of members by path, in their order; the type of a package stays readable."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in members.items():
            member = zipfile.ZipInfo(name, _MADE_AT)
            # the system that made it would be written otherwise
            member.create_system = 3
            member.external_attr = 0o644 << 16
            stored = name == "mimetype" or not compressed
            method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(member, data, method)
    return content.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """Members of a zip archive by path."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
