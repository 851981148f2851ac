"""Exports of survey programs: forms, repeats, and how the two belong together."""

from __future__ import annotations

from typing import Any

import pytest

from ketnghia_analysis.intake import kobo
from ketnghia_analysis.intake.blocks import read_sheet
from ketnghia_analysis.intake.grids import Grid
from ketnghia_analysis.intake.on_paper import Block

Row = tuple[Any, ...]

FORM: tuple[Row, ...] = (
    (
        *("start", "g_dia_ban/ma_xa", "g_dia_ban/ma_thon", "g_dan_so/so_ho", "g_dan_so/ho_ngheo"),
        *("g_ha_tang/co_nha_van_hoa", "cong_trinh", "cong_trinh/truong", "_vi_tri_latitude"),
        *("_uuid", "_submission_time", "_validation_status", "_index"),
    ),
    (
        *("2024-06-10T08:00:00.000+07:00", "X10", "X10-T01", "339", "10", "co", "truong", "1"),
        *("11.3", "u1", "2024-06-10T09:00:00", "validation_status_approved", 1),
    ),
    (
        *("2024-06-11T08:00:00.000+07:00", "X10", "X10-T02", "87", "9", "khong", None, "0"),
        *("11.2", "u2", "2024-06-11T09:00:00", "validation_status_not_approved", 2),
    ),
)
REPEAT: tuple[Row, ...] = (
    (
        *("hoat_dong/ngay", "hoat_dong/ma_co_quan", "hoat_dong/noi_dung"),
        *("hoat_dong/kinh_phi_trieu", "_index", "_parent_table_name", "_parent_index"),
    ),
    ("2024-02-16", "CQ13", "Tặng quà Tết", "5", 1, "khao_sat", 1),
    ("2024-09-24", "CQ01", "Khám bệnh", "1.5", 2, "khao_sat", 2),
    ("2024-05-05", "CQ01", "Tặng quà Tết", "2", 3, "khao_sat", 999),
)


def export(sheet: str, *rows: Row) -> Grid:
    return Grid(
        sheet,
        {
            number: {index: value for index, value in enumerate(row) if value is not None}
            for number, row in enumerate(rows, start=1)
        },
    )


def only(grid: Grid) -> Block:
    (block,) = read_sheet(grid).blocks
    return block


def linked(*papers: tuple[str, Grid]) -> dict[int, Block]:
    return kobo.link(
        {number: (file, grid.sheet, only(grid)) for number, (file, grid) in enumerate(papers)}
    )


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (FORM[0], True),
        (REPEAT[0], True),
        (("SubmissionDate", "so_ho", "KEY"), True),
        (("so_ho", "PARENT_KEY", "KEY"), True),
        (("STT", "Thôn", "start", "status"), False),
        (("Thôn", "_uuid"), False),
    ],
)
def test_an_export_is_known_by_its_system_columns(heads: Row, expected: bool) -> None:
    assert kobo.is_export(export("a", heads)) is expected


def test_an_empty_sheet_is_no_export() -> None:
    assert not kobo.is_export(Grid("a", {}))


def test_a_form_is_read_by_the_last_part_of_its_field_names() -> None:
    block = only(export("khao_sat", *FORM))
    assert block.heading.table == "hamlet_figures"
    assert block.rows[2] == {
        "commune_code": "X10",
        "hamlet_id": "X10-T01",
        "households": "339",
        "poor_households": "10",
        "community_house": "co",
        "year": 2024,
    }
    assert block.fills == {(2, "year"): "from_submission", (3, "year"): "from_submission"}


def test_system_columns_and_options_are_never_unknown_but_other_columns_are() -> None:
    heading = only(export("khao_sat", *FORM)).heading
    assert [text for _, text in heading.unknown] == ["cong_trinh", "_vi_tri_latitude"]
    assert [text for _, text in heading.system] == [
        *("start", "cong_trinh/truong", "_uuid", "_submission_time", "_validation_status"),
        "_index",
    ]


@pytest.mark.parametrize(
    ("status", "refused"),
    [
        ("validation_status_not_approved", True),
        ("Not Approved", True),
        ("validation_status_on_hold", True),
        ("Chưa được duyệt", True),
        ("validation_status_approved", False),
        ("Approved", False),
        (None, False),
    ],
)
def test_only_forms_that_were_not_refused_count(status: str | None, refused: bool) -> None:
    head, first, *_ = FORM
    row = tuple(
        status if name == "_validation_status" else value
        for name, value in zip(head, first, strict=True)
    )
    block = only(export("khao_sat", head, row))
    assert block.refused == ({2: "not_approved"} if refused else {})


@pytest.mark.parametrize("state", ["rejected", "hasIssues"])
def test_the_review_of_odk_central_counts_as_well(state: str) -> None:
    rows = (("SubmissionDate", "ma_thon", "so_ho", "KEY", "ReviewState"),)
    block = only(export("", *rows, ("2024-05-01T08:00:00Z", "T1", "10", "uuid:1", state)))
    assert block.refused == {2: "not_approved"}


def test_a_form_sent_again_stays_two_rows() -> None:
    again = tuple("u3" if value == "u1" else value for value in FORM[1])
    assert list(only(export("khao_sat", *FORM, again)).rows) == [2, 3, 4]


def test_a_repeat_takes_its_place_from_its_form_and_orphans_are_seen() -> None:
    blocks = linked(("a.xlsx", export("khao_sat", *FORM)), ("a.xlsx", export("hd", *REPEAT)))
    (number, block), *others = blocks.items()
    assert (number, others) == (1, [])
    assert block.heading.table == "activities"
    assert block.parents == {
        2: ("a.xlsx", "khao_sat", 2),
        3: ("a.xlsx", "khao_sat", 3),
        4: None,
    }
    assert [values.get("hamlet_id") for values in block.rows.values()] == [
        "X10-T01",
        "X10-T02",
        None,
    ]
    assert block.fills[2, "hamlet_id"] == "from_parent"
    units = {column.name: column.unit for column in block.heading.columns}
    assert units["cost_dong"] == "triệu đồng"


def test_forms_and_repeats_of_different_workbooks_are_strangers() -> None:
    blocks = linked(("a.xlsx", export("khao_sat", *FORM)), ("b.xlsx", export("hd", *REPEAT)))
    assert set(blocks[1].parents.values()) == {None}


def test_text_files_of_one_archive_belong_together_by_their_keys() -> None:
    form = export(
        "",
        ("SubmissionDate", "g-ma_thon", "g-so_ho", "KEY"),
        ("2024-05-01T08:00:00Z", "T1", "10", "uuid:1"),
    )
    repeat = export(
        "",
        ("ngay", "ma_co_quan", "noi_dung", "PARENT_KEY", "KEY"),
        ("2024-05-02", "CQ1", "Tặng quà", "uuid:1", "uuid:1/hd[1]"),
        ("2024-05-03", "CQ1", "Tặng quà", "uuid:9", "uuid:9/hd[1]"),
    )
    block = linked(("x.zip/ks.csv", form), ("x.zip/ks-hd.csv", repeat))[1]
    assert block.parents == {2: ("x.zip/ks.csv", "", 2), 3: None}
    assert block.rows[2]["hamlet_id"] == "T1"


def test_a_repeat_in_a_repeat_takes_what_its_parent_took() -> None:
    inner = export(
        "dot_2",
        ("ngay", "ma_co_quan", "noi_dung", "_index", "_parent_table_name", "_parent_index"),
        ("2024-03-01", "CQ1", "Tặng quà", 1, "hd", 2),
    )
    blocks = linked(
        ("a.xlsx", inner),
        ("a.xlsx", export("khao_sat", *FORM)),
        ("a.xlsx", export("hd", *REPEAT)),
    )
    assert blocks[0].parents == {2: ("a.xlsx", "hd", 3)}
    assert blocks[0].rows[2]["hamlet_id"] == "X10-T02"


def test_an_export_about_something_else_is_unread_and_not_lost() -> None:
    reading = read_sheet(export("x", ("mau_sac", "_uuid", "_index"), ("đỏ", "u1", 1)))
    assert (reading.blocks, reading.unread) == ([], [1, 2])


PLACE = ("_vi_tri_latitude", "_vi_tri_longitude", "_vi_tri_altitude", "_vi_tri_precision")


@pytest.mark.parametrize(
    ("heads", "cells"),
    [
        (("ma_thon", *PLACE, "vi_tri", "_uuid", "_index"), ("11.28", "108.23", "5", "4.9")),
        (
            (
                *("ma_thon", "g/vi_tri-Latitude", "g/vi_tri-Longitude", "g/vi_tri-Altitude"),
                *("g/vi_tri-Accuracy", "g/vi_tri", "meta-instanceID", "KEY"),
            ),
            ("11.28", "108.23", "5", "4.9"),
        ),
    ],
)
def test_the_place_of_a_form_becomes_its_coordinates(heads: Row, cells: Row) -> None:
    row = ("T1", *cells, "11.28 108.23 5 4.9", "uuid:1", "uuid:1")
    block = only(export("", heads, row))
    assert block.heading.table == "hamlets"
    assert block.rows == {2: {"hamlet_id": "T1", "latitude": "11.28", "longitude": "108.23"}}
    assert block.heading.unknown == ()
    assert [heads.index(text) for _, text in block.heading.system] == [3, 4, 5, 6, 7]
    assert block.heading.columns[1].heading == heads[1]


def test_the_place_of_a_survey_of_figures_is_set_aside_and_takes_no_figure_away() -> None:
    heads = ("ma_thon", "so_ho", "ho_ngheo", "so_khau", *PLACE, "_uuid", "_index")
    row = ("T1", "10", "2", "40", "11.28", "108.23", "5", "4.9", "u1", 1)
    block = only(export("", heads, row))
    assert block.heading.table == "hamlet_figures"
    assert block.heading.unknown == ()
    assert [text for _, text in block.heading.system] == [*PLACE, "_uuid", "_index"]


def test_of_several_places_none_is_taken_for_the_hamlet() -> None:
    other = tuple(text.replace("vi_tri", "cau_treo") for text in PLACE)
    assert kobo.points_of(dict(enumerate((*PLACE, *other)))) == {}
