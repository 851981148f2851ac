"""One run of a notebook: checked before, whole afterwards, with a record of where it comes from."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat

from ketnghia_analysis.evaluation.facts import FICTION_NOTE, YearFacts
from ketnghia_analysis.outputs.notebook_html import notebook_page
from ketnghia_analysis.runs.notebook_engine import CRASHES, End, Execution, Limits, Watch, execute
from ketnghia_analysis.runs.notebooks import REMEDY, NotebookFailed
from ketnghia_analysis.runs.provenance import now, short_provenance
from ketnghia_analysis.runs.publish import cannot_write
from ketnghia_analysis.runs.run_book import (
    Sources,
    described,
    notebook_digest,
    run_key,
    run_place,
    sources_of,
)
from ketnghia_analysis.runs.run_checks import checked, names_held
from ketnghia_analysis.runs.run_parameters import Meant, meaning, parameters_of, read_notebook
from ketnghia_analysis.runs.shelves import Shelf
from ketnghia_analysis.runs.store import facts_of

ATTEMPTS = 2
"""How often a run is tried whose kernel crashes; errors of a notebook come again anyway."""


@dataclass(frozen=True)
class Job:
    """All that a worker needs for a run.

    Attributes:
        notebook: its name, without ending.
        source: the notebook's JSON.
        title: Vietnamese title of its page.
        parameters: checked ones.
        data: name of the parameter that names the data folder; "" if there is none.
        names: what parameters name in the data, as people call it, by parameter.
        place: where its results go.
        digest: of the notebook.
        key: by which it is known.
        sources: what it is made from.
        limits: what it may use.
        warm: whether its kernel may be a warm one.
    """

    notebook: str
    source: str
    title: str
    parameters: dict[str, Any]
    data: str
    names: dict[str, str]
    place: str
    digest: str
    key: str
    sources: Sources
    limits: Limits
    warm: bool = True

    @property
    def heading(self) -> str:
        """Title of the page, with what it is about."""
        year = [f"năm {self.parameters['year']}"] if "year" in self.parameters else []
        about = ", ".join([*self.names.values(), *year])
        return f"{self.title} – {about}" if about else self.title


@dataclass(frozen=True)
class Outcome:
    """What became of a run.

    Attributes:
        place: where its results are.
        heading: title of its page.
        end: how it failed; None for success.
        told: what is to be said of the failure, Vietnamese.
        seconds: it took, all attempts together.
        attempts: how many there were.
        cold_because: why its kernel was not warm; "" for a warm one.
    """

    place: str
    heading: str
    end: End | None
    told: str
    seconds: float
    attempts: int
    cold_because: str


def prepare(
    notebook: Path, given: Mapping[str, Any], title: str, limits: Limits, warm: bool = True
) -> Job:
    """A run that is ready to be done.

    Args:
        notebook: path of the stripped notebook.
        given: parameters; the rest has its default.
        title: Vietnamese title of the page; "" for the notebook's own heading.
        limits: what it may use.
        warm: whether its kernel may be a warm one.

    Raises:
        DataFault: the notebook can't be read.
        WrongCall: the parameters don't fit it, or the data; all faults at once.
    """
    node = read_notebook(notebook)
    model = parameters_of(notebook, node)
    parameters = checked(notebook.name, model, given, notebook.parent)
    named = meaning(model)
    data = next((name for name, meant in named.items() if meant is Meant.FOLDER), "")
    sources = sources_of(Path(parameters[data]) if data else None)
    digest = notebook_digest(node)
    return Job(
        notebook=notebook.stem,
        source=nbformat.writes(node),
        title=title or heading_of(node) or notebook.stem,
        parameters=parameters,
        data=data,
        names=names_of(named, parameters, data),
        place=run_place(notebook.stem, model, parameters),
        digest=digest,
        key=run_key(digest, model, parameters, sources),
        sources=sources,
        limits=limits,
        warm=warm,
    )


def heading_of(node: Any) -> str:
    """The notebook's own title: its first heading."""
    for cell in node.cells:
        for line in cell.source.splitlines() if cell.cell_type == "markdown" else ():
            if line.startswith("# "):
                return str(line[2:].strip())
    return ""


def names_of(
    named: Mapping[str, Meant], parameters: Mapping[str, Any], data: str
) -> dict[str, str]:
    """Communes, agencies and hamlets that the parameters choose, by name."""
    chosen = {
        name: meant
        for name, meant in named.items()
        if meant in (Meant.COMMUNE, Meant.AGENCY, Meant.HAMLET) and parameters[name]
    }
    if not chosen or not data or "year" not in parameters:
        return {}
    facts = _facts(parameters[data], parameters["year"])
    return {
        name: str(names_held(facts, meant).get(parameters[name], parameters[name]))
        for name, meant in chosen.items()
    }


@lru_cache(maxsize=4)
def _facts(folder: str, year: int) -> YearFacts:
    return facts_of(Path(folder), year)


def do_job(job: Job, shelf: Shelf, watch: Watch | None = None) -> Outcome:
    """Do a run and put its results where they belong.

    Args:
        job: the run.
        shelf: for its results.
        watch: by which another thread can end it.

    Raises:
        CannotWrite: results or temporary files could not be written.
    """
    started, begun = now(), time.monotonic()
    node = nbformat.reads(job.source, as_version=4)
    watch = watch or Watch()
    try:
        done, attempts = execute(node, job.parameters, job.limits, job.warm, watch), 1
        while done.end in CRASHES and watch.ended_for is None and attempts < ATTEMPTS:
            done, attempts = (
                execute(node, job.parameters, job.limits, job.warm, watch),
                attempts + 1,
            )
        record = _record(job, done, attempts, started)
        done.node.metadata["ketnghia"] = dict(record)
        notebook = _written(done.node)
        if done.end is None:
            files = {
                f"{job.notebook}.ipynb": notebook,
                f"{job.notebook}.html": _page(job, done, record),
            }
            record["seconds"] = round(time.monotonic() - begun, 2)
            shelf.put(job.place, files, record)
        elif done.end is not End.STOPPED:
            failure = record | {"end": done.end, "told": done.told}
            shelf.put_failure(job.place, {f"{job.notebook}.failed.ipynb": notebook}, failure)
    except OSError as error:
        raise cannot_write(Path(shelf.address(job.place)), error) from error
    return Outcome(
        job.place,
        job.heading,
        done.end,
        done.told,
        round(time.monotonic() - begun, 2),
        attempts,
        done.cold_because,
    )


def _record(job: Job, done: Execution, attempts: int, started: str) -> dict[str, Any]:
    return described(job.notebook, job.digest, job.parameters, job.sources, job.key) | {
        "title": job.heading,
        "kernel": "cold" if done.cold_because else "warm",
        "cold_because": done.cold_because,
        "attempts": attempts,
        "started": started,
        "finished": now(),
    }


def _written(node: Any) -> bytes:
    return f"{nbformat.writes(node)}\n".encode()


def _page(job: Job, done: Execution, record: dict[str, Any]) -> bytes:
    said = "; ".join(
        f"{name} = {value}" for name, value in job.parameters.items() if name != job.data
    )
    foot = short_provenance(record, job.parameters.get("year"))
    facts = _facts(job.parameters[job.data], job.parameters["year"]) if job.names else None
    fiction = FICTION_NOTE if facts is not None and facts.fictional else ""
    return notebook_page(
        done.node, job.heading, f"{foot} Tham số: {said or '–'}.", fiction
    ).encode()


def run_one(
    notebook: Path,
    given: Mapping[str, Any],
    out: str,
    limits: Limits,
    warm: bool = True,
    storage: Mapping[str, Any] | None = None,
) -> tuple[Job, Outcome, Shelf]:
    """Run one notebook by itself.

    Args:
        notebook: path of the stripped notebook.
        given: parameters; the rest has its default.
        out: folder or address for results.
        limits: what it may use.
        warm: whether its kernel may be a warm one.
        storage: options of the storage.

    Raises:
        UserError: something the user can put right; earlier results are intact.
        NotebookFailed: it did not run to its end; how far it came lies beside its record.
    """
    job = prepare(notebook, given, "", limits, warm)
    shelf = Shelf(out, storage)
    shelf.check()
    outcome = do_job(job, shelf)
    if outcome.end is not None:
        kept = shelf.address(f"{job.place}/{job.notebook}.failed.ipynb")
        raise NotebookFailed(notebook.name, outcome.told, f"xem {kept}; {REMEDY}")
    return job, outcome, shelf
