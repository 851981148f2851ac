"""Survey tables: when a survey was made, and what it counted in each hamlet."""

from __future__ import annotations

from ketnghia_analysis.vocabulary import codes
from ketnghia_analysis.vocabulary.columns import Column, Kind, Table
from ketnghia_analysis.vocabulary.hamlet_figures import (
    CHECKS_OF_OTHER_STANDARDS,
    DEPRIVATIONS,
    FIGURE_CHECKS,
    FIGURES,
    FIGURES_OF_OTHER_STANDARDS,
    OTHER_DEPRIVATIONS,
)
from ketnghia_analysis.vocabulary.hamlet_reported import (
    REPORTED_CHECKS,
    REPORTED_SHARES,
    SURVEY_REMARKS,
)

SURVEY_ROUNDS = Table(
    name="survey_rounds",
    heading="Đợt khảo sát",
    meaning="One survey of all hamlets.",
    announced_by=("đợt khảo sát", "các đợt khảo sát", "kế hoạch khảo sát"),
    newest_wins=True,
    key=("round_id",),
    columns=(
        Column(
            name="round_id",
            heading="Mã đợt khảo sát",
            meaning="Id of the round.",
            kind=Kind.ID,
            synonyms=("Mã đợt",),
            required=True,
            generated=True,
        ),
        Column(
            name="name",
            heading="Tên đợt khảo sát",
            meaning="Name of the round.",
            synonyms=("Tên đợt",),
        ),
        Column(
            name="year",
            heading="Năm số liệu",
            meaning="Year that the figures describe.",
            kind=Kind.YEAR,
            synonyms=("Năm",),
            low=2015,
            high=2035,
            required=True,
        ),
        Column(
            name="reference_date",
            heading="Thời điểm số liệu",
            meaning="Day on which the figures held.",
            kind=Kind.DATE,
            synonyms=("Thời điểm", "Ngày số liệu"),
            required=True,
        ),
        Column(
            name="poverty_standard",
            heading="Chuẩn nghèo áp dụng",
            meaning="Poverty standard by which households were classed; rates of different "
            "standards can't be compared.",
            kind=Kind.CODE,
            codes=codes.POVERTY_STANDARDS,
            synonyms=("Chuẩn nghèo",),
            required=True,
        ),
        Column(
            name="surveyed_by",
            heading="Cơ quan khảo sát",
            meaning="Who made the survey.",
            synonyms=("Đơn vị khảo sát",),
        ),
    ),
)

HAMLET_FIGURES = Table(
    name="hamlet_figures",
    heading="Số liệu thôn (Biểu 01)",
    meaning="What one survey round counted in one hamlet.",
    announced_by=(
        "biểu 01",
        "số liệu dân sinh",
        "kinh tế - xã hội thôn",
        "hộ nghèo, hộ cận nghèo",
        "khảo sát thôn",
        "tổng hợp hộ nghèo",
    ),
    newest_wins=True,
    in_parts=True,
    key=("round_id", "hamlet_id"),
    checks=(*FIGURE_CHECKS, *CHECKS_OF_OTHER_STANDARDS, *REPORTED_CHECKS),
    columns=(
        Column(
            name="round_id",
            heading="Mã đợt khảo sát",
            meaning="Survey round; found from the year where only that is given.",
            kind=Kind.ID,
            synonyms=("Mã đợt",),
            refers_to="survey_rounds",
            required=True,
            part="key",
        ),
        Column(
            name="hamlet_id",
            heading="Mã thôn",
            meaning="Hamlet surveyed.",
            kind=Kind.ID,
            refers_to="hamlets",
            as_of="round_id",
            required=True,
            part="key",
        ),
        *FIGURES,
        *FIGURES_OF_OTHER_STANDARDS,
        *REPORTED_SHARES,
        *SURVEY_REMARKS,
    ),
)

HOUSEHOLDS = Table(
    name="households",
    heading="Hộ (tùy chọn, chỉ lưu tại máy)",
    meaning="One household of a survey round, without name, address or birth date. "
    "Optional: everything works on hamlet totals.",
    announced_by=("danh sách hộ (mã hóa)", "phiếu rà soát hộ"),
    key=("household_id", "round_id"),
    columns=(
        Column(
            name="household_id",
            heading="Mã hộ",
            meaning="Random id; only the commune knows whose it is.",
            kind=Kind.ID,
            required=True,
            personal=True,
        ),
        Column(
            name="round_id",
            heading="Mã đợt khảo sát",
            meaning="Survey round.",
            kind=Kind.ID,
            synonyms=("Mã đợt",),
            refers_to="survey_rounds",
            required=True,
        ),
        Column(
            name="hamlet_id",
            heading="Mã thôn",
            meaning="Hamlet in which it lives.",
            kind=Kind.ID,
            refers_to="hamlets",
            as_of="round_id",
            required=True,
        ),
        Column(
            name="members",
            heading="Số khẩu của hộ",
            meaning="Members of the household.",
            kind=Kind.COUNT,
            unit="people",
            synonyms=("Số khẩu",),
            low=1,
            high=20,
            personal=True,
        ),
        Column(
            name="minority",
            heading="Hộ dân tộc thiểu số",
            meaning="Whether the household belongs to an ethnic minority.",
            kind=Kind.YES_NO,
            synonyms=("DTTS",),
            personal=True,
        ),
        Column(
            name="household_class",
            heading="Phân loại hộ",
            meaning="Poor, near-poor, middle or other.",
            kind=Kind.CODE,
            codes=codes.HOUSEHOLD_CLASSES,
            required=True,
            personal=True,
        ),
        Column(
            name="area",
            heading="Khu vực thành thị, nông thôn",
            meaning="Which income lines apply to the household: those of communes, or those of "
            "wards and towns.",
            kind=Kind.CODE,
            codes=codes.AREAS,
            synonyms=("Thành thị, nông thôn", "Thành thị/nông thôn"),
        ),
        Column(
            name="income_dong_per_person_month",
            heading="Thu nhập bình quân một người một tháng",
            meaning="Income of the household per member and month, in prices of the year.",
            kind=Kind.MONEY,
            unit="dong",
            synonyms=("Thu nhập bình quân đầu người một tháng", "Thu nhập BQĐN/tháng"),
            low=0,
            high=200_000_000,
            personal=True,
        ),
        *(
            Column(
                name=f"deprived_{name}",
                heading=f"{code} {vietnamese}",
                meaning=f"Whether the household is deprived in {name.replace('_', ' ')}.",
                kind=Kind.YES_NO,
                synonyms=(code,),
                personal=True,
            )
            for code, (name, vietnamese) in DEPRIVATIONS.items()
        ),
        *(
            Column(
                name=f"deprived_{name}",
                heading=f"Thiếu hụt {vietnamese}",
                meaning=f"Whether the household is deprived in {name.replace('_', ' ')} "
                f"({standard}).",
                kind=Kind.YES_NO,
                personal=True,
            )
            for name, (vietnamese, standard) in OTHER_DEPRIVATIONS.items()
        ),
        Column(
            name="sampling_weight",
            heading="Quyền số mẫu",
            meaning="How many households it stands for where only a sample was asked.",
            kind=Kind.NUMBER,
            unit="households",
            low=0,
            high=100_000,
        ),
        Column(
            name="sampling_stratum",
            heading="Tầng mẫu",
            meaning="Stratum from which it was drawn.",
            kind=Kind.ID,
        ),
        Column(
            name="sampling_cluster",
            heading="Cụm mẫu",
            meaning="Primary sampling unit with which it was drawn (enumeration area).",
            kind=Kind.ID,
            synonyms=("Địa bàn mẫu",),
        ),
    ),
)
