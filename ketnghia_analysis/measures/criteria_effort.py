"""Criteria A to C: responsibility, coordination, knowing the hamlet."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.measures.criteria import (
    Share,
    count_by_agency,
    count_by_pairing,
    counted,
    criterion,
    meetings_by_pairing,
    said,
)
from ketnghia_analysis.measures.timeliness import is_closed
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.vocabulary.hamlet_figures import FIGURES


@criterion("A1", "Quán triệt, có kế hoạch năm đúng hạn", "L4")
def briefing_and_plan(year: YearInput) -> Share:
    """Half for a briefing in the year, half for a yearly plan signed by its due day."""
    rows = year.of_year("briefings")
    targets = year.rules.targets
    received = year.received("briefings", by_agency=True)
    held = year.held("briefings")
    first_days = year.pairings["valid_from"] + pd.Timedelta(days=targets.plan_days_after_start)
    due = first_days.clip(lower=pd.Timestamp(targets.plan_day.in_year(year.window.year)))
    signed = rows.groupby("agency_id")["plan_signed_on"].min()
    # not `map`, which fails on an empty series of dates
    plan = signed.reindex(year.pairings["agency_id"]).set_axis(year.pairings.index)
    briefed = count_by_agency(year, rows) > 0
    planned = plan.notna() & (plan <= due)
    low = 0.5 * briefed + 0.5 * planned
    possible = held > 0
    high = (0.5 * (briefed | possible) + 0.5 * (planned | possible)).where(received, 1.0)
    texts = [
        _plan_text(bool(received[one]), bool(briefed[one]), plan[one], due[one])
        for one in year.pairings.index
    ]
    return Share(low, high, said(texts, year.pairings.index))


def _plan_text(received: bool, briefed: bool, plan: pd.Timestamp, due: pd.Timestamp) -> str:
    if not received:
        return "chưa nhận số liệu"
    first = "có quán triệt" if briefed else "không quán triệt"
    if pd.isna(plan):
        return f"{first}; không có kế hoạch năm"
    late = "đúng hạn" if plan <= due else "quá hạn"
    return f"{first}; kế hoạch ngày {plan:%d/%m/%Y} ({late}, hạn {due:%d/%m/%Y})"


@criterion("A2", "Phân công rõ trách nhiệm từng CBCCVC", "L4")
def duties_assigned(year: YearInput) -> Share:
    """Officials with a written duty divided by all officials of the agency."""
    rows = year.of_year("officer_duties")
    assigned = rows[rows["duty"].notna()].drop_duplicates(["agency_id", "officer_id"])
    done = count_by_agency(year, assigned)
    unsure = year.held("officer_duties")
    staff = year.pairings["officers"].astype("Float64")
    received = year.received("officer_duties", by_agency=True) & staff.notna()
    low = (done / staff).clip(upper=1.0).where(received, 0.0).astype("float64")
    high = ((done + unsure) / staff).clip(upper=1.0).where(received, 1.0).astype("float64")
    texts = [
        f"{done[one]}/{staff[one]:.0f} người" if received[one] else "chưa nhận số liệu"
        for one in year.pairings.index
    ]
    return Share(low, high, said(texts, year.pairings.index))


@criterion("A3", "Thủ trưởng, cấp phó trực tiếp đến thôn", "L9")
def leader_visits(year: YearInput) -> Share:
    """Activities in the hamlet in which the head or a deputy took part, against the target."""
    rows = year.activities
    went = count_by_pairing(year, rows[rows["leader_present"].fillna(False).astype(bool)])
    blank = count_by_pairing(year, rows[rows["leader_present"].isna()])
    received = year.received("activities", by_agency=True)
    target = year.rules.targets.leader_visits
    return counted(went, blank + year.held("activities"), received, target, "lượt")


@criterion("A4", "Báo cáo đúng hạn", "L8")
def reports_in_time(year: YearInput) -> Share:
    """Reports of the year that came by their due day, against those owed."""
    rows = year.of_year("submitted_reports")
    rows = rows[rows["term"].isin(year.rules.targets.reports)]
    in_time = count_by_agency(year, rows[rows["submitted_on"] <= rows["due_on"]])
    listed = count_by_agency(year, rows)
    owed = listed.clip(lower=1)
    received = year.received("submitted_reports", by_agency=False) & (listed > 0)
    low = (in_time / owed).where(received, 0.0)
    high = ((in_time + year.held("submitted_reports")) / owed).clip(upper=1.0).where(received, 1.0)
    texts = [
        f"{in_time[one]}/{listed[one]} báo cáo đúng hạn" if received[one] else "chưa nhận số liệu"
        for one in year.pairings.index
    ]
    return Share(low, high, said(texts, year.pairings.index))


@criterion("B1", "Phối hợp với Phòng Dân tộc", "L5")
def meetings_with_ethnic_office(year: YearInput) -> Share:
    """Coordination meetings in which the Ethnic Affairs Office took part, against the target."""
    return _meetings(year, "with_ethnic_office", year.rules.targets.meetings_with_ethnic_office)


@criterion("B2", "Phối hợp với UBND xã, thị trấn", "L5")
def meetings_with_commune(year: YearInput) -> Share:
    """Coordination meetings in which the commune's committee took part, against the target."""
    return _meetings(year, "with_commune", year.rules.targets.meetings_with_commune)


def _meetings(year: YearInput, partner: str, target: int) -> Share:
    attended = year.meetings[partner]
    met = meetings_by_pairing(year, attended.fillna(False).astype(bool))
    blank = meetings_by_pairing(year, attended.isna())
    received = year.received("coordination_meetings", by_agency=False)
    unsure = blank + year.held("coordination_meetings")
    return counted(met, unsure, received, target, "cuộc họp")


@criterion("B3", "Thực hiện đồng bộ các nội dung", "L3")
def fields_worked_on(year: YearInput) -> Share:
    """Fields with a finished commitment against fields registered, and conclusions carried out.

    The mean of both shares; only the first where no meeting drew conclusions.
    """
    rows = year.commitments
    fields = rows.groupby("pairing_id")["field"].nunique()
    finished = rows[rows["state"] == "done"].groupby("pairing_id")["field"].nunique()
    index = year.pairings.index
    registered = fields.reindex(index, fill_value=0)
    done = finished.reindex(index, fill_value=0)
    received = year.received("commitments", by_agency=True)
    held = year.held("commitments")
    first_low = (done / registered.clip(lower=1)).where(registered > 0, 0.0)
    first_high = ((done + held) / (registered + held).clip(lower=1)).clip(upper=1.0)
    first_high = first_high.where(received, 1.0)
    drawn, carried = _conclusions(year)
    second = (carried / drawn.clip(lower=1)).clip(upper=1.0)
    low = first_low.where(drawn == 0, (first_low + second) / 2)
    high = first_high.where(drawn == 0, (first_high + second) / 2)
    texts = [
        f"{done[one]}/{registered[one]} lĩnh vực có nội dung hoàn thành"
        + (f"; {carried[one]}/{drawn[one]} kết luận đã thực hiện" if drawn[one] else "")
        if received[one]
        else "chưa nhận số liệu"
        for one in index
    ]
    return Share(low, high, said(texts, index))


def _conclusions(year: YearInput) -> tuple[pd.Series, pd.Series]:
    drawn, carried = [], []
    for pairing in year.pairings.itertuples():
        rows = year.meetings
        own = rows["agency_id"] == pairing.agency_id
        here = rows["hamlet_id"].isna() | (rows["hamlet_id"] == pairing.hamlet_id)
        drawn.append(int(rows.loc[own & here, "conclusions"].sum()))
        carried.append(int(rows.loc[own & here, "conclusions_done"].sum()))
    index = year.pairings.index
    return pd.Series(drawn, index=index), pd.Series(carried, index=index)


@criterion("C1", "Số liệu thôn đủ và đúng kỳ", "L5")
def figures_complete(year: YearInput) -> Share:
    """Figures of the hamlet form that are known, of those that most hamlets gave that year."""
    rows = year.panel
    now = rows[rows.index.get_level_values("year") == year.window.year].droplevel("year")
    names = [figure.name for figure in FIGURES]
    expected = [name for name in names if len(now) and now[name].notna().mean() >= 0.5]
    known = now[expected].notna().sum(axis=1)
    known = year.pairings["hamlet_id"].map(known).fillna(0).astype("int64")
    received = pd.Series(bool(expected), index=year.pairings.index)
    held = year.pairings["hamlet_id"].isin(year.held_hamlets("hamlet_figures"))
    low = (known / max(1, len(expected))).where(received, 0.0)
    high = low.where(received & ~held, 1.0)
    texts = [
        f"{known[one]}/{len(expected)} số liệu" + (", có dòng đang bị giữ lại" if held[one] else "")
        if expected
        else "chưa nhận số liệu khảo sát của năm"
        for one in year.pairings.index
    ]
    return Share(low, high, said(texts, year.pairings.index))


@criterion("C2", "Danh mục khó khăn, bức xúc được cập nhật", "L2, L5")
def difficulties_listed(year: YearInput) -> Share:
    """Half for an entry raised in the year, a quarter each for production and daily life."""
    rows = year.difficulties[year.window.contains(year.difficulties["raised_on"])]
    any_entry = _hamlets_with(year, rows)
    production = _hamlets_with(year, rows[rows["affects"].isin(["production", "both"])])
    living = _hamlets_with(year, rows[rows["affects"].isin(["living", "both"])])
    low = 0.5 * any_entry + 0.25 * production + 0.25 * living
    received = bool((year.blocks["table"] == "difficulties").any())
    blank = _hamlets_with(year, rows[rows["affects"].isna()]) | (year.held("difficulties") > 0)
    high = low.where(~blank, 1.0) if received else pd.Series(1.0, index=low.index)
    counts = year.pairings["hamlet_id"].map(rows["hamlet_id"].value_counts()).fillna(0)
    texts = [
        f"{int(counts[one])} khó khăn nêu trong năm"
        + ("; có sản xuất" if production[one] else "")
        + ("; có sinh hoạt" if living[one] else "")
        if received
        else "chưa nhận số liệu"
        for one in year.pairings.index
    ]
    return Share(low, high, said(texts, year.pairings.index))


def _hamlets_with(year: YearInput, rows: pd.DataFrame) -> pd.Series:
    return year.pairings["hamlet_id"].isin(set(rows["hamlet_id"]))


@criterion("C3", "Chọn nội dung tập trung, có hạn, có chỉ tiêu", "L5, L6")
def focus_linked(year: YearInput) -> Share:
    """Difficulties chosen as focus that a commitment with deadline and target answers.

    Of those open at the start of the year or raised in it; none chosen although some are open earns
    nothing; it does not apply to a hamlet without open difficulty.
    """
    rows = year.difficulties
    window = year.window
    current = (rows["raised_on"] <= pd.Timestamp(window.end)) & ~is_closed(rows, window.start)
    promised = year.tables["commitments"]
    promised = promised[(promised["year"] <= window.year) & promised["target"].notna()]
    linked = set(promised.loc[promised["due_on"].notna(), "difficulty_id"].dropna())
    received = bool((year.blocks["table"] == "difficulties").any())
    low, texts = [], []
    for hamlet in year.pairings["hamlet_id"]:
        own = rows[current & (rows["hamlet_id"] == hamlet)]
        focus = own[own["chosen_as_focus"].fillna(False).astype(bool)]
        answered = int(focus["difficulty_id"].isin(linked).sum())
        low.append(float("nan") if own.empty else answered / max(1, len(focus)))
        texts.append(
            f"{answered}/{len(focus)} nội dung tập trung có cam kết, thời hạn và chỉ tiêu"
            if received
            else "chưa nhận số liệu"
        )
    index = year.pairings.index
    certain = pd.Series(low, index=index)
    if not received:
        return Share(pd.Series(0.0, index=index), pd.Series(1.0, index=index), said(texts, index))
    unsure = year.held("commitments") + year.held("difficulties") > 0
    return Share(certain, certain.where(~unsure | certain.isna(), 1.0), said(texts, index))
