"""A background from the network: only by explicit choice, and said on the map."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ketnghia_analysis.vocabulary.errors import WrongCall

_PLACES = ("{z}", "{x}", "{y}")
_ADDRESS = re.compile(r"https://([a-zA-Z0-9.-]+(?::\d+)?)/[^\s'\"<>;,]*")


@dataclass(frozen=True)
class Tiles:
    """Picture squares of a tile service.

    Attributes:
        address: https address with {z}, {x} and {y}.
        host: the server that is asked.
    """

    address: str
    host: str

    @property
    def note(self) -> str:
        """What readers are told."""
        return f"Nền bản đồ tải từ Internet ({self.host}); không có mạng thì không có nền"

    def told(self) -> dict[str, str]:
        """For the page's script."""
        return {"url": self.address, "note": self.note}


def tiles_from(address: str) -> Tiles:
    """Read the address of a tile service.

    No service is built in: which one may be used, and whose boundaries it draws, is for the user to
    answer for.

    Raises:
        WrongCall: it is no https address with {z}, {x} and {y}.
    """
    found = _ADDRESS.fullmatch(address)
    if found is None or not all(place in address for place in _PLACES):
        raise WrongCall(
            address,
            "không phải địa chỉ nền bản đồ",
            "ghi địa chỉ https của dịch vụ được phép dùng, có {z}, {x}, {y}; "
            "bản đồ khi đó cần Internet",
        )
    return Tiles(address, f"https://{found[1]}")
