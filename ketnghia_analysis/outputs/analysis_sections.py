"""What the analyses add to the report: waiting, certainty of levels, needs, did it help?"""

from __future__ import annotations

from math import isfinite

import pandas as pd

from ketnghia_analysis.evaluation.analysis import Analysis
from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.figures import cited, figure_of, reference_to
from ketnghia_analysis.evaluation.privacy import HIDDEN
from ketnghia_analysis.measures.criterion_list import CRITERION_GROUPS
from ketnghia_analysis.measures.levels_held import levels_held
from ketnghia_analysis.measures.overdue import OVERDUE_DAYS
from ketnghia_analysis.measures.survival import Waiting
from ketnghia_analysis.measures.verdict import interval_vi
from ketnghia_analysis.outputs import charts_impact, charts_scores, charts_waiting
from ketnghia_analysis.outputs.pictures import Picture
from ketnghia_analysis.outputs.sections import Block, Bullet, Paragraph
from ketnghia_analysis.outputs.tables import ReportTable
from ketnghia_analysis.vocabulary.cited_text import cite
from ketnghia_analysis.vocabulary.codes import DIFFICULTY_GROUPS, LEVELS
from ketnghia_analysis.vocabulary.wording import Written, date_vi, number_vi, range_vi

_MOST_NEEDS = 12
_FIRST_DAYS = 365


def district_analysis(facts: YearFacts) -> Analysis | None:
    """The analyses where they are asked for and the whole district is meant."""
    return None if facts.scope else facts.analysis


def waiting_blocks(facts: YearFacts) -> list[Block]:
    """How long difficulties wait, how many are overdue, and how many will be."""
    analysis = district_analysis(facts)
    if analysis is None or analysis.waiting is None:
        return []
    over = "; ".join(
        f"trên {days} ngày: {cited(facts, 'difficulties_overdue_by', days=str(days))}"
        for days in OVERDUE_DAYS
    )
    forecast = analysis.forecast
    ahead = (
        f"Chưa dự báo được số quá hạn ở kỳ báo cáo tới: {forecast.reason}."
        if forecast.reason
        else f"Nếu tiến độ giải quyết như đến nay, đến ngày {date_vi(forecast.at)} sẽ có khoảng "
        f"{cited(facts, 'difficulties_forecast')} khó khăn quá hạn."
    )
    fictional = facts.fictional
    name = "Khó khăn, bức xúc"
    return [
        Paragraph(
            "Một nửa số khó khăn, bức xúc được giải quyết sau "
            f"{cited(facts, 'waiting_days')} ngày kể từ ngày nêu (khó khăn đang tồn được tính là "
            f"còn chờ){_spread(analysis.waiting)}.{_mean_wait(facts)} Quá hạn {over}. {ahead}"
        ),
        charts_waiting.waiting_chart({name: analysis.waiting}, name, fictional),
        charts_waiting.stock_chart(analysis.ages, name, fictional),
    ]


def _spread(found: Waiting) -> str:
    """The interval of the median, as far as it is known."""
    median = found.quantile()
    if not isfinite(median.low):
        return ""
    if not isfinite(median.high):
        return f", khoảng tin cậy 95 % từ {number_vi(median.low)} ngày, chưa có cận trên"
    return f", khoảng tin cậy 95 %: {range_vi(median.low, median.high)} ngày"


def _mean_wait(facts: YearFacts) -> str:
    found = figure_of(facts, "waiting_mean", days=str(_FIRST_DAYS))
    if found.sourced.value is None:
        return ""
    return (
        f" Trong {_FIRST_DAYS} ngày đầu, mỗi việc chờ bình quân {found.cited} ngày (khoảng tin cậy "
        "95 %)."
    )


def certainty_blocks(facts: YearFacts) -> list[Block]:
    """How sure the levels are, and what they hang on."""
    analysis = district_analysis(facts)
    if analysis is None or analysis.draws is None:
        return []
    groups = analysis.what_if.loc[list(CRITERION_GROUPS)]
    most = groups[["changed_down", "changed_up"]].max(axis=1).idxmax()
    changed = cited(facts, "levels_changed", what=str(most))
    return [
        Paragraph(
            "Tính lại nhiều lần với điểm tối đa, chỉ tiêu, ngưỡng xếp mức và số liệu thiếu thay "
            f"đổi trong khoảng hợp lý, {cited(facts, 'levels_certain', certainty='sure')} cặp vẫn "
            "ở nguyên một mức trong ít nhất 95 % số lượt, "
            f"{cited(facts, 'levels_certain', certainty='unsure')} cặp còn phụ thuộc cách tính. "
            f"Thay đổi 20 % điểm tối đa của nhóm {most} “{CRITERION_GROUPS[str(most)][0]}” làm "
            f"nhiều nhất {changed} cặp đổi mức. Thứ hạng sát nhau không có ý nghĩa so sánh."
        ),
    ]


def impact_blocks(facts: YearFacts) -> list[Block]:
    """Did it help? The verdict with its reasons and cautions, and the trends behind it."""
    analysis = district_analysis(facts)
    if analysis is None:
        return []
    found = analysis.impact
    sentence = found.verdict.sentence
    if found.main is not None:
        difference = cite(reference_to(facts, "impact_difference"), interval_vi(found.main))
        sentence = sentence.replace(interval_vi(found.main), difference)
    return [
        Paragraph(sentence),
        *[Bullet(one) for one in found.verdict.reasons],
        charts_impact.impact_trend_chart(found, facts.fictional),
        *[Bullet(one) for one in found.verdict.cautions],
    ]


def needs_blocks(facts: YearFacts) -> list[Block]:
    """Needs of paired hamlets for which nobody promised anything."""
    analysis = district_analysis(facts)
    if analysis is None:
        return []
    unmet = cited(facts, "needs_in_state", state="unmet")
    answered = cited(facts, "needs_in_state", state="answered")
    without = cited(facts, "needs_in_state", state="without_need")
    text = (
        f"Đối chiếu số liệu thôn với nội dung đăng ký: {answered} nhu cầu đã có nội dung đăng ký, "
        f"{unmet} nhu cầu chưa cơ quan nào đăng ký; {without} nội dung đã đăng ký nhưng không thấy "
        "nhu cầu trong số liệu."
    )
    blocks: list[Block] = [Paragraph(text)]
    table = unmet_table(facts, analysis)
    return [*blocks, table.head(_MOST_NEEDS)] if len(table.frame) else blocks


def unmet_table(facts: YearFacts, analysis: Analysis) -> ReportTable:
    """Unmet needs of paired hamlets, the largest gaps first."""
    rows = analysis.needs
    rows = rows[rows["paired"] & (rows["state"] == "unmet")].reset_index()
    # the order must not tell of a hidden value either
    rows = rows.assign(gap=rows["gap_median"].mask(_hidden(facts, rows)))
    order = rows.sort_values(["far_behind", "raised_low", "gap"], ascending=False, kind="stable")
    names = facts.hamlets.described
    frame = pd.DataFrame(
        {
            "Thôn": order["hamlet_id"].map(names["name"]),
            "Xã": order["hamlet_id"].map(names["commune_name"]),
            "Vấn đề": order["topic"].map(DIFFICULTY_GROUPS.titles),
            "Khó khăn đang tồn": [
                range_vi(low, high)
                for low, high in zip(order["raised_low"], order["raised_high"], strict=True)
            ],
            "Kém trung vị huyện (điểm %)": order["gap"],
        }
    )
    shown = {"Kém trung vị huyện (điểm %)": Written.ONE_DECIMAL}
    title = "Nhu cầu của thôn kết nghĩa chưa có nội dung đăng ký"
    note = "–: không có chỉ số để so, hoặc số nhỏ, không công bố."
    return ReportTable("unmet", title, frame, shown, note, "–")


def _hidden(facts: YearFacts, needs: pd.DataFrame) -> list[bool]:
    """Whether the value that a need rests on is too small to publish: its gap would tell it."""
    states = facts.hamlets.states
    return [
        isinstance(indicator, str) and states.at[hamlet, indicator] == HIDDEN
        for hamlet, indicator in zip(needs["hamlet_id"], needs["indicator"], strict=True)
    ]


def pairing_names(facts: YearFacts) -> pd.Series:
    """Names of pairings for charts, by `pairing_id`."""
    rows = facts.pairings
    agency = rows["agency_short"].fillna(rows["agency"])
    return agency + " – " + rows["hamlet"]


def league_table(facts: YearFacts) -> ReportTable:
    """Pairings with intervals of points, ranks told only as far as they can be told apart."""
    analysis = facts.analysis
    if analysis is None or analysis.draws is None:
        return ReportTable("league", "Thứ hạng", pd.DataFrame(), {})
    table = analysis.draws.league()
    rows = table[table.index.isin(facts.pairings.index)]
    names = facts.pairings.loc[rows.index]
    frame = pd.DataFrame(
        {
            "Hạng": rows["shown"],
            "Cơ quan": names["agency"],
            "Thôn": names["hamlet"],
            "Điểm (90 % số lượt)": [
                range_vi(low, high, 1)
                for low, high in zip(rows["points_p05"], rows["points_p95"], strict=True)
            ],
            "Mức theo quy tắc": names["level"].map(LEVELS.labels),
            "Mức khi tính lại": levels_held(names["level"], analysis.draws)["among"],
        }
    )
    note = (
        "Hạng ghi khoảng khi không phân biệt được với các cặp khác; không dùng để so sánh hơn kém "
        "giữa các cặp cùng khoảng. Mức khi tính lại nêu các mức gặp trong ít nhất 5 % số lượt."
    )
    return ReportTable("league", "Điểm và hạng khi tính lại nhiều lần", frame, {}, note)


def next_levels_table(facts: YearFacts) -> ReportTable:
    """What each pairing would need for the next level, the cheapest way."""
    if facts.analysis is None:
        return ReportTable("next_levels", "Để đạt mức cao hơn", pd.DataFrame(), {})
    rows = facts.analysis.next_levels
    rows = rows[rows.index.isin(facts.pairings.index)]
    names = facts.pairings.loc[rows.index]
    frame = pd.DataFrame(
        {"Cơ quan": names["agency"], "Thôn": names["hamlet"], "Việc cần làm": rows["sentence"]}
    )
    note = "Cách ít việc nhất theo quy tắc chấm điểm; không thay cho việc chọn nội dung thôn cần."
    return ReportTable("next_levels", "Để đạt mức cao hơn", frame, {}, note)


def what_if_table(facts: YearFacts) -> ReportTable:
    """How many levels change if points of a group or criterion are moved by a fifth."""
    if facts.analysis is None:
        return ReportTable("what_if", "Nếu điểm tối đa khác đi", pd.DataFrame(), {})
    rows = facts.analysis.what_if
    frame = pd.DataFrame(
        {
            "Nhóm, tiêu chí": [f"{code} {name}" for code, name in rows["heading"].items()],
            "Điểm tối đa": rows["points"],
            "Cặp đổi mức khi giảm 20 %": rows["changed_down"],
            "Cặp đổi mức khi tăng 20 %": rows["changed_up"],
        }
    )
    shown = dict.fromkeys(frame.columns[1:], Written.WHOLE)
    return ReportTable("what_if", "Nếu điểm tối đa khác đi 20 %", frame, shown)


def analysis_charts(facts: YearFacts) -> dict[str, Picture]:
    """Charts of the score's certainty by name: spread, league, levels, drivers, heat map."""
    analysis = facts.analysis
    if analysis is None or analysis.draws is None:
        return {}
    names, year, fictional = pairing_names(facts), facts.year, facts.fictional
    draws = analysis.draws
    return {
        "spread": charts_scores.score_distribution_chart(draws, year, fictional=fictional),
        "league": charts_scores.league_chart(draws, names, year, fictional=fictional),
        "levels": charts_scores.level_probabilities_chart(draws, names, year, fictional=fictional),
        "drivers": charts_scores.drivers_chart(analysis.drivers, year, fictional=fictional),
        "criteria": charts_scores.criteria_heat_map(
            facts.criteria, names, year, fictional=fictional
        ),
    }
