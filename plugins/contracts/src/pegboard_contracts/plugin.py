"""The plugin for pytest: suites by an option, and fixtures for applications and plugins.

It is loaded in every run of an environment that has it, so it imports nothing but pytest until
an option or a fixture is used.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

__all__ = [
    "app",
    "client",
    "make_pegboard",
    "pytest_addoption",
    "pytest_configure",
    "pytest_make_collect_report",
    "pytest_pycollect_makeitem",
    "pytest_report_header",
    "pytest_terminal_summary",
    "runner",
]

_INSTALLED = Path(__file__).with_name("installed.py")

# pytest finds the suites by itself only where the distribution is not installed in place.
pytest.register_assert_rewrite(
    *(
        f"pegboard_contracts.{path.stem}"
        for path in Path(__file__).parent.glob("*.py")
        if path.stem not in {"__init__", "plugin"}
    )
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the options."""
    group = parser.getgroup("pegboard")
    group.addoption(
        "--pegboard-slot",
        action="append",
        default=[],
        metavar="SLOT",
        help="Run the suite of this slot against the provider that is installed and selected "
        "here, in place of the tests of the folder. May be repeated.",
    )
    group.addoption(
        "--pegboard-app",
        metavar="REFERENCE",
        help="The application that the fixture 'app' gives, as in module:name or module:factory().",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Let the suites be collected, where there are any to run."""
    slots = _slots(config)
    if not slots:
        return
    # Who asks for no suite does not wait for the kernel; the same below.
    from pegboard_contracts.choice import winner  # noqa: PLC0415 - see above
    from pegboard_hookspecs.errors import PegboardError  # noqa: PLC0415 - see above

    try:
        for slot in slots:
            winner(slot)
    except PegboardError as error:
        raise pytest.UsageError(str(error)) from error
    given = config.args if config.args_source is pytest.Config.ArgsSource.ARGS else []
    config.args = [*(each for each in given if each != str(_INSTALLED)), str(_INSTALLED)]
    # Whatever the tests of the folder are called.
    config.addinivalue_line("python_classes", "Test")
    config.addinivalue_line("python_functions", "test")


def pytest_pycollect_makeitem(
    collector: pytest.Module | pytest.Class, name: str, obj: object
) -> list[pytest.Item] | None:
    """Leave out the suites that nobody asked for."""
    is_ours = collector.path == _INSTALLED and isinstance(collector, pytest.Module)
    if is_ours and name.startswith("Test"):
        return None if getattr(obj, "slot", None) in _slots(collector.config) else []
    return None


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Put the suites that distributions bring beside ours, those that were asked for."""
    if isinstance(collector, pytest.Module) and collector.path == _INSTALLED:
        from pegboard_contracts.choice import brought_suites  # noqa: PLC0415 - see above

        module: Any = collector.obj
        for slot in sorted(brought_suites().keys() & set(_slots(collector.config))):
            setattr(module, f"Test{slot.title()}", module.brought(slot))
    return (yield)


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Say which providers are tested."""
    return [f"pegboard: {line}" for line in _tested(config)]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say once more which providers were tested, for whoever runs quietly."""
    lines = _tested(config)
    if lines:
        terminalreporter.section("pegboard")
        for line in lines:
            terminalreporter.line(line)


@pytest.fixture
def app(pytestconfig: pytest.Config) -> Any:
    """Give the application that ``--pegboard-app`` names; a fixture of that name goes before it."""
    reference = pytestconfig.getoption("--pegboard-app")
    if reference is None:
        pytest.fail(
            "The fixture 'app' needs an application. Write a fixture 'app' in conftest.py, or run: "
            "pytest --pegboard-app module:name",
            pytrace=False,
        )
    from pegboard import Pegboard  # noqa: PLC0415 - see above
    from pegboard.commandline import ImportedApp  # noqa: PLC0415 - see above

    return ImportedApp(Pegboard, Path.cwd()).load(reference)


@pytest.fixture
def client(app: Any) -> Any:
    """Give a client of the application, which keeps cookies."""
    return app.test_client()


@pytest.fixture
def runner(app: Any) -> Any:
    """Give what runs commands of the application."""
    return app.test_cli_runner()


@pytest.fixture
def make_pegboard() -> Generator[Callable[..., Any]]:
    """Give :func:`pegboard_contracts.applications.make_app`; what it makes is closed at the end."""
    from pegboard_contracts.applications import make_app  # noqa: PLC0415 - see above

    made: list[Any] = []

    def make(*args: Any, **options: Any) -> Any:
        made.append(make_app(*args, **options))
        return made[-1]

    yield make
    for each in made:
        each.close()


def _slots(config: pytest.Config) -> list[str]:
    slots: Any = config.getoption("--pegboard-slot")
    return list(slots)


def _tested(config: pytest.Config) -> list[str]:
    slots = _slots(config)
    if not slots:
        return []
    from pegboard_contracts.choice import decision_about, winner  # noqa: PLC0415 - see above

    return [
        f"the slot {slot!r} is tested with {winner(slot).identity} {winner(slot).version}, which "
        f"{decision_about(slot).reason}"
        for slot in slots
    ]
