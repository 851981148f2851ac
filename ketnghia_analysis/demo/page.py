"""The page about the demo district: what happened in it, which faults its files carry."""

from __future__ import annotations

from ketnghia_analysis.demo import names
from ketnghia_analysis.demo.fault_kinds import DROPPED, FAULT_KINDS, HELD, REPAIRED
from ketnghia_analysis.demo.faults import Planted
from ketnghia_analysis.demo.files import demo_files
from ketnghia_analysis.vocabulary.markdown import GENERATED, markdown_table

_OUTCOMES = {
    HELD: "the row is held in the quarantine",
    DROPPED: "the cell becomes missing, the row stays; entered in the ledger",
    REPAIRED: "the value is put right; entered in the ledger",
}


def demo_page() -> str:
    """The page docs/demo_faults.md."""
    made = demo_files()
    kinds = markdown_table(
        ("Kind", "What the official did", "Table", "What must happen", "Reason", "How many"),
        [
            (
                f"`{kind.code}`",
                kind.meaning,
                f"`{kind.table}`",
                _OUTCOMES[kind.outcome],
                f"`{kind.reason}`",
                kind.count,
            )
            for kind in FAULT_KINDS.values()
        ],
    )
    places = markdown_table(
        ("Kind", "File", "Sheet", "Cell"),
        [
            (f"`{one.kind.code}`", one.spot.document.path, one.spot.sheet.name, one.cell)
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
                f"## The {len(FAULT_KINDS)} kinds of planted faults",
                kinds,
                f"## Where the {len(made.planted)} faulty lines stand",
                "Two conflicting lines count as two.",
                places,
            )
        )
        + "\n"
    )


def _place(planted: Planted) -> tuple[str, int]:
    return planted.spot.document.path, planted.spot.line.row


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
