"""Texts of a Word document: tracked changes accepted, with the font of their letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from ketnghia_analysis.intake.grids import is_old_font
from ketnghia_analysis.intake.runs_of_text import joined_runs

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = {f"{W}del", f"{W}moveFrom"}
_FIXED = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
# ticks and crosses that Word takes from the picture font Wingdings
_SYMBOLS = {"fb": "✗", "fc": "✓", "fd": "☒", "fe": "☑", "a8": "☐", "6f": "☐", "78": "☒"}


class Fonts:
    """Fonts by style, styles that build on others included."""

    def __init__(self, styles: etree._Element | None) -> None:
        """Take the fonts from the document's styles."""
        self._fonts: dict[str, str] = {}
        self._parents: dict[str, str] = {}
        self.default = ""
        if styles is None:
            return
        path = f"{W}docDefaults/{W}rPrDefault/{W}rPr"
        self.default = font_of(styles.find(path))
        for style in styles.iter(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            self._fonts[name] = font_of(style.find(f"{W}rPr"))
            based = style.find(f"{W}basedOn")
            self._parents[name] = "" if based is None else based.get(f"{W}val", "")
            if style.get(f"{W}default") == "1" and style.get(f"{W}type") == "paragraph":
                self.default = self._fonts[name] or self.default

    def of_style(self, name: str) -> str:
        """Font of a style; "" where it names none."""
        for _ in range(10):
            if self._fonts.get(name) or not name:
                break
            name = self._parents.get(name, "")
        return self._fonts.get(name, "")


def font_of(properties: etree._Element | None) -> str:
    """Font that the properties of a run or style name."""
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    if fonts is None:
        return ""
    return fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""


def is_gone(row: etree._Element | None) -> bool:
    """Whether the properties of a row say that it was deleted in a tracked change."""
    return row is not None and row.find(f"{W}del") is not None


def is_copy(paragraph: etree._Element) -> bool:
    """Whether a paragraph repeats a text box for programs that can't show it."""
    return next(paragraph.iterancestors(_FALLBACK), None) is not None


def is_nested(table: etree._Element, cell: etree._Element) -> bool:
    """Whether a table lies in this cell and not in a table within it."""
    return next(table.iterancestors(f"{W}tc"), None) is cell


def text_of(paragraphs: Iterable[etree._Element], fonts: Fonts) -> tuple[str, str]:
    """Text of paragraphs, one a line, and its font where that is of an old character set."""
    runs: list[tuple[str, str]] = []
    for place, paragraph in enumerate(paragraphs):
        if place:
            runs.append(("\n", ""))
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        own = "" if style is None else fonts.of_style(style.get(f"{W}val", ""))
        runs += _runs(paragraph, own or fonts.default, fonts)
    text, font = joined_runs(runs)
    # LegacyText is final; plain text loses the empty lines at its ends
    return (text if type(text) is not str else text.strip("\n")), font


def _runs(node: etree._Element, font: str, fonts: Fonts) -> Iterator[tuple[str, str]]:
    for child in node:
        if child.tag in _GONE or child.tag == _FALLBACK or child.tag == f"{W}p":
            continue
        if child.tag == f"{W}r":
            yield from _run(child, font, fonts)
        elif isinstance(child.tag, str):
            yield from _runs(child, font, fonts)


def _run(run: etree._Element, font: str, fonts: Fonts) -> Iterator[tuple[str, str]]:
    properties = run.find(f"{W}rPr")
    style = None if properties is None else properties.find(f"{W}rStyle")
    by_style = "" if style is None else fonts.of_style(style.get(f"{W}val", ""))
    font = font_of(properties) or by_style or font
    for child in run:
        if child.tag == f"{W}t":
            yield child.text or "", font
        elif child.tag in _FIXED:
            yield _FIXED[child.tag], font
        elif child.tag == f"{W}softHyphen":
            # the letter ư of TCVN3 has the code of the soft hyphen
            if is_old_font(font):
                yield "\u00ad", font
        elif child.tag == f"{W}sym":
            yield _SYMBOLS.get(child.get(f"{W}char", "")[-2:].lower(), ""), font
        elif isinstance(child.tag, str) and child.tag not in (f"{W}rPr", f"{W}instrText"):
            yield from _runs(child, font, fonts)
