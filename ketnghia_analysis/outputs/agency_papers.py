"""What goes to each agency: the notice of its result, and a reminder where findings ask for one."""

from __future__ import annotations

from datetime import date

import pandas as pd

from ketnghia_analysis.evaluation.facts import FICTION_NOTE, YearFacts, commune_title
from ketnghia_analysis.evaluation.figures import cited, reference_to
from ketnghia_analysis.evaluation.findings import Addressee, Area, Finding, Importance
from ketnghia_analysis.evaluation.proposals import findings_of
from ketnghia_analysis.measures.criteria import CRITERIA
from ketnghia_analysis.outputs.paper import Paper, PaperKind, written
from ketnghia_analysis.outputs.report_tables import POINTS_NOTE
from ketnghia_analysis.outputs.sections import Block, Bullet, Heading, Paragraph
from ketnghia_analysis.outputs.tables import ReportTable
from ketnghia_analysis.vocabulary.codes import FIELDS, LEVELS, PAIRING_ROLES
from ketnghia_analysis.vocabulary.wording import Written, date_vi, list_vi, number_vi, range_vi

_UNSURE_ABOVE = 0.5
"""Points of missing data from which a criterion is named as one to be completed."""


def result_notice(facts: YearFacts, agency: str, advice: pd.DataFrame) -> bytes:
    """The notice of an agency's result: points, criteria, what is missing, what is overdue.

    Args:
        facts: of the year, of the whole district.
        agency: id of an agency with pairings in the year.
        advice: what is told of each pairing's level, see `Analysis.advice`.

    Returns:
        The bytes of a .docx file.

    Raises:
        DataFault: no form of documents is known for the day of issue.
    """
    own = facts.only(agency=agency)
    name = str(facts.agencies.at[agency, "name"])
    paper = Paper(
        kind=PaperKind.NOTICE,
        name=f"Thông báo kết quả kết nghĩa năm {facts.year} – {name}",
        subject=f"kết quả đánh giá công tác kết nghĩa năm {facts.year} của {name}",
        body=notice_body(own, agency, name, advice),
        year=facts.year,
        addressees=(name,),
        recipients=(name, "UBND huyện", f"Lưu {facts.settings.issuer_code}"),
        note=FICTION_NOTE if facts.fictional else "",
    )
    return written(paper, facts.settings, facts.window.end)


def notice_body(own: YearFacts, agency: str, name: str, advice: pd.DataFrame) -> list[Block]:
    """Blocks of an agency's notice.

    Args:
        own: facts of the agency alone.
        agency: its id.
        name: its name.
        advice: what is told of each pairing's level, see `Analysis.advice`.
    """
    blocks: list[Block] = [
        Paragraph(
            f"Căn cứ số liệu các cơ quan, đơn vị và UBND xã, thị trấn đã gửi, kết quả công tác kết "
            f"nghĩa năm {own.year} của {name} (tính đến ngày {date_vi(own.window.end)}) như sau:"
        ),
        Heading("1. Kết quả"),
        Paragraph(_result(own, agency)),
        _pairings_table(own),
        *_held(own, advice),
    ]
    blocks += [Heading("2. Điểm theo tiêu chí"), _criteria_table(own)]
    blocks += _section("3. Số liệu cần bổ sung", _missing(own))
    blocks += _section("4. Nội dung quá hạn", _overdue(own))
    blocks += _section("5. Việc cần làm để đạt mức cao hơn", _steps(own, advice["steps"]))
    blocks.append(
        Paragraph(
            f"Thang điểm là {own.rules.decided_by} (bản {own.rules.version}). Cơ quan có ý kiến về "
            f"số liệu thì gửi về {own.settings.issuer} trong "
            f"{number_vi(own.settings.days_to_answer)} ngày kể từ ngày nhận thông báo."
        )
    )
    return blocks


def _section(heading: str, blocks: list[Block]) -> list[Block]:
    return [Heading(heading), *blocks]


def _result(own: YearFacts, agency: str) -> str:
    levels = [
        f"{number_vi(count)} thôn đạt mức “{LEVELS.labels[level]}”"
        if level != "unknown"
        else f"{number_vi(count)} thôn chưa đủ dữ liệu để xếp mức"
        for level, count in own.levels.items()
        if count
    ]
    return (
        f"Kết nghĩa với {cited(own, 'agency_pairings', agency=agency)} thôn; điểm bình quân "
        f"{cited(own, 'agency_points', agency=agency)} trên 100; {list_vi(levels)}."
    )


def _pairings_table(own: YearFacts) -> ReportTable:
    rows = own.pairings.sort_values("points_low", ascending=False)
    frame = pd.DataFrame(
        {
            "Thôn": rows["hamlet"],
            "Xã": rows["commune"],
            "Vai trò": rows["role"].map(PAIRING_ROLES.titles),
            "Điểm": [
                range_vi(low, high, 1)
                for low, high in zip(rows["points_low"], rows["points_high"], strict=True)
            ],
            "Mức": rows["level"].map(LEVELS.labels),
        }
    )
    cited_points = [reference_to(own, "pairing_points", pairing=str(one)) for one in rows.index]
    title = "Kết quả từng thôn"
    return ReportTable(
        "own_pairings", title, frame, {}, POINTS_NOTE, references={"Điểm": cited_points}
    )


def _held(own: YearFacts, advice: pd.DataFrame) -> list[Block]:
    """Which levels hang on how the score is reckoned, and what they may be instead."""
    rows = advice.loc[own.pairings.index]
    names = own.pairings["hamlet"]
    draws = number_vi(own.rules.uncertainty.draws)
    how = (
        f"Tính lại {draws} lần với điểm tối đa, chỉ tiêu, ngưỡng xếp mức và số liệu còn thiếu thay "
        "đổi trong khoảng hợp lý"
    )
    held = rows.index[rows["held"]]
    if len(held) == len(rows):
        return [Paragraph(f"{how}: mức nêu trên không đổi trong ít nhất 95 % số lần tính.")]
    told: list[Block] = [Paragraph(f"{how}, mức có thể khác đi:")]
    told += [
        Bullet(f"{names[one]}: {rows.at[one, 'among']} số lần tính.")
        for one in rows.index[~rows["held"]]
    ]
    if len(held):
        told.append(Bullet(f"{list_vi(list(names[held]))}: không đổi trong ít nhất 95 % số lần."))
    return told


def _criteria_table(own: YearFacts) -> ReportTable:
    """Points of every criterion, by hamlet, with the figures behind them."""
    rows = own.criteria[own.criteria["low"].notna()]
    names = own.pairings["hamlet"]
    frame = pd.DataFrame(
        {
            "Tiêu chí": [f"{code} {CRITERIA[code].heading}" for code in rows["criterion"]],
            "Thôn": rows["pairing_id"].map(names),
            "Điểm": [
                range_vi(low, high, 1) for low, high in zip(rows["low"], rows["high"], strict=True)
            ],
            "Tối đa": rows["points_most"],
            "Căn cứ": rows["basis"],
        }
    ).sort_values(["Tiêu chí", "Thôn"])
    told = [
        reference_to(own, "criterion_points", pairing=str(pairing), criterion=str(code))
        for pairing, code in rows.loc[frame.index, ["pairing_id", "criterion"]].to_numpy()
    ]
    return ReportTable(
        "own_criteria", "Điểm theo tiêu chí", frame, {"Tối đa": Written.WHOLE},
        references={"Điểm": told},
    )  # fmt: skip


def _missing(own: YearFacts) -> list[Block]:
    rows = own.criteria
    unsure = rows[rows["high"] - rows["low"] > _UNSURE_ABOVE]
    if unsure.empty:
        return [Paragraph(_complete(rows[rows["high"] > rows["low"]]))]
    found: list[Block] = []
    for code, group in unsure.groupby("criterion"):
        hamlets = group["pairing_id"].map(own.pairings["hamlet"])
        # each hamlet with its own basis: two bases in a row would not tell which is whose
        told = ". ".join(
            f"{list_vi(sorted(hamlets[rows.index].unique()))}: {basis}"
            for basis, rows in group.groupby("basis")
        )
        found.append(Bullet(f"Tiêu chí {code} “{CRITERIA[str(code)].heading}” – {told}."))
    return found


def _complete(narrow: pd.DataFrame) -> str:
    """That nothing is to be sent, and why points may still be a range."""
    if narrow.empty:
        return "Số liệu đã đủ để chấm điểm mọi tiêu chí."
    text = (
        "Cơ quan không phải bổ sung số liệu: ở mỗi tiêu chí, phần chưa chắc chắn không quá "
        f"{number_vi(_UNSURE_ABOVE, 1)} điểm"
    )
    # change is measured against a median to which every hamlet's survey belongs
    if narrow["criterion"].str.startswith("E").all():
        text += ", do còn thôn trong huyện chưa đủ số liệu để xác định trung vị toàn huyện"
    return f"{text}."


def _overdue(own: YearFacts) -> list[Block]:
    rows = own.commitments[own.commitments["days_overdue"].notna()]
    if rows.empty:
        return [Paragraph("Không có nội dung đăng ký nào quá hạn.")]
    return [overdue_table(rows.sort_values("days_overdue", ascending=False))]


def overdue_table(rows: pd.DataFrame) -> ReportTable:
    """Unfinished commitments past their deadline, the longest first."""
    frame = pd.DataFrame(
        {
            "Thôn": rows["hamlet"],
            "Nội dung": rows["content"],
            "Lĩnh vực": rows["field"].map(FIELDS.titles),
            "Thời hạn": rows["deadline"],
            "Số ngày quá hạn": rows["days_overdue"],
        }
    )
    shown = {"Thời hạn": Written.DATE, "Số ngày quá hạn": Written.WHOLE}
    return ReportTable("own_overdue", "Nội dung quá hạn chưa hoàn thành", frame, shown)


def _steps(own: YearFacts, steps: pd.Series) -> list[Block]:
    found: list[Block] = [
        Bullet(f"{own.pairings.at[one, 'hamlet']}: {steps[one][:1].lower()}{steps[one][1:]}")
        for one in own.pairings.index
    ]
    return found


def needs_reminder(own: YearFacts) -> list[Finding]:
    """Pressing findings for which an agency is to be reminded.

    Args:
        own: facts of the agency alone.

    Returns:
        Limits of high importance that ask agencies to act; empty where no reminder is due.
    """
    return [
        one
        for one in findings_of(own)
        if one.area is Area.LIMIT
        and one.importance is Importance.HIGH
        and one.addressee is Addressee.AGENCIES
        and one.task
    ]


def reminder_letter(facts: YearFacts, agency: str) -> bytes | None:
    """The letter that reminds an agency, in the manner of the one that began the evaluation.

    It names the basis, what was found with figures, what is asked and by when.

    Returns:
        The bytes of a .docx file; None where nothing pressing was found.

    Raises:
        DataFault: no form of documents is known for the day of issue.
    """
    own = facts.only(agency=agency)
    found = needs_reminder(own)
    if not found:
        return None
    name = str(facts.agencies.at[agency, "name"])
    settings = facts.settings
    paper = Paper(
        kind=PaperKind.LETTER,
        name=f"Công văn đôn đốc kết nghĩa năm {facts.year} – {name}",
        subject=f"nâng hiệu quả công tác kết nghĩa năm {facts.year + 1}",
        body=reminder_body(own, name, found),
        year=facts.year,
        addressees=(name,),
        recipients=(
            "Như trên",
            "UBND huyện",
            *_committees(own),
            f"Lưu {settings.issuer_code}",
        ),
        note=FICTION_NOTE if facts.fictional else "",
    )
    return written(paper, settings, facts.window.end)


def reminder_body(own: YearFacts, name: str, found: list[Finding]) -> list[Block]:
    """Blocks of a reminder: basis, findings with figures, what is asked, by when."""
    settings = own.settings
    basis = f"Thực hiện {list_vi([*settings.legal_basis])}; qua" if settings.legal_basis else "Qua"
    hamlets = list_vi([str(one) for one in own.pairings["hamlet"].unique()])
    blocks: list[Block] = [
        Paragraph(
            f"{basis} theo dõi kết quả công tác kết nghĩa năm {own.year} của {name} với {hamlets}, "
            f"{settings.issuer} nhận thấy còn những hạn chế sau:"
        )
    ]
    blocks += [Bullet(f"{one.cited}{_where(one)}.") for one in found]
    overdue = own.commitments[own.commitments["days_overdue"].notna()]
    if len(overdue):
        blocks.append(overdue_table(overdue.sort_values("days_overdue", ascending=False)))
    asked = list(dict.fromkeys(one.task for one in found))
    blocks.append(
        Paragraph(
            f"Để công tác kết nghĩa đạt hiệu quả, {settings.issuer} đề nghị Thủ trưởng {name} chỉ "
            "đạo thực hiện:"
        )
    )
    blocks += [Bullet(f"{one}.") for one in asked]
    blocks.append(
        Paragraph(
            f"Đề nghị {name} chủ động phối hợp với Phòng Dân tộc, {list_vi(_committees(own))}, "
            "xác định nội dung cần tập trung tháo gỡ, thực hiện có kết quả và báo cáo về "
            f"{settings.issuer} trước ngày {date_vi(answer_by(own))}."
        )
    )
    return blocks


def _where(one: Finding) -> str:
    """The hamlets that a finding is about, in brackets, so that the reader need not look it up."""
    if "Thôn" not in one.rows:
        return ""
    hamlets = [str(name) for name in one.rows["Thôn"].dropna().unique()]
    return f" ({list_vi(hamlets)})" if hamlets else ""


def _committees(own: YearFacts) -> list[str]:
    """People's committees of the communes in which an agency has hamlets."""
    codes = own.pairings["commune_code"].unique()
    rows = own.communes[own.communes.index.isin(codes)].sort_values("name")
    return [f"UBND {commune_title(row)}" for _, row in rows.iterrows()]


def answer_by(facts: YearFacts) -> date:
    """Last day for an answer: the end of the month after next, counted from issue or year end."""
    start = facts.settings.issued_on or facts.window.end
    end: date = (pd.Timestamp(start) + pd.offsets.MonthEnd(2)).date()
    return end
