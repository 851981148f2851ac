"""What several tests share: the demo district, written and cleaned once for all processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache as cache_of_calls
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from ketnghia_analysis.cleaning.clean import Cleaned, clean_folder
from ketnghia_analysis.demo.files import DemoFiles, demo_files
from ketnghia_analysis.evaluation.facts import YearFacts, year_facts
from ketnghia_analysis.evaluation.settings import read_settings
from ketnghia_analysis.runs.provenance import inputs_digest
from ketnghia_analysis.runs.store import write_cleaned
from tests.browser import running_browser
from tests.made_once import Workshop

LONGEST = (
    "runs/test_evaluate.py",
    "runs/test_warm_kernels.py",
    "runs/test_chaos.py",
    "outputs/test_map.py",
    "runs/test_many_runs.py",
    "outputs/test_workbook.py",
    "test_cli.py",
    "cleaning/test_messes.py",
    "runs/test_one_run.py",
    "runs/test_run_crews.py",
    "runs/test_documents.py",
)
"""Files begun first, longest first: begun last, one would keep a process busy while others idle."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; the order within a file stays as it is."""
    tests = Path(__file__).parent
    turn = {tests / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: turn.get(item.path, len(LONGEST)))


# a slow machine is no failure; benchmarks/ measure speed
settings.register_profile("ketnghia", deadline=None)
settings.load_profile("ketnghia")


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """Where the processes of the run leave things for each other."""
    return Workshop(tmp_path_factory)


@pytest.fixture(scope="session", autouse=True)
def cache(workshop: Workshop) -> Iterator[Path]:
    """A cache of the tests' own, for their processes and the kernels that they start."""
    folder = workshop.folder / "cache"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KETNGHIA_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session")
def demo(workshop: Workshop) -> DemoFiles:
    """The demo district on paper, with its truth."""
    return workshop.thing("demo", demo_files)


@pytest.fixture(scope="session")
def raw_folder(workshop: Workshop, request: pytest.FixtureRequest) -> Path:
    """The demo's files in a folder whose name has blanks and Vietnamese letters."""

    def fill(folder: Path) -> None:
        demo: DemoFiles = request.getfixturevalue("demo")
        for path, content in demo.files.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)

    return workshop.place("dữ liệu thô", fill)


@pytest.fixture(scope="session")
def cleaned(raw_folder: Path, workshop: Workshop) -> Cleaned:
    """What cleaning makes of the demo's files."""
    return workshop.thing("cleaned", lambda: clean_folder(raw_folder))


@pytest.fixture(scope="session")
def facts_of(cleaned: Cleaned, raw_folder: Path, workshop: Workshop) -> Callable[[int], YearFacts]:
    """Facts of a year of the demo, gathered once."""
    settings = read_settings(raw_folder)

    @cache_of_calls
    def found(year: int) -> YearFacts:
        return workshop.thing(f"facts {year}", lambda: year_facts(cleaned, settings, year))

    return found


@pytest.fixture(scope="session")
def facts(facts_of: Callable[[int], YearFacts]) -> YearFacts:
    """Facts of the demo's year 2024, beside those of 2023."""
    return facts_of(2024).beside([facts_of(2023)])


@pytest.fixture(scope="session")
def stored(cleaned: Cleaned, facts: YearFacts, workshop: Workshop) -> Path:
    """The cleaned demo as `ketnghia clean` leaves it; not to be changed."""

    def fill(folder: Path) -> None:
        record = {"inputs_sha256": inputs_digest(cleaned)}
        write_cleaned(cleaned, facts.settings, folder / "processed", record)

    return workshop.place("kho dữ liệu", fill) / "processed"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser for the tests of a module, closed before the next one needs the event loop."""
    with running_browser() as found:
        yield found
