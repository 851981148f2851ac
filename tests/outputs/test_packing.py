from __future__ import annotations

import base64
import gzip
import json
import re
from importlib.resources import files
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from ketnghia_analysis.outputs.map import SCRIPTS
from ketnghia_analysis.outputs.packing import packed_element
from tests.outputs.test_offline_figure import HOSTILE

TREE = {
    "names": list(HOSTILE),
    "none": None,
    "nested": [{"small": np.array([-128, 0, 127])}, {"empty": np.array([], dtype=int)}],
    "middle": np.array([-32768, 32767, 1]),
    "wide": np.array([-(2**31), 2**31 - 1, 0, 11_260_000, 11_260_003]),
}


def _as_lists(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: _as_lists(one) for name, one in part.items()}
    if isinstance(part, list):
        return [_as_lists(one) for one in part]
    return part.tolist() if isinstance(part, np.ndarray) else part


def test_small_data_is_json_that_anybody_can_read() -> None:
    text = packed_element("d", TREE).text
    found = re.fullmatch(r'<script type="application/json" id="d">(.*)</script>', text, re.DOTALL)
    assert found is not None
    assert json.loads(found[1]) == _as_lists(TREE)


def test_the_page_reads_both_ways_alike(browser: Browser) -> None:
    unpack = (files("ketnghia_analysis.outputs") / "map_page" / "unpack.js").read_text()
    assert "unpack" in SCRIPTS
    page = browser.new_page()
    plain, packed = packed_element("plain", TREE).text, packed_element("packed", TREE, 0).text
    page.set_content(f"<html><body>{plain}{packed}</body></html>")
    read = (
        "async (id) => JSON.parse(JSON.stringify(await unpacked(id),"
        " (key, one) => (ArrayBuffer.isView(one) ? Array.from(one) : one)))"
    )
    page.add_script_tag(content=unpack)
    assert page.evaluate(read, "plain") == _as_lists(TREE)
    assert page.evaluate(read, "packed") == _as_lists(TREE)
    page.close()


@given(st.lists(st.integers(-(2**31), 2**31 - 1), max_size=40))
def test_differences_in_planes_add_up_to_the_numbers(numbers: list[int]) -> None:
    wide = [*numbers, 2**31 - 1]
    text = packed_element("d", {"n": np.array(wide)}, 0).text
    content = gzip.decompress(base64.b64decode(re.sub("<.*?>", "", text)))
    head = int.from_bytes(content[:4], "little")
    kind, start, length = json.loads(content[4 : 4 + head])["n"]["$"]
    planes = np.frombuffer(content[4 + head + start :], np.uint8).reshape(4, length)
    steps = sum(planes[byte].astype(np.int64) << (8 * byte) for byte in range(4))
    sums = np.cumsum(steps) % 2**32
    assert kind == "d4"
    assert np.where(sums >= 2**31, sums - 2**32, sums).tolist() == wide


def test_big_data_is_packed_small_and_always_alike() -> None:
    data = {"n": np.arange(100_000) * 7}
    first = packed_element("d", data).text
    assert first == packed_element("d", data).text
    assert len(first) < 20_000


@pytest.mark.parametrize(
    "values", [np.array([0.5]), np.array([2**40]), np.array([np.nan])], ids=["part", "large", "nan"]
)
def test_numbers_that_would_be_changed_are_refused(values: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"packed"):
        packed_element("d", {"n": values}, 0)
