"""The demo district as a folder of files, with all that a test needs to know about it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
import yaml

from ketnghia_analysis.demo import names
from ketnghia_analysis.demo.carriers.render import render_all
from ketnghia_analysis.demo.faults.answers import corrections, decisions, sources
from ketnghia_analysis.demo.faults.expected import expected_tables
from ketnghia_analysis.demo.faults.kinds import Planted
from ketnghia_analysis.demo.faults.plant import plant
from ketnghia_analysis.demo.papers import Document
from ketnghia_analysis.demo.senders import documents
from ketnghia_analysis.demo.truth import SEED, District, make_district

README = """# Dữ liệu thô (hư cấu)

Thư mục này là **huyện Mẫu Giang, một huyện hư cấu**: mọi tên xã, thôn, mã số, ranh giới và số liệu
đều do lệnh `ketnghia demo` đặt ra để chạy thử phần mềm. Không dùng để nói về nơi có thật nào.

Cách bố trí như khi cơ quan gửi thật: mỗi năm một thư mục, mỗi nơi gửi một thư mục con; danh mục để
trong `danh-muc/`. Khi dùng số liệu thật: xóa các thư mục này cùng `corrections.yml`,
`decisions.yml`, `SOURCES.yml`, đặt tệp của huyện vào (tên tệp và cách chia thư mục tùy ý), không
sửa tệp gốc. Số liệu sai thì ghi vào `corrections.yml`; tên mà phần mềm hỏi lại thì trả lời trong
`decisions.yml`; điều biết thêm về tệp (năm, nơi gửi, bản cũ không nhận) thì ghi vào `SOURCES.yml`.

Tên huyện, năm đánh giá, ngày kết thúc năm báo cáo, cơ quan ban hành, nơi nhận văn bản khai trong
`settings.yml`. Muốn so sánh thu nhập các năm theo cùng một mặt giá thì khai thêm `price_index`
(nguồn, năm gốc, chỉ số từng năm; mẫu trong `docs/method_poverty.vi.md`).

The data in this folder is invented: it is written by `ketnghia demo` and tells of no real place.
"""
_SETTINGS: dict[str, Any] = {
    "district_name": names.DISTRICT,
    "province_name": names.PROVINCE,
    "evaluation_year": names.EVALUATED_YEAR,
    "reporting_year_ends": "14/12",
    "issuer": "Ban Dân vận Huyện ủy",
    "superior": "Huyện ủy Mẫu Giang",
    "place": "Mẫu Giang",
    "legal_basis": [
        "Quyết định số 1234/QĐ-UBND ngày 10/7/2020 của UBND huyện Mẫu Giang (hư cấu)",
        "Công văn số 99-CV/BDVHU ngày 05/10/2021 của Ban Dân vận Huyện ủy Mẫu Giang (hư cấu)",
    ],
}
_CORRECTIONS_NOTE = (
    "# Đính chính số liệu: tệp gốc không bao giờ được sửa, chỗ sai ghi tại đây.\n"
    "# Each entry is checked against the file: if `old` is not what the cell says, the run stops.\n"
)
_SOURCES_NOTE = (
    "# Ghi chú của phân tích viên về tệp: năm, nơi gửi, loại biểu, hoặc không nhận tệp nào.\n"
    "# What an analyst knows about files beside what they say themselves.\n"
)
_DECISIONS_NOTE = (
    "# Quyết định của phân tích viên về tên mà phần mềm hỏi lại.\n"
    "# Answers to questions about names; each holds for the file that it states.\n"
)


@dataclass(frozen=True)
class DemoFiles:
    """The demo district on paper.

    Attributes:
        files: bytes by path below data/raw.
        papers: all documents, laid out.
        planted: all faults, with where they stand.
        expected: the tables that cleaning must give.
        district: the truth.
    """

    files: dict[str, bytes]
    papers: list[Document]
    planted: list[Planted]
    expected: dict[str, pd.DataFrame]
    district: District


def demo_files(seed: int = SEED) -> DemoFiles:
    """All files of the demo district for a seed, and what must become of them."""
    district = make_district(seed)
    papers = documents(district)
    planted = plant(papers, seed)
    files = render_all(papers)
    files["danh-muc/ranh-gioi-xa.geojson"] = _geojson(district.boundaries)
    files["settings.yml"] = _yaml(_SETTINGS)
    files["corrections.yml"] = _CORRECTIONS_NOTE.encode() + _yaml(corrections(planted))
    files["decisions.yml"] = _DECISIONS_NOTE.encode() + _yaml(decisions(planted, district))
    files["SOURCES.yml"] = _SOURCES_NOTE.encode() + _yaml(sources(planted))
    files["README.md"] = README.encode()
    return DemoFiles(files, papers, planted, expected_tables(district, planted), district)


def _yaml(content: Any) -> bytes:
    text: str = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)
    return text.encode()


def _geojson(boundaries: gpd.GeoDataFrame) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {
                "ma_xa": row.commune_code,
                "hieu_luc_tu": f"{row.valid_from:%Y-%m-%d}",
                "hieu_luc_den": None if pd.isna(row.valid_to) else f"{row.valid_to:%Y-%m-%d}",
                "ghi_chu": "hư cấu",
            },
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [[round(x, 5), round(y, 5)] for x, y in row.geometry.exterior.coords]
                ],
            },
        }
        for row in boundaries.itertuples()
    ]
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'.encode()
