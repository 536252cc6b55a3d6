"""``pegboard bisect``."""

from __future__ import annotations

import json as stdlib_json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from time import perf_counter

from pegboard.commands.inspected import InspectedProgram
from pegboard.commands.table import paragraph
from pegboard.plugins import PluginSet
from pegboard.provenance import smallest
from pegboard_hookspecs.errors import CommandError

__all__ = ["bisect"]

_CHOICES = "PEGBOARD_PLUGINS"
#: What a command ends with to say that nobody can know; as ``git bisect run`` has it.
_CANNOT_TELL = 125


@dataclass(frozen=True, slots=True)
class _Run:
    plugins: Sequence[str]
    code: int
    seconds: float


@dataclass(slots=True)
class _Search:
    """Runs the command with some of the plugins, and remembers how it ended."""

    command: Sequence[str]
    suspects: Sequence[str]
    tell: Callable[[str], None]
    runs: list[_Run] = field(default_factory=list[_Run])

    def fails(self, plugins: Sequence[str]) -> bool:
        """Run the command with these suspects and no other."""
        # No other command needs it.
        import subprocess  # noqa: PLC0415

        off = [f"{name}=off" for name in self.suspects if name not in plugins]
        choices = [each for each in (os.environ.get(_CHOICES, ""), *off) if each]
        start = perf_counter()
        try:
            process = subprocess.run(  # noqa: S603 - it is what the user asked for
                self.command,
                # A lock would refuse that a plugin is left out.
                env={**os.environ, _CHOICES: ",".join(choices), "PEGBOARD_LOCK": "off"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            )
        except OSError as error:
            message = f"The command {self.command[0]!r} cannot be run: {error.strerror or error}."
            raise CommandError(message) from None
        run = _Run(tuple(plugins), process.returncode, perf_counter() - start)
        self.runs.append(run)
        if run.code == _CANNOT_TELL:
            message = (
                f"The command ended with {_CANNOT_TELL} where only {_listed(plugins)} were on "
                "board, which says that it cannot tell. Nothing can be found out so."
            )
            raise CommandError(message)
        self.tell(self._told(run))
        return run.code != 0

    def _told(self, run: _Run) -> str:
        outcome = "passes" if run.code == 0 else f"fails with {run.code}"
        return (
            f"Run {len(self.runs)}: {outcome} with {len(run.plugins)} of {len(self.suspects)} "
            f"({run.seconds:.1f} s): {_listed(run.plugins)}"
        )


def bisect(program: InspectedProgram, rest: Sequence[str] = (), *, json: bool = False) -> int:
    """Find the plugins that make a command fail: pegboard bisect -- COMMAND.

    The command is run again and again, each time with some of the plugins switched off by the
    environment variable PEGBOARD_PLUGINS, until none that is left can be spared. It fails when
    it ends with another code than 0; 125 means that it cannot tell. Default providers stay on
    board, and so does what the application itself brings or chooses.

    :param rest: the command and its words.
    :param json: print JSON.
    """
    if not rest:
        message = (
            "There is no command to run. Write it behind two dashes: pegboard bisect -- pytest"
        )
        raise CommandError(message)
    program.app_or_none()
    suspects = _suspects(program.plugins)
    search = _Search(rest, suspects, _silent if json else _told)
    verdict, guilty = _verdict(search)
    if json:
        runs = [asdict(run) for run in search.runs]
        found = {"verdict": verdict, "plugins": list(guilty), "suspects": suspects, "runs": runs}
        print(stdlib_json.dumps(found, indent=2))
    else:
        print(paragraph(verdict))
    return 0 if guilty else 1


def _verdict(search: _Search) -> tuple[str, Sequence[str]]:
    suspects = search.suspects
    if not suspects:
        return "There is no plugin besides the defaults, so none can be to blame.", ()
    if not search.fails(suspects):
        return "The command passes with all plugins on board: there is nothing to find.", ()
    if search.fails(()):
        return "The command fails without any of them too: no plugin is to blame.", ()
    guilty = smallest(suspects, search.fails)
    if len(guilty) == 1:
        cure = f'Update it, or switch it off: "{guilty[0]}" = false'
        return f"It fails because of {guilty[0]}. {cure}", guilty
    return f"It fails where these are together: {', '.join(guilty)}.", guilty


def _suspects(plugins: PluginSet) -> list[str]:
    """Give all plugins that an environment variable could switch off, without the defaults."""
    selection = plugins.selection
    defaults = {decision.slot.default for decision in selection.slots}
    return [
        each.plugin.identity
        for each in selection.verdicts
        if each.state == "active"
        and not each.plugin.is_local
        and not each.plugin.is_carrier
        and each.plugin.identity not in defaults
    ]


def _listed(plugins: Sequence[str]) -> str:
    return ", ".join(plugins) or "none"


def _told(text: str) -> None:
    print(paragraph(text), flush=True)


def _silent(_text: str) -> None:
    """Say nothing, where only JSON is to be printed."""
