"""Commands for files and countries that are too large for the usual way."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ketnghia_analysis.cli_options import PROCESSED, DataFolder, Year, progress_bar

Scheduler = Annotated[
    str, typer.Option("--scheduler", help="Địa chỉ Dask / of a Dask scheduler, tcp://...")
]
Cluster = Annotated[
    int, typer.Option("--cluster", min=0, help="Số tiến trình Dask tại máy / local workers")
]


def clean_large(
    files: Annotated[
        list[Path], typer.Argument(help="Tệp văn bản lớn, mỗi tệp một bảng / large text files")
    ],
    table: Annotated[
        str, typer.Option("--table", help="hamlet_figures | households (bảng / table)")
    ],
    out: Annotated[Path, typer.Option("--out", help="Thư mục kết quả / folder for results")],
    registers: Annotated[
        Path, typer.Option("--registers", help="Danh mục đã làm sạch / cleaned registers")
    ] = PROCESSED,
    batch_rows: Annotated[
        int, typer.Option("--batch-rows", min=1, help="Số dòng mỗi lượt / rows in a batch")
    ] = 100_000,
    scheduler: Scheduler = "",
    cluster: Cluster = 0,
) -> None:
    """Làm sạch tệp rất lớn theo từng lượt. Clean tables too large for memory."""
    from ketnghia_analysis.runs.batches import clean_large
    from ketnghia_analysis.runs.crews import crew
    from ketnghia_analysis.runs.show import show_large

    with crew(scheduler, cluster) as workers, progress_bar(4) as step:
        done = clean_large(files, table, registers, out, batch_rows, workers, step)
    show_large(done)


def evaluate_large(
    out: Annotated[Path, typer.Option("--out", help="Thư mục kết quả / folder for results")],
    year: Year = None,
    data: DataFolder = PROCESSED,
    figures: Annotated[
        Path | None,
        typer.Option(
            "--figures", help="Số liệu thôn do clean-large ghi / figures that clean-large wrote"
        ),
    ] = None,
    by: Annotated[
        str, typer.Option("--by", help="province_name | district_name (địa bàn / unit)")
    ] = "province_name",
    scheduler: Scheduler = "",
    cluster: Cluster = 0,
) -> None:
    """Đánh giá nhiều tỉnh, huyện một lần, ra bảng. Evaluate many provinces or districts."""
    from ketnghia_analysis.runs.crews import crew
    from ketnghia_analysis.runs.evaluate_large import evaluate_large
    from ketnghia_analysis.runs.show import show_units

    with crew(scheduler, cluster) as workers, progress_bar(4) as step:
        done = evaluate_large(data, out, year, by, figures, workers, step)
    show_units(done)


def register(app: typer.Typer) -> None:
    """Add these commands to the app."""
    app.command("clean-large")(clean_large)
    app.command("evaluate-large")(evaluate_large)
