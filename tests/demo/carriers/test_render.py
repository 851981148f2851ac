"""Files and archives of them are the same byte for byte, whenever they are made."""

from __future__ import annotations

import pytest

from ketnghia_analysis.demo.carriers.packing import packed, unpacked
from ketnghia_analysis.demo.carriers.render import WRITERS, render, render_all
from ketnghia_analysis.demo.papers import WORKBOOK, Document
from tests.demo.carriers.papers import NAME, POOR, document, paper


@pytest.mark.parametrize("carrier", WRITERS)
def test_the_same_paper_gives_the_same_bytes(carrier):
    def made() -> bytes:
        lines = paper([NAME, POOR], {"hamlet_name": "Thôn Hà", "poor": 3})
        return render(document("a.x", lines, carrier=carrier))

    assert made() == made()


def test_documents_of_one_archive_are_packed_into_it_and_others_lie_beside():
    names = ("2023/x/a.zip/Biểu/1.xlsx", "2023/x/b.xlsx", "2023/x/a.zip/2.xlsx")
    papers = [
        document(name, paper([NAME], {"hamlet_name": name}), carrier=WORKBOOK) for name in names
    ]
    files = render_all(papers)
    assert set(files) == {"2023/x/a.zip", "2023/x/b.xlsx"}
    inner = unpacked(files["2023/x/a.zip"])
    assert inner == {"Biểu/1.xlsx": render(papers[0]), "2.xlsx": render(papers[2])}
    assert [one.archive for one in papers] == ["2023/x/a.zip", "", "2023/x/a.zip"]


def test_a_spoilt_file_has_the_bytes_that_it_has():
    assert render(Document("a.xlsx", [], spoilt=b"")) == b""


@pytest.mark.parametrize("compressed", [True, False])
def test_what_is_packed_can_be_unpacked_in_its_order(compressed):
    members = {"b/ệ.txt": b"x" * 1000, "a": b""}
    content = packed(members, compressed)
    assert list(unpacked(content).items()) == list(members.items())
    assert (len(content) < 1000) == compressed
