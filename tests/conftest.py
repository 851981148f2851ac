"""What several tests share: the demo district, written and cleaned once."""

from __future__ import annotations

from collections.abc import Iterator
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


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of the tests' own, for this process and the kernels that it starts."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KETNGHIA_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session")
def stored(cleaned: Cleaned, facts: YearFacts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cleaned demo as `ketnghia clean` leaves it; not to be changed."""
    folder = tmp_path_factory.mktemp("kho dữ liệu") / "processed"
    write_cleaned(cleaned, facts.settings, folder, {"inputs_sha256": inputs_digest(cleaned)})
    return folder


# a slow machine is no failure; benchmarks/ measure speed
settings.register_profile("ketnghia", deadline=None)
settings.load_profile("ketnghia")


@pytest.fixture(scope="session")
def demo() -> DemoFiles:
    """The demo district on paper, with its truth."""
    return demo_files()


@pytest.fixture(scope="session")
def raw_folder(demo: DemoFiles, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's files in a folder whose name has blanks and Vietnamese letters."""
    folder = tmp_path_factory.mktemp("dữ liệu thô")
    for path, content in demo.files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder


@pytest.fixture(scope="session")
def cleaned(raw_folder: Path) -> Cleaned:
    """What cleaning makes of the demo's files."""
    return clean_folder(raw_folder)


@pytest.fixture(scope="session")
def facts(cleaned: Cleaned, raw_folder: Path) -> YearFacts:
    """Facts of the demo's year 2024."""
    return year_facts(cleaned, read_settings(raw_folder), 2024)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser for the tests of a module, closed before the next one needs the event loop."""
    with running_browser() as found:
        yield found
