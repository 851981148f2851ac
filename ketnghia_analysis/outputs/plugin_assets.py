"""Scripts and styles of folium plugins that analysts may add to a map, without the network.

They come from the package folium-offline (extra `plugins`). Only plugins that were tried in a
browser under the page's security policy are taken; all others are refused with the reason. Texts
that are handed to folium are compiled as templates: names from the data belong into `map_facts`.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.resources import files

JQUERY = "https://code.jquery.com/jquery-3.7.1.min.js"
"""What folium.Popup calls."""
_CLUSTER = "https://cdnjs.cloudflare.com/ajax/libs/leaflet.markercluster/1.1.0/"
_GROUPED = "https://cdnjs.cloudflare.com/ajax/libs/leaflet-groupedlayercontrol/0.6.1/"
TESTED: dict[str, str] = {
    JQUERY: "jQuery 3.7.1, MIT, Copyright OpenJS Foundation and other contributors",
    **dict.fromkeys(
        [
            f"{_CLUSTER}leaflet.markercluster.js",
            f"{_CLUSTER}MarkerCluster.css",
            f"{_CLUSTER}MarkerCluster.Default.css",
        ],
        "Leaflet.markercluster 1.1.0, MIT, Copyright 2012-2013 Dave Leaver, smartrak",
    ),
    **dict.fromkeys(
        [
            f"{_GROUPED}leaflet.groupedlayercontrol.min.js",
            f"{_GROUPED}leaflet.groupedlayercontrol.min.css",
        ],
        "Leaflet.groupedlayercontrol 0.6.1, MIT, Copyright Ishmael Smyrnow",
    ),
    "https://unpkg.com/leaflet.featuregroup.subgroup@1.0.2/dist/leaflet.featuregroup.subgroup.js": (
        "Leaflet.FeatureGroup.SubGroup 1.0.2, BSD-2-Clause, Copyright (c) 2015, ghybs"
    ),
    "https://cdn.jsdelivr.net/gh/python-visualization/folium@main/folium/templates/"
    "leaflet_heat.min.js": (
        "Leaflet.heat and simpleheat, BSD-2-Clause, Copyright (c) 2014, Vladimir Agafonkin"
    ),
}
"""Files that may be put into a page, with their licence."""
_REASONS = {
    "leaflet-measure": "tự sinh mã khi chạy, chính sách an toàn của trang không cho",
    "timedimension": "còn tải phông chữ từ mạng",
    "leaflet-search": "còn tải ảnh từ mạng; bản đồ đã có ô tìm kiếm",
    "minimap": "cần nền bản đồ từ mạng",
    "geocoder": "hỏi máy chủ khi chạy",
    "realtime": "hỏi máy chủ khi chạy",
    "vectorgrid": "hỏi máy chủ khi chạy",
    "d3": "thang màu của folium.Choropleth; dùng folium.GeoJson",
}
_NOT_TESTED = "chưa được thử khi không có mạng"


class MissingAssetError(ValueError):
    """A folium plugin wants a file from the network, which an offline page can't give."""


def asset(address: str) -> str:
    """The text of a plugin's script or style.

    Raises:
        MissingAssetError: the plugin is not among the tested ones, or folium-offline is not there;
            the message tells why.
    """
    name = address.rsplit("/", 1)[-1]
    if address not in TESTED:
        known = address.lower()
        reason = next((why for part, why in _REASONS.items() if part in known), _NOT_TESTED)
        raise MissingAssetError(
            f"bản đồ dùng thành phần phải tải từ mạng, không mở được khi không có mạng: {name} "
            f"({address}): {reason}"
        )
    texts = _texts()
    if address not in texts:
        raise MissingAssetError(
            f"bản đồ dùng thành phần phải tải từ mạng: {name}. Cài phần bổ sung chứa sẵn tệp này: "
            "pip install 'ketnghia_analysis[plugins]'"
        )
    return texts[address]


def licences(addresses: list[str]) -> str:
    """Licences of the plugins whose files a page holds; "" for none."""
    if not addresses:
        return ""
    names = sorted({TESTED[address] for address in addresses})
    place = files("ketnghia_analysis.outputs") / "map_page" / "licences_plugins.txt"
    return "\n".join(["It also embeds:", *names, "", place.read_text(encoding="utf-8")])


@cache
def _texts() -> dict[str, str]:
    """Files of the plugins by their address; none without folium-offline."""
    try:
        elements = import_module("offlinefolium.elements")
    except ImportError:
        return {}
    return {address: text for address, text in elements._res.items() if address in TESTED}
