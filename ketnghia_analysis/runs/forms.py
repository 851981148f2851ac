"""Writes the forms of a year: an Excel workbook a sender, XLSForms for KoboToolbox and ODK."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ketnghia_analysis.cleaning.clean import clean_folder
from ketnghia_analysis.evaluation.settings import read_settings
from ketnghia_analysis.intake.forms.senders import FormYear, Sender, form_year
from ketnghia_analysis.intake.forms.sheets import FORMS
from ketnghia_analysis.intake.forms.workbook import form_workbook
from ketnghia_analysis.intake.forms.xlsforms import xlsform_bytes, xlsforms
from ketnghia_analysis.runs.publish import publish, write_all
from ketnghia_analysis.vocabulary.errors import DataFault, WrongCall
from ketnghia_analysis.vocabulary.periods import DayOfYear, reporting_year
from ketnghia_analysis.vocabulary.spelling import toneless_key
from ketnghia_analysis.vocabulary.tables import TABLES

RECORD = "forms.json"
XLSFORM_FOLDER = "xlsform"
_NO_DATA = ("", ".yml", ".md")
Progress = Callable[[str], None]


@dataclass(frozen=True)
class WrittenForm:
    """One file that was written.

    Attributes:
        file: path below the folder.
        sender: who gets it; "" for XLSForms.
        sheets: number of sheets to fill in.
        printed: rows printed in them.
    """

    file: str
    sender: str
    sheets: int
    printed: int


@dataclass(frozen=True)
class FormsRun:
    """What was written, where, and what the registers lack."""

    folder: Path
    written: list[WrittenForm]
    year: FormYear
    warnings: list[str]
    kept: list[str]


def _silent(step: str) -> None:
    """A progress display that shows nothing."""


def write_forms(
    data: Path, out: Path, year: int, sender: str = "", progress: Progress = _silent
) -> FormsRun:
    """Write the forms of a year.

    Args:
        data: raw files with the registers; blank forms are made where it holds no file.
        out: folder that gets a sub-folder for the year.
        year: reporting year.
        sender: only the form of this commune or agency, by name, code or id; "" for all.
        progress: told the name of each step, Vietnamese.

    Raises:
        WrongCall: no such sender; the message names those there are.
        DataFault: the folder does not exist, or the sender's form was filled in since.
        CannotWrite: no permission, disk full, or a file is open elsewhere.
    """
    settings = read_settings(data)
    progress("Đọc danh mục")
    tables = _tables(data, settings.year_ends)
    found = form_year(tables, reporting_year(year, settings.year_ends), settings.issuer)
    folder = out / str(year)
    progress("Lập biểu mẫu")
    if sender:
        chosen = chosen_senders(found, sender)
        files = {f"{stem}.xlsx": form_workbook(one, found) for stem, one in chosen.items()}
        _replace(folder, files)
        kept: list[str] = []
        written = [_told(f"{stem}.xlsx", one) for stem, one in chosen.items()]
    else:
        stems = file_stems(found.senders)
        files = {f"{stem}.xlsx": form_workbook(one, found) for stem, one in stems.items()}
        phones = xlsforms(found)
        files |= {
            f"{XLSFORM_FOLDER}/{form.form_id}.xlsx": xlsform_bytes(form, found) for form in phones
        }
        kept = _publish(folder, files, found)
        written = [_told(f"{stem}.xlsx", one) for stem, one in stems.items()]
        written += [
            WrittenForm(f"{XLSFORM_FOLDER}/{form.form_id}.xlsx", "", 1, len(form.choices))
            for form in phones
        ]
    return FormsRun(folder, written, found, warnings_of(found), kept)


def file_stems(senders: tuple[Sender, ...]) -> dict[str, Sender]:
    """File names without ending; of two that look alike on Windows both get their code."""
    alike = [toneless_key(one.file_stem) for one in senders]
    return {
        one.file_stem if alike.count(key) == 1 else f"{one.file_stem} ({one.code})": one
        for one, key in zip(senders, alike, strict=True)
    }


def _tables(data: Path, year_ends: DayOfYear) -> dict[str, Any]:
    """Clean tables of a folder, empty ones where the folder is there but holds no data."""
    sent = (path for path in data.rglob("*") if path.suffix not in _NO_DATA and path.is_file())
    if data.is_dir() and not any(True for _ in sent):
        return {name: table.empty() for name, table in TABLES.items()}
    return clean_folder(data, year_ends).tables


def chosen_senders(found: FormYear, sender: str) -> dict[str, Sender]:
    """The one sender meant by a name, a name without its type, a code or an id, by file name.

    Raises:
        WrongCall: no such sender, or several; the message names those there are.
    """
    key = toneless_key(sender)
    stems = file_stems(found.senders)
    chosen = {
        stem: one
        for stem, one in stems.items()
        if key in (toneless_key(one.name), toneless_key(one.code), toneless_key(stem))
        or (one.code and key == toneless_key(one.name.partition(" ")[2]))
    }
    if len(chosen) != 1:
        names = ", ".join(one.name for one in found.senders if one.name) or "(chưa có danh mục)"
        said = "không có nơi gửi này" if not chosen else "tên này chỉ nhiều nơi gửi"
        raise WrongCall(f"--sender {sender}", said, f"chọn một trong: {names}")
    return chosen


def _publish(folder: Path, files: dict[str, bytes], found: FormYear) -> list[str]:
    def write(workshop: Path) -> dict[str, Any]:
        write_all(workshop, files)
        return {"year": found.window.year, "fictional": found.fictional}

    kept: list[str] = publish(folder, RECORD, write)["kept"]
    return kept


def _replace(folder: Path, files: dict[str, bytes]) -> None:
    """Write single forms; never over one that somebody filled in."""
    record = _record(folder)
    for name, content in files.items():
        path = folder / name
        if not path.is_file():
            continue
        there = hashlib.sha256(path.read_bytes()).hexdigest()
        if there not in (record["files"].get(name), hashlib.sha256(content).hexdigest()):
            raise DataFault(
                str(path),
                "biểu này đã được điền hoặc sửa",
                "chuyển tệp đã điền vào thư mục số liệu rồi chạy lại",
            )
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    record["files"] = record["files"] | digests
    text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    write_all(folder, files | {RECORD: text.encode()})


def _record(folder: Path) -> dict[str, Any]:
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        if isinstance(record["files"], dict):
            return dict(record)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return {"files": {}, "kept": []}


def _told(file: str, sender: Sender) -> WrittenForm:
    printed = sum(len(sender.printed.get(sheet.table, ())) for sheet in FORMS[sender.role])
    return WrittenForm(file, sender.name, len(FORMS[sender.role]), printed)


def warnings_of(found: FormYear) -> list[str]:
    """What the registers lack for the year's forms, in Vietnamese."""
    year = found.window.year
    said = []
    if found.hamlets.empty:
        said.append("Chưa có danh mục xã, thôn: biểu được lập trống, không in sẵn tên.")
    elif not found.round_known:
        said.append(
            f"Chưa có (hoặc có nhiều) đợt khảo sát năm {year}: ghi Biểu 12 trước, nếu không số "
            "liệu Biểu 01 gửi về sẽ bị giữ lại."
        )
    if not found.agencies.empty and all(
        "commitments" not in one.printed or not one.code for one in found.senders
    ):
        said.append(f"Chưa có phân công kết nghĩa năm {year}.")
    return said
