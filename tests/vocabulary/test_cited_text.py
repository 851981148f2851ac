from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ketnghia_analysis.vocabulary.cited_text import cite, pieces, plain, references

TEXTS = st.text(st.characters(exclude_characters="\ue000\ue001\ue002", exclude_categories=("Cs",)))


def test_a_cited_figure_reads_like_any_other_text() -> None:
    text = f"Có {cite('2024/a', '1.234')} thôn, {cite('2024/b', '56')} xã."
    assert plain(text) == "Có 1.234 thôn, 56 xã."
    assert references(text) == ["2024/a", "2024/b"]
    assert [piece.reference for piece in pieces(text)] == ["", "2024/a", "", "2024/b", ""]


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=5))
def test_nothing_is_lost_between_the_pieces(parts: list[tuple[str, str, str]]) -> None:
    text = "".join(before + cite(reference, shown) for before, reference, shown in parts)
    said = "".join(before + shown for before, _, shown in parts)
    assert plain(text) == said
    assert "".join(piece.text for piece in pieces(text)) == said
    assert references(text) == [reference for _, reference, _ in parts]


@given(TEXTS)
def test_a_text_without_figures_is_one_piece(text: str) -> None:
    assert plain(text) == text
    assert references(text) == []
