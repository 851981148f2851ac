"""Documents become the bytes of files, each by the writer of its carrier."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ketnghia_analysis.demo.carriers.open_workbooks import make_open_workbook
from ketnghia_analysis.demo.carriers.packing import packed
from ketnghia_analysis.demo.carriers.texts import make_text
from ketnghia_analysis.demo.carriers.word_documents import make_word
from ketnghia_analysis.demo.carriers.workbooks import make_survey, make_workbook
from ketnghia_analysis.demo.papers import (
    OPEN_WORKBOOK,
    SURVEY,
    TEXT,
    WORD,
    WORKBOOK,
    Document,
)

WRITERS: dict[str, Callable[[Document], bytes]] = {
    WORKBOOK: make_workbook,
    OPEN_WORKBOOK: make_open_workbook,
    TEXT: make_text,
    WORD: make_word,
    SURVEY: make_survey,
}


def render(document: Document) -> bytes:
    """The file's bytes; sets `Line.row` of every line to the row the sheet shows."""
    return WRITERS[document.carrier](document) if document.spoilt is None else document.spoilt


def render_all(documents: Iterable[Document]) -> dict[str, bytes]:
    """All files by path below data/raw; what lies in one archive is packed into it."""
    files: dict[str, bytes] = {}
    archives: dict[str, dict[str, bytes]] = {}
    for document in documents:
        content = render(document)
        if document.archive:
            inner = document.path.removeprefix(f"{document.archive}/")
            archives.setdefault(document.archive, {})[inner] = content
        else:
            files[document.path] = content
    return files | {path: packed(members) for path, members in archives.items()}
