"""Data in a page: plain JSON while it is small, packed columns when it is big."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import numpy as np

from ketnghia_analysis.outputs.offline_figure import Verbatim, data_element

SMALL = 60_000
"""Letters of JSON up to which data stays readable in the page."""
_WIDTHS = (np.int8, np.int16, np.int32)


def packed_element(element_id: str, data: Any, small: int = SMALL) -> Verbatim:
    """Data for a page's script: a tree of dicts, lists, texts, numbers and whole-number arrays.

    Small data is JSON. Big data is JSON whose arrays stand behind it as bytes, all compressed and
    in base64: arrays of 32 bits as differences, byte planes apart, since neighbours are alike. The
    same data always gives the same bytes. `unpack.js` reads both.

    Args:
        element_id: of the element that holds the data.
        data: the tree; numpy arrays must be one-dimensional and of whole numbers.
        small: letters of JSON up to which it is not compressed.

    Raises:
        ValueError: a number is not finite, or an array holds other than whole numbers.
    """
    if _count(data) <= small:
        plain = data_element(element_id, _plain(data))
        if len(plain.text) <= small:
            return plain
    content = base64.b64encode(_packed(data)).decode("ascii")
    return Verbatim(f'<script type="application/octet-stream" id="{element_id}">{content}</script>')


def _count(data: Any) -> int:
    """About how many letters the data takes at least."""
    if isinstance(data, dict):
        return sum(_count(one) for one in data.values())
    if isinstance(data, list | tuple):
        return sum(_count(one) for one in data[:2000]) if len(data) < 2000 else len(data)
    return len(data) if isinstance(data, np.ndarray) else 1


def _plain(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _plain(one) for key, one in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(one) for one in data]
    return _whole(data).tolist() if isinstance(data, np.ndarray) else data


def _packed(data: Any) -> bytes:
    blocks: list[bytes] = []
    length = 0

    def walk(part: Any) -> Any:
        nonlocal length
        if isinstance(part, dict):
            return {key: walk(one) for key, one in part.items()}
        if isinstance(part, list | tuple):
            return [walk(one) for one in part]
        if not isinstance(part, np.ndarray):
            return part
        kind, block = _block(part)
        blocks.append(block)
        length += len(block)
        return {"$": [kind, length - len(block), len(part)]}

    text = json.dumps(walk(data), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    head = text.encode("utf-8")
    whole = b"".join([len(head).to_bytes(4, "little"), head, *blocks])
    return gzip.compress(whole, compresslevel=9 if len(whole) < 2_000_000 else 6, mtime=0)


def _whole(values: np.ndarray) -> np.ndarray:
    if values.dtype.kind not in "iub":
        raise ValueError(f"only whole numbers can be packed, not {values.dtype}")
    return values


def _block(values: np.ndarray) -> tuple[str, bytes]:
    wide = _whole(values).astype(np.int64)
    low, high = (int(wide.min()), int(wide.max())) if len(wide) else (0, 0)
    for width in _WIDTHS[:2]:
        if np.iinfo(width).min <= low and high <= np.iinfo(width).max:
            return f"i{np.dtype(width).itemsize}", wide.astype(
                f"<i{np.dtype(width).itemsize}"
            ).tobytes()
    if low < np.iinfo(np.int32).min or high > np.iinfo(np.int32).max:
        raise ValueError("a number is too large to be packed")
    # differences wrap around, and so do the sums that undo them
    steps = np.diff(wide, prepend=0).astype(np.uint32)
    planes = steps.astype("<u4").view(np.uint8).reshape(-1, 4).T
    return "d4", np.ascontiguousarray(planes).tobytes()
