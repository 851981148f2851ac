"""Steps that a pairing could have taken, and what each would have brought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from ketnghia_analysis.measures.criteria import count_by_agency, sum_over_meetings
from ketnghia_analysis.measures.criteria_effort import field_counts, report_counts
from ketnghia_analysis.measures.criteria_results import HEAVIEST, completion
from ketnghia_analysis.measures.measured import Measured
from ketnghia_analysis.measures.score_variants import TARGET_OF
from ketnghia_analysis.measures.timeliness import deadline, in_time, is_done
from ketnghia_analysis.measures.year import YearInput

_TINY = 1e-9
_COUNTED = {
    "A3": "lượt thủ trưởng, cấp phó đến thôn",
    "B1": "cuộc họp với Phòng Dân tộc",
    "B2": "cuộc họp với UBND xã, thị trấn",
}


@dataclass(frozen=True)
class Step:
    """Something a pairing could have done more.

    Attributes:
        criterion: whose effort it is.
        text: Vietnamese; "{count}" stands for how often.
        most: how often it can be done.
        gains: share of a criterion's points that it brings each time, by code.
        late: by how many fewer commitments would be late.
        field: field of work that gets its first finished commitment; "" for none.
        opens: gates that it opens.
    """

    criterion: str
    text: str
    most: int
    gains: Mapping[str, float] = field(default_factory=dict)
    late: int = 0
    field: str = ""
    opens: tuple[str, ...] = ()


def steps(year: YearInput, found: Measured) -> dict[str, list[Step]]:
    """Steps open to each pairing, by `pairing_id`.

    They start from what is certain. Left out are criteria E (what becomes of a hamlet can't be
    resolved upon), C2 (a difficulty raised for its points changes C3 and D3 too), what tables that
    never came would have told (sending the data comes first), and what is already full.
    """
    taken: dict[str, list[Step]] = defaultdict(list)
    _plans(year, found, taken)
    _counts(year, found, taken)
    _commitments(year, found, taken)
    _of_hamlet(found, taken)
    if "no_activity" in year.rules.gates:
        for one in found.gates.index[found.gates[("no_activity", "possibly")]]:
            text = "tổ chức {count} hoạt động tại thôn"
            taken[str(one)].append(Step("A3", text, 1, opens=("no_activity",)))
    return dict(taken)


def _plans(year: YearInput, found: Measured, taken: dict[str, list[Step]]) -> None:
    low = found.shares["A1"].low
    briefed = count_by_agency(year, year.of_year("briefings")) > 0
    for one, share, done in zip(low.index, low, briefed, strict=True):
        if not done:
            taken[one].append(Step("A1", "tổ chức quán triệt", 1, {"A1": 0.5}))
        if share - 0.5 * done < 0.5 - _TINY:
            opens = ("nothing_organised",)
            text = "ban hành kế hoạch năm đúng hạn"
            taken[one].append(Step("A1", text, 1, {"A1": 0.5}, opens=opens))


def _counts(year: YearInput, found: Measured, taken: dict[str, list[Step]]) -> None:
    staff = year.pairings["officers"]
    for one, share in found.shares["A2"].low.items():
        of = staff[one]
        if pd.notna(of) and of > 0 and share < 1 - _TINY:
            text = "phân công nhiệm vụ cho thêm {count} người"
            most = round(float(of) * (1 - share))
            opens = ("nothing_organised",)
            taken[str(one)].append(Step("A2", text, most, {"A2": 1 / float(of)}, opens=opens))
    for code, noun in _COUNTED.items():
        target = getattr(year.rules.targets, TARGET_OF[code])
        for one, share in found.shares[code].low.items():
            more = target - round(share * target)
            if more > 0:
                gates = ("no_activity",) if code == "A3" else ()
                text = f"thêm {{count}} {noun}"
                taken[str(one)].append(Step(code, text, more, {code: 1 / target}, opens=gates))
    reports = report_counts(year)
    for row in reports.itertuples():
        whole = row.owed + row.held
        if row.owed > row.in_time:
            text = "nộp đúng hạn thêm {count} báo cáo"
            step = Step("A4", text, row.owed - row.in_time, {"A4": 1 / whole})
            taken[str(row.Index)].append(step)
    drawn = sum_over_meetings(year, year.meetings["conclusions"])
    carried = sum_over_meetings(year, year.meetings["conclusions_done"])
    if year.held("coordination_meetings").any():
        return
    for one, of, done in zip(drawn.index, drawn, carried, strict=True):
        if of > done:
            text = "thực hiện thêm {count} kết luận của các cuộc họp"
            taken[one].append(Step("B3", text, of - done, {"B3": 0.5 / of}))


def _commitments(year: YearInput, found: Measured, taken: dict[str, list[Step]]) -> None:
    rows = year.commitments
    due = deadline(rows)
    falls_due = year.window.contains(due)
    if year.rules.no_deadline_is_late:
        falls_due |= due.isna()
    weight = rows["weight"].fillna(1).astype("float64")
    total = weight.groupby(rows["pairing_id"]).sum()
    held = year.held("commitments")
    counts = rows[falls_due]["pairing_id"].value_counts()
    fields = field_counts(year)["widest"]
    half = _half_of_b3(year)
    finished = rows[is_done(rows)].groupby("pairing_id")["field"].agg(set).to_dict()
    told = zip(
        rows["pairing_id"],
        rows["content"].fillna(rows["commitment_id"]),
        rows["field"],
        weight,
        completion(rows, year.window.end)["low"],
        falls_due & ~in_time(rows),
        is_done(rows),
        strict=True,
    )
    for one, content, kind, heavy, reached, late, done in told:
        gains = {"D1": heavy * (1 - reached) / (total[one] + HEAVIEST * held[one])}
        if late:
            gains["D2"] = 1 / (counts[one] + held[one])
        new = pd.notna(kind) and not done and kind not in finished.get(one, set())
        if new:
            gains["B3"] = half[one] / fields[one]
        if late or gains["D1"] > _TINY or new:
            text = f"hoàn thành đúng hạn nội dung “{content}”"
            step = Step("D1", text, 1, gains, int(late), str(kind) if new else "")
            taken[one].append(step)
    received = year.received("commitments", by_agency=True) & (held == 0)
    nothing = ~found.pairings.index.isin(rows["pairing_id"])
    for one in found.pairings.index[nothing & received]:
        gains = {"D1": 1.0, "D2": 1.0, "B3": half[one]}
        text = "đăng ký và hoàn thành đúng hạn một nội dung"
        taken[one].append(Step("D1", text, 1, gains, opens=("no_commitment",)))


def _half_of_b3(year: YearInput) -> pd.Series:
    """What the first part of B3 counts for: half where meetings drew conclusions."""
    drawn = sum_over_meetings(year, year.meetings["conclusions"]) > 0
    came = year.received("coordination_meetings", by_agency=False)
    unsure = ~came | (year.held("coordination_meetings") > 0)
    return (drawn | unsure).map({True: 0.5, False: 1.0})


def _of_hamlet(found: Measured, taken: dict[str, list[Step]]) -> None:
    """Lists and difficulties of the hamlet, from the counts that their basis tells."""
    texts = {
        "C1": "bổ sung {count} số liệu của thôn",
        "C3": "gắn cam kết có thời hạn và chỉ tiêu cho thêm {count} nội dung tập trung",
        "D3": "giải quyết thêm {count} khó khăn đến hạn",
    }
    for code, text in texts.items():
        share = found.shares[code]
        for one, low, high, basis in zip(
            share.low.index, share.low, share.high, share.basis, strict=True
        ):
            done, _, rest = basis.partition("/")
            of = rest.partition(" ")[0]
            # a range means that the whole is not certain either
            if not done.isdigit() or not of.isdigit() or low != high:
                continue
            if int(of) > int(done) and abs(int(done) / int(of) - low) < _TINY:
                step = Step(code, text, int(of) - int(done), {code: 1 / int(of)})
                taken[one].append(step)
