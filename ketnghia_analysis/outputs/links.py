"""Figures on a web page lead to the place that tells where they come from."""

from __future__ import annotations

import hashlib
import re
from html import escape

from ketnghia_analysis.vocabulary.cited_text import pieces


def anchor(reference: str) -> str:
    """Name of a figure's place in the list of sources; short, so that pages stay small."""
    return f"n{hashlib.sha256(reference.encode()).hexdigest()[:10]}"


def linked(text: str) -> str:
    """A cited text as HTML, each figure a link to its sources; all of it escaped."""
    return "".join(
        link(piece.reference, piece.text) if piece.reference else escape(piece.text)
        for piece in pieces(text)
    )


def link(reference: str, text: str) -> str:
    """A figure as a link to its sources."""
    return f'<a class="figure" href="#{anchor(reference)}">{escape(text)}</a>'


_LINK = re.compile(r'<a class="figure" href="#(n[0-9a-f]{10})">(.*?)</a>')


def without_dead_links(html: str) -> str:
    """A page whose figures are links only where it tells their sources."""
    places = set(re.findall(r'id="(n[0-9a-f]{10})"', html))
    return _LINK.sub(lambda link: link[0] if link[1] in places else link[2], html)
