"""Registers: communes, hamlets and agencies, each with the dates between which a row is valid."""

from __future__ import annotations

from ketnghia_analysis.vocabulary import codes
from ketnghia_analysis.vocabulary.columns import Column, Kind, Table, not_before

LATITUDE_RANGE = (8.0, 24.0)
LONGITUDE_RANGE = (102.0, 110.0)


_VALID_FROM = Column(
    name="valid_from",
    heading="Hiệu lực từ",
    meaning="First day on which this row holds.",
    kind=Kind.DATE,
    synonyms=("Từ ngày", "Có hiệu lực từ", "Ngày bắt đầu", "Hiệu lực từ ngày"),
    required=True,
    assumed="01/01/1900",
)


_VALID_TO = Column(
    name="valid_to",
    heading="Hiệu lực đến",
    meaning="Last day on which this row holds; missing while it still holds.",
    kind=Kind.DATE,
    synonyms=("Đến ngày", "Hết hiệu lực", "Ngày kết thúc", "Hiệu lực đến ngày"),
)


_DATES_IN_ORDER = not_before(_VALID_TO, _VALID_FROM)


def _latitude(heading: str, *synonyms: str) -> Column:
    low, high = LATITUDE_RANGE
    return Column(
        name="latitude",
        heading=heading,
        meaning="Latitude in WGS 84.",
        kind=Kind.DEGREES,
        unit="degrees",
        synonyms=synonyms,
        low=low,
        high=high,
    )


def _longitude(heading: str, *synonyms: str) -> Column:
    low, high = LONGITUDE_RANGE
    return Column(
        name="longitude",
        heading=heading,
        meaning="Longitude in WGS 84.",
        kind=Kind.DEGREES,
        unit="degrees",
        synonyms=synonyms,
        low=low,
        high=high,
    )


_CHANGE_REASON = Column(
    name="change_reason",
    heading="Lý do thay đổi",
    meaning="Why this row began or ended.",
    kind=Kind.CODE,
    codes=codes.CHANGE_REASONS,
    synonyms=("Lý do", "Nội dung thay đổi"),
)

_DISTRICT = Column(
    name="district_name",
    heading="Huyện",
    meaning="District it belongs to; missing after districts ended.",
    synonyms=("Thuộc huyện", "Huyện, thị xã"),
)
_PROVINCE = Column(
    name="province_name",
    heading="Tỉnh",
    meaning="Province it belongs to; needed where registers of many provinces are together.",
    synonyms=("Thuộc tỉnh", "Tỉnh, thành phố", "Tỉnh/Thành phố"),
)
COMMUNES = Table(
    name="communes",
    heading="Danh mục xã, thị trấn",
    meaning="A commune while its code, name and area stayed the same. "
    "Codes were re-used on 1/7/2025, so a code means nothing without its date.",
    announced_by=("danh mục xã", "đơn vị hành chính", "danh sách xã"),
    newest_wins=True,
    key=("commune_code", "valid_from"),
    checks=(_DATES_IN_ORDER,),
    columns=(
        Column(
            name="commune_code",
            heading="Mã xã",
            meaning="Code of the commune in the official list valid at that time, five digits.",
            kind=Kind.ID,
            synonyms=("Mã ĐVHC", "Mã đơn vị hành chính", "ma_xa"),
            digits=5,
            required=True,
        ),
        Column(
            name="name",
            heading="Tên xã, thị trấn",
            meaning="Name without the word for its type.",
            synonyms=("Tên xã", "Tên đơn vị hành chính", "Tên xã/thị trấn", "ten_xa"),
            required=True,
        ),
        Column(
            name="commune_type",
            heading="Loại đơn vị",
            meaning="Commune, town, ward or special zone.",
            kind=Kind.CODE,
            codes=codes.COMMUNE_TYPES,
            synonyms=("Loại", "Loại hình", "Loại ĐVHC", "loai"),
            required=True,
        ),
        _DISTRICT,
        _PROVINCE,
        _VALID_FROM,
        _VALID_TO,
        Column(
            name="successor_code",
            heading="Mã xã kế nhiệm",
            meaning="Code of the commune that took over the larger part of the area.",
            kind=Kind.ID,
            synonyms=("Mã xã mới", "Mã kế nhiệm"),
        ),
        _CHANGE_REASON,
    ),
)
HAMLETS = Table(
    name="hamlets",
    heading="Danh mục thôn",
    meaning="A hamlet while its name, type and commune stayed the same. The id stays for life: "
    "a rename or a new commune gives a new row, a merger or split gives new ids.",
    announced_by=("danh mục thôn", "danh sách thôn", "thôn xen ghép", "tọa độ"),
    newest_wins=True,
    in_parts=True,
    key=("hamlet_id", "valid_from"),
    checks=(_DATES_IN_ORDER,),
    columns=(
        Column(
            name="hamlet_id",
            heading="Mã thôn",
            meaning="Our own stable id; hamlets have no official code.",
            kind=Kind.ID,
            synonyms=("Mã thôn, khu phố", "ma_thon"),
            required=True,
        ),
        Column(
            name="name",
            heading="Tên thôn, khu phố",
            meaning="Name with the word for its type, as officials write it.",
            synonyms=(
                "Tên thôn",
                "ten_thon",
                "Thôn",
                "Thôn, khu phố",
                "Thôn/khu phố",
                "Tên thôn/khu phố",
                "Thôn, bản",
            ),
            required=True,
        ),
        Column(
            name="hamlet_type",
            heading="Loại hình",
            meaning="Hamlet, quarter, residential group or village.",
            kind=Kind.CODE,
            codes=codes.HAMLET_TYPES,
            synonyms=("Loại",),
        ),
        Column(
            name="commune_code",
            heading="Mã xã",
            meaning="Commune it lies in, by the code valid at `valid_from`.",
            kind=Kind.ID,
            synonyms=("Mã ĐVHC", "ma_xa"),
            digits=5,
            refers_to="communes",
            as_of="valid_from",
            required=True,
        ),
        _VALID_FROM,
        _VALID_TO,
        Column(
            name="successor_id",
            heading="Mã thôn kế nhiệm",
            meaning="Hamlet into which it was merged.",
            kind=Kind.ID,
            synonyms=("Thôn kế nhiệm",),
        ),
        Column(
            name="predecessor_id",
            heading="Tách từ thôn (mã)",
            meaning="Hamlet from which it was split.",
            kind=Kind.ID,
            synonyms=("Tách từ thôn",),
        ),
        _CHANGE_REASON,
        Column(
            name="mixed",
            heading="Thôn xen ghép",
            meaning="Whether ethnic minority households live among Kinh households here.",
            kind=Kind.YES_NO,
            synonyms=("Xen ghép",),
        ),
        Column(
            name="main_people",
            heading="Dân tộc thiểu số chủ yếu",
            meaning="The largest ethnic minority.",
            kind=Kind.CODE,
            codes=codes.PEOPLES,
            synonyms=("Dân tộc chủ yếu", "Dân tộc"),
        ),
        Column(
            name="especially_difficult",
            heading="Thôn đặc biệt khó khăn",
            meaning="On the list of especially difficult hamlets (Decision 612/QĐ-UBDT).",
            kind=Kind.YES_NO,
            synonyms=("Thôn ĐBKK",),
        ),
        Column(
            name="zone",
            heading="Khu vực",
            meaning="Zone of its commune in the ethnic minority area (Decision 861/QĐ-TTg).",
            kind=Kind.CODE,
            codes=codes.ZONES,
            synonyms=("Khu vực xã", "Thuộc khu vực"),
        ),
        _latitude(
            "Vĩ độ",
            "Vĩ độ (B)",
            "Vĩ độ Bắc",
            "Lat",
            "Latitude",
            "Vĩ độ / X",
            "Tọa độ X",
            "X m",
            "Tọa độ Vĩ độ",
        ),
        _longitude(
            "Kinh độ",
            "Kinh độ (Đ)",
            "Kinh độ Đông",
            "Long",
            "Lon",
            "Longitude",
            "Kinh độ / Y",
            "Tọa độ Y",
            "Y m",
            "Tọa độ Kinh độ",
        ),
        Column(
            name="coordinate_system",
            heading="Hệ tọa độ",
            meaning="System in which the sender gave the point, as written.",
            synonyms=("Hệ quy chiếu", "Hệ tọa độ, kinh tuyến trục"),
        ),
        Column(
            name="coordinate_quality",
            heading="Tình trạng tọa độ",
            meaning="Whether the point was verified, estimated or is missing.",
            kind=Kind.CODE,
            codes=codes.COORDINATE_QUALITIES,
            synonyms=("Tọa độ xác minh", "Xác minh tọa độ"),
        ),
    ),
)

AGENCIES = Table(
    name="agencies",
    heading="Danh mục cơ quan, đơn vị",
    meaning="An agency while it existed under this name; its successor takes over pairings.",
    announced_by=("danh mục cơ quan", "danh sách cơ quan", "cơ quan, đơn vị"),
    newest_wins=True,
    key=("agency_id",),
    checks=(_DATES_IN_ORDER,),
    columns=(
        Column(
            name="agency_id",
            heading="Mã cơ quan",
            meaning="Our own id of the agency.",
            kind=Kind.ID,
            synonyms=("Mã cơ quan, đơn vị", "Mã CQ", "ma_co_quan"),
            required=True,
        ),
        Column(
            name="name",
            heading="Tên cơ quan, đơn vị",
            meaning="Full name.",
            synonyms=("Tên cơ quan", "Tên đơn vị", "ten_co_quan", "Tên cơ quan/đơn vị"),
            required=True,
        ),
        Column(
            name="short_name",
            heading="Tên viết tắt",
            meaning="Usual abbreviation.",
            synonyms=("Viết tắt", "Tên tắt"),
        ),
        Column(
            name="bloc",
            heading="Khối",
            meaning="Part of the political system it belongs to.",
            kind=Kind.CODE,
            codes=codes.AGENCY_BLOCS,
            synonyms=("Khối cơ quan",),
        ),
        Column(
            name="agency_type",
            heading="Loại cơ quan",
            meaning="Office, service unit, board, inspectorate, secretariat or coordinator.",
            kind=Kind.CODE,
            codes=codes.AGENCY_TYPES,
            synonyms=("Loại đơn vị", "Loại"),
        ),
        Column(
            name="head_name",
            heading="Thủ trưởng",
            meaning="Name of the head.",
            synonyms=("Thủ trưởng cơ quan", "Họ tên thủ trưởng"),
            personal=True,
        ),
        _DISTRICT,
        _PROVINCE,
        Column(
            name="officers",
            heading="Tổng số CBCCVC",
            meaning="Officials, civil servants and public employees on its staff.",
            kind=Kind.COUNT,
            unit="people",
            synonyms=("Số CBCCVC", "Biên chế", "Tổng số cán bộ, công chức, viên chức"),
            low=1,
            high=1000,
        ),
        _VALID_FROM,
        _VALID_TO,
        Column(
            name="successor_id",
            heading="Mã cơ quan kế nhiệm",
            meaning="Agency that took over its duties, pairings and commitments.",
            kind=Kind.ID,
            synonyms=("Cơ quan kế nhiệm",),
        ),
        _latitude("Vĩ độ trụ sở"),
        _longitude("Kinh độ trụ sở"),
    ),
)
