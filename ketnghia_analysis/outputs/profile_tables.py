"""Short tables of the profiles of communes and hamlets: what fits two pages."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

import pandas as pd

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.figures import reference_to
from ketnghia_analysis.evaluation.privacy import HIDDEN, HIDDEN_NOTE, HIDDEN_TEXT, KNOWN, MISSING
from ketnghia_analysis.measures.indicators import INDICATORS
from ketnghia_analysis.outputs.map_facts import MapFacts
from ketnghia_analysis.outputs.report_sections import KEY_INDICATORS
from ketnghia_analysis.outputs.tables import ReportTable
from ketnghia_analysis.vocabulary.codes import (
    COMMITMENT_STATES,
    DIFFICULTY_GROUPS,
    LEVELS,
    PAIRING_ROLES,
    UNITS,
)
from ketnghia_analysis.vocabulary.wording import Written, range_vi

_INDICATORS, _PAIRINGS, _COMMITMENTS, _DIFFICULTIES, _HAMLETS = 14, 4, 5, 4, 12
"""Most rows of each table."""
_LETTERS = 72
"""Most letters of a free text in a cell: two lines."""


def district_medians(shown: MapFacts) -> pd.DataFrame:
    """What is typical of the district's hamlets, a row a year up to the map's, by indicator."""
    typical = {one.year: one.typical for one in shown.years if one.year <= shown.shown}
    return pd.DataFrame(typical).T.reindex(columns=list(INDICATORS))


def hamlet_indicators(facts: YearFacts, hamlet: str, medians: pd.DataFrame) -> ReportTable:
    """Indicators of a hamlet: the year before, the year, the district's median; small ones hidden.

    Args:
        facts: of the year.
        hamlet: its id.
        medians: see `district_medians`.
    """
    states = facts.hamlets.states.loc[hamlet]
    names = _chosen([name for name in INDICATORS if states[name] != MISSING])
    history = facts.hamlets.history
    before = (hamlet, facts.year - 1)
    earlier = [history.at[before, name] if before in history.index else None for name in names]
    now = [
        HIDDEN_TEXT if states[name] == HIDDEN else facts.hamlets.values.at[hamlet, name]
        for name in names
    ]
    cited = {
        f"Năm {year}": [
            reference_to(facts, "hamlet_indicator", hamlet=hamlet, indicator=name, survey=str(year))
            for name in names
        ]
        for year in (facts.year - 1, facts.year)
    }
    typical = [medians[name].get(facts.year) for name in names]
    return _indicators(facts, names, earlier, now, typical, "Trung vị các thôn", cited)


def commune_indicators(facts: YearFacts, shown: MapFacts, commune: str) -> ReportTable:
    """Rates of a commune: the year before, the year, the median of the district's communes."""
    year = shown.of_year(facts.year)
    states = year.commune_states.loc[commune]
    names = _chosen([str(name) for name in states.index if states[name] != MISSING])
    rows = [one.commune_values for one in shown.years if one.year == facts.year - 1]
    earlier = [
        rows[0].at[commune, name] if rows and commune in rows[0].index else None for name in names
    ]
    now = [
        year.commune_values.at[commune, name] if states[name] == KNOWN else HIDDEN_TEXT
        for name in names
    ]
    typical = [year.commune_values[name].median() for name in names]
    cited = {
        f"Năm {facts.year}": [
            reference_to(facts, "commune_rate", commune=commune, indicator=name) for name in names
        ]
    }
    return _indicators(facts, names, earlier, now, typical, "Trung vị các xã", cited)


def _chosen(known: Sequence[str]) -> list[str]:
    """The most telling indicators first, as many as there is room for."""
    key = [name for name in KEY_INDICATORS if name in known]
    return [*key, *(name for name in known if name not in key)][:_INDICATORS]


def _indicators(
    facts: YearFacts,
    names: Sequence[str],
    earlier: Sequence[object],
    now: Sequence[object],
    typical: Sequence[object],
    group: str,
    cited: dict[str, list[str]],
) -> ReportTable:
    cards = [INDICATORS[name] for name in names]
    before, this = f"Năm {facts.year - 1}", f"Năm {facts.year}"
    frame = pd.DataFrame(
        {
            "Chỉ số": [f"{card.heading} ({UNITS[card.unit][0]})" for card in cards],
            before: pd.Series(earlier, dtype=object),
            this: pd.Series(now, dtype=object),
            group: pd.Series(typical, dtype="float64"),
        }
    )
    notes = ["Dấu – : không có số công bố."]
    if HIDDEN_TEXT in list(now):
        notes.append(f"{HIDDEN_NOTE}.")
    rounds = facts.register["survey_rounds"].set_index("year")["poverty_standard"]
    standards = {str(rounds.get(year)) for year in (facts.year - 1, facts.year)}
    if any(card.comparable_within for card in cards) and len(standards) > 1:
        notes.append("Chuẩn nghèo đã thay đổi, chỉ số nghèo của hai năm không so sánh được.")
    shown = dict.fromkeys([before, this, group], Written.ONE_DECIMAL)
    return ReportTable(
        "profile_indicators", "Chỉ số chính", frame, shown, " ".join(notes), "–", cited
    )


def pairings_rows(own: YearFacts) -> ReportTable:
    """Pairings of a place with their points and level, best first."""
    rows = own.pairings.sort_values(["role", "points_low"], ascending=[True, False])
    frame = pd.DataFrame(
        {
            "Cơ quan": rows["agency"],
            "Vai trò": rows["role"].map(PAIRING_ROLES.titles),
            "Điểm": _points(rows),
            "Mức": rows["level"].map(LEVELS.labels),
        }
    )
    cited = [reference_to(own, "pairing_points", pairing=str(one)) for one in rows.index]
    title = "Kết quả kết nghĩa"
    table = ReportTable("profile_pairings", title, frame, {}, references={"Điểm": cited})
    return table.head(_PAIRINGS)


def hamlets_rows(own: YearFacts) -> ReportTable:
    """Hamlets of a commune: paired ones first, with agency, points of the lead and level."""
    rows = own.hamlets.described.sort_values(["paired", "name"], ascending=[False, True])
    pairs = own.pairings.sort_values(["role", "agency"])
    leads = pairs.drop_duplicates("hamlet_id")
    points = pd.Series(_points(leads), index=pd.Index(leads["hamlet_id"]), dtype="str")
    frame = pd.DataFrame(
        {
            "Thôn": rows["name"],
            "Cơ quan kết nghĩa": [
                shorten(str(one), _LETTERS, placeholder=" …") if isinstance(one, str) else "–"
                for one in rows["agencies"]
            ],
            "Điểm": rows.index.map(points),
            "Mức": rows["level"].map(LEVELS.labels),
            "Khó khăn đang tồn": rows["open_difficulties"],
        }
    )
    cited = [reference_to(own, "hamlet_difficulties", hamlet=str(one)) for one in rows.index]
    shown = {"Khó khăn đang tồn": Written.WHOLE}
    told = {"Khó khăn đang tồn": cited}
    title = "Các thôn của xã"
    table = ReportTable("profile_hamlets", title, frame, shown, missing="–", references=told)
    return table.head(_HAMLETS)


def commitments_rows(own: YearFacts) -> ReportTable:
    """Commitments of a place, the overdue ones first."""
    rows = own.commitments.sort_values(
        ["days_overdue", "deadline"], ascending=[False, True], na_position="last"
    )
    frame = pd.DataFrame(
        {
            "Cơ quan": rows["agency"],
            "Nội dung": _cut(rows["content"]),
            "Thời hạn": rows["deadline"],
            "Trạng thái": rows["state"].map(COMMITMENT_STATES.titles),
        }
    )
    title = "Nội dung đăng ký và kết quả"
    shown = {"Thời hạn": Written.DATE}
    return ReportTable("profile_commitments", title, frame, shown, missing="–").head(_COMMITMENTS)


def difficulties_rows(own: YearFacts) -> ReportTable:
    """Open difficulties of a place, the oldest first."""
    rows = own.difficulties[own.difficulties["open"]].sort_values("raised_on")
    frame = pd.DataFrame(
        {
            "Thôn": rows["hamlet"],
            "Nhóm": rows["group"].map(DIFFICULTY_GROUPS.titles),
            "Nội dung": _cut(rows["content"]),
            "Nêu ngày": rows["raised_on"],
            "Hạn giải quyết": rows["due_on"],
        }
    )
    shown = {"Nêu ngày": Written.DATE, "Hạn giải quyết": Written.DATE}
    title = "Khó khăn, bức xúc đang tồn"
    table = ReportTable("profile_difficulties", title, frame, shown, missing="–")
    return table.head(_DIFFICULTIES)


def _points(rows: pd.DataFrame) -> list[str]:
    ends = zip(rows["points_low"], rows["points_high"], strict=True)
    return [range_vi(low, high, 1) for low, high in ends]


def _cut(texts: pd.Series) -> pd.Series:
    """Free texts that fill at most two lines of a cell."""
    return texts.map(
        lambda one: shorten(one, _LETTERS, placeholder=" …") if isinstance(one, str) else one
    )
