"""What the command prints at the end: what was read, held back, scored, found, and where it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from ketnghia_analysis.demo.files import DemoFiles
from ketnghia_analysis.evaluation.facts import FICTION_NOTE
from ketnghia_analysis.evaluation.findings import AREA_LABELS, Area, Importance
from ketnghia_analysis.outputs.feedback import COMPLETE
from ketnghia_analysis.runs.batches import LargeRun
from ketnghia_analysis.runs.documents import DocumentsRun
from ketnghia_analysis.runs.evaluate import CleanRun, EvaluationRun
from ketnghia_analysis.runs.evaluate_large import LargeEvaluation
from ketnghia_analysis.runs.feedback import FeedbackRun
from ketnghia_analysis.runs.forms import FormsRun
from ketnghia_analysis.runs.maps import MapRun
from ketnghia_analysis.vocabulary.codes import LEVELS
from ketnghia_analysis.vocabulary.reasons import HELD
from ketnghia_analysis.vocabulary.tables import TABLES
from ketnghia_analysis.vocabulary.wording import number_vi

_MOST_REASONS = 8
_STATUS = {"clean": "Sạch", "quarantine": "Bị giữ lại", "structural": "Không phải số liệu"}


def show_demo(made: DemoFiles, folder: Path) -> None:
    """Tell what the demo wrote."""
    console = Console(markup=False)
    console.print(
        f"Đã ghi {len(made.files)} tệp của huyện hư cấu vào {folder}, "
        f"trong đó có {len(made.planted)} lỗi cài sẵn để thử (xem docs/demo_faults.md).",
        soft_wrap=True,
    )


def show_cleaning(done: CleanRun) -> None:
    """Tell what was read and held back."""
    console = Console(markup=False)
    console.print(_cleaning_table(done))
    _print_reasons(console, done)
    console.print(f"Số liệu đã làm sạch: {done.folder}", soft_wrap=True)


def show_large(done: LargeRun) -> None:
    """Tell what became of the rows of large files."""
    console = Console(markup=False)
    table = Table(title=f"Bảng {TABLES[done.table].heading}", title_justify="left")
    table.add_column("Dòng")
    table.add_column("Số dòng", justify="right")
    for status, label in _STATUS.items():
        table.add_row(label, number_vi(done.counts.get(status, 0)))
    console.print(table)
    for reason, count in sorted(done.reasons.items(), key=lambda one: -one[1])[:_MOST_REASONS]:
        console.print(f"  {number_vi(count):>10}  {HELD[reason].label}", soft_wrap=True)
    for file, charset in done.charsets.items():
        if charset != "UTF-8":
            console.print(f"{file}: đọc theo bảng mã {charset}", soft_wrap=True)
    for file, headings in done.unknown.items():
        if headings:
            console.print(f"{file}: cột không đọc: {', '.join(headings)}", soft_wrap=True)
    console.print(f"Cảnh báo: {number_vi(done.warnings)}. Kết quả: {done.folder}", soft_wrap=True)


def show_evaluation(done: EvaluationRun) -> None:
    """Tell what was read, held back, scored, found, and where the results are."""
    console = Console(markup=False)
    facts = done.facts
    console.print(_cleaning_table(done.cleaning))
    _print_reasons(console, done.cleaning)
    levels = Table(title=f"Đánh giá năm {facts.year}, {facts.title_place}", title_justify="left")
    levels.add_column("Mức")
    levels.add_column("Số cặp kết nghĩa", justify="right")
    for level, count in facts.levels.items():
        levels.add_row(LEVELS.labels[str(level)], number_vi(count))
    console.print(levels)
    found = Table(title="Phát hiện", title_justify="left")
    found.add_column("Loại")
    found.add_column("Số phát hiện", justify="right")
    found.add_column("Nghiêm trọng", justify="right")
    for area in Area:
        own = [one for one in done.findings if one.area is area]
        pressing = sum(one.importance is Importance.HIGH for one in own)
        found.add_row(AREA_LABELS[area], number_vi(len(own)), number_vi(pressing))
    console.print(found)
    if facts.fictional:
        console.print(FICTION_NOTE, style="bold red")
    _show_kept(console, done.record, done.folder)
    console.print("Kết quả:")
    for name in done.record["files"]:
        console.print(f"  {done.folder / name}", soft_wrap=True)
    console.print(f"  {done.folder / 'run.json'} (nguồn gốc, phiên bản)", soft_wrap=True)


def show_units(done: LargeEvaluation) -> None:
    """Tell how many units and pairings were evaluated, at which levels, and what could not be."""
    console = Console(markup=False)
    units = done.units
    evaluated = units[units["problem"] == ""]
    title = f"Đánh giá năm {done.year}: {number_vi(len(evaluated))}/{number_vi(len(units))} địa bàn"
    levels = Table(title=title, title_justify="left")
    levels.add_column("Mức")
    levels.add_column("Số cặp kết nghĩa", justify="right")
    for level, label in LEVELS.labels.items():
        count = int(evaluated[level].sum()) if len(evaluated) else 0
        levels.add_row(label, number_vi(count))
    console.print(levels)
    for line in units[units["problem"] != ""].itertuples():
        console.print(f"Không đánh giá được {line.unit}: {line.problem}", soft_wrap=True)
    if done.fictional:
        console.print(FICTION_NOTE, style="bold red")
    _show_kept(console, done.record, done.folder)
    console.print(f"Kết quả: {done.folder} (units.csv mở được bằng Excel)", soft_wrap=True)


def show_feedback(done: FeedbackRun) -> None:
    """Tell what each sender is asked, and where the workbooks are."""
    console = Console()
    table = Table(title="Phản hồi cho nơi gửi", title_justify="left")
    table.add_column("Nơi gửi")
    for heading in ("Số tệp", "Không đọc được", "Dòng bị giữ", "Cần xác nhận"):
        table.add_column(heading, justify="right")
    table.add_column("Sổ đề nghị")
    for line in done.overview.itertuples():
        counts = (line.files, line.unreadable, line.held, line.questions)
        table.add_row(line.sender, *map(number_vi, counts), line.workbook or COMPLETE)
    console.print(table)
    _show_kept(console, done.record, done.folder)
    console.print(
        f"Kết quả: {done.folder} (mỗi nơi gửi một sổ Excel và một thư kèm theo bằng Word)"
    )


def show_map(done: MapRun) -> None:
    """Tell where the map is, what it shows, and whether it needs the network."""
    console = Console(markup=False)
    years = [one.year for one in done.facts.years]
    console.print(f"{done.facts.title}: {len(years)} năm, từ {years[0]} đến {years[-1]}")
    for one in done.facts.years:
        unplaced = int(one.hamlets.geometry.isna().sum())
        if one.year == done.facts.shown and unplaced:
            console.print(f"Thôn chưa có tọa độ dùng được năm {one.year}: {number_vi(unplaced)}")
    if done.tiles_from:
        console.print(f"Nền bản đồ tải từ {done.tiles_from}: khi xem phải có Internet.")
    else:
        console.print("Bản đồ mở không cần mạng.")
    if done.facts.fiction:
        console.print(done.facts.fiction)
    _show_kept(console, done.record, done.folder)
    console.print(f"Kết quả: {done.folder}", soft_wrap=True)


def show_documents(done: DocumentsRun) -> None:
    """Tell how many documents were written, whether as PDF too, and where they are."""
    console = Console(markup=False)
    counts = done.counts
    console.print(
        f"Văn bản năm {done.facts.year}: {number_vi(counts['docx'])} bản Word, "
        f"{number_vi(counts['pdf'])} bản PDF, {number_vi(counts['png'])} ảnh."
    )
    if done.no_pdf:
        console.print(f"Word không có PDF đi kèm: {done.no_pdf}.", soft_wrap=True)
    if done.facts.fictional:
        console.print(FICTION_NOTE, style="bold red")
    _show_kept(console, done.record, done.folder)
    console.print(f"Kết quả: {done.folder}", soft_wrap=True)


def show_forms(done: FormsRun) -> None:
    """Tell which forms were written for whom."""
    console = Console()
    table = Table(title=f"Biểu mẫu năm {done.year.window.year}", title_justify="left")
    table.add_column("Nơi điền")
    table.add_column("Trang biểu", justify="right")
    table.add_column("Dòng in sẵn", justify="right")
    table.add_column("Tệp")
    for form in done.written:
        whom = form.sender or ("(biểu trống)" if "/" not in form.file else "KoboToolbox, ODK")
        table.add_row(whom, number_vi(form.sheets), number_vi(form.printed), form.file)
    console.print(table)
    for warning in done.warnings:
        console.print(warning, style="bold yellow")
    if done.year.fictional:
        console.print(FICTION_NOTE, style="bold red")
    for name in done.kept:
        console.print(f"Tệp đã sửa tay được giữ lại: {done.folder / name}")
    console.print(f"Thư mục: {done.folder}", soft_wrap=True)


def show_pages(pages: list[Path], checked: bool) -> None:
    """Tell which generated pages were written, or are stale."""
    console = Console(markup=False)
    if checked and not pages:
        console.print("Các trang sinh tự động đều mới.")
        return
    console.print("Trang đã cũ:" if checked else "Đã viết:")
    for page in pages:
        console.print(f"  {page}", soft_wrap=True)


def _show_kept(console: Console, record: dict[str, Any], folder: Path) -> None:
    for name in record["kept"]:
        console.print(f"Tệp đã sửa tay được giữ lại: {folder / name}", soft_wrap=True)


def _cleaning_table(done: CleanRun) -> Table:
    files = done.cleaned.files
    data = files[files["role"] == "data"]
    table = Table(title="Số liệu đã nhận", title_justify="left")
    table.add_column("Mục")
    table.add_column("Số lượng", justify="right")
    rows = (
        ("Tệp số liệu đã đọc", len(data)),
        ("Tệp không đọc được", int((data["problem"] != "").sum())),
        ("Dòng đã đọc", int(data["rows_in"].sum())),
        ("  dùng được", int(data["clean"].sum())),
        ("  bị giữ lại", int(data["quarantine"].sum())),
        ("  tiêu đề, cộng, chữ ký", int(data["structural"].sum())),
        ("Ô được chuẩn hóa", len(done.cleaned.ledger)),
    )
    for name, count in rows:
        table.add_row(name, number_vi(count))
    return table


def _print_reasons(console: Console, done: CleanRun) -> None:
    held = done.cleaned.accounts
    counts = held.loc[held["status"] == "quarantine", "reason"].value_counts()
    if counts.empty:
        return
    console.print("Lý do bị giữ lại:")
    for reason, count in counts.head(_MOST_REASONS).items():
        console.print(f"  {number_vi(count)} dòng: {HELD[str(reason)].label}")
