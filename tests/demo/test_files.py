"""The demo as a folder of files: repeatable byte for byte, and plainly fictional."""

from __future__ import annotations

import io
import os
import pickle
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
import yaml

from ketnghia_analysis.cleaning.corrections import read_corrections
from ketnghia_analysis.demo.carriers.packing import unpacked
from ketnghia_analysis.demo.papers import WORKBOOK
from ketnghia_analysis.evaluation.settings import Settings, read_settings
from ketnghia_analysis.places.boundaries import is_coverage
from tests.demo.desk import bytes_of

AGAIN = """
import pickle, sys
from ketnghia_analysis.demo.files import demo_files
demo = demo_files()
sys.stdout.buffer.write(pickle.dumps((demo.files, demo.district.tables, demo.expected)))
"""


@pytest.fixture(scope="module")
def again() -> tuple[dict, dict, dict]:
    # another process orders sets in another way
    hashing = {"PYTHONHASHSEED": "7"}
    run = subprocess.run(
        [sys.executable, "-c", AGAIN], capture_output=True, check=True, env=os.environ | hashing
    )
    return pickle.loads(run.stdout)


def test_the_same_seed_gives_the_same_truth_twice(demo, again):
    _, truth, expected = again
    for name, frame in demo.district.tables.items():
        assert frame.equals(truth[name]), name
        assert demo.expected[name].equals(expected[name]), name


def test_the_same_seed_gives_the_same_files_twice(demo, again):
    files, _, _ = again
    assert list(files) == list(demo.files)
    for path, content in demo.files.items():
        assert files[path] == content, path


def test_files_stand_in_a_folder_for_each_year_and_sender(demo):
    papers = [Path(path) for path in demo.files if path.count("/")]
    assert {paper.parts[0] for paper in papers} == {
        "danh-muc",
        *(str(year) for year in range(2019, 2026)),
    }
    assert all(len(paper.parts) == 3 for paper in papers if paper.parts[0] != "danh-muc")
    assert len(papers) > 150
    kinds = Counter(paper.suffix for paper in papers)
    assert kinds.pop(".xlsx") > 130
    assert kinds == {
        ".csv": 12,
        ".tsv": 1,
        ".ods": 1,
        ".docx": 2,
        ".zip": 1,
        ".pdf": 1,
        ".geojson": 1,
    }


def test_the_files_are_small_enough_to_be_kept(demo):
    assert sum(map(len, demo.files.values())) < 3_000_000


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("2020/Thanh tra huyện/Bao cao ket nghia 2020.xlsx", False),
        ("2021/Thanh tra huyện/Bao cao ket nghia 2021.xlsx", True),
        ("2024/Phòng Tài nguyên và Môi trường/Bao cao ket nghia 2024.xlsx", True),
        ("2025/Phòng Tài nguyên và Môi trường/Bao cao ket nghia 2025.xlsx", False),
        ("2025/Phòng Nông nghiệp và Môi trường/Bao cao ket nghia 2025.xlsx", True),
        ("2024/Ban Quản lý công trình công cộng/Bao cao ket nghia 2024.xlsx", False),
        ("2025/Phòng Dân tộc/Bao cao ket nghia 2025.xlsx", False),
        ("2024/Xã Mẫu An/Bieu 01 nam 2024.xlsx", True),
        ("2025/Xã Mẫu An/Bieu 01 nam 2025.xlsx", False),
        ("2025/Xã Mẫu Giang/Bieu 01 nam 2025.xlsx", True),
    ],
)
def test_a_sender_sends_only_in_years_in_which_it_has_something_to_say(demo, path, there):
    assert (path in demo.files) is there


def test_every_office_file_says_in_its_properties_that_it_is_invented(demo):
    about = {".xlsx": "docProps/core.xml", ".docx": "docProps/core.xml", ".ods": "meta.xml"}
    cut_off = {one.file for one in demo.planted if one.kind.code == "broken_file"}
    for path, content in demo.files.items():
        part = about.get(Path(path).suffix)
        if part and path not in cut_off:
            assert "hư cấu" in unpacked(content)[part].decode(), path


def test_every_workbook_says_on_every_sheet_that_it_is_invented(demo):
    books = [one for one in demo.papers if one.carrier == WORKBOOK and one.spoilt is None]
    for document in [*books[:3], *books[-3:]]:
        book = openpyxl.load_workbook(io.BytesIO(bytes_of(demo, document)), read_only=True)
        for page in book.worksheets:
            top = [cell for row in page.iter_rows(max_row=7, values_only=True) for cell in row]
            assert any("hư cấu" in str(cell) for cell in top), (document.path, page.title)


def test_the_readme_says_so_in_both_languages(demo):
    text = demo.files["README.md"].decode()
    assert "huyện hư cấu" in text
    assert "invented" in text


def test_the_settings_are_those_the_evaluation_reads(demo, raw_folder):
    settings = read_settings(raw_folder)
    assert settings.evaluation_year == 2024
    assert (settings.district_name, settings.province_name) == ("huyện Mẫu Giang", "tỉnh Mẫu Châu")
    assert set(yaml.safe_load(demo.files["settings.yml"])) <= set(Settings.model_fields)


def test_every_correction_quotes_its_cell_and_restores_the_truth(demo, raw_folder):
    entries = read_corrections(raw_folder)
    faults = [fault for fault in demo.planted if fault.kind.code == "corrected_later"]
    assert len(entries) == len(faults) == 2
    for entry, fault in zip(entries, faults, strict=True):
        page = openpyxl.load_workbook(io.BytesIO(demo.files[entry.file]))[entry.sheet]
        assert str(page[entry.cell].value) == entry.old
        assert entry.new == str(fault.true_value) != entry.old
        assert entry.on == date(2025, 12, 16)


def test_boundaries_carry_a_polygon_for_each_version_of_a_commune(demo):
    content = demo.files["danh-muc/ranh-gioi-xa.geojson"]
    shapes = gpd.read_file(io.BytesIO(content))
    communes = demo.district.tables["communes"]
    assert len(shapes) == len(communes) == 17
    versions = zip(shapes["ma_xa"], shapes["hieu_luc_tu"].astype(str).str[:10], strict=True)
    declared = zip(communes["commune_code"], communes["valid_from"].astype(str), strict=True)
    assert sorted(versions) == sorted(declared)
    assert set(shapes["ghi_chu"]) == {"hư cấu"}
    assert shapes.crs == "EPSG:4326"


def test_the_twelve_communes_fit_together_in_the_file_too(demo):
    shapes = gpd.read_file(io.BytesIO(demo.files["danh-muc/ranh-gioi-xa.geojson"]))
    assert is_coverage(shapes[shapes["hieu_luc_den"].notna()])


def test_one_register_begins_with_a_byte_order_mark_as_excel_saves_it(demo):
    marked = [path for path, content in demo.files.items() if content.startswith(b"\xef\xbb\xbf")]
    assert marked == ["danh-muc/Danh muc co quan.csv"]
