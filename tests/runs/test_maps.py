from __future__ import annotations

import json
from pathlib import Path

import pytest

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation import years
from ketnghia_analysis.runs.maps import RECORD, run_map
from ketnghia_analysis.runs.show import show_map
from ketnghia_analysis.vocabulary.errors import WrongCall


def test_a_map_of_one_commune_is_written_with_its_record(
    raw_folder: Path,
    cleaned: Cleaned,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ketnghia_analysis.runs.evaluate.clean_folder", lambda *_: cleaned)
    monkeypatch.setattr(years, "years_with_data", lambda _: [2024, 2025])
    steps: list[str] = []
    done = run_map(
        *(raw_folder, tmp_path / "out", tmp_path / "kết quả", 2024),
        commune="Mẫu Hòa",
        tiles="https://nen.example.vn/{z}/{x}/{y}.png",
        progress=steps.append,
    )
    names = {f"ban-do-2024.{kind}" for kind in ("html", "pdf", "png")}
    assert {path.name for path in done.folder.iterdir()} == {*names, RECORD}
    record = json.loads((done.folder / RECORD).read_text(encoding="utf-8"))
    assert record["year"] == 2024
    assert record["years"] == [one.year for one in done.facts.years] == [2024, 2025]
    assert "Mẫu Hòa" in record["place"]
    hamlets = done.facts.of_year(2024).hamlets
    assert set(hamlets["commune_name"]) == {"Mẫu Hòa"}
    assert set(done.facts.of_year(2025).hamlets.index) == set(hamlets.index)
    show_map(done)
    told = capsys.readouterr().out
    assert "phải có Internet" in told
    assert "HƯ CẤU" in told
    assert len(steps) == 4


def test_a_wrong_address_of_tiles_is_told_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(WrongCall, match="Internet"):
        run_map(tmp_path / "none", tmp_path, tmp_path, tiles="osm")
    assert list(tmp_path.iterdir()) == []
