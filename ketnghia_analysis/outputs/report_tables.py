"""The tables of the yearly evaluation, each built once from the facts."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.figures import reference_to
from ketnghia_analysis.evaluation.findings import AREA_LABELS, IMPORTANCE_LABELS, Finding
from ketnghia_analysis.measures.criteria import CRITERIA
from ketnghia_analysis.measures.criterion_list import CRITERION_GROUPS
from ketnghia_analysis.measures.score import by_commune, of_district
from ketnghia_analysis.outputs.tables import ReportTable
from ketnghia_analysis.vocabulary.codes import (
    ACTIVITY_TYPES,
    COMMITMENT_STATES,
    DIFFICULTY_GROUPS,
    FIELDS,
    LEVELS,
    PAIRING_ROLES,
)
from ketnghia_analysis.vocabulary.wording import NO_DATA, Written, number_vi, range_vi

POINTS_NOTE = (
    "Điểm có hai số là khoảng điểm: thấp nhất khi phần chưa có số liệu được tính là chưa làm, "
    "cao nhất khi tính là đã làm. Dấu – : chưa nhận số liệu."
)


def levels_table(facts: YearFacts) -> ReportTable:
    """Pairings at each level, this year and the year before."""
    frame = pd.DataFrame({"Mức": [LEVELS.labels[level] for level in facts.levels.index]})
    cited = {}
    for one in filter(None, (facts.before, facts)):
        frame[f"Năm {one.year}"] = one.levels.to_numpy()
        cited[f"Năm {one.year}"] = [
            reference_to(one, "pairings_at_level", level=str(level)) for level in one.levels.index
        ]
    title = "Số cặp kết nghĩa theo mức hoàn thành"
    return ReportTable(
        "levels", title, frame, dict.fromkeys(cited, Written.WHOLE), references=cited
    )


def pairings_table(facts: YearFacts) -> ReportTable:
    """Every pairing with its points and level, best first."""
    rows = facts.pairings.sort_values(["points_low", "points_high"], ascending=False)
    frame = pd.DataFrame(
        {
            "Cơ quan": rows["agency"],
            "Thôn": rows["hamlet"],
            "Xã": rows["commune"],
            "Vai trò": rows["role"].map(PAIRING_ROLES.titles),
            "Điểm": [
                range_vi(low, high, 1)
                for low, high in zip(rows["points_low"], rows["points_high"], strict=True)
            ],
            "Mức": rows["level"].map(LEVELS.labels),
            "Nội dung đăng ký": rows["commitments"].where(rows["commitments_received"]),
            "Hoàn thành": rows["completed"].where(rows["commitments_received"]),
            "Trễ hạn": rows["late"].where(rows["commitments_received"]),
            "Điều kiện chưa đạt": rows["gate"],
        }
    )
    counted = {"Nội dung đăng ký": "commitments", "Hoàn thành": "completed", "Trễ hạn": "late"}
    shown = dict.fromkeys(counted, Written.WHOLE)
    ids = [str(one) for one in rows.index]
    cited = {"Điểm": [reference_to(facts, "pairing_points", pairing=one) for one in ids]} | {
        heading: [reference_to(facts, "pairing_count", pairing=one, column=column) for one in ids]
        for heading, column in counted.items()
    }
    title = "Kết quả từng cặp kết nghĩa"
    return ReportTable("pairings", title, frame, shown, POINTS_NOTE, "–", cited)


def pairing_criteria_frame(facts: YearFacts) -> pd.DataFrame:
    """Points of every criterion by pairing, lowest and highest, one column each."""
    rows = facts.criteria.pivot(index="pairing_id", columns="criterion", values=["low", "high"])
    rows = rows.reindex(facts.pairings.index)
    columns = {}
    for code in CRITERIA:
        if ("low", code) not in rows:
            continue
        columns[f"{code} thấp nhất"] = rows["low", code]
        columns[f"{code} cao nhất"] = rows["high", code]
    return pd.DataFrame(columns, index=facts.pairings.index)


def agencies_table(facts: YearFacts) -> ReportTable:
    """Agencies with their mean points, duties and reports."""
    rows = facts.agencies[facts.agencies["pairings"] > 0]
    rows = rows.sort_values("points_low", ascending=False)
    frame = pd.DataFrame(
        {
            "Cơ quan": rows["name"],
            "Số thôn": rows["pairings"],
            "Điểm bình quân": [
                range_vi(low, high, 1)
                for low, high in zip(rows["points_low"], rows["points_high"], strict=True)
            ],
            "CBCCVC được phân công": [
                f"{number_vi(done)}/{number_vi(total)}" if came else NO_DATA
                for done, total, came in zip(
                    rows["officers_assigned"],
                    rows["officers"],
                    rows["duties_received"],
                    strict=True,
                )
            ],
            "Báo cáo đúng hạn": [
                f"{number_vi(done)}/{number_vi(total)}"
                for done, total in zip(rows["reports_in_time"], rows["reports_due"], strict=True)
            ],
        }
    )
    note = "Bình quân các cặp kết nghĩa của cơ quan; vai trò phối hợp tính một nửa."
    names = {
        "Số thôn": "agency_pairings",
        "Điểm bình quân": "agency_points",
        "CBCCVC được phân công": "officers_assigned",
        "Báo cáo đúng hạn": "reports_in_time",
    }
    cited = {
        heading: [reference_to(facts, name, agency=str(one)) for one in rows.index]
        for heading, name in names.items()
    }
    shown = {"Số thôn": Written.WHOLE}
    return ReportTable("agencies", "Kết quả theo cơ quan", frame, shown, note, references=cited)


def commune_scores_table(facts: YearFacts) -> ReportTable:
    """Pairings by the commune in which their hamlets lie, and the district in the last line."""
    places = facts.hamlets.described["commune_code"]
    rows = by_commune(facts.pairings, places, facts.rules)
    whole = of_district(facts.pairings, facts.rules)
    names = [*facts.communes["name"].reindex(rows.index), facts.title_place]
    points = [*zip(rows["points_low"], rows["points_high"], strict=True)]
    points += [(whole.points_low, whole.points_high)]
    frame = pd.DataFrame(
        {
            "Xã": names,
            "Thôn kết nghĩa": [*rows["hamlets"], facts.pairings["hamlet_id"].nunique()],
            "Cặp kết nghĩa": [*rows["pairings"], whole.pairings],
            "Điểm bình quân": [
                NO_DATA if low is None else range_vi(low, high, 1) for low, high in points
            ],
            **{
                label: [*rows[level], whole.levels[level]] for level, label in LEVELS.labels.items()
            },
        }
    )
    note = (
        "Điểm là của các cơ quan kết nghĩa với thôn trong xã, không phải điểm của xã; vai trò phối "
        "hợp tính một nửa. Dòng cuối là toàn bộ phạm vi."
    )
    shown = {name: Written.WHOLE for name in frame.columns if name not in ("Xã", "Điểm bình quân")}
    return ReportTable("commune_scores", "Kết quả theo xã", frame, shown, note)


_FIELD_FIGURES: dict[str, tuple[str, dict[str, str]]] = {
    "Đăng ký": ("commitments_registered", {}),
    "Hoàn thành": ("commitments_done", {}),
    "Đang thực hiện": ("commitments_in_state", {"state": "in_progress+partly_done"}),
    "Chưa hoặc không thực hiện": ("commitments_in_state", {"state": "not_started+dropped"}),
    "Quá hạn": ("commitments_overdue_of_field", {}),
}
"""The figure behind each column of the table of fields."""


def fields_table(facts: YearFacts) -> ReportTable:
    """Commitments of each of the six fields: registered, done, late."""
    rows = facts.commitments
    frame = pd.DataFrame({"Lĩnh vực": list(FIELDS.titles.values())})
    groups = rows["field"]
    counts = {
        "Đăng ký": groups,
        "Hoàn thành": groups[rows["share_low"] >= 1],
        "Đang thực hiện": groups[rows["state"].isin(["in_progress", "partly_done"])],
        "Chưa hoặc không thực hiện": groups[rows["state"].isin(["not_started", "dropped"])],
        "Quá hạn": groups[rows["days_overdue"].notna()],
    }
    for heading, chosen in counts.items():
        frame[heading] = chosen.value_counts().reindex(FIELDS.values, fill_value=0).to_numpy()
    shown = dict.fromkeys(counts, Written.WHOLE)
    cited = {
        heading: [reference_to(facts, name, field=one, **keys) for one in FIELDS.values]
        for heading, (name, keys) in _FIELD_FIGURES.items()
    }
    title = "Nội dung đăng ký theo lĩnh vực"
    return ReportTable("fields", title, frame, shown, references=cited)


_UNSAID = "unsaid"


def activities_table(facts: YearFacts) -> ReportTable:
    """Activities by type, those of unsaid type last: how many, attendance, gifts, work, money."""
    rows = facts.activities.assign(activity_type=facts.activities["activity_type"].fillna(_UNSAID))
    sums = rows.groupby("activity_type")[["attendances", "gifts", "working_days", "cost_dong"]].sum(
        min_count=1
    )
    counts = rows["activity_type"].value_counts()
    titles = ACTIVITY_TYPES.titles | {_UNSAID: "Chưa ghi loại"}
    kinds = [kind for kind in titles if counts.get(kind, 0)]
    frame = pd.DataFrame(
        {
            "Loại hoạt động": [titles[kind] for kind in kinds],
            "Số hoạt động": counts.reindex(kinds).to_numpy(),
            "Lượt người": sums["attendances"].reindex(kinds).to_numpy(),
            "Suất quà": sums["gifts"].reindex(kinds).to_numpy(),
            "Ngày công": sums["working_days"].reindex(kinds).to_numpy(),
            "Kinh phí (triệu đồng)": (sums["cost_dong"].reindex(kinds) / 1e6).to_numpy(),
        }
    )
    shown = dict.fromkeys(["Số hoạt động", "Lượt người", "Suất quà", "Ngày công"], Written.WHOLE)
    shown["Kinh phí (triệu đồng)"] = Written.ONE_DECIMAL
    note = "Lượt người là số lượt tham dự, không phải số người. Kinh phí được nêu, không chấm điểm."
    summed = {"Lượt người": "attendances", "Suất quà": "gifts", "Ngày công": "working_days"}
    cited = {
        "Số hoạt động": [reference_to(facts, "activities_held", kind=kind) for kind in kinds],
        "Kinh phí (triệu đồng)": [
            reference_to(facts, "activities_cost", kind=kind) for kind in kinds
        ],
    } | {
        heading: [reference_to(facts, "activities_sum", kind=kind, column=name) for kind in kinds]
        for heading, name in summed.items()
    }
    return ReportTable("activities", "Hoạt động trong năm", frame, shown, note, "–", cited)


def difficulties_table(facts: YearFacts) -> ReportTable:
    """Difficulties by group: closed in the year, open, open beyond their deadline."""
    rows = facts.difficulties
    groups = rows["group"]
    counts = {
        "Giải quyết trong năm": groups[rows["closed_in_year"]],
        "Đang tồn": groups[rows["open"]],
        "Trong đó quá hạn": groups[rows["overdue"]],
    }
    frame = pd.DataFrame(
        {
            heading: chosen.value_counts().reindex(DIFFICULTY_GROUPS.values, fill_value=0)
            for heading, chosen in counts.items()
        }
    )
    frame = frame[frame.sum(axis=1) > 0]
    names = [DIFFICULTY_GROUPS.titles[group] for group in frame.index]
    frame.insert(0, "Nhóm khó khăn", names)
    shown = dict.fromkeys(counts, Written.WHOLE)
    states = dict(zip(counts, ("closed", "open", "overdue"), strict=True))
    cited = {
        heading: [
            reference_to(facts, "difficulties_in_state", state=state, group=str(group))
            for group in frame.index
        ]
        for heading, state in states.items()
    }
    title = "Khó khăn, bức xúc của thôn"
    return ReportTable("difficulties", title, frame, shown, references=cited)


def commitments_table(facts: YearFacts) -> ReportTable:
    """Every commitment of the year with deadline, result and delay."""
    rows = facts.commitments.sort_values(["agency", "hamlet", "commitment_id"])
    frame = pd.DataFrame(
        {
            "Mã": rows["commitment_id"],
            "Cơ quan": rows["agency"],
            "Thôn": rows["hamlet"],
            "Lĩnh vực": rows["field"].map(FIELDS.titles),
            "Nội dung": rows["content"],
            "Chỉ tiêu": rows["target"],
            "Kết quả": rows["result"],
            "Đơn vị tính": rows["target_unit"],
            "Thời hạn": rows["deadline"],
            "Ngày hoàn thành": rows["completed_on"],
            "Trạng thái": rows["state"].map(COMMITMENT_STATES.titles),
            "Số ngày quá hạn": rows["days_overdue"],
        }
    )
    shown = {
        "Chỉ tiêu": Written.ONE_DECIMAL,
        "Kết quả": Written.ONE_DECIMAL,
        "Thời hạn": Written.DATE,
        "Ngày hoàn thành": Written.DATE,
        "Số ngày quá hạn": Written.WHOLE,
    }
    ids = [str(one) for one in rows["commitment_id"]]
    cited = {
        heading: [
            reference_to(facts, "commitment_value", commitment=one, column=column) for one in ids
        ]
        for heading, column in {"Chỉ tiêu": "target", "Kết quả": "result"}.items()
    }
    cited["Số ngày quá hạn"] = [
        reference_to(facts, "commitment_days_overdue", commitment=one) for one in ids
    ]
    title = "Nội dung đăng ký và kết quả"
    return ReportTable("commitments", title, frame, shown, missing="", references=cited)


def findings_table(facts: YearFacts, findings: list[Finding]) -> ReportTable:
    """All findings with what they ask for."""
    frame = pd.DataFrame(
        [
            (AREA_LABELS[one.area], IMPORTANCE_LABELS[one.importance], one.sentence, one.task)
            for one in findings
        ],
        columns=["Loại", "Mức độ", "Nội dung", "Việc cần làm"],
    )
    cited = [reference_to(facts, "finding_count", finding=one.code) for one in findings]
    return ReportTable(
        "findings", "Các phát hiện", frame, {}, missing="", references={"Nội dung": cited}
    )


def evidence_table(found: Finding) -> ReportTable:
    """The rows behind a finding."""
    shown = {
        heading: _shown_as(values)
        for heading, values in found.rows.items()
        if _shown_as(values) is not Written.TEXT
    }
    return ReportTable(found.code, found.sentence, found.rows, shown, missing="")


def _shown_as(values: pd.Series) -> Written:
    if pd.api.types.is_datetime64_any_dtype(values):
        return Written.DATE
    if pd.api.types.is_integer_dtype(values):
        return Written.WHOLE
    return Written.ONE_DECIMAL if pd.api.types.is_float_dtype(values) else Written.TEXT


def method_table(facts: YearFacts) -> ReportTable:
    """The criteria in force with their points and what they measure."""
    frame = pd.DataFrame(
        [
            (
                CRITERION_GROUPS[code[0]][0],
                code,
                card.heading,
                facts.rules.points[code],
                card.letter,
            )
            for code, card in CRITERIA.items()
        ],
        columns=["Nhóm", "Mã", "Tiêu chí", "Điểm tối đa", "Ý của thư"],
    )
    note = f"Quy tắc bản {facts.rules.version}: {facts.rules.decided_by}. {facts.rules.source}."
    return ReportTable("method", "Tiêu chí chấm điểm", frame, {"Điểm tối đa": Written.WHOLE}, note)
