"""What senders are told about their files: what to do, and a short covering text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ketnghia_analysis.cleaning.text import without_personal_numbers
from ketnghia_analysis.evaluation.senders import UNKNOWN_SENDER
from ketnghia_analysis.vocabulary.reasons import CHANGED, HELD
from ketnghia_analysis.vocabulary.spelling import toneless_key
from ketnghia_analysis.vocabulary.wording import date_vi, list_vi, number_vi

SUMMARY_SHEET = OVERVIEW = "Tổng hợp"
"""First sheet of a sender's workbook; also the file name of the overview of all senders."""
ANSWER_HEADING = "Trả lời của nơi gửi"
ASK_ABOUT_WARNING = "Kiểm tra lại; đúng thì ghi “đúng”, sai thì ghi số đúng"

ASKS: dict[str, str] = {
    "required_missing": "Ghi giá trị còn thiếu vào ô này",
    "not_a_number": "Ghi lại bằng chữ số, ví dụ 1250",
    "ambiguous_number": "Ghi lại số không có dấu phân cách hàng nghìn, ví dụ 1500",
    "not_a_date": "Ghi lại ngày có thật theo dạng ngày/tháng/năm, ví dụ 15/10/2024",
    "not_yes_no": "Ghi “có” hoặc “không”",
    "unknown_code": "Ghi đúng một tên trong danh mục của biểu mẫu",
    "out_of_limits": "Kiểm tra lại số này rồi ghi số đúng",
    "unknown_commune": "Ghi đúng tên xã đang có tại thời điểm của số liệu",
    "unknown_hamlet": "Ghi đúng tên thôn và tên xã; nếu là thôn mới, báo lại để bổ sung danh mục",
    "unknown_agency": "Ghi đúng tên cơ quan; nếu mới đổi tên, báo lại để bổ sung danh mục",
    "unknown_round": "Ghi đúng năm của số liệu; nếu năm đã đúng, báo lại để bổ sung đợt khảo sát",
    "unknown_reference": "Ghi đúng mã, hoặc gửi bổ sung bảng có mã này",
    "no_pairing": "Kiểm tra lại cơ quan, thôn và ngày; nếu đúng, gửi bổ sung quyết định kết nghĩa",
    "outside_year": "Ghi lại ngày đúng, hoặc chuyển dòng này sang báo cáo của năm đó",
    "rule_broken": "Kiểm tra các số được nêu rồi ghi lại số đúng",
    "duplicate": "Nếu ghi thừa thì bỏ dòng này; nếu là việc khác thì ghi mã khác",
    "conflicting_duplicate": "Chỉ để lại dòng đúng; nếu là hai việc thì ghi hai mã khác nhau",
    "missing_column": "Bổ sung cột còn thiếu theo biểu mẫu",
    "impossible_point": "Đo lại tọa độ rồi ghi lại",
    "not_approved": "Duyệt phiếu này trên hệ thống khảo sát, hoặc bỏ phiếu",
    "excluded": "Không phải làm gì; dòng này được quyết định không nhận",
    "similar_name": "Xác nhận tên; nếu không phải, ghi đúng tên trong danh mục",
}
"""What the sender should do, by reason; for other reasons it is the reason's own remedy."""

_FOR_ANALYSTS = re.compile(r",? ?(?:hoặc|xem)[^,;]*\.yml")
_PLACES = ("xã ", "phường ", "thị trấn ", "đặc khu ")
_ISO_DATE = re.compile(r"(?<![\w-])(\d{4})-(\d{2})-(\d{2})(?![\w-])")
_NO_FILE_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_RESERVED = re.compile(r"(?i)^(?:con|prn|aux|nul|com\d|lpt\d)$")
_LONGEST_NAME = 80
_SATURDAY = 5


def ask_for(reason: str) -> str:
    """What a sender is asked to do about a held row or a dropped cell; a full sentence.

    Args:
        reason: code of `reasons.HELD`, or a rule of `reasons.CHANGED`.
    """
    known = {**HELD, **CHANGED}
    ask = ASKS.get(reason.removeprefix("dropped_"))
    if ask is None:
        ask = _FOR_ANALYSTS.sub("", known[reason].remedy).strip(" ,;")
    return ask[:1].upper() + ask[1:]


@dataclass(frozen=True)
class Letter:
    """What the covering text says.

    Attributes:
        issuer: who asks.
        sender: who is asked; `UNKNOWN_SENDER` where that is not known.
        read_on: day on which the files were read.
        answer_by: last day for the answer.
        workbook: file name of the workbook.
        files: file names.
        unread: names of those that could not be read.
        clean: rows used.
        held: rows held.
        questions: cells to be confirmed.
    """

    issuer: str
    sender: str
    read_on: date
    answer_by: date
    workbook: str
    files: tuple[str, ...]
    unread: tuple[str, ...]
    clean: int
    held: int
    questions: int


def answer_day(read_on: date, days: int) -> date:
    """Last day for the answer: so many days after reading, moved on from a weekend to Monday."""
    day = read_on + timedelta(days=days)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= _SATURDAY else 0)


def addressee(sender: str) -> str:
    """Who a letter to a sender is addressed to: for a commune its people's committee."""
    if sender == UNKNOWN_SENDER:
        return "Đơn vị đã gửi các tệp nêu dưới đây"
    if sender.lower().startswith(_PLACES):
        return f"Ủy ban nhân dân {sender[0].lower()}{sender[1:]}"
    return sender


def letter_title(letter: Letter) -> str:
    """Heading of workbook and covering text."""
    return f"Đề nghị bổ sung – {letter.sender}"


def paragraphs(letter: Letter) -> list[str]:
    """The covering text: thanks, what is held, what to do, by when."""
    return [_received(letter), *_asked(letter), _how_to_answer(letter), _by_when(letter)]


def _received(letter: Letter) -> str:
    count = len(letter.files)
    which = f"tệp “{letter.files[0]}”" if count == 1 else f"{number_vi(count)} tệp"
    parts = [f"{number_vi(letter.clean)} dòng đã dùng được"]
    if letter.held:
        parts.append(f"{number_vi(letter.held)} dòng còn bị giữ lại, chưa được tính vào đánh giá")
    if letter.questions:
        parts.append(f"{number_vi(letter.questions)} chỗ cần được xác nhận")
    return (
        f"{letter.issuer} cảm ơn quý đơn vị đã gửi số liệu về công tác kết nghĩa. Chúng tôi đã đọc "
        f"{which} ngày {date_vi(letter.read_on)}: {list_vi(parts)}."
    )


def _asked(letter: Letter) -> list[str]:
    texts = []
    if letter.unread:
        names = list_vi([f"“{name}”" for name in letter.unread])
        texts.append(f"Chưa đọc được {names}; đề nghị gửi lại theo hướng dẫn trong sổ Excel.")
    texts.append(
        f"Đề nghị quý đơn vị xem sổ Excel kèm theo (“{letter.workbook}”). Trang “{SUMMARY_SHEET}” "
        "liệt kê từng chỗ: ở ô nào, sai gì, cần làm gì. Các trang sau là bảng của quý đơn vị: dòng "
        "bị giữ lại được tô đỏ, ô cần xác nhận được tô vàng, lý do ghi ở bên phải dòng và trong "
        "ghi chú của ô."
    )
    return texts


def _how_to_answer(letter: Letter) -> str:
    return (
        "Cách gửi lại: sửa trong tệp gốc của quý đơn vị, giữ nguyên tên tệp và tiêu đề cột, rồi "
        f"gửi lại cả tệp. Nếu chỉ phải sửa vài ô thì ghi vào cột “{ANSWER_HEADING}” của trang "
        f"“{SUMMARY_SHEET}” rồi gửi lại sổ này. Không ghi họ tên, số căn cước, số điện thoại của "
        "người dân vào tệp."
    )


def _by_when(letter: Letter) -> str:
    return (
        f"Đề nghị gửi lại chậm nhất ngày {date_vi(letter.answer_by)}. Trân trọng cảm ơn quý đơn vị."
    )


def for_senders(text: str, *, is_amount: bool = False) -> str:
    """A message of the books as senders read it: dates as they write them, nobody's number.

    Args:
        text: the message.
        is_amount: whether it is about a column of amounts, whose digits are nobody's number.
    """
    dated = _ISO_DATE.sub(r"\3/\2/\1", text)
    return dated if is_amount else without_personal_numbers(dated)


def file_names(senders: list[str]) -> dict[str, str]:
    """A file name (without ending) for each sender, unlike all others and the overview's."""
    used = {toneless_key(OVERVIEW)}
    names = {}
    for sender in senders:
        plain = " ".join(_NO_FILE_NAME.sub(" ", sender).split()).strip(". ")[:_LONGEST_NAME].strip()
        plain = f"{plain}_" if _RESERVED.match(plain) else plain or UNKNOWN_SENDER
        name, number = plain, 2
        while toneless_key(name) in used:
            name, number = f"{plain} ({number})", number + 1
        used.add(toneless_key(name))
        names[sender] = name
    return names
