"""From the templates of a scaffold to the files of a project."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pegboard_hookspecs.errors import CommandError

__all__ = ["write_project"]

_ROOT = Path(__file__).parent
# None of the languages of the templates has it: Python, TOML, HTML, CSS, Jinja.
_PLACEHOLDER = re.compile(r"@@(\w+)@@")
# So that no tool takes a template for what it becomes.
_SUFFIX = ".in"


def write_project(scaffolds: Sequence[str], values: Mapping[str, str], folder: Path) -> list[str]:
    """Write the files of some scaffolds into a new folder, and give their names, sorted.

    :param scaffolds: folders below ``pegboard/scaffolds``, as ``slots/json``.
    :param values: what stands in place of each ``@@placeholder@@``.
    :raises CommandError: something of that name is there already, which stays as it is, or
        nothing can be written there.
    """
    written = {
        _filled(name, values): _filled(text, values)
        for scaffold in scaffolds
        for name, text in _templates(_ROOT / scaffold)
    }
    try:
        # It takes no folder that is there.
        folder.mkdir()
        for name, text in written.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    except FileExistsError:
        raise CommandError(
            f"There is {str(folder)!r} already, and it was left as it is. Take another name, or "
            "another folder."
        ) from None
    except OSError as error:
        raise CommandError(
            f"The project cannot be written to {str(folder)!r}: {error.strerror or error}. "
            "Go to a folder that you may write to."
        ) from error
    return sorted(written)


def _templates(folder: Path, above: str = "") -> Iterator[tuple[str, str]]:
    for each in folder.iterdir():
        if each.is_dir():
            yield from _templates(each, f"{above}{each.name}/")
        else:
            yield above + each.name.removesuffix(_SUFFIX), each.read_text(encoding="utf-8")


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: values[found[1]], text)
