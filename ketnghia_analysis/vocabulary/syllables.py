"""How Vietnamese a text is: each word is an onset, a rime and a tone, and few of those exist.

Text read in the wrong letters has words that no one could say; that gives the wrong letters away.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

from ketnghia_analysis.vocabulary.legacy_letters import TONES, VOWELS

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu "
    "i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet "
    "oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    "u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya "
    "uych uyên uyêt uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu "
    "y yêm yên yêng yêt yêu"
)
_RIMES_AFTER_QU = (
    "a ac ach ai am an ang anh ao at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây "
    "e en eo et ê êch ên ênh êt êu i ich in inh it ôc ơ ơi ơn y ych yên yêt ynh yt"
)
_FRONT = frozenset("eêiy")
_STOPS = ("c", "ch", "p", "t")
_STOP_TONES = "\u0301\u0323"

_PEOPLES = (
    "bhăng bláh blơ brâu brông buôr búk bơnông cuôr dliê drông drăng drắk dơk glông glăng "
    "grông hrê hrú jrông jút jơ khăl khươl klông kmăl knuếc knông knốp kpăng krêl krông "
    "krôông krăm krập kôi kôn kông kôr kđăm kơ kơdang kơho kơi kạn mnông mnăng mơnông ngọk "
    "nuôl plô plông plơi pnôn prông pék pêng púch păh păl pơ pơng pưh pờ raglây rvê răglai rơ "
    "rốk rờ srê srăng stiêng stôr sêrêpôk sơmei sắk trôk tôr tăk tơpuân tẻh xtiêng êa êđê đak "
    "đakrông đal đliê đrắk đăk đăng đắk"
)
"""Syllables of the languages of minority peoples that stand in names of places and peoples."""

_COMMON = (
    "biên biển biểu biệt buôn bà bài bàn bàng bào bàu bá bác báo bát bãi bê bình bích bưng bưu "
    "bưởi bạch bản bảng bảo bảy bầu bắc bắp bắt bằng bến bể bệnh bốn bồ bồng bộ bờ bức chiên "
    "chiến chiềng chiều chiểu chuẩn chánh châm chân châu chí chín chính chú chúc chăm chư chương "
    "chấn chấp chất chế chỉ chọn chợ chủ chức cuộc các cái cán cáo cát cân cây có cô công cù căn "
    "cơ cư cưm cương cường cải cảng cảnh cấp cần cầu cẩm cẩn cận cặp cọp cố cốc cồn cổ cộng cờ "
    "cụ củ của cứ cứng cứu cừ cửa diên diễn diện diệp duyên dài dân dòng dùng dũng dư dương dưới "
    "dưỡng dạy dầu dẫn dịch dịp dốc dột dục dụng dự ghép già giàng giá giám giáo giáp giải giấy "
    "giếng giống giồng giới giữa gành gìn gò gần gồm gỗ gỡ gửi hiếu hiền hiểm hiểu hiện hiệp "
    "hiệu hoà hoài hoàn hoàng hoành hoá hoạch hoạt hoằng huyện huế huệ hà hàm hàng hành hào hình "
    "hòa hóa hóc hói hùng hưng hương hướng hưởng hạ hạn hạng hạnh hải hảo hậu hết hỉ họ học họp "
    "hồ hồng hổ hỗ hộ hội hợp hụt hữu hỷ khoá khoản khuyến khá khác khám khánh khê khó khóa "
    "không khăn khương khảo khẩu khối khởi kiên kiến kiết kiều kiểm kiệm kiện kênh kính ký kế "
    "kết kỳ kỷ kỹ liêm liên liêu liễu liệu loại luận luật luỹ là làm láng lâm lân lãng lãnh lão "
    "lê lên lí lò lô lùi lý lăng lĩnh lũ lũng lũy lư lưu lương lưới lượng lượt lạc lạch lại lạng "
    "lạt lấp lầu lầy lập lễ lệ lịch lồng lỗ lộ lộc lội lớn lớp lợi lục lực miếu miền miễn màu "
    "mái máy mây mã mãng mình mía móng mô môi môn mùa măng mũi mưa mương mười mường mại mạnh mầm "
    "mẫu mậu mặt mỏ mốt mỗi mộ mộc một mới mở mục mức mừng mỹ nghiệp nghèo nghĩ nghĩa nghề nghệ "
    "nghỉ nghị ngoài nguyên nguyễn nguyệt nguồn ngành ngày ngân ngã ngãi ngò ngòi ngô ngũ người "
    "ngạn ngọc ngọn ngữ nhiên nhiều nhiệm nhuận nhà nhân nhãn nhì nhóm nhơn như nhất nhận nhập "
    "nhật nhằm nhẹ nhị những nhựt niên nà nát nâng nêu nông núi năm năng nước nậm nằm nối nổ nổi "
    "nội nộp nữ phiên phiêng phiếu phà phán pháp phát phân phép phìn phí phía phòng phó phù "
    "phùng phú phúc phương phước phường phượng phạm phải phản phần phẩm phố phối phổ phụ phục "
    "phụng phủ quyên quyết quyền quà quán quân quý quả quản quảng quận quế quốc quới quỳ quỳnh "
    "quỹ ruộng ràng rưỡi rạch rẫy rọc rồng rổ rộng rừng suất suối sách sáng sát sáu sâm sín sóc "
    "sông sĩ sơn sạch sản sầm sậy sẽ sỏi số sổ sở sức sử sửa sự sỹ thiên thiết thiếu thiểu thiện "
    "thiệu thoát thuận thuật thuế thuốc thuộc thuỵ thuỷ thàng thành thào thác thái tháng tháo "
    "thân thêm thôn thông thú thúc thúy thăng thơ thư thương thường thượng thạc thạch thạnh thạo "
    "thấp thần thẩm thập thắng thế thể thị thịnh thọ thống thổ thới thời thụy thủ thủy thứ thức "
    "thừa thực tiêm tiên tiêu tiến tiếng tiếp tiền tiểu tiện tiệp toàn toạ triều triển triệt "
    "triệu truyền trà tràm tràng trái trên trì trình trí trò trú trúc trương trước trường trưởng "
    "trạch trại trạm trạng trả trảng trấn trầm trần trẻ trị trọng trồng trời trở trợ trụ trứ trữ "
    "trực tuyên tuyến tuyền tuân tuấn tuần tuệ tuổi tà tài tác tách tái tám tâm tân tây tên tình "
    "tích tín tính tò tô tôn tông tùng tú tăng tĩnh tư tưới tường tượng tạm tạo tả tảng tấn tất "
    "tầm tập tắt tằm tặng tế tết tỉ tỉnh tịnh tọa tỏ tố tống tốt tồn tổ tổng tộc tứ từ từng tử "
    "tự tỷ uyên uỷ viên viết viễn việc viện việt vàm vàng vào vân vì vò vòng võ vùng văn vĩ vĩnh "
    "vũ vương vườn vượt vạn vấn vận vật về vệ vị vịnh vọng vốn với vụ vực xoá xuyên xuân xuất xá "
    "xác xây xã xét xóa xóm xúc xưởng yên yến yếu ái ánh áp ân ích ô ông úc ý đa đan đi điền "
    "điều điểm điện đoàn đoạn đà đài đàm đàn đào đá đã đèo đê đình đò đó đô đôn đông đúng đăng "
    "đơn đường được đạ đại đạo đạt đảng đảo đất đầu đập đắc đặc đến đề đền đỉnh địa định đọc đốc "
    "đối đồi đồn đồng đổi độ độc đội động đợt đủ đức ưu ảnh ấp ốc ở ủng ủy ứng"
)
"""Syllables that names of places, agencies and the words of forms are mostly made of."""

_COMMON_WORDS, _PEOPLES_WORDS = frozenset(_COMMON.split()), frozenset(_PEOPLES.split())

COMMON, VALID, POSSIBLE, IMPOSSIBLE = 1.0, 0.8, 0.3, 0.0
"""What a word counts: usual, Vietnamese, in Vietnamese letters at least, none of these."""

# in misread text "SÃ\xa0o" and "DÃ³m" are one word each
_WORD = re.compile(
    r"(?:[^\s\x00-@\[-`{-\x7f°²³\u2010-\u2015\u2026\u2022]"
    r"|(?<=[ÃĂ])(?:\xa0(?=[a-z])|[°²³]))+"
)
_POSSIBLE = re.compile(r"[^\W\d_aeiouy]{0,4}[aeiouy]{1,4}[^\W\d_aeiouy]{0,3}")
_ABBREVIATION = re.compile(r"[A-ZĐÐ]{2,8}")
_LOOKALIKES = str.maketrans("ðɖ", "đđ")


@cache
def syllables() -> frozenset[str]:
    """All syllables with a letter beyond ASCII that Vietnamese spelling allows, in NFC."""
    return frozenset(
        onset + word
        for onset in ("", *_ONSETS.split())
        for rime in (_RIMES_AFTER_QU if onset == "qu" else _RIMES).split()
        if _may_follow(onset, rime)
        for word in _with_tones(rime)
    )


def _may_follow(onset: str, rime: str) -> bool:
    """The spelling of /k/, /g/ and /ng/ depends on the vowel; "gi" swallows an i.

    Names of minority peoples have k before any vowel ("Kà", "Kô").
    """
    if onset in ("gh", "ngh"):
        return rime[0] in _FRONT
    if onset in ("c", "g", "ng"):
        # "gì", "giêng" are g and a rime with i
        return rime[0] not in _FRONT or (onset == "g" and rime[0] == "i")
    return not (onset == "gi" and rime[0] in _FRONT - {"e", "ê"})


def _with_tones(rime: str) -> Iterator[str]:
    """The rime without and with tone, the mark where it may stand."""
    stopped = rime.endswith(_STOPS)
    if not stopped:
        yield rime
    for place in _tone_places(rime):
        for tone in _STOP_TONES if stopped else TONES:
            yield unicodedata.normalize("NFC", rime[: place + 1] + tone + rime[place + 1 :])


def _tone_places(rime: str) -> list[int]:
    """Where a tone mark may stand; "oa", "oe" and "uy" have two styles."""
    places = [index for index, char in enumerate(rime) if char in VOWELS]
    marked = [index for index in places if rime[index] in "ăâêôơư"]
    if marked or rime[-1] not in VOWELS:
        return (marked or places)[-1:]
    if rime in ("oa", "oe", "uy"):
        return places
    return places[len(places) // 2 :][:1] if len(places) == 3 else places[:1]


@lru_cache(maxsize=65536)
def word_worth(word: str) -> float:
    """What one word without digits counts: COMMON, VALID, POSSIBLE or IMPOSSIBLE.

    Args:
        word: in NFC.
    """
    if any(left.islower() and right.isupper() for left, right in pairwise(word)):
        # "ThÃ" of a misread "Thành"; "SRó" and "UBNDxã" are people's own
        return IMPOSSIBLE
    if _ABBREVIATION.fullmatch(word):
        return VALID
    word = word.lower().translate(_LOOKALIKES)
    if word in _COMMON_WORDS:
        return COMMON
    if word in syllables() or word in _PEOPLES_WORDS:
        return VALID
    marks = unicodedata.normalize("NFD", word.replace("đ", "d"))
    tones = sum(mark in TONES for mark in marks)
    bare = "".join(char for char in marks if not unicodedata.combining(char))
    possible = tones <= 1 and bare.isascii() and _POSSIBLE.fullmatch(bare)
    return POSSIBLE if possible else IMPOSSIBLE


def evidence(text: str) -> tuple[float, int]:
    """Sum of what the words with a letter beyond ASCII count, and the number of such words.

    Words in ASCII say nothing; neither do characters that stand alone, like "Ø" and "×".
    """
    worth = 0.0
    count = 0
    for word in _WORD.findall(unicodedata.normalize("NFC", text)):
        if len(word) > 1 and not word.isascii():
            worth += word_worth(word)
            count += 1
    return worth, count
