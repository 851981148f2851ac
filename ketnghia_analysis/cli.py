"""The `ketnghia` command: thin; all work is done in `runs`."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from ketnghia_analysis import cli_documents, cli_large
from ketnghia_analysis.cli_options import (
    DOCS,
    PROCESSED,
    RAW,
    REPORTS,
    CleanFolder,
    Cold,
    DataFolder,
    Memory,
    Minutes,
    NotebookFolder,
    Parameters,
    RawFolder,
    ReportFolder,
    ResultPlace,
    Year,
    progress_bar,
)
from ketnghia_analysis.vocabulary.errors import ExitCode, UserError, WrongCall

if TYPE_CHECKING:
    from ketnghia_analysis.runs.evaluate import CleanRun, EvaluationRun

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

_STOPPED = 130
"""What shells expect of a program stopped by Ctrl+C."""


@app.command()
def demo(
    data: RawFolder = RAW,
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
def clean(data: RawFolder = RAW, out: CleanFolder = PROCESSED) -> None:
    """Đọc, làm sạch và kiểm đếm mọi tệp đã nhận. Read, clean and account for every file."""
    from ketnghia_analysis.runs.evaluate import run_cleaning
    from ketnghia_analysis.runs.show import show_cleaning

    with progress_bar(2) as step:
        done: CleanRun = run_cleaning(data, out, step)
    show_cleaning(done)


@app.command()
def evaluate(
    year: Year = None,
    data: RawFolder = RAW,
    out: CleanFolder = PROCESSED,
    reports: ReportFolder = REPORTS,
    notebooks: NotebookFolder = None,
) -> None:
    """Lập bộ đánh giá năm: Word, Excel, bản đồ, sổ tay. Make the yearly evaluation."""
    from ketnghia_analysis.runs.evaluate import run_evaluation
    from ketnghia_analysis.runs.notebooks import planned
    from ketnghia_analysis.runs.provenance import project_root
    from ketnghia_analysis.runs.show import show_evaluation

    folder = notebooks or project_root() / "notebooks"
    steps = 7 + len(planned(folder))
    with progress_bar(steps) as step:
        done: EvaluationRun = run_evaluation(data, out, reports, folder, year, step)
    show_evaluation(done)


cli_documents.register(app)
cli_large.register(app)


@app.command()
def run(
    notebook: Annotated[
        Path, typer.Argument(help="Sổ tay / notebook, ví dụ notebooks/04_agency_report.ipynb")
    ],
    parameters: Parameters = None,
    data: DataFolder = PROCESSED,
    out: ResultPlace = "reports/runs",
    minutes: Minutes = 30,
    memory: Memory = 0,
    cold: Cold = False,
) -> None:
    """Chạy một sổ tay với tham số đã kiểm tra. Run one notebook with checked parameters."""
    from ketnghia_analysis.runs.one_run import run_one
    from ketnghia_analysis.runs.run_checks import given_texts
    from ketnghia_analysis.runs.show_runs import limits_of, show_run

    with progress_bar(1) as step:
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
    data: DataFolder = PROCESSED,
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
def trace(
    reference: Annotated[
        str,
        typer.Argument(
            help="Ký hiệu số liệu, ví dụ 2024/pairings_evaluated, hoặc tệp .docx / of a figure, or "
            "a Word document"
        ),
    ],
    out: CleanFolder = PROCESSED,
    most: Annotated[
        int, typer.Option("--most", min=1, help="Số ô, số liệu hiện ra / cells and parts shown")
    ] = 20,
) -> None:
    """Cho biết một số liệu từ đâu ra: công thức, bản ghi, ô đã gửi. Trace a figure to its cells."""
    from ketnghia_analysis.runs import trace as tracing

    if reference.lower().endswith(".docx"):
        tracing.show_printed(tracing.run_trace_document(Path(reference), out))
    else:
        tracing.show_trace(*tracing.run_trace(reference, out), most)


@app.command()
def dictionary(
    docs: Annotated[
        Path, typer.Option("--docs", help="Thư mục tài liệu / folder of the pages")
    ] = DOCS,
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
