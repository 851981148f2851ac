"""Text files with separators, in the character sets of yesterday and today."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata

from ketnghia_analysis.demo.layout import lay_out_list
from ketnghia_analysis.demo.papers import Document
from ketnghia_analysis.vocabulary.legacy_letters import TCVN3, TONES, VNI

_FONTS = {TCVN3.name: TCVN3, VNI.name: VNI}


def make_text(document: Document) -> bytes:
    """The one paper of a document; tabs stand between the fields of a .tsv file."""
    paper = document.sheets[0].papers[0]
    lay_out_list(paper)
    separator = "\t" if document.path.endswith(".tsv") else ";"
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerow([head.heading for head in paper.heads])
    for line in paper.lines:
        writer.writerow([line.cells.get(head.name) for head in paper.heads])
    return encoded(text.getvalue(), document.letters)


def encoded(text: str, letters: str) -> bytes:
    """Text in a character set: a codec of Python, "TCVN3" or "VNI"."""
    if letters in _FONTS:
        return _FONTS[letters].encode(text).encode("cp1252")
    if letters == "cp1258":
        return _with_marks_behind(text).encode("cp1258")
    if letters == "utf-16":
        # the codec of that name would follow the machine's order of bytes
        return codecs.BOM_UTF16_LE + text.encode("utf-16-le")
    return text.encode(letters)


def _with_marks_behind(text: str) -> str:
    """Letters as Windows-1258 has them: with circumflex, breve or horn, then the tone mark."""
    letters = []
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in parts if mark in TONES)
        rest = "".join(mark for mark in parts if mark not in TONES)
        letters.append(unicodedata.normalize("NFC", rest) + tones)
    return "".join(letters)
