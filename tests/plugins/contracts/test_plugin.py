"""The plugin for pytest: its options and fixtures, in runs of their own."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from pegboard_contracts import plugin

pytest_plugins = ["pytester"]

# It puts itself in the place of the standard library's: in a run of its own that would be undone
# at the end by half, and nothing that is installed be found any more.
import_module("importlib_metadata")

_APP = """
from pegboard import Pegboard

app = Pegboard(__name__, static_folder=None)

@app.before_request
def answer():
    return "from the application"

@app.cli.command()
def greet():
    print("hello")

def make(text):
    made = Pegboard(__name__, static_folder=None)
    made.before_request(lambda: text)
    return made
"""


def _run(pytester: pytest.Pytester, *options: str) -> pytest.RunResult:
    return pytester.runpytest_inprocess("-p", "pegboard_contracts.plugin", *options)


@pytest.mark.needs("json")
def test_a_suite_runs_without_a_file(pytester: pytest.Pytester) -> None:
    """In an empty folder an option is all it takes; the provider is named with its version."""
    result = _run(pytester, "--pegboard-slot=json", "-k", "shortest or newline")

    result.assert_outcomes(passed=3, deselected=result.parseoutcomes()["deselected"])
    result.stdout.re_match_lines([r"pegboard: the slot 'json' is tested with \S+:\S+ \d+\.\d+.*"])


@pytest.mark.needs("json", "errors")
def test_several_suites_run(pytester: pytest.Pytester) -> None:
    """The option may be repeated; a quiet run says which providers were tested as well."""
    pytester.makepyfile("def test_of_the_folder():\n    raise AssertionError")
    result = _run(
        pytester,
        "--pegboard-slot=json",
        "--pegboard-slot=errors",
        "-q",
        "-k",
        "shortest or finished",
    )

    result.assert_outcomes(passed=2, deselected=result.parseoutcomes()["deselected"])
    result.stdout.fnmatch_lines(["the slot 'json' is tested*", "the slot 'errors' is tested*"])


@pytest.mark.needs("json")
def test_a_provider_that_breaks_the_contract_is_told(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A suite fails for an installed provider that breaks a rule, chosen as for applications."""
    pytester.makepyfile(
        bad_json="""
        from pegboard_hookspecs import hookimpl

        class BadJSON:
            @hookimpl
            def dump_json(self, value, indent=None):
                return "text"

            @hookimpl
            def load_json(self, data):
                return None
        """
    )
    folder = pytester.mkdir("bad_json-1.0.dist-info")
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: bad-json\nVersion: 1.0\n")
    (folder / "entry_points.txt").write_text("[pegboard.json]\nbad = bad_json:BadJSON\n")
    monkeypatch.setattr(sys, "path", [str(pytester.path), *sys.path])
    monkeypatch.delenv("PEGBOARD_PLUGINS", raising=False)
    result = _run(pytester, "--pegboard-slot=json", "-k", "shortest")

    assert result.parseoutcomes()["failed"] == 1
    result.stdout.fnmatch_lines(["*'json' is tested with bad-json:bad 1.0, which is the only one*"])


def test_a_slot_of_a_distribution_has_the_suite_that_it_brings(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A suite in the group ``pegboard_contracts`` runs where its slot is asked for, and only then.

    Its applications have the slot, and of what else is installed nothing.
    """
    pytester.makepyfile(
        mailing="""
        from pegboard_contracts.contract import Contract
        from pegboard_hookspecs import Slot, hookimpl, hookspec

        class Mailing:
            @hookspec("first")
            def send_mail(self, text): ...

        MAILER = Slot("mailer", Mailing, "mailing:smtp", "sends mail")

        class SMTP:
            @hookimpl
            def send_mail(self, text):
                return f"sent {text}"

        class MailerContract(Contract):
            slot = "mailer"
            carrier = "mailing:specs"

            def test_mail_is_sent(self):
                app = self.make_app()
                assert app.calls.send_mail("it") == "sent it"
                assert not app.has_slot("json")
        """
    )
    folder = pytester.mkdir("mailing-1.0.dist-info")
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: mailing\nVersion: 1.0\n")
    (folder / "entry_points.txt").write_text(
        "[pegboard.hookspecs]\nspecs = mailing:MAILER\n[pegboard.mailer]\nsmtp = mailing:SMTP\n"
        "[pegboard_contracts]\nmailer = mailing:MailerContract\n"
    )
    monkeypatch.setattr(sys, "path", [str(pytester.path), *sys.path])
    monkeypatch.delenv("PEGBOARD_PLUGINS", raising=False)

    _run(pytester, "--pegboard-slot=mailer").assert_outcomes(passed=1)
    result = _run(pytester, "--pegboard-slot=mailr")
    result.stderr.fnmatch_lines(["*names no slot that has a suite. Did you mean 'mailer'?*"])


@pytest.mark.parametrize(
    ("slot", "words"),
    [("sesions", "*names no slot that has a suite. Did you mean 'sessions'?*")],
)
def test_a_slot_must_be_known(pytester: pytest.Pytester, slot: str, words: str) -> None:
    """A name that is no slot's ends the run with the nearest one."""
    result = _run(pytester, f"--pegboard-slot={slot}")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([words])


def test_an_empty_slot_cannot_be_tested(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody fills the slot, the run ends with the reason."""
    monkeypatch.setenv("PEGBOARD_PLUGINS", "json=off")
    result = _run(pytester, "--pegboard-slot=json")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*slot 'json' is switched off*"])


@pytest.mark.needs("cli")
@pytest.mark.parametrize(
    ("reference", "text"),
    [("site_app:app", "from the application"), ("site_app:make('made')", "made")],
)
def test_the_fixtures_work_on_an_application(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, reference: str, text: str
) -> None:
    """An option names the application that ``app``, ``client`` and ``runner`` work on."""
    pytester.makepyfile(site_app=_APP)
    pytester.makepyfile(
        f"""
        def test_it(app, client, runner):
            assert client.get("/").text == {text!r}
            assert client.application is app
            assert runner.invoke("--version").exit_code == 0
        """
    )
    monkeypatch.setattr(sys, "path", sys.path[:])
    result = _run(pytester, f"--pegboard-app={reference}")

    result.assert_outcomes(passed=1)


def test_an_own_fixture_goes_first(pytester: pytest.Pytester) -> None:
    """Who has a fixture ``app`` needs no option: the others take it."""
    pytester.makeconftest(
        """
        import pytest
        from pegboard import Pegboard

        @pytest.fixture
        def app():
            app = Pegboard("own", static_folder=None)
            app.before_request(lambda: "own")
            return app
        """
    )
    pytester.makepyfile("def test_it(client):\n    assert client.get('/').text == 'own'")

    _run(pytester).assert_outcomes(passed=1)


def test_an_application_must_be_named(pytester: pytest.Pytester) -> None:
    """Without an application the fixture says how to name one."""
    pytester.makepyfile("def test_it(app): ...")
    result = _run(pytester)

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*Write a fixture 'app' in conftest.py*"])


def test_exactly_the_named_plugins_are_loaded(pytester: pytest.Pytester) -> None:
    """The fixture for plugins makes applications that load nothing else, and closes them."""
    pytester.makepyfile(
        """
        from pegboard import hookimpl

        closed = []

        class Answers:
            @hookimpl
            def preprocess(self):
                return "mine"

            @hookimpl
            def app_closing(self):
                closed.append(True)

        def test_it(make_pegboard):
            app = make_pegboard(plugins={"app:answers": Answers}, config={"TESTING": True})
            assert [each.identity for each in app.plugins.loaded] == ["app:answers"]
            assert app.testing
            assert app.test_client().get("/").text == "mine"

        def test_it_is_closed():
            assert closed == [True]
        """
    )

    _run(pytester).assert_outcomes(passed=2)


def test_without_an_option_it_costs_nothing() -> None:
    """The plugin imports neither kernel nor contract before it is asked for something."""
    folder = Path(plugin.__file__).parent.parent
    program = (
        f"import sys; sys.path.append({str(folder)!r}); import pegboard_contracts.plugin;"
        "print(*sorted(name for name in sys.modules if name.startswith('pegboard')))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )

    assert run.stdout.split() == ["pegboard_contracts", "pegboard_contracts.plugin"]
