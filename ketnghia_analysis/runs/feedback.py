"""Feedback to senders: read their files again, mark them, write a folder to send from."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pandas as pd

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.settings import Settings
from ketnghia_analysis.intake.deliveries import Delivery, read_folder
from ketnghia_analysis.outputs.feedback import feedback_files
from ketnghia_analysis.outputs.feedback_frames import Feedback, feedback, overview
from ketnghia_analysis.outputs.feedback_sheets import SentSheet
from ketnghia_analysis.runs.evaluate import Progress, run_cleaning, silent
from ketnghia_analysis.runs.publish import publish

FOLDER = "phan-hoi"
RECORD = "feedback.json"
_WORKBOOKS = (".xlsx", ".xlsm")


@dataclass(frozen=True)
class FeedbackRun:
    """Feedback as it was written.

    Attributes:
        overview: one line a sender, see `feedback_frames.overview`.
        record: as written to feedback.json.
        folder: where it is.
    """

    overview: pd.DataFrame
    record: dict[str, Any]
    folder: Path


def run_feedback(data: Path, out: Path, reports: Path, progress: Progress = silent) -> FeedbackRun:
    """Clean a folder and write for each sender what it has to correct or to confirm.

    Args:
        data: raw files.
        out: folder for the cleaned tables.
        reports: folder that gets the sub-folder `FOLDER`.
        progress: told the name of each step, Vietnamese.

    Raises:
        UserError: something the user can put right; earlier results are intact.
    """
    cleaning = run_cleaning(data, out, progress)
    read_on = datetime.fromisoformat(cleaning.record["started"]).astimezone().date()
    progress("Lập phản hồi cho nơi gửi")
    return write_feedback(cleaning.cleaned, cleaning.settings, data, reports, read_on)


def write_feedback(
    cleaned: Cleaned, settings: Settings, data: Path, reports: Path, read_on: date
) -> FeedbackRun:
    """Write the feedback of a cleaning.

    Args:
        cleaned: what cleaning gave.
        settings: of the district.
        data: raw files, as they were when they were cleaned.
        reports: folder that gets the sub-folder `FOLDER`.
        read_on: day on which the files were read.

    Raises:
        CannotWrite: see `publish.publish`.
    """
    feedbacks = feedback(cleaned)
    sent = sent_sheets(data, feedbacks)

    def write(workshop: Path) -> dict[str, Any]:
        for name, content in feedback_files(cleaned, feedbacks, sent, settings, read_on):
            (workshop / name).write_bytes(content)
        return {"read_on": read_on.isoformat(), "senders": len(feedbacks)}

    folder = reports / FOLDER
    record = publish(folder, RECORD, write)
    return FeedbackRun(overview(feedbacks), record, folder)


def sent_sheets(data: Path, feedbacks: list[Feedback]) -> dict[str, dict[str, SentSheet]]:
    """Sheets of the files on which something has to be marked, as they were sent.

    Workbooks come with their looks; of all other files, and of members of archives, the readers of
    intake give the values.
    """
    files = {file for one in feedbacks for file, _ in one.marked_sheets}
    sent = {file: pages for file in files if (pages := _with_looks(data / file))}
    others = files - sent.keys()
    for delivery in _read_again(data, others):
        if delivery.file in others:
            sent[delivery.file] = {grid.sheet: grid for grid in delivery.grids}
    return sent


def _with_looks(path: Path) -> dict[str, SentSheet]:
    """Sheets of a workbook; none where the file is something else, whatever its name says."""
    if not path.name.lower().endswith(_WORKBOOKS) or not zipfile.is_zipfile(path):
        return {}
    try:
        book = openpyxl.load_workbook(path, data_only=True)
    # a workbook that only the readers of intake can read is shown without its looks
    except Exception:
        return {}
    return {page.title: page for page in book.worksheets}


def _read_again(data: Path, files: set[str]) -> list[Delivery]:
    """Deliveries of some files only; a member of an archive comes with its archive."""
    paths = {path for file in files if (path := _on_disk(data, file))}
    if not paths:
        return []
    with TemporaryDirectory() as name:
        for path in paths:
            copied = Path(name) / path.relative_to(data)
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copied)
        return read_folder(Path(name))


def _on_disk(data: Path, file: str) -> Path | None:
    """The file, or the archive of which it is a member; None if it is gone."""
    steps = [data / file, *(data / file).parents]
    return next((path for path in steps if path.is_file()), None)
