"""Commands that write what is sent to people: forms, feedback, maps, documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ketnghia_analysis.cli_options import (
    PROCESSED,
    RAW,
    REPORTS,
    CleanFolder,
    RawFolder,
    ReportFolder,
    Year,
    progress_bar,
)

if TYPE_CHECKING:
    from ketnghia_analysis.runs.feedback import FeedbackRun


def forms(
    year: Annotated[
        int, typer.Option("--year", min=2015, max=2035, help="Năm báo cáo / reporting year")
    ],
    data: RawFolder = RAW,
    out: Annotated[
        Path, typer.Option("--out", help="Thư mục biểu mẫu / folder for forms, a sub-folder a year")
    ] = Path("forms"),
    sender: Annotated[
        str,
        typer.Option("--sender", help="Chỉ một xã hoặc cơ quan / only one commune or agency"),
    ] = "",
) -> None:
    """Lập biểu mẫu Excel, KoboToolbox in sẵn cho từng nơi. Write the forms that senders fill in."""
    from ketnghia_analysis.runs.forms import write_forms
    from ketnghia_analysis.runs.show import show_forms

    with progress_bar(2) as step:
        done = write_forms(data, out, year, sender, step)
    show_forms(done)


def feedback(
    data: RawFolder = RAW, out: CleanFolder = PROCESSED, reports: ReportFolder = REPORTS
) -> None:
    """Lập phản hồi cho từng nơi gửi: chỗ phải sửa, phải xác nhận. Ask senders to correct."""
    from ketnghia_analysis.runs.feedback import run_feedback
    from ketnghia_analysis.runs.show import show_feedback

    with progress_bar(3) as step:
        done: FeedbackRun = run_feedback(data, out, reports, step)
    show_feedback(done)


def draw_map(
    year: Year = None,
    data: RawFolder = RAW,
    out: CleanFolder = PROCESSED,
    reports: ReportFolder = REPORTS,
    commune: Annotated[
        str, typer.Option("--commune", help="Chỉ một xã, mã hoặc tên / only one commune")
    ] = "",
    agency: Annotated[
        str, typer.Option("--agency", help="Chỉ một cơ quan, mã hoặc tên / only one agency")
    ] = "",
    tiles: Annotated[
        str,
        typer.Option(
            "--tiles",
            help="Địa chỉ nền bản đồ https có {z}, {x}, {y}; bản đồ khi đó cần Internet "
            "/ address of background tiles, which need the internet",
        ),
    ] = "",
) -> None:
    """Vẽ bản đồ họp giao ban của các năm, mở không cần mạng. Draw the offline briefing map."""
    from ketnghia_analysis.runs.maps import run_map
    from ketnghia_analysis.runs.show import show_map

    with progress_bar(4) as step:
        done = run_map(data, out, reports, year, commune, agency, tiles, step)
    show_map(done)


def documents(
    year: Year = None,
    data: RawFolder = RAW,
    out: CleanFolder = PROCESSED,
    reports: ReportFolder = REPORTS,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            help="Chỉ loại này: bao-cao, tom-tat, co-quan, xa, thon, ban-do; lặp lại được "
            "/ only these kinds, repeatable",
        ),
    ] = None,
    pdf: Annotated[
        bool,
        typer.Option("--pdf/--no-pdf", help="Kèm bản PDF (cần LibreOffice) / with PDF files"),
    ] = True,
) -> None:
    """Viết mọi văn bản của năm: thông báo, công văn, hồ sơ xã, thôn. Write all documents."""
    from ketnghia_analysis.runs.documents import run_documents
    from ketnghia_analysis.runs.show import show_documents

    with progress_bar(5) as step:
        done = run_documents(data, out, reports, year, only or (), pdf, step)
    show_documents(done)


def register(app: typer.Typer) -> None:
    """Add these commands to the app."""
    for command in (forms, feedback, documents):
        app.command()(command)
    app.command("map")(draw_map)
