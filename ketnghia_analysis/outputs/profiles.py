"""Profiles of communes and hamlets: two pages each, for a visit or a meeting."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ketnghia_analysis.evaluation.facts import FICTION_NOTE, YearFacts, commune_title
from ketnghia_analysis.outputs.charts_profile import trends_picture
from ketnghia_analysis.outputs.map_facts import MapFacts
from ketnghia_analysis.outputs.paper import Paper, PaperKind, written
from ketnghia_analysis.outputs.profile_tables import (
    commitments_rows,
    commune_indicators,
    difficulties_rows,
    district_medians,
    hamlet_indicators,
    hamlets_rows,
    pairings_rows,
)
from ketnghia_analysis.outputs.sections import Block, Heading, NewPage, Paragraph
from ketnghia_analysis.outputs.static_map import Drawing, map_picture
from ketnghia_analysis.vocabulary.codes import PEOPLES
from ketnghia_analysis.vocabulary.wording import date_vi, is_missing, number_vi

_TRENDS = (
    "poor_household_share_percent",
    "income_per_person_million_dong",
    "hygienic_water_share_percent",
    "trained_worker_percent",
)
"""Indicators of a hamlet drawn over the years."""
_COMMUNE_TRENDS = (
    "poor_household_share_percent",
    "hygienic_water_share_percent",
    "hygienic_latrine_share_percent",
    "trained_worker_percent",
)
"""Likewise of a commune, which has rates only."""
_MAP_INCHES, _MAP_DPI = (6.4, 2.9), 130


def hamlet_profile(facts: YearFacts, shown: MapFacts, hamlet: str) -> bytes:
    """The profile of a hamlet: indicators, trends, pairings, commitments, difficulties, map.

    Args:
        facts: of the year, of the whole district.
        shown: the map of the same year with the years to compare.
        hamlet: id of a hamlet of the end of the year.

    Returns:
        The bytes of a .docx file of two pages.

    Raises:
        KeyError: there is no such hamlet.
        DataFault: no form of documents is known for the day of issue.
    """
    row = facts.hamlets.described.loc[hamlet]
    commune = commune_title(facts.communes.loc[row["commune_code"]])
    place = f"{row['name']}, {commune}"
    return _profile(facts, place, hamlet_body(facts, shown, hamlet))


def commune_profile(facts: YearFacts, shown: MapFacts, commune: str) -> bytes:
    """The profile of a commune: rates, trends, hamlets, pairings, difficulties, map.

    Args:
        facts: of the year, of the whole district.
        shown: the map of the same year with the years to compare.
        commune: code of a commune of the end of the year.

    Returns:
        The bytes of a .docx file of two pages.

    Raises:
        KeyError: there is no such commune.
        DataFault: no form of documents is known for the day of issue.
    """
    place = commune_title(facts.communes.loc[commune])
    return _profile(facts, place, commune_body(facts, shown, commune))


def _profile(facts: YearFacts, place: str, body: Sequence[Block]) -> bytes:
    paper = Paper(
        kind=PaperKind.REPORT,
        name=f"Tình hình và kết quả kết nghĩa năm {facts.year} – {place}",
        subject=f"tóm tắt tình hình và kết quả kết nghĩa năm {facts.year} của {place}",
        body=body,
        year=facts.year,
        note=FICTION_NOTE if facts.fictional else "",
        compact=True,
    )
    return written(paper, facts.settings, facts.window.end)


def hamlet_body(facts: YearFacts, shown: MapFacts, hamlet: str) -> list[Block]:
    """Blocks of a hamlet's profile."""
    row = facts.hamlets.described.loc[hamlet]
    own = facts.of_hamlets({hamlet}, str(row["name"]))
    blocks: list[Block] = [Paragraph(_hamlet_said(facts, row))]
    medians = district_medians(shown)
    indicators = hamlet_indicators(facts, hamlet, medians)
    blocks += [Heading("1. Chỉ số của thôn"), indicators]
    history = facts.hamlets.history
    values = history[history.index.get_level_values("hamlet_id") == hamlet].droplevel("hamlet_id")
    blocks.append(trends_picture(facts, values, medians, str(row["name"]), _TRENDS))
    blocks += [NewPage(), Heading("2. Cơ quan kết nghĩa")]
    if own.pairings.empty:
        blocks.append(Paragraph("Trong năm không có cơ quan kết nghĩa với thôn."))
    else:
        blocks += [pairings_rows(own), Heading("3. Nội dung đăng ký"), *_commitments(own)]
    number = "3" if own.pairings.empty else "4"
    blocks += [Heading(f"{number}. Khó khăn, bức xúc đang tồn"), *_difficulties(own)]
    drawing = Drawing(shown, communes=(str(row["commune_code"]),), hamlet=hamlet)
    blocks.append(map_picture(drawing, *_MAP_INCHES, _MAP_DPI))
    return blocks


def commune_body(facts: YearFacts, shown: MapFacts, commune: str) -> list[Block]:
    """Blocks of a commune's profile."""
    own = facts.only(commune=commune)
    row = facts.communes.loc[commune]
    title = commune_title(row)
    rates = commune_indicators(facts, shown, commune)
    blocks: list[Block] = [
        Paragraph(
            f"{title[:1].upper()}{title[1:]} có {number_vi(row['hamlets'])} thôn, khu phố; "
            f"{_paired_said(row['paired_hamlets'], len(own.pairings), facts.year)}."
        ),
        Heading("1. Các chỉ số của địa phương"),
        rates,
    ]
    values = pd.DataFrame(
        {
            one.year: one.commune_values.loc[commune]
            for one in shown.years
            if commune in one.commune_values.index and one.year <= facts.year
        }
    ).T
    medians = pd.DataFrame({one.year: one.commune_values.median() for one in shown.years}).T
    names = [one for one in _COMMUNE_TRENDS if one in values]
    if names:
        medians = medians[medians.index <= facts.year]
        blocks.append(trends_picture(facts, values, medians, title, names))
    blocks += [NewPage(), Heading("2. Các thôn và cơ quan kết nghĩa"), hamlets_rows(own)]
    blocks += [Heading("3. Khó khăn, bức xúc đang tồn"), *_difficulties(own)]
    blocks.append(map_picture(Drawing(shown, communes=(commune,)), *_MAP_INCHES, _MAP_DPI))
    return blocks


def _paired_said(hamlets: int, pairings: int, year: int) -> str:
    if not hamlets:
        return f"năm {year} không có thôn nào có cơ quan kết nghĩa"
    return (
        f"{number_vi(hamlets)} thôn có cơ quan kết nghĩa trong năm {year} với "
        f"{number_vi(pairings)} cặp kết nghĩa"
    )


def _hamlet_said(facts: YearFacts, row: pd.Series) -> str:
    commune = commune_title(facts.communes.loc[row["commune_code"]])
    mixed = " là thôn xen ghép" if not is_missing(row["mixed"]) and row["mixed"] else ""
    main = row["main_people"]
    people = "" if is_missing(main) else f"; dân tộc thiểu số chính: {PEOPLES.titles[main]}"
    surveyed = (
        "chưa có số liệu khảo sát"
        if is_missing(row["surveyed_on"])
        else f"số liệu khảo sát gần nhất ngày {date_vi(row['surveyed_on'])}"
    )
    said = f"{row['name']} thuộc {commune}{mixed}{people}"
    return f"{said}; {surveyed}."


def _commitments(own: YearFacts) -> list[Block]:
    if own.commitments.empty:
        return [Paragraph("Chưa nhận được nội dung đăng ký của năm.")]
    return [commitments_rows(own)]


def _difficulties(own: YearFacts) -> list[Block]:
    if not own.difficulties["open"].any():
        return [Paragraph("Đến cuối năm không còn khó khăn, bức xúc nào được ghi nhận.")]
    return [difficulties_rows(own)]
