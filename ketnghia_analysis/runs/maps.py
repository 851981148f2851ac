"""The briefing map by itself: for the district, a commune or an agency."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ketnghia_analysis.evaluation.facts import default_year, year_facts
from ketnghia_analysis.evaluation.years import other_years
from ketnghia_analysis.outputs.map import briefing_map
from ketnghia_analysis.outputs.map_facts import MapFacts, map_facts
from ketnghia_analysis.outputs.map_tiles import tiles_from
from ketnghia_analysis.outputs.static_map import Drawing, map_pdf, map_picture, map_png
from ketnghia_analysis.runs.evaluate import Progress, run_cleaning, silent
from ketnghia_analysis.runs.publish import publish, write_text

FOLDER = "ban-do"
RECORD = "map.json"


@dataclass(frozen=True)
class MapRun:
    """A map as it was written.

    Attributes:
        facts: what it shows.
        record: as written to map.json.
        folder: where it is.
        tiles_from: the server its background comes from; "" where it opens without network.
    """

    facts: MapFacts
    record: dict[str, Any]
    folder: Path
    tiles_from: str


def run_map(
    data: Path,
    out: Path,
    reports: Path,
    year: int | None = None,
    commune: str = "",
    agency: str = "",
    tiles: str = "",
    progress: Progress = silent,
) -> MapRun:
    """Clean a folder and draw the map of all its years.

    Args:
        data: raw files.
        out: folder for the cleaned tables.
        reports: folder that gets the sub-folder `FOLDER`.
        year: shown first; None for the district's default.
        commune: code or name of a commune; "" for all.
        agency: id or name of an agency; "" for all.
        tiles: address of a tile service; "" for a map that opens without network.
        progress: told the name of each step, Vietnamese.

    Raises:
        UserError: something the user can put right; earlier results are intact.
    """
    background = tiles_from(tiles) if tiles else None
    cleaning = run_cleaning(data, out, progress)
    cleaned, settings = cleaning.cleaned, cleaning.settings
    chosen = year or default_year(cleaned, settings)
    progress("Tính chỉ số và chấm điểm các năm")
    facts = year_facts(cleaned, settings, chosen).only(commune=commune, agency=agency)
    agency_id = str(facts.agencies.index[0]) if agency else ""
    evaluated = (reports / str(chosen) / f"phu-luc-{chosen}.xlsx").is_file()
    shown = map_facts(
        facts,
        other_years(cleaned, settings, facts, agency_id),
        annex_folder=f"../{chosen}/" if evaluated else None,
    )
    progress("Vẽ bản đồ")

    def write(workshop: Path) -> dict[str, Any]:
        page = briefing_map(shown, background, map_picture(Drawing(shown)))
        write_text(workshop / f"ban-do-{chosen}.html", page.html())
        (workshop / f"ban-do-{chosen}.pdf").write_bytes(map_pdf(Drawing(shown)))
        (workshop / f"ban-do-{chosen}.png").write_bytes(map_png(Drawing(shown)))
        return {
            "year": chosen,
            "years": [one.year for one in shown.years],
            "place": shown.place,
            "tiles": tiles,
        }

    folder = reports / FOLDER
    record = publish(folder, RECORD, write)
    return MapRun(shown, record, folder, background.host if background else "")
