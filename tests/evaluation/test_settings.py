"""Settings of a district: all have defaults, and faults are told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketnghia_analysis.evaluation.settings import FILE, Settings, read_settings
from ketnghia_analysis.vocabulary.errors import DataFault
from ketnghia_analysis.vocabulary.periods import DayOfYear


def _write(folder: Path, text: str) -> Path:
    (folder / FILE).write_text(text, encoding="utf-8")
    return folder


def test_a_folder_without_settings_has_the_defaults(tmp_path: Path) -> None:
    settings = read_settings(tmp_path)
    assert settings == Settings()
    assert settings.evaluation_year is None
    assert settings.year_ends == DayOfYear(12, 14)
    assert settings.issuer == "Ban Dân vận Huyện ủy"
    # those of the letter, in its order
    assert settings.recipients[0] == "Ban Dân vận Tỉnh ủy"
    assert settings.recipients[-1] == "Lưu"


def test_what_is_written_replaces_its_default_only(tmp_path: Path) -> None:
    settings = read_settings(
        _write(tmp_path, "district_name: huyện Mẫu\nreporting_year_ends: '30/06'\n")
    )
    assert settings.district_name == "huyện Mẫu"
    assert settings.year_ends == DayOfYear(6, 30)
    assert settings.superior == Settings().superior


def test_the_demo_brings_its_own_settings(raw_folder: Path) -> None:
    settings = read_settings(raw_folder)
    assert settings.district_name == "huyện Mẫu Giang"
    assert settings.evaluation_year == 2024


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = "evaluation_year: 1999\nreporting_year_ends: giữa năm\nplase: Mẫu\nrecipients: Lưu\n"
    with pytest.raises(DataFault) as caught:
        read_settings(_write(tmp_path, text))
    told = caught.value
    assert (told.where, told.remedy) == ("settings.yml", "sửa settings.yml rồi chạy lại")
    names = ("evaluation_year", "reporting_year_ends", "plase", "recipients")
    assert len(told.faults) == len(names)
    for name in names:
        assert any(fault.startswith(name) for fault in told.faults), name
    assert "plase: không có mục nào tên như vậy" in told.faults


@pytest.mark.parametrize("year", [2014, 2036, "năm nay"])
def test_a_year_outside_the_programme_is_refused(tmp_path: Path, year: object) -> None:
    with pytest.raises(DataFault, match="evaluation_year"):
        read_settings(_write(tmp_path, f"evaluation_year: {year}\n"))


@pytest.mark.parametrize("year", [2015, 2035])
def test_the_first_and_last_year_are_allowed(tmp_path: Path, year: int) -> None:
    assert read_settings(_write(tmp_path, f"evaluation_year: {year}\n")).evaluation_year == year


def test_a_file_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFault, match="không đúng cú pháp YAML"):
        read_settings(_write(tmp_path, "issuer: 'Ban Dân vận\n"))


def test_settings_cant_be_changed_once_read() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().place = "Mẫu"


def test_a_price_index_needs_a_source_and_its_base_year(tmp_path: Path) -> None:
    text = (
        "price_index:\n  source: Cục Thống kê (bịa đặt)\n  base_year: 2020\n"
        "  index: {2020: 100, 2024: 112.5}\n"
    )
    (tmp_path / "settings.yml").write_text(text, encoding="utf-8")
    prices = read_settings(tmp_path).price_index
    assert prices is not None
    assert (prices.base_year, prices.index[2024]) == (2020, 112.5)
    (tmp_path / "settings.yml").write_text(text.replace("2020: 100,", ""), encoding="utf-8")
    with pytest.raises(DataFault, match="năm gốc 2020"):
        read_settings(tmp_path)
