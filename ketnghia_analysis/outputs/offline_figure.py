"""Folium maps as one file that needs no network and runs nothing but what we wrote."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import folium
import xstatic.pkg.leaflet as leaflet
from branca.element import Element, Figure

from ketnghia_analysis.outputs.plugin_assets import JQUERY, MissingAssetError, asset, licences

_LEAFLET = Path(leaflet.BASE_DIR)
_CSS_URL = re.compile(r"url\((?!#|[\"']?data:)[\"']?([^)\"']+)[\"']?\)")
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_VIEWPORT = re.compile(r'<meta name="viewport".*?/>', re.DOTALL)
_SCRIPT_FROM = re.compile(r"<script\b[^>]*?\bsrc=[\"']([^\"']*)[\"'][^>]*>\s*</script>")
_STYLE_FROM = re.compile(r"<link\b[^>]*?\bhref=[\"']([^\"']*)[\"'][^>]*>")
_OTHER_FROM = re.compile(r"<(?:img|iframe)\b[^>]*?\bsrc=[\"']((?!data:|#)[^\"']*)")
_UNSAFE_IN_SCRIPT = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


class Verbatim(Element):
    """Text that goes into a page as it stands.

    Folium compiles the strings it is given as templates, so that a name in the data could run code;
    this element is never compiled.
    """

    def __init__(self, text: str) -> None:
        """Keep the text."""
        super().__init__()
        self.text = text

    def render(self, **_: Any) -> str:
        """The text, unchanged."""
        return self.text


def figure_of(element: Element) -> Figure:
    """The page to which an element belongs."""
    return cast(Figure, element.get_root())


def style(css: str) -> Verbatim:
    """A style sheet of our own."""
    return Verbatim(f"<style>{css}</style>")


def script(javascript: str) -> Verbatim:
    """A script of our own.

    Raises:
        ValueError: the text would end the script element.
    """
    if "</script" in javascript.lower() or "<!--" in javascript:
        raise ValueError("a script that is put into a page must not hold </script or <!--")
    return Verbatim(f"<script>{javascript}</script>")


def data_element(element_id: str, data: Any) -> Verbatim:
    """Data that travels in the page as text: no letter of it can end the element or run."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for letter, escaped in _UNSAFE_IN_SCRIPT.items():
        text = text.replace(letter, escaped)
    return Verbatim(f'<script type="application/json" id="{element_id}">{text}</script>')


@cache
def _leaflet_css() -> str:
    css = (_LEAFLET / "leaflet.css").read_text(encoding="utf-8")
    # only very old browsers know behaviours
    css = css.replace("url(#default#VML)", "none")

    def embedded(found: re.Match[str]) -> str:
        return f"url({_picture(found[1])})"

    return _CSS_URL.sub(embedded, css)


def _picture(file: str) -> str:
    content = base64.b64encode((_LEAFLET / file).read_bytes()).decode("ascii")
    return f"data:image/png;base64,{content}"


@cache
def _leaflet_js() -> str:
    code = (_LEAFLET / "leaflet.js").read_text(encoding="utf-8")
    # from a page of one file the pictures of plain markers can't be found by their address
    names = {
        "iconUrl": "marker-icon.png",
        "iconRetinaUrl": "marker-icon-2x.png",
        "shadowUrl": "marker-shadow.png",
    }
    pictures = {option: _picture(f"images/{file}") for option, file in names.items()}
    told = json.dumps(pictures | {"imagePath": ""})
    return re.sub(r"//# sourceMappingURL=.*", "", code) + f";L.Icon.Default.mergeOptions({told});"


def _licences() -> str:
    """Licences of what others wrote and every page holds."""
    place = files("ketnghia_analysis.outputs") / "map_page" / "licences.txt"
    return place.read_text(encoding="utf-8")


def offline_map(**options: Any) -> folium.Map:
    """A folium map without tiles whose only library, Leaflet, is put into the page itself.

    Args:
        options: of `folium.Map`; tiles and attribution control are set here.
    """
    chart = folium.Map(tiles=None, attribution_control=False, **options)
    chart.default_js, chart.default_css = [], []
    # fixed ids give the same bytes for the same data
    chart._id = "ketnghia"
    figure = figure_of(chart)
    figure._id = "ketnghia_figure"
    figure.header.add_child(style(_leaflet_css()), name="leaflet_css")
    figure.header.add_child(Verbatim(f"<!--\n{_licences()}-->"), name="licences")
    figure.header.add_child(script(_leaflet_js()), name="leaflet_js")
    return chart


def _with_assets(html: str, also: list[str]) -> tuple[str, list[str]]:
    """A page with the files that its plugins ask for inside, and their addresses."""
    added: list[str] = []

    def script_of(address: str) -> str:
        added.append(address)
        return f"<script>{asset(address).replace('<!--', '<' + chr(92) + '!--')}</script>"

    def style_of(found: re.Match[str]) -> str:
        added.append(found[1])
        return f"<style>{asset(found[1])}</style>"

    for address in _OTHER_FROM.findall(html):
        asset(address)
    html = _STYLE_FROM.sub(style_of, html)
    html = _SCRIPT_FROM.sub(lambda found: script_of(found[1]), html)
    first = "".join(script_of(address) for address in also if address not in added)
    return html.replace("<head>", f"<head>{first}", 1), added


def _also_needed(chart: folium.Map) -> list[str]:
    """Files that added parts call without asking for them, since every plain folium map has them.

    Raises:
        MissingAssetError: a part needs icon fonts.
    """
    parts = _parts(chart)
    if any(_wants_icon_font(part) for part in parts):
        raise MissingAssetError(
            "folium.Icon cần phông biểu tượng tải từ mạng; dùng folium.CircleMarker hoặc DivIcon, "
            "với FastMarkerCluster thì viết callback riêng"
        )
    return [JQUERY] if any(isinstance(part, folium.Popup) for part in parts) else []


def _wants_icon_font(part: Element) -> bool:
    return isinstance(part, folium.Icon) or "AwesomeMarkers" in str(getattr(part, "callback", ""))


def _parts(element: Element) -> list[Element]:
    children = list(element._children.values())
    return [*children, *(part for child in children for part in _parts(child))]


def offline_page(chart: folium.Map, title: str, pictures_from: Sequence[str] = ()) -> str:
    """The whole page as HTML: language, title, a content security policy, nothing from outside.

    The same chart gives the same page each time it is asked for.

    Args:
        chart: made by `offline_map`, with whatever was added to it.
        title: of the page, any text.
        pictures_from: origins from which pictures may be loaded after all.

    Raises:
        MissingAssetError: something that was added to the map asks for a file from the network that
            `plugin_assets` does not give.
    """
    html, added = _with_assets(figure_of(chart).render(), _also_needed(chart))
    html = html.replace("-->", f"\n{licences(added)}-->", 1) if added else html
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
        for code in _SCRIPT.findall(html)
    )
    policy = (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; "
        f"img-src {' '.join(['data:', *pictures_from])}; base-uri 'none'; form-action 'none'"
    )
    escaped_title = title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escaped_title}</title>"
    )
    html = _VIEWPORT.sub("", html)
    html = html.replace("<html>", '<html lang="vi">', 1)
    return html.replace("<head>", f"<head>{head}", 1)
