from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from playwright.sync_api import Browser

from ketnghia_analysis.runs.run_index import STATES, IndexLine, index_page
from tests.browser import Watch


def _line(number: int, state: str, told: str = "") -> IndexLine:
    place = f"n/2024/agency_id=CQ{number:02}"
    links = (f"{place}/n.html", f"{place}/n.ipynb", f"{place}/run.json")
    heading = f"Báo cáo – Phòng {number}, năm 2024"
    return IndexLine(place, heading, state, told, links, "2026-11-25T17:00:00+00:00", 1.25)


LINES = [
    _line(1, "done"),
    _line(2, "failed", "ô số 3 báo lỗi <script>alert(1)</script>"),
    _line(3, "left"),
    _line(4, "old"),
    _line(5, "done"),
]


class _Rows(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.states: list[str] = []
        self.links: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "tr" and "data-state" in found:
            self.states.append(found["data-state"] or "")
        if tag == "a":
            self.links.append(found["href"] or "")
        self.scripts += tag == "script"


def test_failed_runs_come_first_and_what_they_say_is_escaped() -> None:
    rows = _Rows()
    rows.feed(index_page(LINES, 12.0))
    assert rows.states == ["failed", "left", "old", "done", "done"]
    assert rows.scripts == 1
    assert "n/2024/agency_id%3DCQ01/n.html" in rows.links
    assert not [link for link in rows.links if link.endswith("run.json")]


def test_the_summary_counts_each_state() -> None:
    page = index_page(LINES, 12.0)
    assert "5 lần chạy (lỗi: 1; chưa chạy: 1; kết quả cũ: 1; đã xong: 2)" in page
    assert all(name in page for name in STATES.values())


def test_an_empty_batch_has_a_page() -> None:
    assert "0 lần chạy (không có)" in index_page([], 0.0)


def test_the_page_is_searched_without_tones_and_asks_nothing_from_the_network(
    browser: Browser, tmp_path: Path
) -> None:
    place = tmp_path / "index.html"
    place.write_text(index_page(LINES, 12.0), encoding="utf-8")
    page = browser.new_page()
    watch = Watch(page)
    page.goto(place.as_uri())
    shown = page.locator("#rows tr:visible")
    assert shown.count() == 5
    page.fill("#wanted", "bao loi")
    assert shown.count() == 1
    page.fill("#wanted", "phong cq05")
    assert shown.count() == 1
    page.fill("#wanted", "")
    page.select_option("#state", "done")
    assert shown.count() == 2
    assert "Hiện 2 trong 5" in page.inner_text("#shown")
    assert watch.messages == []
    assert watch.asked_outside == []
