"""The rules in force as a table: levels, conditions, targets, how what is unknown is counted."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.evaluation.privacy import SMALLEST_COUNT, SMALLEST_WHOLE
from ketnghia_analysis.measures.criterion_list import GATES
from ketnghia_analysis.measures.rules import LevelRule
from ketnghia_analysis.outputs.tables import ReportTable
from ketnghia_analysis.vocabulary.codes import LEVELS
from ketnghia_analysis.vocabulary.wording import date_vi, list_vi, number_vi, percent_vi


def rules_table(facts: YearFacts) -> ReportTable:
    """Rules of scoring and of publication that the year's documents follow."""
    rules, targets = facts.rules, facts.rules.targets
    until = f" đến {date_vi(rules.valid_to)}" if rules.valid_to else ""
    rows = [
        ("Bản quy tắc", f"{rules.version}, hiệu lực từ {date_vi(rules.valid_from)}{until}"),
        ("Người quyết định", rules.decided_by),
        ("Nguồn", rules.source),
        ("Cặp được đánh giá", f"có hiệu lực ít nhất {rules.least_days_in_force} ngày trong năm"),
        *((f"Mức “{LEVELS.labels[one.level]}”", _conditions(one)) for one in rules.levels),
        ("Không hoàn thành dù đủ điểm", list_vi([GATES[one] for one in rules.gates])),
        (
            "Không xếp mức",
            f"thiếu số liệu của trên {number_vi(rules.most_missing_points)} điểm, hoặc khoảng điểm "
            "nằm ở hai mức",
        ),
        (
            "Vai trò phối hợp",
            f"tính {percent_vi(100 * rules.support_role_weight, 0)} vai trò chủ trì",
        ),
        ("Hạn ký kế hoạch năm", f"ngày {targets.plan_due}"),
        ("Lãnh đạo đến thôn", f"{targets.leader_visits} lượt một năm"),
        ("Họp với Phòng Dân tộc", f"{targets.meetings_with_ethnic_office} cuộc một năm"),
        ("Họp với UBND xã, thị trấn", f"{targets.meetings_with_commune} cuộc một năm"),
        (
            "Số nhỏ không công bố",
            f"số đếm từ 1 đến {SMALLEST_COUNT - 1}, tỷ lệ của dưới {SMALLEST_WHOLE} hộ hoặc người, "
            "và số nào từ đó tính ra được số ấy",
        ),
        ("Chưa có số liệu", "không tính là 0: điểm ghi thành khoảng, từ chưa làm đến đã làm đủ"),
    ]
    frame = pd.DataFrame(rows, columns=["Nội dung", "Quy định"])
    return ReportTable("rules", "Quy tắc đang áp dụng", frame, {})


def _conditions(rule: LevelRule) -> str:
    told = [f"từ {number_vi(rule.from_points)} điểm"]
    if rule.completion_at_least > 0:
        told.append(f"hoàn thành ít nhất {percent_vi(100 * rule.completion_at_least, 0)} nội dung")
    if rule.late_at_most < 1:
        late = f"trễ hạn không quá {percent_vi(100 * rule.late_at_most, 0)}"
        told.append(f"{late} (hoặc {rule.or_late_count} nội dung)" if rule.or_late_count else late)
    return "; ".join(told)
