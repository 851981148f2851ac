"""Faults in exports of survey programs: what was never approved, and rows without their form."""

from __future__ import annotations

from ketnghia_analysis.demo.faults.kinds import HELD, FaultKind, Spot
from ketnghia_analysis.demo.faults.spots import add_twin
from ketnghia_analysis.demo.papers import SURVEY

REFUSED = "validation_status_not_approved"
_LOST = 999


def _in_survey(spot: Spot, column: str) -> bool:
    return spot.document.carrier == SURVEY


def _with_repeat(spot: Spot, column: str) -> bool:
    """A form in which difficulties are told."""
    if not _in_survey(spot, column):
        return False
    repeat = spot.document.sheets[1].papers[0].lines
    return spot.line.cells["_index"] in {line.cells["_parent_index"] for line in repeat}


def _of_refused(spot: Spot, column: str) -> bool:
    """Whether the form to which the line belongs was sent a first time and refused."""
    return _in_survey(spot, column) and _refused_twin(spot) is not None


def _refused_twin(spot: Spot) -> int | None:
    """Number of the refused form about the hamlet of the line's own form."""
    forms = spot.document.sheets[0].papers[0].lines
    hamlet = {form.cells["_index"]: form.cells["hamlet_id"] for form in forms}
    own = hamlet.get(spot.line.cells.get("_parent_index"))
    return next(
        (
            form.cells["_index"]
            for form in forms
            if form.cells["_validation_status"] == REFUSED and form.cells["hamlet_id"] == own
        ),
        None,
    )


def _sent_before_and_refused(spot: Spot, column: str) -> list[Spot]:
    number = 100 + spot.line.cells["_index"]
    changes = {
        "_index": number,
        "_uuid": f"hu-cau-{number:04d}",
        "_validation_status": REFUSED,
        "households": spot.line.cells["households"] + 3,
    }
    twin = add_twin(spot, **changes)
    twin.line.key = None
    return [twin]


def _of_the_refused_form(spot: Spot, column: str) -> list[Spot]:
    twin = add_twin(spot, _parent_index=_refused_twin(spot))
    twin.line.key = None
    return [twin]


def _without_form(spot: Spot, column: str) -> list[Spot]:
    twin = add_twin(spot, _parent_index=_LOST, difficulty_id=f"KK-{_LOST}")
    twin.line.key = None
    return [twin]


FAULTS = (
    FaultKind(
        "not_approved",
        "a form sent a first time, which the supervisor refused",
        "hamlet_figures",
        "",
        HELD,
        "not_approved",
        1,
        _sent_before_and_refused,
        _with_repeat,
    ),
    FaultKind(
        "child_of_held",
        "a difficulty told in the form that was refused",
        "difficulties",
        "",
        HELD,
        "parent_held",
        1,
        _of_the_refused_form,
        _of_refused,
    ),
    FaultKind(
        "orphan",
        "a difficulty whose form is not in the export",
        "difficulties",
        "",
        HELD,
        "unknown_reference",
        1,
        _without_form,
        _in_survey,
    ),
)
