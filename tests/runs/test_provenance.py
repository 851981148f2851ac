from __future__ import annotations

from ketnghia_analysis.runs.provenance import short_provenance


def test_the_foot_of_a_page_tells_the_time_as_people_write_it() -> None:
    record = {
        "finished": "2025-02-05T07:03:20+00:00",
        "ketnghia_analysis": "0.1.0",
        "python": "3.11.7",
        "inputs_sha256": "0123456789abcdef",
    }
    told = short_provenance(record, 2024)
    assert "Lập lúc 07:03 ngày 05/02/2025 (giờ UTC)" in told
    assert told.endswith("số liệu đầu vào 0123456789ab.")
