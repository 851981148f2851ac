"""The page about the demo district: what happened in it, which faults its files carry."""

from __future__ import annotations

from ketnghia_analysis.demo import agency_papers, names, office_papers, survey_exports
from ketnghia_analysis.demo import survey_papers as surveyed
from ketnghia_analysis.demo.faults.catalogue import FAULT_KINDS
from ketnghia_analysis.demo.faults.kinds import OUTCOMES, FaultKind, Planted
from ketnghia_analysis.demo.files import demo_files
from ketnghia_analysis.vocabulary.markdown import GENERATED, markdown_table


def demo_page() -> str:
    """The page docs/demo_faults.md."""
    made = demo_files()
    places = markdown_table(
        ("Kind", "File", "Sheet", "Cell"),
        [
            (f"`{one.kind.code}`", one.file, one.sheet, one.cell or _row(one))
            for one in sorted(made.planted, key=_place)
        ],
    )
    return (
        "\n\n".join(
            (
                GENERATED,
                "# The demo district and its planted faults",
                f"`ketnghia demo` writes {names.DISTRICT}, a **fictional** district: names, codes, "
                "boundaries and figures are invented and tell of no real place. The generator "
                "knows the truth: tests hold what cleaning gives against it, cell by cell.",
                _story(),
                "## What carries the tables",
                "Most papers are Excel workbooks with title rows, merged headings, rows of column "
                "numbers and units, commune sub-headings, totals, footnotes and signatures. Some "
                "come otherwise; nothing in them is lost:",
                _carriers(),
                f"## The {len(FAULT_KINDS)} kinds of planted faults",
                _kinds(),
                f"## Where the {len(made.planted)} faults stand",
                "Two conflicting lines count as two. A column is named by its heading, a sheet by "
                "its first row, a file by itself.",
                places,
            )
        )
        + "\n"
    )


def _kinds() -> str:
    heads = ("Kind", "What the official did", "Table", "What must happen", "Reason", "How many")
    return markdown_table(heads, [_told(kind) for kind in FAULT_KINDS.values()])


def _told(kind: FaultKind) -> tuple[str, str, str, str, str, int]:
    reason = f"`{kind.reason}`" if kind.reason else ""
    outcome = OUTCOMES[kind.outcome]
    return f"`{kind.code}`", kind.meaning, f"`{kind.table}`", outcome, reason, kind.count


def _row(planted: Planted) -> str:
    return f"row {planted.row}" if planted.row else ""


def _place(planted: Planted) -> tuple[str, str, int]:
    return planted.file, planted.sheet, planted.row


def _carriers() -> str:
    def who(sender: tuple[str, int]) -> str:
        return f"{sender[0]} {sender[1]}"

    texts = [f"{who(sender)} ({name})" for sender, name in surveyed.TEXT_LETTERS.items()]
    carried = (
        ("Excel, typed in .VnTime (TCVN3)", who(surveyed.OLD_FONT)),
        ("Excel, a rate formatted as percentage", ", ".join(map(who, surveyed.AS_PERCENT))),
        ("Excel, export of a survey program with a repeat", who(survey_exports.SURVEYED)),
        ("Excel in a folder in a .zip archive", who(surveyed.IN_ARCHIVE)),
        ("LibreOffice (.ods)", who(surveyed.OPEN_BOOK)),
        ("Word with tracked insertions and deletions", who(agency_papers.IN_WORD)),
        ("text with semicolons, one table with all columns", ", ".join(surveyed.CSV_COMMUNES)),
        ("such text in an old character set", ", ".join(texts)),
        ("text with tabs in UTF-16", f"Ban Dân vận {office_papers.TAB_SEPARATED}"),
    )
    return markdown_table(("File", "Whose"), carried)


def _story() -> str:
    merged, new, day = names.MERGED_AGENCIES
    hamlets, merged_hamlet, merged_on = names.MERGED
    lost, lost_on = names.LOSES_ITS_AGENCY
    late_agency, _, late_day = names.LATE_PAIRING
    events = (
        (names.ASSIGNED_ON, f"{len(names.PAIRED_HAMLETS)} mixed hamlets are paired"),
        (late_day, f"{late_agency}, which had no pairing in 2020, gets one"),
        (names.SPLIT[2], f"{names.SPLIT[0]} is split"),
        (names.RENAMED[2], f"{names.RENAMED[0]} becomes {names.RENAMED[1]}"),
        (merged_on, f"{' and '.join(hamlets)} become {merged_hamlet}"),
        (names.HANDED_OVER[3], f"{names.HANDED_OVER[0]} is handed over to another agency"),
        (lost_on, f"{lost} loses its agency"),
        (day, f"agencies {' and '.join(merged)} become {new[0]} ({new[1]})"),
        (names.REFORM, "twelve communes become five, with re-used codes; one is split"),
        (names.PROGRAMME_ENDS, "the last pairings end"),
    )
    lines = [f"- {when:%d/%m/%Y}: {what}." for when, what in events]
    lines += [
        f"- From {names.NEW_STANDARD_FROM} on a new poverty standard holds.",
        "- Two agencies send no report in one year.",
    ]
    return "\n".join(["What happens in it:", "", *lines])
