from __future__ import annotations

import os
import pickle
from pathlib import Path

import pandas as pd
import pytest

from ketnghia_analysis.evaluation.facts import YearFacts
from ketnghia_analysis.runs import prepared
from ketnghia_analysis.runs.prepared import CACHE, recall_facts, remember_facts
from ketnghia_analysis.runs.store import facts_of


@pytest.fixture
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv(CACHE, str(folder))
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "processed"
    folder.mkdir()
    (folder / "clean.json").write_text("{}", encoding="utf-8")
    return folder


def test_facts_are_gathered_once(
    stored: Path, facts: YearFacts, monkeypatch: pytest.MonkeyPatch, empty_cache: Path
) -> None:
    remember_facts(stored, facts)
    monkeypatch.setattr("ketnghia_analysis.runs.store.year_facts", None)
    again = facts_of(stored, 2024)
    pd.testing.assert_frame_equal(again.pairings, facts.pairings)
    pd.testing.assert_frame_equal(again.hamlets.values, facts.hamlets.values)


def test_other_data_another_year_and_another_program_are_not_taken_for_the_same(
    data: Path, facts: YearFacts, empty_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember_facts(data, facts)
    assert recall_facts(data, 2024) is not None
    assert recall_facts(data, 2023) is None
    monkeypatch.setattr(prepared, "_program", list)
    assert recall_facts(data, 2024) is None
    monkeypatch.undo()
    monkeypatch.setenv(CACHE, str(empty_cache))
    (data / "clean.json").write_text("{ }", encoding="utf-8")
    assert recall_facts(data, 2024) is None


@pytest.mark.parametrize("content", [b"", b"broken", pickle.dumps({"not": "facts"})])
def test_what_is_broken_in_the_cache_is_not_read(
    data: Path, facts: YearFacts, empty_cache: Path, content: bytes
) -> None:
    remember_facts(data, facts)
    (path,) = (empty_cache / "facts").iterdir()
    path.write_bytes(content)
    assert recall_facts(data, 2024) is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owner here")
def test_what_somebody_else_put_there_is_not_read(
    data: Path, facts: YearFacts, empty_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember_facts(data, facts)
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    assert recall_facts(data, 2024) is None


def test_without_a_cache_nothing_is_kept_and_nothing_fails(
    data: Path, facts: YearFacts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for place in ("0", str(tmp_path / "file")):
        monkeypatch.setenv(CACHE, place)
        remember_facts(data, facts)
        assert recall_facts(data, 2024) is None
