"""The generated pages of docs/: written from the code, stale ones found out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ketnghia_analysis.demo.page import demo_page
from ketnghia_analysis.measures.catalogue import measures_page
from ketnghia_analysis.runs.publish import write_all
from ketnghia_analysis.vocabulary.dictionary import data_dictionary

PAGES: dict[str, Callable[[], str]] = {
    "data_dictionary.md": data_dictionary,
    "measures.md": measures_page,
    "demo_faults.md": demo_page,
}
"""Generated pages by file name."""


def write_pages(docs: Path) -> list[Path]:
    """Write all generated pages; returns their paths.

    Raises:
        CannotWrite: no permission or disk full.
    """
    write_all(docs, {name: page().encode() for name, page in PAGES.items()})
    return [docs / name for name in PAGES]


def stale_pages(docs: Path) -> list[Path]:
    """Generated pages that are missing or not what the code would write now."""
    return [
        docs / name
        for name, page in PAGES.items()
        if not (docs / name).is_file() or (docs / name).read_bytes() != page().encode()
    ]
