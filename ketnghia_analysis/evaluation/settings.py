"""What a district says about itself: names, dates, who signs; kept in data/raw/settings.yml."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal
from unicodedata import combining, normalize

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, field_validator

from ketnghia_analysis.vocabulary.periods import DayOfYear, day_of_year
from ketnghia_analysis.vocabulary.yaml_files import read_yaml

FILE = "settings.yml"


class Settings(BaseModel):
    """Settings of a district; every one has a default.

    Attributes:
        district_name: as reports name it.
        province_name: likewise.
        evaluation_year: the year evaluated if none is asked for; None for the last one with data.
        reporting_year_ends: last day of a reporting year, "dd/mm" (Decree 09/2019/NĐ-CP: 14/12).
        document_form: whose form documents have, "party" or "state".
        draft: whether documents say that they are drafts.
        issued_on: day of issue; None while it is not known.
        issuer: body that issues the report.
        issuer_short: its letters in document numbers, such as "BDVHU"; empty to take initials.
        superior: body above it.
        place: place of issue.
        signed_for: line above the signer's title, such as "K/T TRƯỞNG BAN".
        signer_title: title of the signer.
        signer_name: name of the signer, empty in a draft.
        legal_basis: documents on which the report is based.
        days_to_answer: days that senders have to send what is missing.
        recipients: "Nơi nhận", those of the letter that began the programme's evaluation.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    district_name: str = "huyện"
    province_name: str = ""
    evaluation_year: int | None = Field(default=None, ge=2015, le=2035)
    reporting_year_ends: str = "14/12"
    document_form: Literal["party", "state"] = "party"
    draft: bool = True
    issued_on: date | None = None
    issuer: str = "Ban Dân vận Huyện ủy"
    issuer_short: str = ""
    superior: str = "Huyện ủy"
    place: str = ""
    signed_for: str = "K/T TRƯỞNG BAN"
    signer_title: str = "PHÓ TRƯỞNG BAN"
    signer_name: str = ""
    legal_basis: tuple[str, ...] = ()
    days_to_answer: int = Field(default=7, ge=1, le=90)
    recipients: tuple[str, ...] = (
        "Ban Dân vận Tỉnh ủy",
        "Thường trực Huyện ủy",
        "UBND huyện",
        "Các cơ quan, đơn vị thuộc UBND huyện",
        "Các xã, thị trấn có liên quan",
        "Lưu",
    )

    @field_validator("reporting_year_ends")
    @classmethod
    def _day_of_every_year(cls, text: str) -> str:
        day_of_year(text)
        return text

    @property
    def issuer_code(self) -> str:
        """Letters of the issuer in document numbers: "Ban Dân vận Huyện ủy" gives "BDVHU"."""
        initials = normalize("NFD", "".join(word[0] for word in self.issuer.upper().split()))
        # Đ is a letter of its own and stays
        return self.issuer_short or "".join(sign for sign in initials if not combining(sign))

    @property
    def issuer_in_head(self) -> str:
        """The issuer without the words that the line of its superior already says."""
        last = self.superior.split()[:2]
        return self.issuer.removesuffix(" ".join(last)).strip() or self.issuer

    @property
    def year_ends(self) -> DayOfYear:
        """Last day of a reporting year."""
        return day_of_year(self.reporting_year_ends)


def read_settings(folder: Path) -> Settings:
    """Settings of a data folder; the defaults where it has no settings.yml.

    Raises:
        DataFault: the file does not fit; every fault at once.
    """
    path = folder / FILE
    if not path.exists():
        return Settings()
    return read_yaml(path, TypeAdapter(Settings), "sửa settings.yml rồi chạy lại", empty={})
