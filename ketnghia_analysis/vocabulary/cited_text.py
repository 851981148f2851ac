"""Texts whose figures carry a reference: the reader sees the figure, a click can lead on."""

from __future__ import annotations

import re
from typing import NamedTuple

_OPEN, _BETWEEN, _CLOSE = "\ue000", "\ue001", "\ue002"
"""Letters of Unicode's private area, which no Vietnamese text uses."""
_CITED = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_BETWEEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")


class Piece(NamedTuple):
    """A part of a text.

    Attributes:
        text: as it is read.
        reference: of the figure that it is; empty for plain words.
    """

    text: str
    reference: str


def cite(reference: str, text: str) -> str:
    """A figure as part of a text, with its reference inside."""
    return f"{_OPEN}{reference}{_BETWEEN}{text}{_CLOSE}"


def pieces(text: str) -> list[Piece]:
    """The parts of a text in their order, figures apart from the words around them."""
    found, at = [], 0
    for match in _CITED.finditer(text):
        if match.start() > at:
            found.append(Piece(text[at : match.start()], ""))
        found.append(Piece(match[2], match[1]))
        at = match.end()
    if at < len(text):
        found.append(Piece(text[at:], ""))
    return found


def plain(text: str) -> str:
    """The text as it is read, without references."""
    return _CITED.sub(r"\2", text)


def references(text: str) -> list[str]:
    """References of a text's figures in their order."""
    return [match[1] for match in _CITED.finditer(text)]
