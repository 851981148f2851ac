"""Names on a drawn map: each near its place, none over another or over a symbol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox

from ketnghia_analysis.outputs.colours import INK

_SYMBOL_POINTS = 5.0
_OFFSETS = ((0, 0), (0, 1), (0, -1), (0.6, 0.6), (-0.6, 0.6), (0.6, -0.6), (-0.6, -0.6), (0, 2),
            (0, -2))  # fmt: skip
"""Places tried, in widths and heights of the text from its own place."""


@dataclass(frozen=True)
class Label:
    """A name that a map wants to show.

    Attributes:
        text: the name.
        x: its place, in the axes' data.
        y: likewise.
        size: points.
        area: names an area, whose name stands in it; else a point, beside which it stands.
    """

    text: str
    x: float
    y: float
    size: float
    area: bool


def placed(axes: Axes, labels: Sequence[Label], symbols: Sequence[tuple[float, float]]) -> int:
    """Write the names for which there is room, the first ones first.

    Args:
        axes: fitted to what it shows.
        labels: the most important first.
        symbols: points that no name may cover.

    Returns:
        How many names were written.
    """
    figure = axes.get_figure()
    if figure is None:
        return 0
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    reach = _SYMBOL_POINTS * figure.dpi / 72
    middles = [axes.transData.transform(symbol) for symbol in symbols]
    taken = [Bbox.from_bounds(x - reach, y - reach, 2 * reach, 2 * reach) for x, y in middles]
    inside, count = axes.get_window_extent(renderer), 0
    for label in labels:
        text = axes.text(
            label.x, label.y, label.text, size=label.size, ha="center", va="center", color=INK,
            style="italic" if label.area else "normal", zorder=6, clip_on=True,
            path_effects=[withStroke(linewidth=2.2, foreground="white")],
        )  # fmt: skip
        box = text.get_window_extent(renderer)
        for across, up in _OFFSETS:
            moved = box.translated(across * box.width, up * (box.height + reach))
            fits = inside.x0 <= moved.x0 and moved.x1 <= inside.x1
            fits &= inside.y0 <= moved.y0 and moved.y1 <= inside.y1
            if fits and not any(moved.overlaps(other) for other in taken):
                middle = ((moved.x0 + moved.x1) / 2, (moved.y0 + moved.y1) / 2)
                x, y = axes.transData.inverted().transform(middle)
                text.set_position((x, y))
                taken.append(moved.padded(reach / 2))
                count += 1
                break
        else:
            text.remove()
    return count
