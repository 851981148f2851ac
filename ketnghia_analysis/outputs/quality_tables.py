"""Tables about the data itself: what came, what is held, what was changed."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.form_facts import FORM_PARTS
from ketnghia_analysis.outputs.feedback_frames import questions
from ketnghia_analysis.outputs.tables import ReportTable
from ketnghia_analysis.vocabulary.reasons import CHANGED
from ketnghia_analysis.vocabulary.tables import TABLES
from ketnghia_analysis.vocabulary.wording import Written, list_vi


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
    shown = dict.fromkeys(frame.columns[1:], Written.WHOLE)
    return ReportTable("senders", "Số liệu đã nhận, theo nơi gửi", frame, shown)


def held_table(facts: YearFacts) -> ReportTable:
    """Every fault that holds a row back, by sender, with what to do."""
    rows = facts.quality.quarantine
    labels = {name: table.heading for name, table in TABLES.items()}
    frame = pd.DataFrame(
        {
            "Nơi gửi": rows["file"].map(_senders(facts)),
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
        "held", "Số liệu bị giữ lại, theo nơi gửi", frame, {"Dòng": Written.WHOLE}, missing=""
    )


def questions_table(facts: YearFacts) -> ReportTable:
    """What senders have to confirm: cells that were dropped or guessed, and odd values."""
    quality = facts.quality
    rows = questions(quality.ledger, quality.warnings, facts.register)
    frame = pd.DataFrame(
        {
            "Nơi gửi": rows["file"].map(_senders(facts)),
            "Tệp": rows["file"],
            "Trang tính": rows["sheet"],
            "Ô": rows["cell"],
            "Nội dung": rows["said"],
            "Đề nghị nơi gửi": rows["ask"],
        }
    ).sort_values(["Nơi gửi", "Tệp", "Trang tính"])
    note = "" if len(frame) else "Không có chỗ nào."
    return ReportTable("questions", "Chỗ cần nơi gửi xác nhận", frame, {}, note, "")


def kinds_table(facts: YearFacts) -> ReportTable:
    """Which kinds of tables were found, in how many files, from how many senders."""
    blocks = facts.quality.blocks
    blocks = blocks.assign(sender=blocks["file"].map(_senders(facts)))
    groups = blocks.groupby("table")
    found = groups.agg(
        blocks=("block", "size"),
        files=("file", "nunique"),
        senders=("sender", "nunique"),
        rows=("rows", "sum"),
    ).reindex(list(TABLES), fill_value=0)
    frame = pd.DataFrame(
        {
            "Loại biểu": [TABLES[name].heading for name in found.index],
            "Số bảng": found["blocks"].to_numpy(),
            "Số tệp": found["files"].to_numpy(),
            "Số nơi gửi": found["senders"].to_numpy(),
            "Số dòng": found["rows"].to_numpy(),
        }
    )
    note = "Loại biểu được nhận ra theo tiêu đề cột, tên trang và tiêu đề bảng."
    shown = dict.fromkeys(frame.columns[1:], Written.WHOLE)
    return ReportTable("kinds", "Loại biểu đã nhận ra", frame, shown, note)


def unread_table(facts: YearFacts) -> ReportTable:
    """Columns whose heading is in no form; they were not read."""
    headings = facts.quality.headings
    rows = headings[headings["how"] == "unknown"]
    frame = pd.DataFrame(
        {
            "Nơi gửi": rows["file"].map(_senders(facts)),
            "Tệp": rows["file"],
            "Trang tính": rows["sheet"],
            "Cột": rows["letter"],
            "Tiêu đề": rows["heading"],
        }
    )
    note = "" if len(frame) else "Mọi tiêu đề cột đều được hiểu."
    return ReportTable("unread", "Cột chưa đọc vì không hiểu tiêu đề", frame, {}, note, "")


def form_gaps_table(facts: YearFacts) -> ReportTable:
    """Hamlets of which figures of the year are missing, and which parts of the form."""
    form = facts.quality.form
    rows = form[(form["year"] == facts.year) & (form["known"] < 1)]
    frame = pd.DataFrame(
        {
            "Xã": rows["commune_name"],
            "Thôn": rows["name"],
            "Số liệu đã có": 100 * rows["known"].astype("Float64"),
            "Còn thiếu": [_gaps(row) for row in rows[list(FORM_PARTS)].to_dict("records")],
        }
    ).sort_values(["Số liệu đã có", "Xã", "Thôn"])
    note = "" if len(frame) else "Mọi thôn đều có đủ số liệu."
    title = f"Thôn còn thiếu số liệu Biểu 01 năm {facts.year}"
    return ReportTable("form_gaps", title, frame, {"Số liệu đã có": Written.PERCENT}, note)


def _gaps(shares: dict[str, float]) -> str:
    whole = [f"01{part}" for part, share in shares.items() if share == 0]
    some = [f"01{part}" for part, share in shares.items() if 0 < share < 1]
    if len(whole) == len(shares):
        return "cả Biểu 01"
    told = [f"cả biểu {list_vi(whole)}"] if whole else []
    if some:
        told.append(f"một số ô của biểu {list_vi(some)}")
    return "; ".join(told)


def _senders(facts: YearFacts) -> pd.Series:
    return facts.quality.files.set_index("file")["sender"]


def changed_table(facts: YearFacts) -> ReportTable:
    """How many cells each cleaning rule changed."""
    counts = facts.quality.ledger["rule"].astype("str").value_counts()
    frame = pd.DataFrame(
        {
            "Cách xử lý ô": [CHANGED[rule].label.capitalize() for rule in counts.index],
            "Số ô": counts.to_numpy(),
        }
    )
    return ReportTable("changed", "Các ô đã được chuẩn hóa", frame, {"Số ô": Written.WHOLE})
