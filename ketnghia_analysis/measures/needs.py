"""Where the needs are: what a hamlet lacks, and whether anybody promised to do something about it.

A need shows in figures (worse than the district's median and short of the national goal) or in the
register of difficulties (raised and still open). A promise answers it if its own difficulty or its
words are about the same matter; one whose matter can't be made out may answer any need of its
field.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ketnghia_analysis.measures.cards import INDICATORS
from ketnghia_analysis.measures.indicators import indicator_values
from ketnghia_analysis.measures.timeliness import is_open, may_be_closed
from ketnghia_analysis.measures.year import YearInput
from ketnghia_analysis.vocabulary.spelling import house_style

_DECLARED = indicator_values
"""Importing it registers the indicators."""


_NO_WORD = re.compile(r"\W+")


@dataclass(frozen=True)
class Topic:
    """A matter about which hamlets have needs and agencies make promises.

    Attributes:
        code: group of difficulties it stands for, see `codes.DIFFICULTY_GROUPS`.
        field: field of commitments it belongs to, see `codes.FIELDS`.
        indicators: figures in which the need shows.
        words: Vietnamese phrases that tell a promise is about it, lower case.
    """

    code: str
    field: str
    indicators: tuple[str, ...]
    words: tuple[str, ...]


TOPICS: tuple[Topic, ...] = (
    Topic(
        "credit_and_work",
        "production",
        (
            "income_per_person_million_dong",
            "trained_worker_percent",
            "poor_household_share_percent",
        ),
        (
            *(
                "vốn",
                "việc làm",
                "học nghề",
                "dạy nghề",
                "chăn nuôi",
                "trồng trọt",
                "kỹ thuật trồng",
            ),
            *("cây giống", "con giống", "bò sinh sản", "sinh kế", "khuyến nông", "giảm nghèo"),
        ),
    ),
    Topic(
        "land",
        "production",
        ("lacking_production_land_share_percent", "lacking_residential_land_share_percent"),
        ("đất ở", "đất sản xuất", "đất đai", "quyền sử dụng đất", "khai hoang"),
    ),
    Topic(
        "irrigation",
        "production",
        (),
        ("thủy lợi", "mương", "nước tưới", "nước sản xuất", "đập", "kênh"),
    ),
    Topic(
        "road",
        "living",
        ("paved_hamlet_road_share_percent", "commune_road_paved_percent"),
        ("đường giao thông", "đường đi", "đường thôn", "đường nội đồng", "làm đường", "sửa đường"),
    ),
    Topic(
        "electricity",
        "living",
        ("grid_electricity_share_percent",),
        ("điện lưới", "kéo điện", "đường điện", "về điện", "thắp sáng"),
    ),
    Topic(
        "water",
        "living",
        ("hygienic_water_share_percent",),
        ("nước sinh hoạt", "nước sạch", "nước hợp vệ sinh", "giếng", "bồn nước", "bồn chứa nước"),
    ),
    Topic(
        "housing",
        "living",
        ("temporary_house_share_percent",),
        (
            *("nhà ở", "nhà tạm", "nhà dột", "nhà tình thương", "nhà đại đoàn kết", "sửa nhà"),
            *("xây nhà", "làm nhà", "mái ấm"),
        ),
    ),
    Topic(
        "education",
        "living",
        ("primary_attendance_percent", "lower_secondary_attendance_percent", "literacy_percent"),
        ("học sinh", "học bổng", "đến trường", "đi học", "trở lại lớp", "xóa mù", "sách vở"),
    ),
    Topic(
        "health",
        "living",
        ("health_insurance_percent", "hygienic_latrine_share_percent", "underweight_percent"),
        (
            "y tế",
            "khám bệnh",
            "khám chữa bệnh",
            "bảo hiểm",
            "nhà tiêu",
            "nhà vệ sinh",
            "dinh dưỡng",
        ),
    ),
    Topic("papers", "living", (), ("hộ tịch", "khai sinh", "căn cước", "giấy tờ", "kết hôn")),
    Topic(
        "culture",
        "living",
        ("community_house_percent",),
        ("nhà văn hóa", "nhà sinh hoạt cộng đồng", "văn nghệ", "cồng chiêng", "thể thao"),
    ),
)
"""Matters in the order in which they are shown."""
STATES: dict[str, str] = {
    "unmet": "có nhu cầu, chưa ai đăng ký",
    "perhaps_unmet": "có nhu cầu, chưa rõ nội dung đăng ký có đáp ứng không",
    "not_heard": "có nhu cầu, chưa nhận được báo cáo đăng ký",
    "answered": "có nhu cầu, đã có nội dung đăng ký",
    "without_need": "đã đăng ký nhưng không thấy nhu cầu trong số liệu",
    "unknown": "đã đăng ký, chưa đủ số liệu để biết có nhu cầu không",
    "none": "không thấy nhu cầu, không đăng ký",
}
"""How need and promise meet, in Vietnamese."""


def needs(year: YearInput) -> pd.DataFrame:
    """Need and promise, for every hamlet and matter.

    Args:
        year: the year's tables; figures are those of the last round up to the year that a hamlet
            has.

    Returns:
        Indexed by `hamlet_id` and `topic`: `paired` and `mixed` (bool), `indicator` (the one in
        which it lags most, missing if none is known), `value`, `median` (of the district's
        hamlets), `goal`, `gap_median`, `gap_goal` (positive where worse), `behind` (bool: worse
        than the median and short of the goal; missing if no figure is known), `far_behind` (also
        among the worst quarter), `raised_low`, `raised_high` (difficulties surely, perhaps open),
        `promised` (commitments of the year about it), `perhaps_promised` (of its field, about
        nobody knows what), `state` (key of `STATES`).
    """
    figures = _last_figures(year)
    hamlets = figures.index
    paired = set(year.pairings["hamlet_id"])
    mixed = year.tables["hamlets"]
    mixed = set(mixed.loc[mixed["mixed"].fillna(False).astype(bool), "hamlet_id"])
    heard = _heard(year)
    promised, vague = _promises(year)
    parts = []
    for topic in TOPICS:
        rows = _figures_of(topic, figures)
        rows["raised_low"], rows["raised_high"] = _raised(year, topic, hamlets)
        rows["promised"] = _count(promised[promised == topic.code], hamlets)
        rows["perhaps_promised"] = _count(vague[vague == topic.field], hamlets)
        rows["state"] = _states(rows, heard.reindex(hamlets, fill_value=True))
        rows.insert(0, "topic", topic.code)
        parts.append(rows)
    told = pd.concat(parts)
    told.insert(0, "mixed", told.index.isin(mixed))
    told.insert(0, "paired", told.index.isin(paired))
    hamlet_by_hamlet = np.arange(len(told)).reshape(len(TOPICS), len(hamlets)).T.ravel()
    return told.set_index("topic", append=True).iloc[hamlet_by_hamlet]


def topics_of(content: str) -> list[str]:
    """Matters that the words of a promise are about; empty if it can't be made out."""
    told = _NO_WORD.sub(" ", house_style(content).lower())
    words = f" {told.strip()} "
    return [topic.code for topic in TOPICS if any(f" {word} " in words for word in topic.words)]


def _last_figures(year: YearInput) -> pd.DataFrame:
    """Last surveyed row of every hamlet up to the year, indexed by `hamlet_id`."""
    rows = year.panel
    rows = rows[rows.index.get_level_values("year") <= year.window.year]
    surveyed = rows[rows["households"].notna()]
    return surveyed.groupby(level="hamlet_id").tail(1).droplevel("year").sort_index()


def _figures_of(topic: Topic, figures: pd.DataFrame) -> pd.DataFrame:
    """The indicator of a matter in which each hamlet lags most."""
    columns = ["indicator", "value", "median", "goal", "gap_median", "gap_goal"]
    found = pd.DataFrame(np.nan, index=figures.index, columns=columns, dtype="float64")
    found["indicator"] = pd.Series(None, index=figures.index, dtype="str")
    known = pd.Series(False, index=figures.index)
    behind, far = known.copy(), known.copy()
    worst = pd.Series(-np.inf, index=figures.index)
    for name in topic.indicators:
        card = INDICATORS[name]
        values = figures[name].astype("float64")
        sign = -1.0 if card.better == "lower" else 1.0
        goal = 100.0 if card.yes_no else np.nan if card.goal is None else card.goal
        rows = pd.DataFrame(
            {
                "value": values,
                "median": values.median(),
                "goal": goal,
                "gap_median": sign * (values.median() - values),
                "gap_goal": sign * (goal - values),
            }
        )
        # what every second hamlet lacks is still lacking where it is a matter of yes or no
        lags = (rows["gap_goal"] > 0) if card.yes_no else (rows["gap_median"] > 0)
        lags &= ~(rows["gap_goal"] <= 0)
        spread = float(values.std()) or 1.0
        deepest = rows["gap_median"] / spread
        chosen = values.notna() & (deepest > worst)
        found.loc[chosen, columns[1:]] = rows.loc[chosen, columns[1:]]
        found.loc[chosen, "indicator"] = name
        worst = worst.where(~chosen, deepest)
        known |= values.notna()
        behind |= lags
        limit = rows["gap_median"].quantile(0.75)
        far |= lags & (rows["gap_median"] >= limit) & (rows["gap_median"] > 0)
    found["behind"] = behind.astype("boolean").mask(~known)
    found["far_behind"] = far.astype("boolean").mask(~known)
    return found


def _raised(year: YearInput, topic: Topic, hamlets: pd.Index) -> tuple[pd.Series, pd.Series]:
    end = year.window.end
    rows = year.difficulties
    own = rows[(rows["group"] == topic.code) & (rows["raised_on"] <= pd.Timestamp(end))]
    surely = own.loc[is_open(own, end), "hamlet_id"]
    closed = may_be_closed(own, end) & (own["resolved_on"] <= pd.Timestamp(end))
    perhaps = own.loc[~closed, "hamlet_id"]
    return _count_ids(surely, hamlets), _count_ids(perhaps, hamlets)


def _promises(year: YearInput) -> tuple[pd.Series, pd.Series]:
    """Matters promised, by hamlet (several rows each), and fields of promises about none known."""
    rows = year.commitments
    hamlet = rows["pairing_id"].map(year.pairings["hamlet_id"])
    known = {topic.code for topic in TOPICS}
    groups = year.tables["difficulties"].set_index("difficulty_id")["group"]
    told = rows["difficulty_id"].map(groups)
    found: list[tuple[str, str]] = []
    vague: list[tuple[str, str]] = []
    for place, group, content, field in zip(
        hamlet, told, rows["content"], rows["field"], strict=True
    ):
        about = [group] if group in known else topics_of("" if pd.isna(content) else content)
        found += [(place, one) for one in about]
        if not about:
            fields = ("production", "living") if field == "difficulties" else (field,)
            vague += [(place, one) for one in fields]
    return _by_hamlet(found), _by_hamlet(vague)


def _by_hamlet(pairs: list[tuple[str, str]]) -> pd.Series:
    return pd.Series(
        [value for _, value in pairs], index=[place for place, _ in pairs], dtype="str"
    )


def _heard(year: YearInput) -> pd.Series:
    """Whether all agencies of a hamlet sent their commitments of the year; by hamlet, bool."""
    if year.pairings.empty:
        return pd.Series(dtype="bool")
    came = year.received("commitments", by_agency=True)
    return came.groupby(year.pairings["hamlet_id"]).all()


def _states(rows: pd.DataFrame, heard: pd.Series) -> pd.Series:
    behind = rows["behind"].fillna(False).astype(bool)
    need = behind | (rows["raised_low"] > 0)
    promised, vague = rows["promised"] > 0, rows["perhaps_promised"] > 0
    unknown = (rows["behind"].isna() | (rows["raised_high"] > 0)) & ~need
    state = pd.Series("none", index=rows.index)
    state = state.mask(promised & ~need, "without_need").mask(promised & unknown, "unknown")
    state = state.mask(need, "unmet").mask(need & vague, "perhaps_unmet")
    return state.mask(need & ~heard, "not_heard").mask(need & promised, "answered")


def _count(values: pd.Series, hamlets: pd.Index) -> pd.Series:
    return _count_ids(pd.Series(values.index, dtype="str"), hamlets)


def _count_ids(ids: pd.Series, hamlets: pd.Index) -> pd.Series:
    return ids.value_counts().reindex(hamlets, fill_value=0).astype("int64")
