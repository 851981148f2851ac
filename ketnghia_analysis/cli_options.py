"""What commands share: their options and the progress bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

RawFolder = Annotated[
    Path, typer.Option("--data", help="Thư mục tệp thô đã nhận / folder of raw files received")
]
CleanFolder = Annotated[
    Path, typer.Option("--out", help="Thư mục số liệu đã làm sạch / folder for cleaned tables")
]
ReportFolder = Annotated[
    Path,
    typer.Option("--reports", help="Thư mục kết quả / folder for results, a sub-folder a year"),
]
NotebookFolder = Annotated[
    Path | None, typer.Option("--notebooks", help="Thư mục sổ tay / folder of the notebooks")
]
Year = Annotated[
    int | None,
    typer.Option(
        "--year", min=2015, max=2035, help="Năm đánh giá / reporting year (mặc định: settings.yml)"
    ),
]

Parameters = Annotated[
    list[str] | None,
    typer.Option("-p", "--parameter", help="tên=giá trị, lặp lại được / name=value, repeatable"),
]
DataFolder = Annotated[
    Path, typer.Option("--data", help="Thư mục số liệu đã làm sạch / folder of cleaned tables")
]
ResultPlace = Annotated[
    str, typer.Option("--out", help="Nơi để kết quả, cả s3://... / folder or address for results")
]
Minutes = Annotated[
    float,
    typer.Option("--minutes", min=0.01, help="Thời gian tối đa mỗi lần chạy / limit of a run"),
]
Memory = Annotated[
    int, typer.Option("--memory", min=0, help="Bộ nhớ tối đa, MB (Linux); 0: không / limit in MiB")
]
Cold = Annotated[bool, typer.Option("--cold", help="Không dùng nhân đã nạp sẵn / no warm kernels")]

RAW, PROCESSED = Path("data/raw"), Path("data/processed")
REPORTS, DOCS = Path("reports"), Path("docs")


@contextmanager
def progress_bar(steps: int) -> Iterator[Callable[[str], None]]:
    """A progress bar of rich; plain lines where the output is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("Bắt đầu", total=steps)

        def step(name: str) -> None:
            bar.update(task, description=name)
            bar.advance(task)
            if not console.is_terminal:
                console.print(f"- {name}")

        yield step
        bar.update(task, completed=steps, description="Xong")
