"""Colours and shapes with a meaning, told apart by colour-blind people and in grey print."""

from __future__ import annotations

LEVEL_COLOURS: dict[str, str] = {
    "excellent": "#00547f",
    "good": "#3b9bd1",
    "completed": "#e8b13a",
    "not_completed": "#c4440f",
    "unknown": "#8a8a8a",
}
"""Colour of each completion level (after Okabe and Ito)."""

LEVEL_SHAPES: dict[str, str] = {
    "excellent": "star",
    "good": "circle",
    "completed": "square",
    "not_completed": "triangle",
    "unknown": "diamond",
}
"""Shape of each completion level on maps."""

CLASS_COLOURS: tuple[str, ...] = ("#fdf6c9", "#c9dda0", "#7fbf9a", "#3a8a98", "#1d4a75")
"""Five classes from little to much; lightness falls steadily."""

CHANGE_COLOURS: tuple[str, ...] = ("#c8630a", "#f3b25f", "#f4f2ee", "#b0a6d2", "#5b3a99")
"""Five classes of change, from worse over none to better (after ColorBrewer's PuOr)."""

PAIRED, OTHERS = "#00547f", "#b9b9b9"
INK, QUIET = "#222222", "#666666"
HIGHLIGHT = "#c4440f"
