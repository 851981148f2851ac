"""Everything that may be said about a year: outputs read this and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

import geopandas as gpd
import pandas as pd

from ketnghia_analysis.cleaning.clean import Cleaned
from ketnghia_analysis.evaluation import places_facts, programme_facts
from ketnghia_analysis.evaluation.analysis import Analysis, analysis_of
from ketnghia_analysis.evaluation.form_facts import form_completeness
from ketnghia_analysis.evaluation.places_facts import HamletFacts
from ketnghia_analysis.evaluation.senders import senders_of
from ketnghia_analysis.evaluation.settings import Settings
from ketnghia_analysis.measures.rules import ScoreRules, rules_for
from ketnghia_analysis.measures.score import by_agency, by_level, score
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.places.registers import latest
from ketnghia_analysis.vocabulary.codes import FICTIONAL_CODE_PREFIX
from ketnghia_analysis.vocabulary.errors import DataFault, WrongCall
from ketnghia_analysis.vocabulary.periods import Window, reporting_year
from ketnghia_analysis.vocabulary.spelling import toneless_key

LOOKED_UP = ("communes", "hamlets", "agencies", "pairings", "survey_rounds")
FICTION_NOTE = "SỐ LIỆU HƯ CẤU – chỉ để chạy thử phần mềm, không nói về nơi có thật nào"


@dataclass(frozen=True)
class Quality:
    """How good the data is.

    Attributes:
        files: one line a file, see `cleaning.accounts.files`.
        quarantine: held rows of the year and of registers.
        ledger: changed cells of the year's files and of registers.
        warnings: odd values.
        blocks: tables received.
        headings: their headings with `file` and `sheet`, see `cleaning.accounts.columns_on_paper`.
        form: how complete the hamlet form is, up to the year; see `form_facts.form_completeness`.
    """

    files: pd.DataFrame
    quarantine: pd.DataFrame
    ledger: pd.DataFrame
    warnings: pd.DataFrame
    blocks: pd.DataFrame
    headings: pd.DataFrame
    form: pd.DataFrame

    @property
    def held_rows(self) -> int:
        """Rows in quarantine."""
        return len(self.quarantine.drop_duplicates(["file", "sheet", "row"]))


@dataclass(frozen=True)
class YearFacts:
    """Facts of one reporting year, for the whole district or a part of it.

    Attributes:
        window: the reporting year.
        settings: what the district says about itself.
        rules: scoring rules in force.
        fictional: whether the data is invented, by its commune codes.
        scope: Vietnamese, the part of the district that is meant; empty for all of it.
        narrowed: the same by `in_commune` (code) and `of_agency` (id).
        analysis: of the whole district; None where none is asked for, see `analysed`.
        hamlets: see `HamletFacts`.
        communes: see `places_facts.commune_facts`.
        agencies: see `programme_facts.agency_facts`.
        pairings: see `programme_facts.named_pairings`.
        criteria: see `programme_facts.criterion_table`.
        commitments: see `programme_facts.commitment_facts`.
        activities: see `programme_facts.activity_facts`.
        difficulties: see `programme_facts.difficulty_facts`.
        meetings: coordination meetings within the year.
        movements: see `places_facts.movements`.
        levels: number of pairings at each level.
        before: the year before, of the same place; None where it is not shown, see `beside`.
        quality: how good the data is.
        register: the tables `LOOKED_UP`, for findings.
    """

    window: Window
    settings: Settings
    rules: ScoreRules
    fictional: bool
    scope: str
    hamlets: HamletFacts
    communes: gpd.GeoDataFrame
    agencies: gpd.GeoDataFrame
    pairings: pd.DataFrame
    criteria: pd.DataFrame
    commitments: pd.DataFrame
    activities: pd.DataFrame
    difficulties: pd.DataFrame
    meetings: pd.DataFrame
    movements: pd.DataFrame
    levels: pd.Series
    quality: Quality
    register: Mapping[str, pd.DataFrame] = field(repr=False)
    narrowed: tuple[tuple[str, str], ...] = ()
    analysis: Analysis | None = field(default=None, repr=False, compare=False)
    before: YearFacts | None = field(default=None, repr=False, compare=False)

    def analysed(self, cleaned: Cleaned) -> YearFacts:
        """The same facts with the analyses of the year, which are computed when they are read."""
        return replace(self, analysis=analysis_of(cleaned, self.window))

    def beside(self, others: Iterable[YearFacts]) -> YearFacts:
        """The same facts with the year before, if it is among the others and had pairings."""
        before = [
            one
            for one in others
            if one.year == self.year - 1 and one.scope == self.scope and len(one.pairings)
        ]
        return replace(self, before=before[0] if before else None)

    @property
    def levels_before(self) -> pd.Series:
        """Number of pairings at each level in the year before; empty where none is known."""
        return pd.Series(dtype="int64") if self.before is None else self.before.levels

    @property
    def year(self) -> int:
        """The reporting year."""
        return self.window.year

    @property
    def title_place(self) -> str:
        """The place that titles name."""
        return self.scope or self.settings.district_name

    def only(self, commune: str = "", agency: str = "") -> YearFacts:
        """The facts of one commune or one agency.

        Args:
            commune: code or name of a commune of the end of the year; "" for all.
            agency: id or name of an agency; "" for all.

        Raises:
            WrongCall: there is no such commune or agency.
        """
        narrowed = self
        if commune:
            code = find_place(self.communes["name"], commune, "xã", self.year)
            chosen = self.hamlets.described["commune_code"] == code
            narrowed = narrowed.of_hamlets(
                set(chosen.index[chosen]),
                f"{commune_title(self.communes.loc[code])}, {self.settings.district_name}",
            )
            narrowed = replace(narrowed, narrowed=(("in_commune", code),))
        if agency:
            agency_id = find_place(self.agencies["name"], agency, "cơ quan", self.year)
            own = (*narrowed.narrowed, ("of_agency", agency_id))
            narrowed = replace(narrowed._of_agency(agency_id), narrowed=own)
        return narrowed

    def of_hamlets(self, ids: Collection[str], scope: str) -> YearFacts:
        """The facts of some hamlets and their communes.

        Args:
            ids: hamlets of the end of the year.
            scope: Vietnamese name of the part of the district that they are.
        """
        chosen = self.hamlets.described.index.isin(ids)
        pairings = self.pairings[self.pairings["hamlet_id"].isin(ids)]
        hamlets = HamletFacts(
            self.hamlets.described.loc[chosen],
            self.hamlets.values.loc[chosen],
            self.hamlets.states.loc[chosen],
            self.hamlets.history[self.hamlets.history.index.get_level_values(0).isin(ids)],
            self.hamlets.told.loc[chosen],
            self.hamlets.typicals,
        )
        codes = set(hamlets.described["commune_code"])
        meetings = self.meetings
        here = meetings["hamlet_id"].isna() | meetings["hamlet_id"].isin(ids)
        return replace(
            self._of_pairings(pairings),
            scope=scope,
            hamlets=hamlets,
            communes=self.communes[self.communes.index.isin(codes)],
            difficulties=self.difficulties[self.difficulties["hamlet_id"].isin(ids)],
            meetings=meetings[here & meetings["agency_id"].isin(set(pairings["agency_id"]))],
        )

    def _of_agency(self, agency_id: str) -> YearFacts:
        pairings = self.pairings[self.pairings["agency_id"] == agency_id]
        name = self.agencies.at[agency_id, "name"]
        scope = f"{name}, {self.scope}" if self.scope else name
        narrowed = self.of_hamlets(set(pairings["hamlet_id"]), scope)
        own = narrowed.meetings["agency_id"] == agency_id
        agencies = self.agencies.loc[[agency_id]]
        return replace(
            narrowed._of_pairings(pairings), agencies=agencies, meetings=narrowed.meetings[own]
        )

    def _of_pairings(self, pairings: pd.DataFrame) -> YearFacts:
        """What is said of some pairings; groups are too small to compare how hamlets moved."""

        def own(rows: pd.DataFrame) -> pd.DataFrame:
            return rows[rows["pairing_id"].isin(pairings.index)]

        points = by_agency(pairings, self.rules)
        agencies = self.agencies[self.agencies.index.isin(points.index)]
        return replace(
            self,
            pairings=pairings,
            criteria=own(self.criteria),
            commitments=own(self.commitments),
            activities=own(self.activities),
            agencies=agencies.assign(**{name: points[name] for name in points}),
            movements=self.movements.iloc[:0],
            levels=by_level(pairings["level"]),
            before=None,
        )


def years_with_data(cleaned: Cleaned) -> list[int]:
    """Years of which a survey or an agency's report came, ascending."""
    tables = cleaned.tables
    return years_of(tables["survey_rounds"], tables["hamlet_figures"], tables["commitments"])


def years_of(rounds: pd.DataFrame, figures: pd.DataFrame, commitments: pd.DataFrame) -> list[int]:
    """Years of survey rounds that brought figures, and of commitments, ascending."""
    came = rounds[rounds["round_id"].isin(figures["round_id"])]["year"]
    return sorted({int(year) for year in [*came, *commitments["year"]]})


def default_year(cleaned: Cleaned, settings: Settings) -> int:
    """The year to evaluate if none is asked for: the settings', else the last one with data.

    Raises:
        DataFault: there is no year with data.
    """
    if settings.evaluation_year is not None:
        return settings.evaluation_year
    years = years_with_data(cleaned)
    if not years:
        raise DataFault("số liệu", "không có năm nào có số liệu dùng được", "xem quarantine")
    return years[-1]


def year_facts(cleaned: Cleaned, settings: Settings, year: int) -> YearFacts:
    """Gather the facts of a year.

    Args:
        cleaned: what cleaning gave.
        settings: of the district.
        year: reporting year.

    Raises:
        DataFault: there is no data of that year; the message names the years there are.
    """
    years = years_with_data(cleaned)
    if year not in years:
        said = f"các năm có số liệu: {', '.join(map(str, years))}" if years else "chưa có năm nào"
        raise DataFault(f"Năm {year}", f"không có số liệu ({said})", "chọn năm khác sau --year")
    window = reporting_year(year, settings.year_ends)
    prepared = _prepare(cleaned, window)
    scores = score(prepared)
    names = latest(cleaned.tables["agencies"], "agency_id")
    hamlets = places_facts.hamlet_facts(prepared, scores, names["name"])
    pairings = programme_facts.named_pairings(prepared, scores, names, hamlets.described)
    codes = cleaned.tables["communes"]["commune_code"]
    return YearFacts(
        window=window,
        settings=settings,
        rules=prepared.rules,
        fictional=bool(codes.str.startswith(FICTIONAL_CODE_PREFIX).any()),
        scope="",
        hamlets=hamlets,
        communes=places_facts.commune_facts(prepared, hamlets),
        agencies=programme_facts.agency_facts(prepared, scores),
        pairings=pairings,
        criteria=programme_facts.criterion_table(scores),
        commitments=programme_facts.commitment_facts(prepared, pairings),
        activities=programme_facts.activity_facts(prepared, pairings),
        difficulties=programme_facts.difficulty_facts(prepared, hamlets.described),
        meetings=prepared.meetings,
        movements=places_facts.movements(hamlets),
        levels=by_level(scores.pairings["level"]),
        quality=_quality(cleaned, year),
        register={name: cleaned.tables[name] for name in LOOKED_UP},
    )


def _prepare(cleaned: Cleaned, window: Window) -> YearInput:
    return YearInput(cleaned.tables, cleaned.quarantine, cleaned.blocks, window, rules_for(window))


def _quality(cleaned: Cleaned, year: int) -> Quality:
    blocks = cleaned.blocks
    of_year = set(blocks.loc[blocks["year"].isna() | (blocks["year"] == year), "file"])
    unknown = set(cleaned.files.loc[cleaned.files["problem"] != "", "file"])
    chosen = of_year | unknown

    def own(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["file"].isin(chosen)].reset_index(drop=True)

    files = cleaned.files.assign(sender=cleaned.files["file"].map(senders_of(cleaned)))
    places = blocks[["block", "file", "sheet"]]
    return Quality(
        own(files),
        own(cleaned.quarantine),
        own(cleaned.ledger),
        own(cleaned.warnings),
        own(blocks),
        own(cleaned.headings.merge(places, on="block", validate="many_to_one")),
        form_completeness(cleaned.tables, year),
    )


def find_place(names: pd.Series, wanted: str, kind: str, year: int) -> str:
    """Code of a commune or agency that is given by code or by name.

    Args:
        names: by code.
        wanted: a code, or a name with or without its tones.
        kind: Vietnamese word for what is looked for.
        year: of the names, for messages.

    Raises:
        WrongCall: there is none, or more than one of that name.
    """
    if wanted in names.index:
        return wanted
    key = toneless_key(wanted)
    fits = {str(code): name for code, name in names.items() if toneless_key(name) == key}
    exact = [code for code, name in fits.items() if name == wanted]
    found = exact if len(exact) == 1 else list(fits)
    if len(found) > 1:
        choices = ", ".join(f"{code} ({fits[code]})" for code in found)
        raise WrongCall(wanted, f"có {len(found)} {kind} tên như vậy", f"dùng mã: {choices}")
    if not found:
        choices = ", ".join(sorted(names))
        raise WrongCall(
            wanted, f"không có {kind} này trong năm {year}", f"dùng một trong: {choices}"
        )
    return found[0]


def commune_title(row: pd.Series) -> str:
    """A commune with the word for its kind: "xã Mẫu An", "thị trấn Mẫu Trung"."""
    word = {"town": "thị trấn", "ward": "phường", "special_zone": "đặc khu"}
    return f"{word.get(row['commune_type'], 'xã')} {row['name']}"
