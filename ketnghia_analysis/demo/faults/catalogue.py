"""All kinds of planted faults."""

from __future__ import annotations

from ketnghia_analysis.demo.faults import (
    of_activities,
    of_amounts,
    of_figures,
    of_files,
    of_programme,
    of_registers,
    of_surveys,
)
from ketnghia_analysis.demo.faults.kinds import FaultKind

FAULT_KINDS: dict[str, FaultKind] = {
    kind.code: kind
    for room in (
        of_figures,
        of_amounts,
        of_activities,
        of_programme,
        of_registers,
        of_surveys,
        of_files,
    )
    for kind in room.FAULTS
}
"""By code, in the order in which they are planted: those of whole sheets and files last."""
