"""Tables about the data itself: what came, what is held, what was changed."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.outputs.tables import ReportTable, Shown
from ketnghia_analysis.vocabulary.reasons import CHANGED
from ketnghia_analysis.vocabulary.tables import TABLES


def senders_table(facts: YearFacts) -> ReportTable:
    """What each sender sent and how much of it is held."""
    files = facts.quality.files
    files = files[files["role"] == "data"]
    groups = files.groupby("sender")
    rows = groups[["clean", "quarantine", "structural"]].sum()
    frame = pd.DataFrame(
        {
            "Nơi gửi": rows.index,
            "Số tệp": groups.size().to_numpy(),
            "Dòng dùng được": rows["clean"].to_numpy(),
            "Dòng bị giữ": rows["quarantine"].to_numpy(),
            "Dòng tiêu đề, cộng, chữ ký": rows["structural"].to_numpy(),
            "Tệp không đọc được": (files["problem"] != "")
            .groupby(files["sender"])
            .sum()
            .to_numpy(),
        }
    )
    shown = dict.fromkeys(frame.columns[1:], Shown.WHOLE)
    return ReportTable("senders", "Số liệu đã nhận, theo nơi gửi", frame, shown)


def held_table(facts: YearFacts) -> ReportTable:
    """Every fault that holds a row back, by sender, with what to do."""
    rows = facts.quality.quarantine
    senders = facts.quality.files.set_index("file")["sender"]
    labels = {name: table.heading for name, table in TABLES.items()}
    frame = pd.DataFrame(
        {
            "Nơi gửi": rows["file"].map(senders),
            "Tệp": rows["file"],
            "Trang tính": rows["sheet"],
            "Ô": rows["cell"],
            "Dòng": rows["row"],
            "Biểu": rows["table"].map(labels),
            "Lỗi": rows["message"],
            "Cách xử lý": rows["remedy"],
        }
    ).sort_values(["Nơi gửi", "Tệp", "Dòng"])
    return ReportTable(
        "held", "Số liệu bị giữ lại, theo nơi gửi", frame, {"Dòng": Shown.WHOLE}, missing=""
    )


def changed_table(facts: YearFacts) -> ReportTable:
    """How many cells each cleaning rule changed."""
    counts = facts.quality.ledger["rule"].astype("str").value_counts()
    frame = pd.DataFrame(
        {
            "Cách xử lý ô": [CHANGED[rule].label.capitalize() for rule in counts.index],
            "Số ô": counts.to_numpy(),
        }
    )
    return ReportTable("changed", "Các ô đã được chuẩn hóa", frame, {"Số ô": Shown.WHOLE})


def odd_table(facts: YearFacts) -> ReportTable:
    """Values that are odd but not held."""
    rows = facts.quality.warnings
    frame = rows[["file", "sheet", "cell", "message"]].set_axis(
        ["Tệp", "Trang tính", "Ô", "Nội dung"], axis=1
    )
    note = "" if len(frame) else "Không có chỗ nào."
    return ReportTable("odd", "Số liệu cần xem lại, chưa bị giữ", frame, {}, note, "")
