"""An executed notebook as one page for readers: no code, no network, Vietnamese."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import Any

import nbformat
from nbconvert import HTMLExporter
from nbconvert.preprocessors import TagRemovePreprocessor
from traitlets.config import Config

from ketnghia_analysis.outputs.links import without_dead_links

HIDDEN_TAGS = ("parameters", "injected-parameters", "imports", "checks")
"""Tags of cells whose output, too, is only for analysts."""


def notebook_page(
    notebook: nbformat.NotebookNode, title: str, provenance: str, fiction: str
) -> str:
    """The page of an executed notebook.

    Args:
        notebook: with its outputs.
        title: of the page.
        provenance: line at the foot: what it was made from.
        fiction: warning shown at top and foot where the data is invented, else "".

    Returns:
        HTML with everything inside; it asks nothing from the network.
    """
    page = files("ketnghia_analysis.outputs") / "notebook_page"
    with as_file(page) as folder:
        config = Config()
        config.TagRemovePreprocessor.remove_cell_tags = HIDDEN_TAGS
        config.TagRemovePreprocessor.enabled = True
        exporter = HTMLExporter(
            config=config,
            template_name="ketnghia",
            extra_template_basedirs=[str(folder)],
            exclude_input=True,
            exclude_input_prompt=True,
            exclude_output_prompt=True,
        )
        exporter.register_preprocessor(TagRemovePreprocessor(config=config), enabled=True)
        told: dict[str, Any] = {
            "title": title,
            "provenance": provenance,
            "fiction": fiction,
            "css": (folder / "page.css").read_text(encoding="utf-8"),
            "js": (folder / "page.js").read_text(encoding="utf-8"),
        }
        html, _ = exporter.from_notebook_node(notebook, resources={"ketnghia": told})
    return without_dead_links(str(html))
