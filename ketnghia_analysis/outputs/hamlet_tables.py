"""Tables about hamlets: their indicators, and how these moved."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.figures import reference_to
from ketnghia_analysis.evaluation.figures_places import hamlet_references
from ketnghia_analysis.evaluation.privacy import HIDDEN, HIDDEN_NOTE, HIDDEN_TEXT, MISSING
from ketnghia_analysis.evaluation.typical import SMALL_NUMBERS
from ketnghia_analysis.measures.indicators import INDICATORS
from ketnghia_analysis.outputs.tables import ReportTable
from ketnghia_analysis.vocabulary.codes import LEVELS, UNITS
from ketnghia_analysis.vocabulary.wording import Written

_GROUPS = ("paired", "others")


def movements_table(facts: YearFacts, indicators: Sequence[str] = ()) -> ReportTable:
    """How indicators moved in paired and other hamlets since before the pairings.

    Args:
        facts: of the year.
        indicators: those to show; all if none is named.
    """
    rows = facts.movements
    if indicators:
        rows = rows[rows["indicator"].isin(indicators)]
    cards = [INDICATORS[name] for name in rows["indicator"]]
    frame = pd.DataFrame(
        {
            "Chỉ số": [f"{card.heading} ({UNITS[card.unit][0]})" for card in cards],
            "Thôn kết nghĩa": rows["paired"].to_numpy(),
            "Thôn khác": rows["others"].to_numpy(),
            "Thôn kết nghĩa thay đổi": rows["paired_change"].to_numpy(),
            "Thôn khác thay đổi": rows["others_change"].to_numpy(),
            "So với năm": [str(int(year)) if pd.notna(year) else "–" for year in rows["since"]],
        }
    )
    remarks = dict.fromkeys(note for note in rows["note"] if note)
    note = " ".join(
        [
            f"Trung vị của các thôn (chỉ số có/không: tỷ lệ thôn); {SMALL_NUMBERS}. Bảng mô tả "
            "chuyển biến ở thôn, không cho biết chuyển biến có phải do kết nghĩa hay không.",
            *(f"{remark[:1].upper()}{remark[1:]}." for remark in remarks),
        ]
    )
    numbers = [
        "Thôn kết nghĩa",
        "Thôn khác",
        "Thôn kết nghĩa thay đổi",
        "Thôn khác thay đổi",
    ]
    shown = dict.fromkeys(numbers, Written.ONE_DECIMAL)
    figures = dict(
        zip(
            numbers,
            [(name, group) for name in ("typical", "typical_change") for group in _GROUPS],
            strict=True,
        )
    )
    cited = {
        heading: [
            reference_to(facts, name, indicator=str(one), group=group) for one in rows["indicator"]
        ]
        for heading, (name, group) in figures.items()
    }
    return ReportTable("movements", "Chuyển biến ở thôn", frame, shown, note, "–", cited)


def hamlets_table(
    facts: YearFacts, indicators: Sequence[str] = (), short: bool = False
) -> ReportTable:
    """Hamlets with their indicators of the year; small numbers hidden.

    Args:
        facts: of the year.
        indicators: those to show; all if none is named.
        short: with short headings and without what the list of pairings tells.
    """
    rows = facts.hamlets.described
    columns = {"Mã thôn": rows.index, "Thôn": rows["name"], "Xã": rows["commune_name"]}
    if not short:
        columns["Xen ghép"] = rows["mixed"].map({True: "có", False: "không"})
        columns["Cơ quan kết nghĩa"] = rows["agencies"]
    columns["Mức hoàn thành"] = rows["level"].map(LEVELS.labels)
    columns["Khó khăn đang tồn"] = rows["open_difficulties"]
    frame = pd.DataFrame(columns)
    shown = {"Khó khăn đang tồn": Written.WHOLE}
    cited = {
        "Khó khăn đang tồn": [
            reference_to(facts, "hamlet_difficulties", hamlet=str(one)) for one in rows.index
        ]
    }
    for name in indicators or INDICATORS:
        card = INDICATORS[name]
        heading = f"{card.short if short else card.heading} ({UNITS[card.unit][0]})"
        states = facts.hamlets.states[name]
        values = facts.hamlets.values[name].astype(object)
        frame[heading] = values.mask(states == HIDDEN, HIDDEN_TEXT).where(states != MISSING)
        shown[heading] = Written.ONE_DECIMAL
        cited[heading] = hamlet_references(facts, name)
    return ReportTable("hamlets", "Thôn và các chỉ số", frame, shown, HIDDEN_NOTE, "", cited)
