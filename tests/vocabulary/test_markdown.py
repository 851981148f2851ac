"""Tables in Markdown."""

from __future__ import annotations

import pytest

from ketnghia_analysis.vocabulary.markdown import GENERATED, markdown_table


def test_a_table_has_a_line_below_its_headings():
    assert markdown_table(("A", "B"), [("x", 1), ("", None)]) == (
        "| A | B |\n| --- | --- |\n| x | 1 |\n|  | None |"
    )


def test_a_table_without_rows_is_its_headings():
    assert markdown_table(["A"], []) == "| A |\n| --- |"


@pytest.mark.parametrize(("cell", "shown"), [("a|b", "a\\|b"), ("a\nb", "a b")])
def test_bars_and_line_breaks_stay_within_their_cell(cell, shown):
    assert markdown_table(["A"], [[cell]]).splitlines()[2:] == [f"| {shown} |"]


def test_generated_pages_say_so_in_a_comment():
    assert GENERATED.startswith("<!--")
    assert GENERATED.endswith("-->")
