"""Exports of KoboToolbox and ODK Central: forms, repeats, and how the two belong together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ketnghia_analysis.intake.announced import Hints, form_heading
from ketnghia_analysis.intake.grids import Grid, shown
from ketnghia_analysis.intake.on_paper import Block, SheetReading, Submission
from ketnghia_analysis.intake.sheet_parts import Paths
from ketnghia_analysis.vocabulary.spelling import tidy, toneless_key
from ketnghia_analysis.vocabulary.tables import readable_columns

PARENT_COLUMNS = ("hamlet_id", "hamlet_name", "commune_code", "commune_name", "year")
"""What a row of a repeat takes from the form to which it belongs."""
_IDS = ("_uuid", "meta/instanceid", "instanceid", "key", "meta-instanceid", "_id", "_index")
_PARENT_IDS = ("parent_key", "_parent_index", "_submission__uuid", "_submission__id")
_DAYS = ("today", "start", "_submission_time", "submissiondate", "_submission__submission_time")
_STATES = ("_validation_status", "reviewstate", "_submission__validation_status")
_SURE = frozenset(
    {
        *("_uuid", "_index", "_submission_time", "_parent_index", "_parent_table_name", "_id"),
        *("_validation_status", "_submitted_by", "__version__", "_status", "_notes", "_tags"),
        *("_submission__id", "_submission__uuid", "_submission__submission_time", "_xform_id"),
        *("_submission__validation_status", "_submission__notes", "_submission__status"),
        *("_submission__submitted_by", "_submission___version__", "_submission__tags"),
        *("parent_key", "instanceid", "meta/instanceid", "meta-instanceid", "submissiondate"),
        *("submitterid", "submittername", "attachmentspresent", "attachmentsexpected"),
        *("reviewstate", "deviceid", "formversion", "formhub/uuid", "meta/rootuuid"),
        *("meta/deprecatedid", "_attachments", "_geolocation", "_bamboo_dataset_id"),
        *("meta-instancename", "meta/instancename", "instancename", "_supplementaldetails"),
    }
)
_LOOSE = frozenset(
    {"start", "end", "today", "key", "status", "edits", "username", "phonenumber", "simserial"}
    | {"subscriberid", "audit", "_version_", "_index"}
)
_POINT = re.compile(
    r"^_?(.+?)[_/.:-](latitude|longitude|altitude|precision|accuracy)$", re.IGNORECASE
)
_MEANT_BY = {"latitude": "Vĩ độ", "longitude": "Kinh độ"}
_FEWEST_SURE = 2
_REFUSED = re.compile(
    r"not[ _]?approved|on[ _]?hold|reject|hasissues|chua duoc duyet|khong duyet|tu choi"
)
_ISO_DAY = re.compile(r"(20[1-3]\d)-\d\d-\d\d")


def is_export(grid: Grid) -> bool:
    """Whether a sheet is an export of a survey program: its first row names system columns."""
    cells = grid.rows[min(grid.rows)] if grid.rows else {}
    names = [_system_name(value) for value in cells.values()]
    sure = sum(name in _SURE for name in names)
    return sure >= _FEWEST_SURE or ("key" in names and sure >= 1)


def read_form(grid: Grid, hints: Hints) -> SheetReading:
    """The one table of an export: the first row holds the headings, every other row is a record."""
    top = min(grid.rows)
    heads = {index: tidy(shown(value)) for index, value in sorted(grid.rows[top].items())}
    system = {index for index, text in heads.items() if _is_system(text)}
    system |= _companions(heads, grid, top)
    point = points_of(heads)
    system |= point.keys()
    answers: Paths = {index: (text,) for index, text in heads.items() if index not in system}
    heading = form_heading(grid, top, answers, hints)
    if heading is None or "latitude" in readable_columns(heading.table):
        answers |= {index: (meant,) for index, meant in point.items() if meant}
        heading = form_heading(grid, top, dict(sorted(answers.items())), hints)
    if heading is None:
        return SheetReading(unread=sorted(grid.rows))
    system -= {column.index for column in heading.columns}
    heading = replace(
        heading,
        columns=tuple(replace(one, heading=heads[one.index]) for one in heading.columns),
        unknown=tuple(one for one in heading.unknown if one[0] not in system),
        system=tuple((index, heads[index]) for index in sorted(system)),
    )
    block = Block(heading, tuple(getattr(grid, "titles", ())), {}, {})
    for row in sorted(grid.rows):
        if row > top:
            _take_record(block, grid.rows[row], row, heads)
    return SheetReading([block], {top: "heading"})


def _take_record(block: Block, cells: Mapping[int, Any], row: int, heads: dict[int, str]) -> None:
    block.rows[row] = {found.name: cells.get(found.index) for found in block.heading.columns}
    said: dict[str, str] = {}
    for index, _ in block.heading.system:
        if index in cells:
            said.setdefault(_system_name(heads[index]), tidy(shown(cells[index])))
    parents = tuple(f"{name}={said[name]}" for name in _PARENT_IDS if name in said)
    keys = frozenset(f"{name}={said[name]}" for name in _IDS if name in said)
    day = next((said[name] for name in _DAYS if said.get(name)), "")
    block.submissions[row] = Submission(keys, parents, said.get("_parent_table_name", ""), day)
    if any(
        _REFUSED.search(toneless_key(said[name]).replace("_", " "))
        for name in _STATES
        if name in said
    ):
        block.refused[row] = "not_approved"
    year = _ISO_DAY.match(day)
    known = readable_columns(block.heading.table)
    if year and "year" in known and block.rows[row].get("year") is None and not parents:
        block.rows[row]["year"] = int(year[1])
        block.fills[row, "year"] = "from_submission"


def _system_name(value: Any) -> str:
    return shown(value).strip().lower()


def _is_system(text: str) -> bool:
    name = _system_name(text)
    return name in _SURE or name in _LOOSE or name.startswith(("set-of-", "_submission_", "meta/"))


def _companions(heads: dict[int, str], grid: Grid, top: int) -> set[int]:
    """Columns that repeat an answer: one for each option of a question with several answers."""
    names = set(heads.values())
    found = set()
    for index, text in heads.items():
        parent = re.sub(r"[/.:-][^/.:-]*$", "", text)
        values = {
            shown(cells[index]) for row, cells in grid.rows.items() if row > top and index in cells
        }
        if parent != text and parent in names and values <= {"0", "1", "True", "False"}:
            found.add(index)
    return found


def points_of(heads: Mapping[int, str]) -> dict[int, str]:
    """Columns of the one place that a form asks for, and the heading under which each is read.

    Latitude and longitude are read; altitude, accuracy and the four in one cell are set aside (an
    empty text). A form that asks for several places leaves open which is the hamlet's: no columns.
    """
    parts: dict[str, dict[str, int]] = {}
    for index, text in heads.items():
        if found := _POINT.match(text):
            parts.setdefault(found[1].lower(), {})[found[2].lower()] = index
    places = {name: of for name, of in parts.items() if {"latitude", "longitude"} <= of.keys()}
    if len(places) != 1:
        return {}
    ((name, of),) = places.items()
    read = {index: _MEANT_BY.get(part, "") for part, index in of.items()}
    whole = [index for index, text in heads.items() if text.lower() == name]
    return read | dict.fromkeys(whole, "")


def link(papers: Mapping[int, tuple[str, str, Block]]) -> dict[int, Block]:
    """Blocks with what the rows of repeats take from the forms to which they belong.

    Forms and repeats of one workbook, one archive or one folder belong together.

    Args:
        papers: file, sheet and block by number.

    Returns:
        New blocks by number, for those that hold rows of a repeat; `parents` tells for each row
        where its form stands, None where it is not among what was sent.
    """
    linked: dict[int, Block] = {}
    families: dict[str, dict[int, tuple[str, str, Block]]] = {}
    for number, paper in papers.items():
        if paper[2].submissions:
            families.setdefault(_family(paper[0], paper[1]), {})[number] = paper
    for family in families.values():
        current = dict(family)
        # a repeat within a repeat takes from its parent what that took from the form
        for _ in range(len(family)):
            places = _places(current)
            for number, (file, sheet, block) in current.items():
                if any(one.parents for one in block.submissions.values()):
                    linked[number] = _with_parents(block, (file, sheet), places, current)
            current |= {n: (*family[n][:2], block) for n, block in linked.items() if n in family}
    return linked


def _family(file: str, sheet: str) -> str:
    return file if sheet else file.rpartition("/")[0]


def _places(papers: Mapping[int, tuple[str, str, Block]]) -> dict[str, list[tuple[int, int]]]:
    """Block and row by each id of a row."""
    found: dict[str, list[tuple[int, int]]] = {}
    for number, (_, _, block) in papers.items():
        for row, submission in block.submissions.items():
            for key in submission.keys:
                found.setdefault(key, []).append((number, row))
    return found


_KEYS_OF_PARENT = {
    "parent_key": ("key", "instanceid", "meta/instanceid", "meta-instanceid"),
    "_parent_index": ("_index",),
    "_submission__uuid": ("_uuid", "meta/instanceid"),
    "_submission__id": ("_id",),
}


def _with_parents(
    block: Block,
    place: tuple[str, str],
    places: Mapping[str, list[tuple[int, int]]],
    papers: Mapping[int, tuple[str, str, Block]],
) -> Block:
    rows = {row: dict(values) for row, values in block.rows.items()}
    fills, parents = dict(block.fills), dict(block.parents)
    refused = dict(block.refused)
    known = readable_columns(block.heading.table)
    for row, submission in block.submissions.items():
        if not submission.parents:
            continue
        parent = _parent(submission, place, places, papers)
        parents[row] = None
        if parent is None:
            continue
        file, sheet, above = papers[parent[0]]
        parents[row] = (file, sheet, parent[1])
        for name in PARENT_COLUMNS:
            value = above.rows[parent[1]].get(name)
            if name in known and rows[row].get(name) is None and value is not None:
                rows[row][name] = value
                fills[row, name] = "from_parent"
    return replace(block, rows=rows, fills=fills, parents=parents, refused=refused)


def _parent(
    submission: Submission,
    place: tuple[str, str],
    places: Mapping[str, list[tuple[int, int]]],
    papers: Mapping[int, tuple[str, str, Block]],
) -> tuple[int, int] | None:
    """Block and row of the one parent; None where it is not there or could be several."""
    for own in submission.parents:
        name, _, value = own.partition("=")
        found = {
            one
            for key in _KEYS_OF_PARENT[name]
            for one in places.get(f"{key}={value}", ())
            if papers[one[0]][:2] != place
        }
        if submission.parent_table and len(found) > 1:
            found = {one for one in found if _is_named(papers[one[0]], submission.parent_table)}
        if len(found) == 1:
            return found.pop()
        if name in ("parent_key", "_parent_index"):
            return None
    return None


def _is_named(paper: tuple[str, str, Block], name: str) -> bool:
    stem = re.sub(r"\.[a-z]+$", "", paper[0].rpartition("/")[2])
    return name[:31] in (paper[1], stem) or stem.endswith(name)
