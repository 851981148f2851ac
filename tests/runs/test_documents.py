from __future__ import annotations

import json
from pathlib import Path

import pytest

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.runs import documents as room
from ketnghia_analysis.runs.documents import (
    RECORD,
    Kind,
    Source,
    kinds_from,
    source_of,
    tasks_of,
    write_documents,
)
from ketnghia_analysis.runs.show import show_documents
from ketnghia_analysis.vocabulary.errors import WrongCall


@pytest.fixture(scope="module")
def source(cleaned: Cleaned, facts: YearFacts) -> Source:
    return source_of(cleaned, facts.settings, facts.year)


def test_every_agency_commune_and_hamlet_has_its_document(facts: YearFacts) -> None:
    tasks = tasks_of(facts, list(Kind))
    counts = {
        writer: sum(one.writer == writer for one in tasks)
        for writer in ("notice", "reminder", "commune", "hamlet", "report", "briefing")
    }
    paired = int((facts.agencies["pairings"] > 0).sum())
    assert counts == {
        "notice": paired,
        "reminder": paired,
        "commune": len(facts.communes),
        "hamlet": len(facts.hamlets.described),
        "report": 1,
        "briefing": 1,
    }
    stems = [Path(one.file).stem for one in tasks if one.file.endswith(".docx")]
    # LibreOffice puts all PDF files into one folder first
    assert len(stems) == len(set(stems))
    assert all(one.file.isascii() and " " not in one.file for one in tasks)
    assert {one.writer for one in tasks} == set(room.WRITERS)


def test_a_kind_that_there_is_not_is_told() -> None:
    with pytest.raises(WrongCall, match="tom-tat"):
        kinds_from(["thu"])
    assert kinds_from([]) == list(Kind)
    assert kinds_from(["xa", "tom-tat"]) == [Kind.BRIEFING, Kind.COMMUNES]


def test_documents_of_one_kind_leave_the_others_as_they_are(
    source: Source, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    steps: list[str] = []
    first = write_documents(source, tmp_path, [Kind.MAP], False, steps.append)
    assert first.folder == tmp_path / "2024" / "van-ban"
    names = {"ban-do-2024.pdf", "ban-do-2024.png", RECORD}
    assert {path.name for path in first.folder.iterdir()} == names
    drawn = (first.folder / "ban-do-2024.png").read_bytes()
    done = write_documents(source, tmp_path, [Kind.COMMUNES], False)
    record = json.loads((done.folder / RECORD).read_text(encoding="utf-8"))
    assert record["kept"] == []
    assert (done.folder / "ban-do-2024.png").read_bytes() == drawn
    assert len(list((done.folder / "xa").iterdir())) == len(source.facts.communes)
    assert len(steps) == 2
    show_documents(done)
    told = capsys.readouterr().out
    assert "--no-pdf" in told
    assert "HƯ CẤU" in told


def test_where_there_is_no_libreoffice_word_is_written_and_it_is_said(
    source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "office_path", lambda: None)
    done = write_documents(source, tmp_path, [Kind.BRIEFING], True)
    assert done.counts["docx"] == 1
    assert "LibreOffice" in done.no_pdf


def test_processes_write_what_one_process_writes(
    source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = tasks_of(source.facts, [Kind.MAP])
    alone, together = tmp_path / "một", tmp_path / "hai"
    made = list(room._write_all(source, alone, tasks))
    monkeypatch.setattr(room, "_WORTH_PROCESSES", 1)
    again = list(room._write_all(source, together, tasks))
    assert [path.read_bytes() for path in made] == [path.read_bytes() for path in again]


def test_a_reminder_that_nobody_needs_is_not_written(source: Source, tmp_path: Path) -> None:
    tasks = [one for one in tasks_of(source.facts, [Kind.AGENCIES]) if one.writer == "reminder"]
    made = list(room._write_all(source, tmp_path, tasks[:20]))
    assert 0 < len(made) < len(tasks)
