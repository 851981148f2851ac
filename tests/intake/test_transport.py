from __future__ import annotations

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.intake.grids import BadCell, Grid, LegacyText, Span
from ketnghia_analysis.intake.transport import packed, unpacked

VALUES = st.one_of(
    st.text(),
    st.integers(),
    st.floats(allow_nan=False),
    st.booleans(),
    st.datetimes(),
    st.builds(BadCell, st.text(), st.text()),
)
ROWS = st.dictionaries(
    st.integers(1, 10**6), st.dictionaries(st.integers(0, 50), VALUES, min_size=1), max_size=5
)


@given(st.lists(ROWS, max_size=3), st.sampled_from(["", "empty_file"]))
def test_grids_arrive_as_they_were_sent(sheets: list[dict], problem: str) -> None:  # type: ignore[type-arg]
    grids = [Grid(f"A{number}", rows) for number, rows in enumerate(sheets)]
    arrived, told = unpacked(packed(grids, problem))
    assert (arrived, told) == (grids, problem)
    for sent, came in zip(grids, arrived, strict=True):
        assert list(sent.rows) == list(came.rows)
        assert [[type(v) for v in row.values()] for row in sent.rows.values()] == [
            [type(v) for v in row.values()] for row in came.rows.values()
        ]


def test_old_letters_and_all_about_a_sheet_arrive() -> None:
    text = LegacyText("Mẫu", "MÉu", "TCVN3")
    grid = Grid(
        "A",
        {1: {0: text, 2: "x"}, 2: {0: datetime(2024, 1, 1)}},
        (Span(1, 0, 2, 0),),
        hidden=True,
        hidden_rows=frozenset({2}),
        fonts={(1, 0): ".VnTime"},
        titles=("Biểu 1",),
    )
    (arrived,), _ = unpacked(packed([grid], ""))
    assert arrived == grid
    assert (arrived.rows[1][0].written, arrived.rows[1][0].charset) == ("MÉu", "TCVN3")
