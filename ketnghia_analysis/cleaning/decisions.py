"""Decisions of the analyst on names that the software asks about, remembered in decisions.yml."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from ketnghia_analysis.vocabulary.errors import DataFault
from ketnghia_analysis.vocabulary.spelling import house_style
from ketnghia_analysis.vocabulary.yaml_files import read_entries

FILE = "decisions.yml"
NOT_LISTED = "none"
"""What is chosen for a name that belongs to nothing in the register: its rows are left out."""
KINDS: dict[str, tuple[str, str]] = {
    "commune": ("communes", "Xã"),
    "hamlet": ("hamlets", "Thôn"),
    "agency": ("agencies", "Cơ quan"),
}
"""Kind of name: its table, and what people call it."""
QUESTION_COLUMNS = ["kind", "text", "commune", "options", "rows", "file", "sheet", "cell"]
_REMEDY = "sửa mục này trong decisions.yml (hoặc trong bảng trả lời) cho khớp với danh mục"

Kind = Literal["commune", "hamlet", "agency"]


class Decision(BaseModel):
    """One entry of decisions.yml: what a written name means.

    Attributes:
        kind: what the name is the name of.
        text: the name as written.
        commune: code of the commune in which a hamlet lies; empty where the files name none.
        file: path below the data folder, where it holds for one file only.
        year: reporting year, where it holds for one year only.
        chosen: id or code that is meant, or "none" for nothing in the register.
        reason: why.
        by: who decided it.
        on: when.
    """

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True, frozen=True)

    kind: Kind
    text: str = Field(min_length=1)
    commune: str = ""
    file: str = ""
    year: int | None = None
    chosen: str = Field(min_length=1)
    reason: str = ""
    by: str = Field(min_length=1)
    on: date


def read_decisions(folder: Path) -> list[Decision]:
    """Entries of the folder's decisions.yml; none if there is no such file.

    Raises:
        DataFault: the file can't be read as a list of decisions; all faults at once.
    """
    remedy = "mỗi quyết định cần kind (commune, hamlet, agency), text, chosen, by, on"
    return read_entries(folder / FILE, Decision, remedy)


class Decisions:
    """Looks up what was decided about a written name."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        """File the decisions; of two about the same name the later one holds.

        Raises:
            DataFault: two decisions of the same day about the same name contradict each other.
        """
        self._by_name: dict[tuple[str, str, str, str, int | None], Decision] = {}
        faults = []
        for one in sorted(decisions, key=lambda decision: decision.on):
            key = (one.kind, name_key(one.text), one.commune, one.file, one.year)
            before = self._by_name.get(key)
            if before and before.on == one.on and before.chosen != one.chosen:
                faults.append(
                    f"“{one.text}”: cùng ngày {one.on:%d/%m/%Y} chọn “{before.chosen}” "
                    f"và “{one.chosen}”"
                )
            self._by_name[key] = one
        if faults:
            raise DataFault(FILE, faults, "giữ lại một quyết định cho mỗi tên")

    def __bool__(self) -> bool:
        """Whether anything was decided."""
        return bool(self._by_name)

    def find(
        self,
        kind: str,
        text: str,
        within: Collection[str] | None = None,
        file: str = "",
        year: int | None = None,
    ) -> str | None:
        """What was decided about a name.

        Args:
            kind: "commune", "hamlet" or "agency".
            text: the name as written; case, blanks and tone placement don't count.
            within: codes of the communes in which a hamlet may lie; None or empty if not known.
            file: path of the file below the data folder.
            year: reporting year.

        Returns:
            The id, `NOT_LISTED` where nothing in the register is meant, None where nothing was
            decided. A decision for the file goes before one for the year, and that before a
            general one. A decision without a commune holds only where the commune is not known.
        """
        if not self._by_name:
            return None
        name = name_key(text)
        for scope in ((file, year), (file, None), ("", year), ("", None)):
            found = {
                self._by_name[key].chosen
                for place in (within or ("",))
                if (key := (kind, name, place, *scope)) in self._by_name
            }
            if found:
                return found.pop() if len(found) == 1 else None
        return None


def name_key(text: str) -> str:
    """The form of a written name under which its decision is found."""
    return house_style(text).casefold()


def check(decisions: Iterable[Decision], known_ids: Mapping[str, Collection[str]]) -> None:
    """See that everything decided is in the registers.

    Args:
        decisions: what was decided.
        known_ids: ids of the register by kind ("commune", "hamlet", "agency").

    Raises:
        DataFault: a decision names an id or a commune that no register has; all of them at once.
    """
    faults = []
    for number, one in enumerate(decisions, start=1):
        where = f"mục {number} (“{one.text}”)"
        if one.chosen != NOT_LISTED and one.chosen not in known_ids[one.kind]:
            label = KINDS[one.kind][1].lower()
            faults.append(f"{where}: danh mục {label} không có mã “{one.chosen}”")
        if one.commune and one.commune not in known_ids["commune"]:
            faults.append(f"{where}: danh mục xã không có mã “{one.commune}”")
    if faults:
        raise DataFault(FILE, faults, _REMEDY)


def questions(asked: pd.DataFrame) -> pd.DataFrame:
    """The distinct questions that held rows wait for.

    Args:
        asked: a row for each held row and name: `kind`, `text` (as written), `commune` (code, ""
            if not known), `options` (id, name, likeness; best first), `file`, `sheet`, `cell`.

    Returns:
        One row for each question, those for which most rows wait first: `QUESTION_COLUMNS`; `file`,
        `sheet` and `cell` are those of the first row, `rows` counts the rows that wait.
    """
    if asked.empty:
        return pd.DataFrame(columns=QUESTION_COLUMNS)
    keyed = asked.assign(_key=asked["text"].map(name_key))
    groups = keyed.groupby(["kind", "commune", "_key"], sort=False)
    distinct = groups.first().assign(rows=groups.size()).reset_index()
    ordered = distinct.sort_values("rows", ascending=False, kind="stable")
    return ordered[QUESTION_COLUMNS].reset_index(drop=True)
