"""What else may explain a difference between paired and other hamlets, named where it applies."""

from __future__ import annotations

import pandas as pd

from ketnghia_analysis.measures.cards import INDICATORS
from ketnghia_analysis.measures.impact_design import COVARIATES, Design
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.places.registers import latest
from ketnghia_analysis.vocabulary.codes import POVERTY_STANDARDS
from ketnghia_analysis.vocabulary.wording import list_vi, number_vi


def _begun_small(heading: str) -> str:
    return heading[:1].lower() + heading[1:]


POORER = -0.25
"""Standardised difference from which the paired hamlets are called worse off before the start."""
UNLIKE = 0.25
"""Standardised difference beyond which groups are called unlike (Imbens and Rubin, 2015)."""
VARIABLES = {
    "index": "chỉ số chung",
    "production": "sản xuất, thu nhập",
    "living": "đời sống, sinh hoạt",
    **{
        name: _begun_small(INDICATORS[name].heading) if name in INDICATORS else "số hộ"
        for name in COVARIATES
    },
}
"""Vietnamese names of the variables of `impact_design.balance`."""


def cautions(year: YearInput, found: Design, balanced: pd.DataFrame) -> tuple[str, ...]:
    """Sentences about rival explanations, Vietnamese, in the order of their weight.

    Args:
        year: the year's tables.
        found: the design.
        balanced: see `impact_design.balance`.
    """
    said = [
        _regression_to_the_mean(found, balanced),
        _unlike(balanced),
        _poverty_standards(year, found),
        _neighbours(found),
        _other_programmes(year, found),
        _ended_early(year, found),
        _filled(found),
        _left_out(found),
    ]
    return tuple(sentence for sentence in said if sentence)


def how_chosen(year: YearInput, found: Design) -> str:
    """How the paired hamlets were chosen, as far as the tables tell. Vietnamese."""
    rows = year.tables["pairings"]
    rows = rows[rows["hamlet_id"].map(year.hamlet_heir).isin(found.hamlets.index)]
    rows = rows[rows["valid_from"] <= pd.Timestamp(year.window.end)]
    papers = [str(paper) for paper in rows["assigning_document"].dropna().unique()]
    hamlets = found.hamlets
    mixed = int((hamlets["mixed"] & ~hamlets["paired"]).sum())
    by = f"theo {list_vi(papers)}" if papers else "không rõ theo văn bản nào"
    return (
        f"{int(hamlets['paired'].sum())} thôn được phân công kết nghĩa {by}; {mixed} thôn xen ghép "
        "khác không được phân công. Việc chọn thôn là chủ định, không phải ngẫu nhiên, và tiêu chí "
        "chọn không ghi trong số liệu, nên hai nhóm có thể khác nhau ở những điều không đo được."
    )


def _regression_to_the_mean(found: Design, balanced: pd.DataFrame) -> str:
    if "index" not in balanced.index:
        return ""
    gap = balanced.at["index", "difference"]
    if not gap <= POORER:
        return ""
    base = found.before[-1]
    return (
        f"Năm {base} thôn kết nghĩa có mức thấp hơn thôn đối chiếu ({number_vi(abs(gap), 1)} độ "
        "lệch chuẩn). Thôn được chọn đúng lúc số liệu thấp thường tự nhích lên ở đợt sau dù không "
        "ai giúp (hồi quy về trung bình); phép tính có xét mức ban đầu đáng tin hơn phép so chênh "
        "lệch."
    )


def _unlike(balanced: pd.DataFrame) -> str:
    gaps = balanced["difference"].drop("index", errors="ignore").abs()
    unlike = [VARIABLES[name] for name in gaps.index[gaps > UNLIKE]]
    if not unlike:
        return ""
    return (
        f"Trước khi bắt đầu, hai nhóm khác nhau rõ (trên {number_vi(UNLIKE, 2)} độ lệch chuẩn) về "
        f"{list_vi(unlike)}; khác biệt đó có thể tự nó dẫn tới chuyển biến khác nhau."
    )


def _poverty_standards(year: YearInput, found: Design) -> str:
    rounds = year.tables["survey_rounds"]
    used = rounds[rounds["year"].isin([*found.before, *found.after])]
    standards = sorted(set(used["poverty_standard"].dropna()), key=POVERTY_STANDARDS.values.index)
    if len(standards) < 2:
        return ""
    names = list_vi([POVERTY_STANDARDS.labels[one] for one in standards])
    return (
        f"Chuẩn nghèo đã thay đổi trong thời gian này ({names}), nên tỷ lệ hộ nghèo trước và sau "
        "không so sánh được và không nằm trong chỉ số."
    )


def _neighbours(found: Design) -> str:
    rows = found.members
    paired = set(rows.loc[rows["paired"], "commune"])
    near = int(rows.loc[~rows["paired"], "commune"].isin(paired).sum())
    if not near:
        return ""
    return (
        f"{near} thôn đối chiếu ở cùng xã với thôn kết nghĩa, có thể cũng được hưởng lợi (công "
        "trình chung, tập huấn, vận động); nếu vậy, chênh lệch đo được nhỏ hơn tác động thật."
    )


def _other_programmes(year: YearInput, found: Design) -> str:
    register = latest(year.tables["hamlets"], "hamlet_id")
    hard = register["especially_difficult"].fillna(False).astype(bool)
    paired, others = (
        int(hard.reindex(members, fill_value=False).sum())
        for members in (found.paired, found.others)
    )
    if not len(found.paired):
        return ""
    counted = (
        f" Trong số đó, thôn đặc biệt khó khăn (được đầu tư riêng): {paired} thôn kết nghĩa, "
        f"{others} thôn đối chiếu."
        if paired or others
        else ""
    )
    return (
        "Cùng thời gian, các thôn còn thụ hưởng nhiều chương trình khác (Chương trình mục tiêu "
        "quốc gia theo Quyết định 1719/QĐ-TTg, nông thôn mới, giảm nghèo); số liệu không tách được "
        f"phần của từng chương trình.{counted}"
    )


def _ended_early(year: YearInput, found: Design) -> str:
    rows = year.tables["pairings"]
    rows = rows.assign(hamlet=rows["hamlet_id"].map(year.hamlet_heir))
    goes_on = ~(rows["valid_to"] < pd.Timestamp(year.window.end))
    over = int((~goes_on.groupby(rows["hamlet"]).any().reindex(found.paired)).sum())
    if not over:
        return ""
    return (
        f"{over} thôn không còn cơ quan kết nghĩa khi hết năm, vẫn được tính là thôn kết nghĩa vì "
        "đã được hỗ trợ trước đó."
    )


def _filled(found: Design) -> str:
    values = found.outcomes.values
    own = values[values.index.get_level_values("hamlet_id").isin(found.members.index)]
    share = float(own["filled"].mean()) if len(own) else 0.0
    if share <= 0:
        return ""
    return (
        f"{number_vi(100 * share, 1)} % số liệu của chỉ số bị thiếu, được điền theo mức của chính "
        "thôn và xu hướng chung, nên chênh lệch có thể bị kéo về gần 0."
    )


def _left_out(found: Design) -> str:
    rows = found.hamlets
    out = rows[(rows["paired"] | rows["compared"]) & (rows["why_not"] != "")]
    if out.empty:
        return ""
    said = "; ".join(
        f"{count} thôn {reason}" for reason, count in out["why_not"].value_counts().items()
    )
    return f"Không so sánh được: {said}."
