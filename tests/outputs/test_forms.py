from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from ketnghia_analysis.outputs.forms import FORMS, PARTS, DocumentForm, form_for
from ketnghia_analysis.vocabulary.errors import DataFault


@pytest.mark.parametrize(
    ("kind", "day", "source"),
    [
        ("party", date(2018, 4, 3), "36-HD/VPTW"),
        ("party", date(2026, 1, 8), "36-HD/VPTW"),
        ("party", date(2026, 1, 9), "399-QĐ/TW"),
        ("party", date(2030, 1, 1), "399-QĐ/TW"),
        ("state", date(2020, 3, 5), "30/2020/NĐ-CP"),
        ("state", date(2026, 11, 1), "30/2020/NĐ-CP"),
    ],
)
def test_the_form_is_that_of_the_day_of_issue(kind: str, day: date, source: str) -> None:
    assert source in form_for(kind, day).source


@pytest.mark.parametrize(
    ("kind", "day"), [("party", date(2018, 4, 2)), ("state", date(2019, 1, 1))]
)
def test_a_day_before_all_forms_is_refused_with_the_first_day_that_has_one(
    kind: str, day: date
) -> None:
    with pytest.raises(DataFault, match="chưa có thể thức"):
        form_for(kind, day)


def test_forms_of_a_kind_follow_each_other_without_gap() -> None:
    party = [form for form in FORMS if form.kind == "party"]
    for earlier, later in pairwise(party):
        assert earlier.valid_to is not None
        assert (later.valid_from - earlier.valid_to).days == 1


def test_measures_that_were_not_compared_with_the_source_say_so() -> None:
    assert "chưa đối chiếu" in form_for("party", date(2026, 2, 1)).unverified


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.source)
def test_every_part_is_declared_within_what_the_rule_allows(form: DocumentForm) -> None:
    assert set(form.parts) == set(PARTS)
    for lettering in form.parts.values():
        least, most = lettering.allowed
        assert least <= lettering.points <= most
    for margin in (form.top, form.bottom, form.left, form.right):
        least, most = margin.allowed
        assert least <= margin.mm <= most
    # both halves of the head fill the line
    assert sum(form.head_columns_mm) == 210 - form.left.mm - form.right.mm


@pytest.mark.parametrize(
    ("text", "party", "state"),
    [
        ("K/T TRƯỞNG BAN", "K/T TRƯỞNG BAN", "KT. TRƯỞNG BAN"),
        ("KT. TRƯỞNG BAN", "K/T TRƯỞNG BAN", "KT. TRƯỞNG BAN"),
        ("kt TRƯỞNG PHÒNG", "K/T TRƯỞNG PHÒNG", "KT. TRƯỞNG PHÒNG"),
        ("T/M BAN THƯỜNG VỤ", "T/M BAN THƯỜNG VỤ", "TM. BAN THƯỜNG VỤ"),
        ("TL. CHỦ TỊCH", "T/L CHỦ TỊCH", "TL. CHỦ TỊCH"),
        ("TRƯỞNG PHÒNG", "TRƯỞNG PHÒNG", "TRƯỞNG PHÒNG"),
        ("", "", ""),
    ],
)
def test_signing_for_another_is_spelt_as_the_form_does(text: str, party: str, state: str) -> None:
    day = date(2024, 12, 14)
    assert form_for("party", day).signed_for(text) == party
    assert form_for("state", day).signed_for(text) == state
