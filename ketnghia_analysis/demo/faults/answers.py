"""What analysts wrote about some of the faults: corrections, decisions, notes about files."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ketnghia_analysis.demo.faults.kinds import Planted
from ketnghia_analysis.demo.truth import District

_BY, _ON = "Phòng Dân tộc", "2025-12-16"


def corrections(planted: list[Planted]) -> list[dict[str, Any]]:
    """Entries of corrections.yml for the faults that are corrected."""
    return [
        {
            "file": fault.file,
            "sheet": fault.sheet,
            "cell": fault.cell,
            "old": str(fault.spot.line.cells[fault.kind.column]),
            "new": str(fault.true_value),
            "reason": "Xã gọi điện báo số đúng, có biên bản kèm theo (hư cấu)",
            "by": _BY,
            "on": _ON,
        }
        for fault in planted
        if fault.kind.code == "corrected_later"
    ]


def decisions(planted: list[Planted], district: District) -> list[dict[str, Any]]:
    """Entries of decisions.yml for the names about which an analyst has decided."""
    hamlets = district.tables["hamlets"].drop_duplicates("hamlet_id").set_index("hamlet_id")
    found = []
    for fault in planted:
        if fault.kind.code != "hamlet_decided":
            continue
        meant = _true_row(district.tables["activities"], "activity_id", fault)["hamlet_id"]
        found.append(
            {
                "kind": "hamlet",
                "text": fault.spot.line.cells[fault.kind.column],
                "commune": str(hamlets.at[meant, "commune_code"]),
                "file": fault.file,
                "chosen": str(meant),
                "reason": "Cơ quan gọi điện xác nhận (hư cấu)",
                "by": _BY,
                "on": _ON,
            }
        )
    return found


def sources(planted: list[Planted]) -> list[dict[str, Any]]:
    """Entries of SOURCES.yml for the files of which an analyst says that they do not count."""
    return [
        {"file": fault.file, "skip": "Bản cũ, xã đã gửi bản thay thế (hư cấu)"}
        for fault in planted
        if fault.kind.code == "earlier_version"
    ]


def _true_row(table: pd.DataFrame, key: str, fault: Planted) -> pd.Series:
    (own,) = fault.spot.line.key or ("",)
    return table.set_index(key).loc[own]
