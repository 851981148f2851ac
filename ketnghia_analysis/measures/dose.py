"""Whether hamlets in which more promises were kept changed more: a slope, never a cause.

Where a hamlet does well anyway promises are easier to keep, and agencies that choose easy hamlets
keep more: the slope says what goes together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ketnghia_analysis.measures.durations import commitment_spells
from ketnghia_analysis.measures.impact_assign import DRAWS
from ketnghia_analysis.measures.impact_design import LEAST_PAIRED, Design
from ketnghia_analysis.measures.impact_large import LARGE, clustered_difference
from ketnghia_analysis.measures.impact_test import Effect, randomisation_test
from ketnghia_analysis.measures.verdict import (
    SUGGESTIVE,
    SURE,
    WORTHWHILE_SPREADS,
    Kind,
    Verdict,
    interval_vi,
    p_vi,
)
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.places.registers import heirs
from ketnghia_analysis.vocabulary.periods import DayOfYear, reporting_year
from ketnghia_analysis.vocabulary.wording import number_vi

_LEAST_DAYS = 90


@dataclass(frozen=True)
class Dose:
    """How the hamlets' change goes with the number of promises kept.

    Attributes:
        hamlets: paired hamlets that can be compared: `done_low` (surely kept up to the year),
            `done_high` (perhaps kept), `promised`, `complete` (whether all its agencies' reports of
            all years came), `change` (of the index).
        low: slope on the promises surely kept, in points of the index for each, of hamlets with
            complete reports; None if there are too few.
        high: slope on those perhaps kept.
        adjusted: slope on those surely kept, allowing for the level before.
        verdict: what may be said.
    """

    hamlets: pd.DataFrame
    low: Effect | None
    high: Effect | None
    adjusted: Effect | None
    verdict: Verdict


def dose_response(year: YearInput, found: Design, draws: int = DRAWS) -> Dose:
    """Slope of the change on the number of promises kept, among paired hamlets only.

    Args:
        year: the year's tables.
        found: the design, see `impact_design.design`.
        draws: assignments drawn where there are more; doses change places within communes.
    """
    hamlets = doses(year, found)
    usable = hamlets[hamlets["complete"] & hamlets["change"].notna()]
    enough = len(usable) >= LEAST_PAIRED and usable["done_low"].nunique() > 1
    if not (enough and found.before and found.after):
        return Dose(hamlets, None, None, None, _too_few(usable))
    communes = found.members.loc[usable.index, "commune"]
    before = found.mean_of(found.before).loc[usable.index]
    low = _slope(usable["change"], usable["done_low"], communes, None, draws)
    high = _slope(usable["change"], usable["done_high"], communes, None, draws)
    after = usable["change"] + before
    adjusted = _slope(after, usable["done_low"], communes, before, draws)
    spread = float(usable["done_low"].std())
    matters = WORTHWHILE_SPREADS * float(before.std()) / spread if spread > 0 else np.inf
    verdict = _judge(low, high, adjusted, matters, len(usable))
    return Dose(hamlets, low, high, adjusted, verdict)


def doses(year: YearInput, found: Design) -> pd.DataFrame:
    """Promises kept in each paired hamlet since the beginning, see `Dose.hamlets`."""
    spells = commitment_spells(year.tables["commitments"], year.tables["pairings"], year.window)
    pairings = year.tables["pairings"].set_index("pairing_id")
    hamlet = pairings["hamlet_id"].map(year.hamlet_heir)
    own = spells["pairing_id"].map(hamlet)
    own = own.fillna(spells["hamlet_id"].map(year.hamlet_heir))
    ids = found.paired.sort_values()

    def counts(chosen: pd.Series) -> pd.Series:
        return own[chosen].value_counts().reindex(ids, fill_value=0).astype("int64")

    silent = set(hamlet.reindex(list(_unheard(year, pairings))).dropna())
    change = found.change() if found.before and found.after else pd.Series(dtype="float64")
    return pd.DataFrame(
        {
            "done_low": counts(spells["ended"]),
            "done_high": counts(spells["may_be_ended"]),
            "promised": counts(own.notna()),
            "complete": [one not in silent for one in ids],
            "change": change.reindex(ids),
        },
        index=ids,
    )


def _unheard(year: YearInput, pairings: pd.DataFrame) -> set[str]:
    """Pairings of which no report on promises came for some year in which they were in force."""
    blocks = year.blocks
    told: set[tuple[str, int]] = set()
    if len(blocks):
        came = blocks[blocks["table"] == "commitments"].dropna(subset=["agency_id", "year"])
        told = set(zip(came["agency_id"], came["year"].astype("int64"), strict=True))
    rows = year.tables["commitments"].dropna(subset=["pairing_id"])
    reported = set(zip(rows["pairing_id"], rows["year"].astype("int64"), strict=True))
    ends = DayOfYear(year.window.end.month, year.window.end.day)
    first = pairings["valid_from"].min()
    unheard: set[str] = set()
    if pd.isna(first):
        return unheard
    for number in range(first.year, year.window.year + 1):
        window = reporting_year(number, ends)
        heir = heirs(year.tables["agencies"], "agency_id", "successor_id", window.end)
        start = pairings["valid_from"].clip(lower=pd.Timestamp(window.start))
        last = pd.Timestamp(window.end)
        days = (pairings["valid_to"].fillna(last).clip(upper=last) - start).dt.days + 1
        for pairing, agency in pairings.loc[days >= _LEAST_DAYS, "agency_id"].items():
            senders = {str(agency), str(heir.get(agency, agency))}
            heard = any((one, number) in told for one in senders)
            if not heard and (pairing, number) not in reported:
                unheard.add(str(pairing))
    return unheard


def _slope(
    outcome: pd.Series,
    dose: pd.Series,
    communes: pd.Series,
    covariate: pd.Series | None,
    draws: int,
) -> Effect:
    given = dose.astype("float64")
    if len(given) > LARGE:
        return clustered_difference(outcome, given, communes, covariate)
    return randomisation_test(outcome, given, communes, covariate, draws=draws)


def _too_few(usable: pd.DataFrame) -> Verdict:
    return Verdict(
        "cannot_tell",
        "Không thể kết luận nơi hoàn thành nhiều nội dung hơn có chuyển biến nhiều hơn hay không.",
        (
            f"Chỉ có {len(usable)} thôn kết nghĩa có đủ báo cáo và số liệu (cần ít nhất "
            f"{LEAST_PAIRED}), hoặc số nội dung hoàn thành không khác nhau giữa các thôn.",
        ),
    )


def _judge(low: Effect, high: Effect, adjusted: Effect, matters: float, count: int) -> Verdict:
    worst = np.nanmax([low.p_value, high.p_value, adjusted.p_value])
    told = [low.estimate, high.estimate, adjusted.estimate]
    one_way = all(value > 0 for value in told) or all(value < 0 for value in told)
    slope = (
        f"mỗi nội dung hoàn thành đi cùng {number_vi(low.estimate, 2)} điểm chuyển biến, khoảng "
        f"tin cậy {number_vi(100 * low.level)} %: {interval_vi(low)}"
    )
    reasons = (
        f"{count} thôn kết nghĩa có đủ báo cáo các năm; kiểm định hoán vị: {p_vi(low.p_value)}; "
        f"tính cả nội dung chưa rõ: {p_vi(high.p_value)}; xét cả mức ban đầu: "
        f"{p_vi(adjusted.p_value)}.",
    )
    cautions = (
        "Đi cùng nhau không có nghĩa là nguyên nhân: ở thôn thuận lợi, nội dung dễ hoàn thành hơn "
        "và thôn cũng tự chuyển biến nhanh hơn.",
    )
    more = "nhiều hơn" if low.estimate >= 0 else "ít hơn"
    kind: Kind = "cannot_tell"
    if worst < SURE and one_way:
        kind = "evidence"
    elif low.p_value < SUGGESTIVE:
        kind = "sign"
    elif -matters < low.low and low.high < matters:
        kind = "no_difference"
    return Verdict(kind, f"{_SAID[kind].format(more=more)} ({slope}).", reasons, cautions)


_SAID: dict[Kind, str] = {
    "evidence": "Có bằng chứng là nơi hoàn thành nhiều nội dung chuyển biến {more}",
    "sign": "Có dấu hiệu nơi hoàn thành nhiều nội dung chuyển biến {more}, nhưng chưa chắc",
    "no_difference": "Không thấy chuyển biến khác nhau theo số nội dung hoàn thành",
    "cannot_tell": "Không thể kết luận chuyển biến có khác nhau theo số nội dung hoàn thành hay "
    "không",
}
