"""The `ketnghia` command: thin; all work is done in `runs`."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from ketnghia_analysis.vocabulary.errors import ExitCode, UserError, WrongCall

if TYPE_CHECKING:
    from ketnghia_analysis.runs.evaluate import CleanRun, EvaluationRun
    from ketnghia_analysis.runs.feedback import FeedbackRun

_VALUES = {
    "year": "năm từ 2015 đến 2035, ví dụ --year 2024",
    "seed": "số nguyên, ví dụ --seed 7",
}
"""What an option's value must be, by the parameter's name."""


class _Commands(TyperGroup):
    """The commands; a name that is none of them is told in Vietnamese."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is called.

        Raises:
            WrongCall: there is none of that name.
        """
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            raise WrongCall(
                args[0], "không có lệnh này", f"dùng một trong: {', '.join(self.commands)}"
            )
        return super().resolve_command(ctx, args)


app = typer.Typer(
    name="ketnghia",
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Đánh giá kết nghĩa hằng năm từ tệp các cơ quan gửi. "
    "Yearly evaluation of hamlet pairings from the files that officials send.",
)

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

_STOPPED = 130
"""What shells expect of a program stopped by Ctrl+C."""
_RAW, _PROCESSED = Path("data/raw"), Path("data/processed")
_REPORTS, _DOCS = Path("reports"), Path("docs")


@app.command()
def demo(
    data: RawFolder = _RAW,
    seed: Annotated[
        int | None, typer.Option(help="Số khởi tạo / seed of the random numbers")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Ghi đè tệp khác nội dung / overwrite files that differ")
    ] = False,
) -> None:
    """Ghi số liệu của một huyện hư cấu để chạy thử. Write the fictional demo district."""
    from ketnghia_analysis.runs.demo import write_demo
    from ketnghia_analysis.runs.show import show_demo

    show_demo(write_demo(data, seed, force), data)


@app.command()
def clean(data: RawFolder = _RAW, out: CleanFolder = _PROCESSED) -> None:
    """Đọc, làm sạch và kiểm đếm mọi tệp đã nhận. Read, clean and account for every file."""
    from ketnghia_analysis.runs.evaluate import run_cleaning
    from ketnghia_analysis.runs.show import show_cleaning

    with _progress(2) as step:
        done: CleanRun = run_cleaning(data, out, step)
    show_cleaning(done)


@app.command("clean-large")
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
    ] = _PROCESSED,
    batch_rows: Annotated[
        int, typer.Option("--batch-rows", min=1, help="Số dòng mỗi lượt / rows in a batch")
    ] = 100_000,
    scheduler: Annotated[
        str, typer.Option("--scheduler", help="Địa chỉ Dask / of a Dask scheduler, tcp://...")
    ] = "",
    cluster: Annotated[
        int, typer.Option("--cluster", min=0, help="Số tiến trình Dask tại máy / local workers")
    ] = 0,
) -> None:
    """Làm sạch tệp rất lớn theo từng lượt. Clean tables too large for memory."""
    from ketnghia_analysis.runs.batches import clean_large
    from ketnghia_analysis.runs.crews import crew
    from ketnghia_analysis.runs.show import show_large

    with crew(scheduler, cluster) as workers, _progress(4) as step:
        done = clean_large(files, table, registers, out, batch_rows, workers, step)
    show_large(done)


@app.command()
def feedback(
    data: RawFolder = _RAW, out: CleanFolder = _PROCESSED, reports: ReportFolder = _REPORTS
) -> None:
    """Lập phản hồi cho từng nơi gửi: chỗ phải sửa, phải xác nhận. Ask senders to correct."""
    from ketnghia_analysis.runs.feedback import run_feedback
    from ketnghia_analysis.runs.show import show_feedback

    with _progress(3) as step:
        done: FeedbackRun = run_feedback(data, out, reports, step)
    show_feedback(done)


@app.command()
def evaluate(
    year: Year = None,
    data: RawFolder = _RAW,
    out: CleanFolder = _PROCESSED,
    reports: ReportFolder = _REPORTS,
    notebooks: NotebookFolder = None,
) -> None:
    """Lập bộ đánh giá năm: Word, Excel, bản đồ, sổ tay. Make the yearly evaluation."""
    from ketnghia_analysis.runs.evaluate import run_evaluation
    from ketnghia_analysis.runs.notebooks import planned
    from ketnghia_analysis.runs.provenance import project_root
    from ketnghia_analysis.runs.show import show_evaluation

    folder = notebooks or project_root() / "notebooks"
    steps = 7 + len(planned(folder))
    with _progress(steps) as step:
        done: EvaluationRun = run_evaluation(data, out, reports, folder, year, step)
    show_evaluation(done)


@app.command("map")
def draw_map(
    year: Year = None,
    data: RawFolder = _RAW,
    out: CleanFolder = _PROCESSED,
    reports: ReportFolder = _REPORTS,
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

    with _progress(4) as step:
        done = run_map(data, out, reports, year, commune, agency, tiles, step)
    show_map(done)


@app.command()
def run(
    notebook: Annotated[
        Path, typer.Argument(help="Sổ tay / notebook, ví dụ notebooks/04_agency_report.ipynb")
    ],
    parameters: Parameters = None,
    data: DataFolder = _PROCESSED,
    out: ResultPlace = "reports/runs",
    minutes: Minutes = 30,
    memory: Memory = 0,
    cold: Cold = False,
) -> None:
    """Chạy một sổ tay với tham số đã kiểm tra. Run one notebook with checked parameters."""
    from ketnghia_analysis.runs.one_run import run_one
    from ketnghia_analysis.runs.run_checks import given_texts
    from ketnghia_analysis.runs.show_runs import limits_of, show_run

    with _progress(1) as step:
        step(f"Chạy sổ tay {notebook.stem}")
        given = given_texts(notebook, parameters or [], data)
        done = run_one(notebook, given, out, limits_of(minutes, memory), not cold)
    show_run(*done)


@app.command()
def batch(
    file: Annotated[
        Path | None,
        typer.Argument(help="Tệp kế hoạch / file of plans (mặc định: notebooks/runs.yml)"),
    ] = None,
    plan: Annotated[
        list[str] | None,
        typer.Option("--plan", help="Kế hoạch; mặc định mọi kế hoạch có grid / plan, repeatable"),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="Chỉ những lần chạy có tham_số=giá_trị[,giá_trị] / only those"),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", min=0, help="Số lần chạy tối đa đợt này; 0: không / at most")
    ] = 0,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Chỉ kể những gì sẽ chạy / only tell what would be run"),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Chạy lại cả những gì đã xong / run what is done, too")
    ] = False,
    workers: Annotated[
        int, typer.Option("--workers", min=0, help="Số lần chạy cùng lúc; 0: số lõi / at a time")
    ] = 0,
    data: DataFolder = _PROCESSED,
    out: ResultPlace = "reports/runs",
    minutes: Minutes = 30,
    memory: Memory = 0,
    cold: Cold = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Chỉ kể kết quả cuối và lỗi / only the end and failures")
    ] = False,
    scheduler: Annotated[
        str, typer.Option("--scheduler", help="Địa chỉ Dask / of a Dask scheduler, tcp://...")
    ] = "",
    cluster: Annotated[
        int, typer.Option("--cluster", min=0, help="Số tiến trình Dask tại máy / local workers")
    ] = 0,
) -> None:
    """Chạy nhiều sổ tay theo kế hoạch, chỉ những gì còn thiếu. Run many notebooks."""
    from ketnghia_analysis.runs.many_runs import Batch, run_batch
    from ketnghia_analysis.runs.notebooks import RUNS_FILE
    from ketnghia_analysis.runs.provenance import project_root
    from ketnghia_analysis.runs.run_crews import Cluster, Threads, usual_workers
    from ketnghia_analysis.runs.shelves import Shelf
    from ketnghia_analysis.runs.show_runs import display_of, limits_of, show_batch, show_plan

    wanted = Batch(
        file or project_root() / "notebooks" / RUNS_FILE,
        data,
        tuple(plan or ()),
        tuple(only or ()),
        limit or None,
        force,
        limits_of(minutes, memory),
        not cold,
    )
    shelf = Shelf(out)
    if dry_run:
        show_plan(wanted, shelf)
        return
    dask = Cluster(scheduler, cluster) if scheduler or cluster else None
    done = run_batch(wanted, shelf, dask or Threads(workers or usual_workers()), display_of(quiet))
    show_batch(done)
    if done.stopped:
        raise KeyboardInterrupt
    raise typer.Exit(ExitCode.RUNS_FAILED if done.failed else ExitCode.DONE)


@app.command()
def forms(
    year: Annotated[
        int, typer.Option("--year", min=2015, max=2035, help="Năm báo cáo / reporting year")
    ],
    data: RawFolder = _RAW,
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

    with _progress(2) as step:
        done = write_forms(data, out, year, sender, step)
    show_forms(done)


@app.command()
def trace(
    reference: Annotated[
        str, typer.Argument(help="Ký hiệu số liệu, ví dụ 2024/pairings_evaluated / of a figure")
    ],
    out: CleanFolder = _PROCESSED,
    most: Annotated[
        int, typer.Option("--most", min=1, help="Số ô, số liệu hiện ra / cells and parts shown")
    ] = 20,
) -> None:
    """Cho biết một số liệu từ đâu ra: công thức, bản ghi, ô đã gửi. Trace a figure to its cells."""
    from ketnghia_analysis.runs.trace import run_trace, show_trace

    show_trace(*run_trace(reference, out), most)


@app.command()
def dictionary(
    docs: Annotated[
        Path, typer.Option("--docs", help="Thư mục tài liệu / folder of the pages")
    ] = Path("docs"),
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Chỉ kiểm tra trang đã cũ / only tell whether pages are stale"
        ),
    ] = False,
) -> None:
    """Viết từ điển dữ liệu và các trang sinh tự động. Write the generated pages of docs/."""
    from ketnghia_analysis.runs.pages import stale_pages, write_pages
    from ketnghia_analysis.runs.show import show_pages

    if check:
        stale = stale_pages(docs)
        show_pages(stale, checked=True)
        raise typer.Exit(ExitCode.DATA_FAULT if stale else ExitCode.DONE)
    show_pages(write_pages(docs), checked=False)


@contextmanager
def _progress(steps: int) -> Iterator[Callable[[str], None]]:
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


def main() -> None:
    """Run the command; a user's mistake ends in a message, never in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        # Windows consoles may not be in UTF-8
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = app(standalone_mode=False)
    except UserError as error:
        print(f"\n{error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None
    except typer.TyperException as error:
        print(f"\n{_told_in_vietnamese(error)}", file=sys.stderr)
        raise SystemExit(ExitCode.WRONG_CALL) from None
    except (KeyboardInterrupt, typer.Abort):
        code = _STOPPED
    except Exception as error:
        _report_bug(error)
        raise SystemExit(ExitCode.UNEXPECTED) from None
    if code == _STOPPED:
        print("\nĐã dừng theo yêu cầu; kết quả trước đó còn nguyên.", file=sys.stderr)
    raise SystemExit(code or ExitCode.DONE)


def _told_in_vietnamese(error: typer.TyperException) -> str:
    """A wrong call as the user reads it; the help itself where nothing was asked for."""
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        return error.format_message()
    usage = f"xem cách dùng: {context.command_path if context else 'ketnghia'} --help"
    option = getattr(error, "option_name", None)
    parameter = getattr(error, "param", None)
    if parameter is not None:
        wanted = _VALUES.get(parameter.name, "giá trị khác")
        return str(WrongCall(parameter.opts[0], "giá trị không dùng được", f"ghi {wanted}"))
    if option and type(error).__name__ == "NoSuchOption":
        near = getattr(error, "possibilities", None)
        remedy = f"có phải {', '.join(near)}? Hoặc {usage}" if near else usage
        return str(WrongCall(option, "không có tùy chọn này", remedy))
    if option:
        return str(WrongCall(option, "thiếu giá trị", usage))
    return str(WrongCall("ketnghia", f"lời gọi không đúng ({error.message})", usage))


def _report_bug(error: Exception) -> None:
    """Tell of an error that is ours; the details for developers only where they are asked for."""
    print(
        f"\nLỗi của phần mềm ({type(error).__name__}: {error}). Kết quả trước đó còn nguyên.\n"
        "  Cách xử lý: chạy lại với KETNGHIA_DEBUG=1 và gửi nội dung hiện ra cho nhóm phát triển.",
        file=sys.stderr,
    )
    if os.environ.get("KETNGHIA_DEBUG"):
        traceback.print_exception(error)
