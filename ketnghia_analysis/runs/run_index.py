"""The page that lists all runs of a batch: failed ones first, with search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from importlib.resources import files
from urllib.parse import quote

from ketnghia_analysis.vocabulary.wording import number_vi

STATES = {
    "failed": "Lỗi",
    "left": "Chưa chạy",
    "old": "Kết quả cũ",
    "done": "Đã xong",
}
"""Names of states, in the order in which the page shows them."""
_KINDS = {".html": "Trang", ".ipynb": "Sổ tay"}


@dataclass(frozen=True)
class IndexLine:
    """A run on the page.

    Attributes:
        place: its folder below the page.
        heading: what it is about.
        state: one of `STATES`.
        told: why it failed; "" otherwise.
        links: its files, as seen from the page.
        finished: moment, ISO 8601; "" where it was never run.
        seconds: it took; None where that is not known.
    """

    place: str
    heading: str
    state: str
    told: str
    links: tuple[str, ...]
    finished: str
    seconds: float | None


def index_page(lines: Sequence[IndexLine], seconds: float) -> str:
    """The page: one file, which asks nothing from the network.

    Args:
        lines: all runs.
        seconds: the batch took this time.
    """
    order = list(STATES)
    counts = Counter(line.state for line in lines)
    ordered = sorted(lines, key=lambda line: order.index(line.state))
    told = "; ".join(
        f"{STATES[state].lower()}: {number_vi(counts[state])}" for state in order if counts[state]
    )
    page = files("ketnghia_analysis.runs") / "index_page.html"
    parts = {
        "{{summary}}": escape(
            f"{number_vi(len(lines))} lần chạy ({told or 'không có'}); "
            f"lần này mất {number_vi(seconds)} giây."
        ),
        "{{choices}}": "".join(
            f'<option value="{state}">{escape(name)} ({number_vi(counts[state])})</option>'
            for state, name in STATES.items()
            if counts[state]
        ),
        "{{rows}}": "\n".join(_row(line) for line in ordered),
    }
    text = page.read_text(encoding="utf-8")
    for mark, content in parts.items():
        text = text.replace(mark, content)
    return text


def _row(line: IndexLine) -> str:
    links = " ".join(
        f'<a href="{escape(quote(link))}">{name}</a>'
        for ending, name in _KINDS.items()
        for link in line.links
        if link.endswith(ending)
    )
    made = f"{datetime.fromisoformat(line.finished):%d/%m/%Y %H:%M}" if line.finished else "–"
    took = number_vi(line.seconds, 1) if line.seconds is not None else "–"
    why = f'<p class="why">{escape(line.told)}</p>' if line.told else ""
    return (
        f'<tr data-state="{line.state}"><td class="state {line.state}">{STATES[line.state]}</td>'
        f"<td>{escape(line.heading)}{why}<small>{escape(line.place)}</small></td>"
        f"<td>{links or '–'}</td><td>{made}</td><td class='number'>{took}</td></tr>"
    )
