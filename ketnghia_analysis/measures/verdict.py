"""What may be said about whether the programme helped: one of four things, and why.

Nothing here speaks of one agency: a hamlet's figures have many causes, and its agencies share it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ketnghia_analysis.measures.impact_design import LEAST_OTHERS, LEAST_PAIRED, Design
from ketnghia_analysis.measures.impact_test import Effect
from ketnghia_analysis.vocabulary.wording import number_vi, range_vi

Kind = Literal["evidence", "sign", "no_difference", "cannot_tell"]

VERDICTS: dict[Kind, str] = {
    "evidence": "có bằng chứng",
    "sign": "có dấu hiệu, chưa chắc",
    "no_difference": "không thấy khác biệt",
    "cannot_tell": "không thể kết luận",
}
"""The four answers, in Vietnamese."""
SURE, SUGGESTIVE = 0.05, 0.10
"""Chance of error below which there is evidence, and below which there is a sign."""
WORTHWHILE_SPREADS = 0.5
"""Smallest difference that matters, in standard deviations of the hamlets before the start."""
NO_MERIT = (
    "Đây là nhận định về chương trình nói chung, không phải thành tích hay trách nhiệm của riêng "
    "cơ quan nào."
)


@dataclass(frozen=True)
class Verdict:
    """The answer.

    Attributes:
        kind: key of `VERDICTS`.
        sentence: Vietnamese, what may be said; careful words.
        reasons: Vietnamese, what it rests on, each a sentence.
        cautions: Vietnamese, what else may explain it, each a sentence.
    """

    kind: Kind
    sentence: str
    reasons: tuple[str, ...]
    cautions: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The answer in Vietnamese."""
        return VERDICTS[self.kind]


@dataclass(frozen=True)
class Evidence:
    """What a verdict is made of.

    Attributes:
        main: the main test.
        adjusted: the same, allowing for the level before (analysis of covariance).
        placebo: the same on the rounds before, in which there can't be an effect; None if there is
            only one.
        alone: the largest p-value when any single hamlet is left out, and whether the sign holds.
        worthwhile: smallest difference that matters, in points of the index.
        unlike: whether the groups stood at different levels before, so that chance alone may have
            brought them nearer; the test that allows for the level then decides.
    """

    main: Effect
    adjusted: Effect
    placebo: Effect | None
    alone: tuple[float, bool]
    worthwhile: float
    unlike: bool = False

    @property
    def deciding(self) -> Effect:
        """The test by which the answer is given."""
        return self.adjusted if self.unlike else self.main


def without_test(found: Design, cautions: tuple[str, ...] = ()) -> Verdict:
    """The verdict where there can be description only."""
    reasons = []
    if not found.hamlets["paired"].any():
        reasons.append("Chưa có thôn nào được kết nghĩa trước đợt khảo sát cuối.")
    elif not found.before:
        reasons.append(
            "Không có đợt khảo sát nào trước khi bắt đầu kết nghĩa, nên không biết thôn đã ở đâu."
        )
    if len(found.paired) < LEAST_PAIRED:
        reasons.append(
            f"Chỉ có {len(found.paired)} thôn kết nghĩa so sánh được, cần ít nhất {LEAST_PAIRED}."
        )
    if len(found.others) < LEAST_OTHERS:
        reasons.append(
            f"Chỉ có {len(found.others)} thôn đối chiếu so sánh được, cần ít nhất {LEAST_OTHERS}."
        )
    return Verdict(
        "cannot_tell",
        "Không thể kết luận chương trình có làm thôn chuyển biến hơn hay không; số liệu dưới đây "
        f"chỉ để mô tả. {NO_MERIT}",
        tuple(reasons),
        cautions,
    )


def judge(found: Design, evidence: Evidence, cautions: tuple[str, ...] = ()) -> Verdict:
    """The verdict on a test.

    Evidence needs all of: the main test and the one that allows for the level before both below 5 %
    with the same sign, Welch's test agreeing, no single hamlet deciding it, no difference before
    the start, and mixed hamlets to compare with. A sign needs the deciding test below 10 %: the
    main one, or the one that allows for the level where the groups stood at different levels. No
    difference is said only if its interval leaves out every difference that would matter.
    """
    main, adjusted, deciding = evidence.main, evidence.adjusted, evidence.deciding
    before_differs = evidence.placebo is not None and evidence.placebo.p_value < SURE
    reasons = _reasons(found, evidence)
    doubts = _doubts(found, evidence)
    if before_differs:
        kind: Kind = "cannot_tell"
    elif main.p_value < SURE and not doubts:
        kind = "evidence"
    elif deciding.p_value < SUGGESTIVE:
        kind = "sign"
    elif -evidence.worthwhile < deciding.low and deciding.high < evidence.worthwhile:
        kind = "no_difference"
    else:
        kind = "cannot_tell"
    if kind == "sign":
        reasons += doubts
    more = "nhiều hơn" if deciding.estimate >= 0 else "ít hơn"
    said = _PARTED_BEFORE if before_differs else _SENTENCES[kind]
    return Verdict(
        kind,
        f"{said.format(more=more, gap=_gap(main, adjusted))} {NO_MERIT}",
        tuple(reasons),
        cautions,
    )


_SENTENCES: dict[Kind, str] = {
    "evidence": "Có bằng chứng là thôn kết nghĩa chuyển biến {more} thôn đối chiếu ({gap}). Kết "
    "quả này phù hợp với nhận định chương trình có tác động, nhưng không loại trừ hết nguyên nhân "
    "khác.",
    "sign": "Có dấu hiệu thôn kết nghĩa chuyển biến {more} thôn đối chiếu ({gap}), nhưng chưa chắc "
    "chắn; chưa nên coi là kết quả của chương trình.",
    "no_difference": "Không thấy khác biệt đáng kể giữa thôn kết nghĩa và thôn đối chiếu ({gap}). "
    "Điều đó không có nghĩa là việc kết nghĩa vô ích: chỉ số này không đo hết những gì đã làm.",
    "cannot_tell": "Không thể kết luận thôn kết nghĩa chuyển biến khác thôn đối chiếu hay không "
    "({gap}): với số liệu hiện có, cả khả năng có và không có khác biệt đáng kể đều còn để ngỏ.",
}


_PARTED_BEFORE = (
    "Không thể kết luận: thôn kết nghĩa chuyển biến {more} thôn đối chiếu ({gap}), nhưng hai nhóm "
    "đã đi khác nhau từ trước khi bắt đầu kết nghĩa."
)


def _gap(main: Effect, adjusted: Effect) -> str:
    return (
        f"chênh {number_vi(main.estimate, 2)} điểm, khoảng tin cậy {number_vi(100 * main.level)} "
        f"%: {interval_vi(main)}; xét cả mức ban đầu: {number_vi(adjusted.estimate, 2)} điểm"
    )


def interval_vi(effect: Effect, decimals: int = 2) -> str:
    """An interval in words: "0,39 – 1,58"; an end that is not known is said."""
    low, high = effect.low, effect.high
    if low == float("-inf") and high == float("inf"):
        return "không xác định"
    if low == float("-inf"):
        return f"đến {number_vi(high, decimals)}"
    if high == float("inf"):
        return f"từ {number_vi(low, decimals)}"
    return range_vi(low, high, decimals)


def p_vi(value: float) -> str:
    """A p-value in words: "p = 0,006"."""
    return "p < 0,001" if value < 0.001 else f"p = {number_vi(value, 3)}"


def _reasons(found: Design, evidence: Evidence) -> list[str]:
    main, placebo = evidence.main, evidence.placebo
    years = f"{found.after[0]}–{found.after[-1]}" if len(found.after) > 1 else f"{found.after[0]}"
    kind = "thôn xen ghép không kết nghĩa" if found.only_mixed else "thôn không kết nghĩa"
    reasons = [
        f"So sánh {main.treated} thôn kết nghĩa với {main.others} {kind}: mức bình quân các đợt "
        f"{years} so với {', '.join(map(str, found.before))}.",
        _how_tested(main),
        f"Xét cả mức ban đầu của thôn (ANCOVA): {number_vi(evidence.adjusted.estimate, 2)} điểm, "
        f"{p_vi(evidence.adjusted.p_value)}.",
        f"Với số thôn này, chỉ chênh lệch từ {number_vi(main.minimum_detectable, 2)} điểm trở lên "
        "mới có 80 % khả năng được phát hiện; chênh lệch coi là đáng kể là "
        f"{number_vi(evidence.worthwhile, 2)} điểm.",
    ]
    if evidence.unlike:
        reasons.append(
            "Trước khi bắt đầu hai nhóm ở mức khác nhau, nên kết luận dựa vào phép tính có xét mức "
            "ban đầu."
        )
    if placebo is None:
        reasons.append(
            "Chỉ có một đợt khảo sát trước khi bắt đầu, nên không kiểm tra được hai nhóm có cùng "
            "xu hướng từ trước hay không."
        )
    elif placebo.p_value < SURE:
        reasons.append(
            "Ngay trước khi bắt đầu kết nghĩa hai nhóm đã chuyển biến khác nhau "
            f"({number_vi(placebo.estimate, 2)} điểm, {p_vi(placebo.p_value)}), nên không thể quy "
            "chênh lệch về sau cho chương trình."
        )
    else:
        reasons.append(
            "Trước khi bắt đầu chưa thấy hai nhóm chuyển biến khác nhau "
            f"({number_vi(placebo.estimate, 2)} điểm, {p_vi(placebo.p_value)})."
        )
    return reasons


def _how_tested(main: Effect) -> str:
    if main.assignments == 0:
        return f"{p_vi(main.p_value)}, sai số tính theo cụm xã ({main.freedom + 1} xã)."
    where = "trong từng xã" if main.within else "trong toàn huyện"
    how = "toàn bộ" if main.exact else "ngẫu nhiên"
    welch = "" if main.welch_p != main.welch_p else f" Kiểm định Welch: {p_vi(main.welch_p)}."
    return (
        f"Kiểm định hoán vị {where}, {how} {number_vi(main.assignments)} cách phân công: "
        f"{p_vi(main.p_value)}.{welch}"
    )


def _doubts(found: Design, evidence: Evidence) -> list[str]:
    """What keeps a significant difference from being evidence."""
    main, adjusted = evidence.main, evidence.adjusted
    doubts = []
    if not (adjusted.p_value < SURE and adjusted.estimate * main.estimate > 0):
        doubts.append("Khi xét cả mức ban đầu của thôn, khác biệt không còn rõ.")
    if main.welch_p >= SURE:
        doubts.append("Kiểm định Welch không cho thấy khác biệt rõ.")
    largest, same_sign = evidence.alone
    if largest >= SUGGESTIVE or not same_sign:
        doubts.append("Kết quả phụ thuộc vào một thôn: bỏ thôn đó ra thì khác biệt không còn rõ.")
    if not found.only_mixed:
        doubts.append(
            "Không đủ thôn xen ghép chưa kết nghĩa để đối chiếu; các thôn khác vốn đã khác từ đầu."
        )
    return doubts
