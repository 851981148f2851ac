"""Which runs a plan stands for: every combination that the data holds, all checked before."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import BaseModel

from ketnghia_analysis.evaluation.facts import YearFacts, find_place
from ketnghia_analysis.runs.notebook_engine import Limits
from ketnghia_analysis.runs.notebooks import PlannedNotebook
from ketnghia_analysis.runs.one_run import Job, names_of
from ketnghia_analysis.runs.run_book import Sources, notebook_digest, run_key, run_place, sources_of
from ketnghia_analysis.runs.run_checks import KINDS, Holdings, checked, names_held
from ketnghia_analysis.runs.run_parameters import Meant, meaning, parameters_of, read_notebook
from ketnghia_analysis.runs.store import facts_of, stored_year, years_stored
from ketnghia_analysis.vocabulary.errors import UserError, WrongCall

ALL, DEFAULT = "all", "default"
_PLACES = {Meant.COMMUNE: "commune_code", Meant.AGENCY: "agency_id", Meant.HAMLET: "hamlet_id"}


def jobs_of(
    plans: Mapping[str, Sequence[PlannedNotebook]],
    folder: Path,
    data: Path,
    limits: Limits,
    warm: bool = True,
    only: Sequence[str] = (),
) -> list[Job]:
    """All runs of some plans, each once, in the order of the plans.

    Args:
        plans: by name.
        folder: of the notebooks.
        data: folder that `ketnghia clean` wrote.
        limits: of each run.
        warm: whether kernels may be warm.
        only: "parameter=value[,value]" each: runs that have one of the values.

    Raises:
        DataFault: nothing was cleaned yet, or a notebook can't be read.
        WrongCall: a grid or a choice names what a notebook or the data does not have; all faults
            at once.
    """
    jobs: list[Job] = []
    faults: list[str] = []
    sources: dict[bool, Sources] = {}
    for planned in itertools.chain.from_iterable(plans.values()):
        try:
            jobs += _jobs(planned, folder, data, limits, warm, sources)
        except WrongCall as error:
            faults += [f"{planned.notebook}: {fault}" for fault in error.faults]
    if faults:
        raise WrongCall("grid", faults, "sửa tên hoặc giá trị trong tệp kế hoạch")
    return _chosen(list({job.place: job for job in jobs}.values()), only)


def _jobs(
    planned: PlannedNotebook,
    folder: Path,
    data: Path,
    limits: Limits,
    warm: bool,
    sources: dict[bool, Sources],
) -> list[Job]:
    path = folder / f"{planned.notebook}.ipynb"
    node = read_notebook(path)
    source = path.read_text(encoding="utf-8")
    model = parameters_of(path, node)
    named = meaning(model)
    folders = [name for name, meant in named.items() if meant is Meant.FOLDER]
    given: dict[str, Any] = dict.fromkeys(folders, str(data))
    reads = bool(folders)
    if reads not in sources:
        sources[reads] = sources_of(data if reads else None)
    digest = notebook_digest(node)
    jobs, faults = [], []
    holdings = Holdings()
    for point in points_of(planned.grid, model, data):
        try:
            parameters = checked(path.name, model, given | point, path.parent, holdings)
        except WrongCall as error:
            faults += error.faults
            continue
        jobs.append(
            Job(
                notebook=planned.notebook,
                source=source,
                title=planned.title,
                parameters=parameters,
                data=folders[0] if folders else "",
                names=names_of(named, parameters, folders[0] if folders else ""),
                place=run_place(planned.notebook, model, parameters),
                digest=digest,
                key=run_key(digest, model, parameters, sources[reads]),
                sources=sources[reads],
                limits=limits,
                warm=warm,
            )
        )
    if faults:
        raise WrongCall(path.name, list(dict.fromkeys(faults)), "sửa tệp kế hoạch")
    return jobs


def points_of(
    grid: Mapping[str, Any], model: type[BaseModel], data: Path
) -> Iterable[dict[str, Any]]:
    """Combinations of a grid's values; "all" stands for what the data holds together.

    Communes, agencies and hamlets of which all are asked for are combined as they are paired: an
    agency comes with the communes in which it has a hamlet, and with no other. Values listed for
    one of them choose among these.

    Args:
        grid: values by parameter.
        model: of the notebook's parameters.
        data: folder that `ketnghia clean` wrote.

    Raises:
        WrongCall: the notebook has no such parameter, or "all" is asked of one that names nothing.
    """
    named = meaning(model)
    unknown = [name for name in grid if name not in model.model_fields]
    unclear = [name for name in grid if grid[name] == ALL and named.get(name) in _UNLISTED]
    faults = [
        f"sổ tay không có tham số “{name}” (có: {', '.join(model.model_fields)})"
        for name in unknown
    ]
    faults += [f"tham số “{name}” không có “{ALL}”: hãy ghi từng giá trị" for name in unclear]
    if faults:
        raise WrongCall("grid", faults, "sửa tệp kế hoạch")
    years = [name for name in grid if named.get(name) is Meant.YEAR]
    open_places = {
        name: _PLACES[named[name]]
        for name in grid
        if grid[name] == ALL and named.get(name) in _PLACES
    }
    given = {
        name: [values] if not isinstance(values, list) else values
        for name, values in grid.items()
        if name not in (*years, *open_places)
    }
    # beside places of which all are asked for, listed ones are a choice among what belongs together
    listed = {
        name: (named[name], values)
        for name, values in given.items()
        if open_places and named.get(name) in _PLACES and all(values)
    }
    wanted = open_places | {name: _PLACES[meant] for name, (meant, _) in listed.items()}
    fixed = {name: values for name, values in given.items() if name not in listed}
    year_choices = [{years[0]: year} for year in _years(grid[years[0]], data)] if years else [{}]
    points = []
    for year in year_choices:
        places = _places(wanted, listed, data, year, model) if open_places else [{}]
        for place in places:
            for values in itertools.product(*fixed.values()):
                point = {**year, **place, **dict(zip(fixed, values, strict=True))}
                points.append({name: point[name] for name in grid})
    return points


_UNLISTED = (None, Meant.FOLDER)


def _years(values: Any, data: Path) -> list[Any]:
    if values == ALL:
        return list(years_stored(data))
    if values == DEFAULT:
        return [stored_year(data)]
    return values if isinstance(values, list) else [values]


def _places(
    wanted: Mapping[str, str],
    listed: Mapping[str, tuple[Meant, list[Any]]],
    data: Path,
    year: Mapping[str, Any],
    model: type[BaseModel],
) -> list[dict[str, Any]]:
    """Places that belong together, by parameter; only those that are listed where any are."""
    (number,) = year.values() if year else (model.model_fields["year"].default,)
    try:
        facts = facts_of(data, number)
        rows = held_together(facts)
        for name, (meant, values) in listed.items():
            names, kind = names_held(facts, meant), KINDS[meant]
            codes = [find_place(names, str(value), kind, number) for value in values]
            rows = rows[rows[wanted[name]].isin(codes)]
    except UserError as error:
        fault = f"{error.where}: {error.faults[0]}"
        raise WrongCall("grid", fault, "sửa tệp kế hoạch") from None
    rows = rows[list(wanted.values())].dropna().drop_duplicates()
    rows = rows.sort_values(list(wanted.values()))
    return [dict(zip(wanted, row, strict=True)) for row in rows.itertuples(index=False)]


def held_together(facts: YearFacts) -> pd.DataFrame:
    """Hamlets with their communes and the agencies paired with them in the year.

    Returns:
        One row per pairing and one per hamlet without any: `hamlet_id`, `commune_code`,
        `agency_id` (missing without pairing).
    """
    hamlets = facts.hamlets.described[["commune_code"]].rename_axis("hamlet_id").reset_index()
    pairs = facts.pairings[["hamlet_id", "agency_id"]].drop_duplicates()
    return hamlets.merge(pairs, on="hamlet_id", how="left", validate="one_to_many")


def _chosen(jobs: list[Job], only: Sequence[str]) -> list[Job]:
    """Runs that have the values asked for.

    Raises:
        WrongCall: no notebook has such a parameter, or none of the runs such a value.
    """
    faults = []
    for text in only:
        name, sign, values = (part.strip() for part in text.partition("="))
        wanted = {value.strip() for value in values.split(",") if value.strip()}
        having = [job for job in jobs if name in job.parameters]
        if not sign or not wanted:
            faults.append(f"“{text}” không có dạng tham_số=giá_trị")
        elif not having:
            known = sorted({name for job in jobs for name in job.parameters})
            faults.append(f"không có tham số “{name}” (có: {', '.join(known)})")
        else:
            held = {one for job in having for one in _said(job, name)}
            faults += [
                f"không có lần chạy nào với {name} = {value}" for value in sorted(wanted - held)
            ]
            jobs = [job for job in having if _said(job, name) & wanted]
    if faults:
        raise WrongCall("--only", faults, "sửa tên hoặc giá trị sau --only")
    return jobs


def _said(job: Job, name: str) -> set[str]:
    """Ways in which a run's parameter may be written: its value, and the name it stands for."""
    return {str(job.parameters[name]), job.names.get(name, str(job.parameters[name]))}
