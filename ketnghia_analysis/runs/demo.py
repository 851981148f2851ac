"""Writes the demo district as the raw files that its officials would send."""

from __future__ import annotations

from pathlib import Path

from ketnghia_analysis.demo.files import DemoFiles, demo_files
from ketnghia_analysis.demo.truth import SEED
from ketnghia_analysis.runs.publish import write_all
from ketnghia_analysis.vocabulary.errors import DataFault


def write_demo(folder: Path, seed: int | None = None, force: bool = False) -> DemoFiles:
    """Write the demo's files into a folder.

    Args:
        folder: usually data/raw.
        seed: of the random numbers; None for the committed demo.
        force: overwrite files of the demo that were changed.

    Raises:
        DataFault: the folder holds other data, which the demo must not be mixed with.
        CannotWrite: no permission or disk full.
    """
    made = demo_files(SEED if seed is None else seed)
    strangers = _other_files(folder, made)
    if strangers:
        shown = ", ".join(strangers[:3])
        raise DataFault(
            str(folder),
            f"đã có {len(strangers)} tệp không thuộc bộ số liệu mẫu ({shown}…)",
            "chọn thư mục trống sau --data",
        )
    changed = [
        name
        for name, content in made.files.items()
        if (folder / name).is_file() and (folder / name).read_bytes() != content
    ]
    if changed and not force:
        raise DataFault(
            str(folder),
            f"{len(changed)} tệp của bộ số liệu mẫu đã bị sửa ({changed[0]}…)",
            "thêm --force để ghi đè, hoặc chọn thư mục khác sau --data",
        )
    write_all(folder, made.files)
    return made


def _other_files(folder: Path, made: DemoFiles) -> list[str]:
    if not folder.is_dir():
        return []
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(
        name for name in names if name not in made.files and not name.endswith(".gitkeep")
    )
