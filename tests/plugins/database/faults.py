"""Providers of the slot ``database`` that each break one rule."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

from pegboard_database import Connection, DatabaseUnavailableError, IntegrityError, StatementError
from pegboard_database_sqlite import SQLiteConnection, SQLiteDatabase
from pegboard_hookspecs import Application, Request, hookimpl
from tests.plugins.contracts.running import Fault


class _Faulty(SQLiteDatabase, Fault):
    """Notes its connections: a fault, or the test that it fails, may leave one open."""

    made: ClassVar[list[SQLiteConnection]] = []

    def connect(self, app: Application) -> SQLiteConnection:
        made = super().connect(app)
        self.made.append(made)
        return made


def close_all() -> None:
    """Close what faults have left open."""
    while _Faulty.made:
        _Faulty.made.pop().native.close()


class _Connecting(_Faulty):
    """Has a connection that does something else."""

    Kind: type[SQLiteConnection]

    def connect(self, app: Application) -> SQLiteConnection:
        made = super().connect(app)
        return self.Kind(made.native, app.config["DATABASE_TIMEOUT"])


class GivesTuples(_Connecting):
    breaks = "test_rows_are_dicts"

    class Kind(SQLiteConnection):
        def rows(self, sql: str, parameters: Mapping[str, object]) -> Generator[Any]:
            return (tuple(row.items()) for row in super().rows(sql, parameters))


class WritesValuesIntoStatements(_Connecting):
    breaks = "test_parameters_are_bound"

    class Kind(SQLiteConnection):
        def execute(self, sql: str, parameters: Mapping[str, object]) -> int:
            for name, value in parameters.items():
                sql = sql.replace(f":{name}", f"'{value}'")
            return super().execute(sql, {})


class TakesTextsForParameters(_Connecting):
    breaks = "test_what_is_quoted_is_no_parameter"

    class Kind(SQLiteConnection):
        def rows(self, sql: str, parameters: Mapping[str, object]) -> Generator[Any]:
            for name in (":noon", ":nobody"):
                if name in sql:
                    raise StatementError(f"{name} has no value")
            return super().rows(sql, parameters)


class GivesTextForBytes(_Connecting):
    breaks = "test_values_come_back"

    class Kind(SQLiteConnection):
        def execute(self, sql: str, parameters: Mapping[str, object]) -> int:
            given = {
                name: value.decode("latin-1") if isinstance(value, bytes) else value
                for name, value in parameters.items()
            }
            return super().execute(sql, given)


class CountsNothing(_Connecting):
    breaks = "test_changed_rows_are_counted"

    class Kind(SQLiteConnection):
        def execute(self, sql: str, parameters: Mapping[str, object]) -> int:
            super().execute(sql, parameters)
            return 1


class RunsWhenRead(_Connecting):
    breaks = "test_a_statement_without_rows_gives_none"

    class Kind(SQLiteConnection):
        def rows(self, sql: str, parameters: Mapping[str, object]) -> Generator[Any]:
            yield from super().rows(sql, parameters)


class KeepsEachStatement(_Connecting):
    breaks = "test_an_exception_undoes_all"

    class Kind(SQLiteConnection):
        def execute(self, sql: str, parameters: Mapping[str, object]) -> int:
            count = super().execute(sql, parameters)
            if not self._depth:
                self.commit()
            return count


class KeepsEachBlock(_Connecting):
    breaks = "test_a_block_is_kept_with_the_rest"

    class Kind(SQLiteConnection):
        @contextmanager
        def transaction(self) -> Generator[None]:
            with super().transaction():
                yield
            if not self._depth:
                self.commit()


class UndoesAllWithABlock(_Connecting):
    breaks = "test_a_block_is_undone_alone"

    class Kind(SQLiteConnection):
        @contextmanager
        def transaction(self) -> Generator[None]:
            try:
                yield
            except BaseException:
                self.rollback()
                raise


class BlocksDoNothing(_Connecting):
    breaks = "test_blocks_stand_in_blocks"

    class Kind(SQLiteConnection):
        @contextmanager
        def transaction(self) -> Generator[None]:
            yield


class CannotWait(_Connecting):
    """Begins by reading, so that its first change comes too late."""

    breaks = "test_who_writes_waits"

    class Kind(SQLiteConnection):
        def rows(self, sql: str, parameters: Mapping[str, object]) -> Generator[Any]:
            if not self.native.in_transaction:
                self.native.execute("BEGIN")
            return super().rows(sql, parameters)


class StaysOpen(_Connecting):
    breaks = "test_the_connection_ends_with_the_context"

    class Kind(SQLiteConnection):
        def close(self) -> None:
            self.rollback()


class LetsErrorsOut(_Connecting):
    breaks = "test_a_broken_rule_is_told"

    class Kind(SQLiteConnection):
        def execute(self, sql: str, parameters: Mapping[str, object]) -> int:
            try:
                return super().execute(sql, parameters)
            except IntegrityError as error:
                raise sqlite3.IntegrityError from error


class HidesTheStatement(_Connecting):
    breaks = "test_a_wrong_statement_is_told"

    class Kind(SQLiteConnection):
        def rows(self, sql: str, parameters: Mapping[str, object]) -> Generator[Any]:
            try:
                return super().rows(sql, parameters)
            except StatementError as error:
                raise StatementError("Something is wrong. Correct it.") from error


class TellsValues(_Connecting):
    breaks = "test_messages_have_no_values"

    class Kind(SQLiteConnection):
        def execute(self, sql: str, parameters: Mapping[str, object]) -> int:
            try:
                return super().execute(sql, parameters)
            except StatementError as error:
                raise StatementError(f"{error} {parameters}") from error


class ForgetsToKeep(_Faulty):
    breaks = "test_a_request_s_changes_are_kept"

    @hookimpl
    def request_finished(self, request: Request) -> None:
        for connection in request.state.values():
            connection.rollback()


class KeepsWhatFailed(_Faulty):
    breaks = "test_a_command_that_fails_changes_nothing"

    @hookimpl
    def teardown(
        self, app: Application, request: Request | None, error: BaseException | None
    ) -> None:
        super().teardown(app, request, None)


class UndoesTooLate(_Faulty):
    """Undoes at the end what failed, when an error handler has answered."""

    breaks = "test_an_answered_exception_undoes_all_too"

    @hookimpl(wrapper=True)
    def handle_exception(
        self, app: Application, request: Request, error: Exception
    ) -> Generator[None, object, object]:
        return (yield)


class OpensOneEachTime(_Faulty):
    breaks = "test_a_context_has_one_connection"

    @hookimpl
    def database_connection(self, app: Application) -> Connection:
        return self.connect(app)


class OpensOneOutside(_Faulty):
    breaks = "test_there_is_no_connection_outside"

    @hookimpl
    def database_connection(self, app: Application) -> Connection:
        try:
            return super().database_connection(app)
        except RuntimeError:
            return self.connect(app)


class IsSeenByAll(_Faulty):
    """Has one connection for all contexts."""

    breaks = "test_changes_are_not_seen_before_they_are_kept"

    kept: Connection | None = None

    @hookimpl
    def database_connection(self, app: Application) -> Connection:
        self.kept = self.kept or self.connect(app)
        return self.kept


class TellsVisitors(_Faulty):
    breaks = "test_a_database_that_is_down_is_a_503"

    def connect(self, app: Application) -> SQLiteConnection:
        try:
            return super().connect(app)
        except DatabaseUnavailableError as error:
            error.description = f"{app.config['DATABASE_URL']} is down"
            raise
