"""A text in several fonts becomes one text in one font."""

from __future__ import annotations

from collections.abc import Sequence

from ketnghia_analysis.intake.charsets import decode_grid
from ketnghia_analysis.intake.grids import Grid, LegacyText, is_old_font, written


def joined_runs(runs: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Text of a cell and the font whose letters it is in.

    Runs without other letters than those of English look the same in all fonts and don't count.
    Where runs in old letters stand beside runs in Unicode or in another old font, each is decoded
    by its own font and the text comes back decoded (`LegacyText`), without a font.

    Args:
        runs: text and font, in their order.
    """
    text = "".join(part for part, _ in runs)
    telling = {font for part, font in runs if not part.isascii()}
    if len(telling) <= 1:
        # capitals by font (.VnTimeH) concern the letters of English too
        old = {font for part, font in runs if is_old_font(font) and part.strip()}
        fonts = telling or (old if len(old) == 1 else set())
        font = next(iter(fonts), "")
        return text, font if is_old_font(font) else ""
    cells = {place: part for place, (part, _) in enumerate(runs)}
    old_fonts = {(1, place): font for place, (_, font) in enumerate(runs) if is_old_font(font)}
    decoded = decode_grid(Grid("", {1: cells}, fonts=old_fonts)).rows[1]
    charsets = [part.charset for part in decoded.values() if isinstance(part, LegacyText)]
    if not charsets:
        return text, ""
    joined = "".join(decoded[place] for place in sorted(decoded))
    return LegacyText(joined, "".join(written(part) for part in cells.values()), charsets[0]), ""
