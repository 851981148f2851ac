"""True events of the pairings: promises, work, meetings, difficulties."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from ketnghia_analysis.demo import names
from ketnghia_analysis.demo.programme_words import PROMISES, SOLUTIONS, WORRIES, Promise
from ketnghia_analysis.demo.truth_places import Row
from ketnghia_analysis.places.hamlets import hamlet_heirs
from ketnghia_analysis.places.registers import heirs, valid_on
from ketnghia_analysis.vocabulary.periods import Window, reporting_year

Chance = random.Random
Quality = dict[tuple[str, int], float]


def pairing_quality(seed: int, pairings: pd.DataFrame) -> Quality:
    """How well each pairing worked in each year, 0 to 1: the agency's zeal, better after 2021."""
    zeal = {
        agency_id: Chance(f"{seed}:zeal:{agency_id}").uniform(0.3, 1.02)
        for agency_id in (*names.AGENCIES, names.MERGED_AGENCIES[1][0])
    }
    quality: Quality = {}
    for pairing in pairings.itertuples():
        chance = Chance(f"{seed}:quality:{pairing.pairing_id}")
        for year in names.PROGRAMME_YEARS:
            after_letter = {2020: 0.45, 2021: 0.6}.get(year, 1.0)
            wobble = chance.uniform(-0.1, 0.12)
            value = (zeal[pairing.agency_id] + wobble) * after_letter
            if pairing.role == "support":
                value *= 0.85
            quality[pairing.pairing_id, year] = round(min(1.0, max(0.05, value)), 3)
    return quality


@dataclass(frozen=True)
class Engagement:
    """One pairing in one reporting year: the days on which it could act, and how well it did.

    `assigned_to` is the agency to which the hamlet was assigned, `agency_id` the one that stands
    for it at the end of the year.
    """

    pairing_id: str
    assigned_to: str
    agency_id: str
    hamlet_id: str
    window: Window
    first_day: date
    last_day: date
    quality: float
    chance: Chance

    @property
    def year(self) -> int:
        """Reporting year."""
        return self.window.year

    def day(self, start: float = 0.0, end: float = 1.0) -> date:
        """A day in that part of the year."""
        length = (self.last_day - self.first_day).days
        return self.first_day + timedelta(days=round(length * self.chance.uniform(start, end)))


def engagements(
    seed: int, pairings: pd.DataFrame, agency_heir: dict[date, pd.Series], quality: Quality
) -> Iterator[Engagement]:
    """Each pairing in each year in which it was in force at some time."""
    for year in names.PROGRAMME_YEARS:
        window = reporting_year(year)
        heir = agency_heir[window.end]
        for pairing in pairings.itertuples():
            first = max(pairing.valid_from.date(), window.start)
            last = min(pairing.valid_to.date(), window.end)
            if first > last or (last - first).days < 60:
                continue
            yield Engagement(
                pairing.pairing_id,
                pairing.agency_id,
                heir[pairing.agency_id],
                pairing.hamlet_id,
                window,
                first,
                last,
                quality[pairing.pairing_id, year],
                Chance(f"{seed}:{pairing.pairing_id}:{year}"),
            )


def difficulties(
    seed: int, hamlets: pd.DataFrame, pairings: pd.DataFrame, quality: Quality
) -> list[Row]:
    """Rows of `difficulties`: raised in all mixed hamlets, resolved where a pairing is good."""
    rows: list[Row] = []
    paired = pairings.set_index("hamlet_id")["pairing_id"].groupby(level=0).agg(list)
    mixed = hamlets[hamlets["mixed"]].drop_duplicates("hamlet_id")
    for hamlet_id in mixed["hamlet_id"]:
        chance = Chance(f"{seed}:worries:{hamlet_id}")
        for year in names.PROGRAMME_YEARS:
            window = reporting_year(year)
            start = max(window.start, names.ASSIGNED_ON)
            for _ in range(chance.choice((0, 1, 1, 1, 2) if hamlet_id in paired else (0, 0, 1))):
                raised = start + timedelta(days=chance.randint(0, (window.end - start).days - 40))
                if hamlet_id not in set(valid_on(hamlets, raised)["hamlet_id"]):
                    continue
                best = {
                    later: max(
                        (quality[one, later] for one in paired.get(hamlet_id, [])), default=0.15
                    )
                    for later in range(year, names.LAST_YEAR + 1)
                }
                number = len(rows) + 1
                rows.append(_difficulty(f"KK-{number:03d}", hamlet_id, raised, best, chance))
    return rows


def _difficulty(
    number: str, hamlet_id: str, raised: date, best: dict[int, float], chance: Chance
) -> Row:
    group = chance.choice(list(WORRIES))
    content, affects, authority = WORRIES[group]
    due = raised + timedelta(days=chance.choice((90, 120, 180, 270)))
    row: Row = {
        "difficulty_id": number,
        "hamlet_id": hamlet_id,
        "raised_on": raised,
        "raised_by": chance.choice(("survey", "meeting", "dialogue", "commune")),
        "group": group,
        "content": content,
        "affects": affects,
        "severity": str(chance.choice((1, 2, 2, 3))),
        "chosen_as_focus": chance.random() < 0.3 + 0.4 * best[min(best)],
        "authority": authority,
        "due_on": due if chance.random() < 0.9 else None,
        "result": "open",
    }
    for year, effort in best.items():
        window = reporting_year(year)
        start = max(window.start, raised + timedelta(days=20))
        if start < window.end and chance.random() < effort * (0.8 if year == min(best) else 0.6):
            length = (window.end - start).days
            row["resolved_on"] = start + timedelta(days=round(length * chance.uniform(0.1, 0.9)))
            row["result"] = "referred" if authority == "province" else "resolved"
            return row
    if chance.random() < 0.5:
        row["result"] = "in_progress"
    return row


def commitments(engaged: Engagement, worries: pd.DataFrame, number: int) -> list[Row]:
    """Rows of `commitments` of one pairing in one year: promises and what became of them."""
    chance = engaged.chance
    own = worries[
        (worries["hamlet_id"] == engaged.hamlet_id)
        & worries["chosen_as_focus"]
        & (worries["raised_on"] <= pd.Timestamp(engaged.last_day - timedelta(days=90)))
        & ~(worries["resolved_on"] < pd.Timestamp(engaged.first_day))
    ]
    chosen: list[tuple[str, Promise, str | None, date]] = [
        ("difficulties", SOLUTIONS[worry.group], worry.difficulty_id, worry.raised_on.date())
        for worry in own.head(2).itertuples()
        if chance.random() < 0.35 + 0.6 * engaged.quality
    ]
    fields = ["outreach", "production", "living", "political_system", "security"]
    for field in chance.sample(fields, k=chance.choice((2, 3, 3, 4))):
        chosen.append((field, chance.choice(PROMISES[field]), None, engaged.first_day))
    return [
        _commitment(engaged, f"ND-{engaged.year}-{number + order:03d}", *promise)
        for order, promise in enumerate(chosen)
    ]


def _commitment(
    engaged: Engagement,
    number: str,
    field: str,
    promise: Promise,
    difficulty_id: str | None,
    not_before: date,
) -> Row:
    chance = engaged.chance
    target = chance.randint(promise.least, promise.most)
    due = max(engaged.day(0.35, 1.0), min(not_before + timedelta(days=30), engaged.last_day))
    row: Row = {
        "commitment_id": number,
        "year": engaged.year,
        "pairing_id": engaged.pairing_id,
        "field": field,
        "content": promise.content,
        "target": target,
        "target_unit": promise.unit,
        "due_on": due if chance.random() < 0.96 else None,
        "weight": chance.choice((1, 2, 2, 3)),
        "difficulty_id": difficulty_id,
    }
    fate = chance.random()
    if fate < 0.25 + 0.78 * engaged.quality:
        late = chance.random() > 0.6 + 0.42 * engaged.quality
        day = due + timedelta(days=chance.randint(-40, -1) if not late else chance.randint(1, 90))
        day = min(max(day, engaged.first_day), engaged.last_day)
        extra = chance.choice((0, 0, 0, 1))
        row |= {"result": target + extra, "completed_on": day, "state": "done"}
    elif fate < 0.45 + 0.6 * engaged.quality:
        row |= {"result": round(target * chance.uniform(0.3, 0.9), 1), "state": "partly_done"}
    elif fate < 0.65 + 0.4 * engaged.quality:
        row |= {"result": 0, "state": "in_progress"}
    else:
        row |= {"result": 0, "state": chance.choice(("not_started", "not_started", "dropped"))}
    if row["state"] in ("partly_done", "in_progress") and row["due_on"] and chance.random() < 0.25:
        row["extended_to"] = due + timedelta(days=chance.choice((30, 60, 90)))
        row["extension_document"] = f"Văn bản mẫu số {chance.randint(10, 99)}/CV (hư cấu)"
    return row


def carried_over(
    rows: list[Row], engaged_by_pairing: dict[tuple[str, int], Engagement]
) -> list[Row]:
    """Promises left unfinished that are reported again the next year, some of them done by then."""
    again = []
    for row in rows:
        engaged = engaged_by_pairing.get((row["pairing_id"], row["year"] + 1))
        if engaged is None or row["state"] not in ("partly_done", "in_progress"):
            continue
        if engaged.chance.random() > 0.35 + 0.3 * engaged.quality:
            continue
        fresh = row | {"year": engaged.year}
        if engaged.chance.random() < engaged.quality:
            day = engaged.day(0.05, 0.6)
            fresh |= {"result": row["target"], "completed_on": day, "state": "done"}
        again.append(fresh)
    return again


ACTIVITY_OF_FIELD = {
    "outreach": "outreach_session",
    "production": "technology_transfer",
    "living": "gifts",
    "political_system": "skills_class",
    "security": "exchange",
    "difficulties": "works",
}
_ACTIVITY_TEXT = {
    "visit": "Thăm thôn, nắm tình hình đời sống nhân dân",
    "outreach_session": "Tuyên truyền chủ trương, chính sách về công tác dân tộc",
    "technology_transfer": "Tập huấn kỹ thuật trồng trọt, chăn nuôi",
    "gifts": "Tặng quà cho hộ khó khăn nhân dịp lễ, Tết",
    "skills_class": "Hướng dẫn nghiệp vụ cho cán bộ thôn",
    "exchange": "Giao lưu văn nghệ, thể thao với nhân dân trong thôn",
    "works": "Sửa chữa công trình phục vụ sản xuất, sinh hoạt",
    "working_days": "Giúp ngày công dọn vệ sinh, làm đường thôn",
    "model": "Xây dựng mô hình Dân vận khéo",
}


def activities(engaged: Engagement, promised: list[Row]) -> Iterator[Row]:
    """Rows of `activities` (without id) of one pairing in one year."""
    chance = engaged.chance
    kinds = [ACTIVITY_OF_FIELD[row["field"]] for row in promised if row["state"] == "done"]
    links = [row["commitment_id"] for row in promised if row["state"] == "done"]
    extra = round(engaged.quality * 4 + chance.uniform(-0.6, 1.2))
    kinds += [
        chance.choice(("visit", "visit", "working_days", "model", "gifts")) for _ in range(extra)
    ]
    links += [None] * (len(kinds) - len(links))
    for kind, link in zip(kinds, links, strict=True):
        crowd = kind in ("outreach_session", "technology_transfer", "exchange", "skills_class")
        paid = kind in ("gifts", "works", "technology_transfer", "model")
        yield {
            "pairing_id": engaged.pairing_id,
            "date": engaged.day(),
            "activity_type": kind,
            "content": _ACTIVITY_TEXT[kind],
            "attendances": chance.randint(15, 120) if crowd else None,
            "gifts": chance.randint(5, 40) if kind == "gifts" else None,
            "working_days": chance.randint(8, 60) if kind == "working_days" else None,
            "cost_dong": chance.randint(6, 90) * 500_000 if paid else None,
            "fund_source": chance.choice(("budget", "staff", "mobilised")) if paid else None,
            "partner": chance.choice(("commune", "both", "none", "ethnic_office")),
            "leader_present": chance.random() < 0.25 + 0.5 * engaged.quality,
            "commitment_id": link,
        }


def meetings(engaged: Engagement, hamlets: pd.DataFrame, agencies: pd.DataFrame) -> Iterator[Row]:
    """Rows of `coordination_meetings` (without id) about one pairing in one year."""
    chance = engaged.chance
    hamlet_id = hamlet_heirs(hamlets, engaged.last_day)[engaged.hamlet_id]
    for _ in range(round(engaged.quality * 3 + chance.uniform(-0.7, 0.8))):
        conclusions = chance.randint(2, 5)
        with_office = chance.random() < 0.35 + 0.5 * engaged.quality
        day = engaged.day()
        heir = heirs(agencies, "agency_id", "successor_id", day)
        yield {
            "date": day,
            "agency_id": heir[engaged.assigned_to],
            "hamlet_id": hamlet_id,
            "with_ethnic_office": with_office,
            "with_commune": not with_office or chance.random() < 0.75,
            "with_hamlet": chance.random() < 0.7,
            "meeting_form": chance.choice(("in_person", "in_person", "online", "in_writing")),
            "minutes": f"{chance.randint(1, 60):02d}/BB",
            "conclusions": conclusions,
            "conclusions_done": min(
                conclusions, round(conclusions * (0.3 + 0.7 * engaged.quality))
            ),
        }
