"""The data dictionary, bilingual, derived from the declared tables."""

from __future__ import annotations

from ketnghia_analysis.vocabulary import codes
from ketnghia_analysis.vocabulary.codes import CodeList
from ketnghia_analysis.vocabulary.columns import Column, Kind, Severity, Table
from ketnghia_analysis.vocabulary.markdown import GENERATED, markdown_table
from ketnghia_analysis.vocabulary.reasons import CHANGED, HELD, STRUCTURAL, Reason
from ketnghia_analysis.vocabulary.tables import TABLES, WRITTEN_AS
from ketnghia_analysis.vocabulary.wording import number_vi

_KINDS: dict[Kind, tuple[str, str]] = {
    Kind.ID: ("mã (chữ)", "id (text)"),
    Kind.TEXT: ("chữ", "text"),
    Kind.CODE: ("mã danh mục", "code"),
    Kind.YES_NO: ("có/không", "yes/no"),
    Kind.YEAR: ("năm", "year"),
    Kind.COUNT: ("số nguyên", "whole number"),
    Kind.NUMBER: ("số", "number"),
    Kind.PERCENT: ("%", "percent"),
    Kind.MONEY: ("số tiền (đồng)", "money (VND)"),
    Kind.DATE: ("ngày", "date"),
    Kind.DEGREES: ("độ", "degrees"),
}
_HEADINGS = (
    "Cột / Column",
    "Tiêu đề / Heading",
    "Nghĩa / Meaning",
    "Loại / Kind",
    "Đơn vị / Unit",
    "Giới hạn, danh mục / Limits, codes",
    "Ghi chú / Remarks",
    "Cách viết khác / Also written",
)


def data_dictionary() -> str:
    """The page docs/data_dictionary.md."""
    parts = [
        GENERATED,
        "# Từ điển dữ liệu / Data dictionary",
        "Mỗi bảng được khai báo một lần trong `ketnghia_analysis/vocabulary/`; việc đọc tiêu đề, "
        "kiểm tra và trang này đều sinh từ đó.",
        "Each table is declared once in `ketnghia_analysis/vocabulary/`; heading matching, checks "
        "and this page are derived from it.",
        _contents(),
        *(_table(table) for table in TABLES.values()),
        _written_as(),
        _code_lists(),
        _reasons("Lý do giữ lại dòng / Why a row is held", HELD),
        _reasons("Cách xử lý ô / How a cell was changed", CHANGED),
        _reasons("Dòng không phải bản ghi / Rows that are no records", STRUCTURAL),
    ]
    return "\n\n".join(parts) + "\n"


def _contents() -> str:
    return "\n".join(
        f"- [{table.heading} / {table.name}](#{table.name})" for table in TABLES.values()
    )


def _table(table: Table) -> str:
    rules = [
        f"- {check.message}"
        + (" *(chỉ cảnh báo / warns)*" if check.severity is Severity.WARN else "")
        for check in table.checks
    ]
    parts = [
        f'<a id="{table.name}"></a>\n\n## {table.heading} / `{table.name}`',
        table.meaning,
        f"Khóa / Key: {', '.join(f'`{name}`' for name in table.key)}",
        markdown_table(_HEADINGS, [_row(column) for column in table.columns]),
    ]
    if rules:
        parts.append("Dòng bị giữ lại khi / A row is held where:\n\n" + "\n".join(rules))
    return "\n\n".join(parts)


def _row(column: Column) -> tuple[str, ...]:
    unit = " / ".join(codes.UNITS[column.unit]) if column.unit else ""
    return (
        f"`{column.name}`",
        column.heading,
        column.meaning,
        " / ".join(_KINDS[column.kind]),
        unit,
        _limits(column),
        _remarks(column),
        "; ".join(column.synonyms),
    )


def _limits(column: Column) -> str:
    if column.codes:
        return f"`{column.codes.name}`"
    low = "" if column.low is None else f"≥ {number_vi(column.low, _decimals(column.low))}"
    high = "" if column.high is None else f"≤ {number_vi(column.high, _decimals(column.high))}"
    return ", ".join(part for part in (low, high) if part)


def _decimals(value: float) -> int:
    return 0 if float(value).is_integer() else 1


def _remarks(column: Column) -> str:
    said = [
        "bắt buộc / required" if column.required else "",
        "dữ liệu cá nhân / personal" if column.personal else "",
        f"→ `{column.refers_to}`" if column.refers_to else "",
        "tự đặt khi thiếu / generated if absent" if column.generated else "",
        f"mặc định / assumed: {column.assumed}" if column.assumed else "",
        f"phần / part {column.part}" if column.part and column.part != "key" else "",
    ]
    return "; ".join(part for part in said if part)


def _written_as() -> str:
    rows = [
        (
            f"`{name}`",
            "; ".join(f"{column.heading} (`{column.name}`)" for column in columns),
        )
        for name, columns in WRITTEN_AS.items()
    ]
    headings = ("Dẫn tới / Reference to", "Tệp có thể ghi / Files may write")
    return "## Cách dẫn tới bảng khác / How rows are referred to\n\n" + markdown_table(
        headings, rows
    )


def _code_lists() -> str:
    lists = [value for value in vars(codes).values() if isinstance(value, CodeList)]
    rows = [
        (f"`{one.name}`", f"`{code.value}`", code.label, "; ".join(code.synonyms))
        for one in lists
        for code in one.codes
    ]
    headings = ("Danh mục / List", "Mã / Code", "Tên / Label", "Cách viết khác / Also written")
    return "## Danh mục mã / Code lists\n\n" + markdown_table(headings, rows)


def _reasons(title: str, reasons: dict[str, Reason]) -> str:
    rows = [(f"`{one.code}`", one.label, one.remedy) for one in reasons.values()]
    headings = ("Mã / Code", "Nghĩa / Meaning", "Cách xử lý / What to do")
    return f"## {title}\n\n" + markdown_table(headings, rows)
