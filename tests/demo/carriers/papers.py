"""Small papers for tests of writers."""

from __future__ import annotations

from typing import Any

from ketnghia_analysis.demo.papers import Document, Group, Head, Line, Paper, Sheet

NAME = Head("hamlet_name", "Thôn")
POOR, RATE = Head("poor", "Số hộ", "Hộ nghèo"), Head("rate", "Tỷ lệ (%)", "Hộ nghèo")


def paper(heads: list[Head], *rows: dict[str, Any], **more: Any) -> Paper:
    """A paper with one group of lines."""
    lines = [Line(dict(row), (number,)) for number, row in enumerate(rows)]
    return Paper("t", heads, [Group("", lines)], **more)


def document(path: str, *papers: Paper, carrier: str, letters: str = "utf-8") -> Document:
    """A document with a sheet for each paper."""
    sheets = [Sheet(f"Biểu {number}", [one]) for number, one in enumerate(papers, start=1)]
    return Document(path, sheets, carrier=carrier, letters=letters)
