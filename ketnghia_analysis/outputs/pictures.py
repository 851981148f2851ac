"""A drawn figure with the words that stand for it where it can't be seen."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure


@dataclass(frozen=True)
class Picture:
    """A PNG picture.

    Attributes:
        png: its bytes.
        caption: Vietnamese line below it.
        alt: Vietnamese text that tells what it shows.
    """

    png: bytes
    caption: str
    alt: str

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The picture with its text alternative, for notebooks."""
        return (
            {"image/png": self.png, "text/plain": self.alt},
            {"image/png": {"alt": self.alt, "caption": self.caption}},
        )


def picture(figure: Figure, caption: str, alt: str, dpi: int = 160) -> Picture:
    """Draw a figure; the same figure gives the same bytes."""
    content = io.BytesIO()
    figure.savefig(content, format="png", dpi=dpi, metadata={"Software": None})
    return Picture(content.getvalue(), caption, alt)
