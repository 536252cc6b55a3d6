"""Providers of the slot ``static`` that each break one rule."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO, Any, ClassVar

from werkzeug.exceptions import InternalServerError, NotFound

from pegboard_hookspecs import Application, Request, Response, StaticFolder, hookimpl
from pegboard_hookspecs.slots import FileOptions
from pegboard_static import StaticFolders
from tests.plugins.contracts.running import Fault

_Path = str | os.PathLike[str]


class _Folders(StaticFolders, Fault):
    """Serves folders by a view of its own."""

    methods: ClassVar[list[str]] = ["GET"]

    def view(self, app: Any, folder: StaticFolder, filename: str) -> Any:
        path = folder.path / filename
        if not path.is_file():
            raise NotFound
        return self.send_file(app, app.current_request(), path, FileOptions())

    @hookimpl
    def add_static_folder(self, app: Application, folder: StaticFolder) -> None:
        app.add_url_rule(
            f"{folder.url_path}/<path:filename>",
            folder.endpoint,
            partial(self.view, app, folder),
            methods=self.methods,
        )


class ServesAnything(_Folders):
    breaks = "test_nothing_outside_is_served"


class ComparesBeginnings(_Folders):
    """Tells what is inside by how the path begins, and opens what is no file."""

    breaks = "test_only_regular_files_are_sent"

    def view(self, app: Any, folder: StaticFolder, filename: str) -> Any:
        path = os.path.normpath(folder.path / filename)
        if not os.path.lexists(path) or not path.startswith(str(folder.path)):
            raise NotFound
        return self.send_file(app, app.current_request(), path, FileOptions())


class FailsForMissingFiles(_Folders):
    breaks = "test_a_folder_need_not_exist"

    def view(self, app: Any, folder: StaticFolder, filename: str) -> Any:
        return self.send_file(app, app.current_request(), folder.path / filename, FileOptions())


class MakesFoldersFirst(_Folders):
    """Lists the files when the folder is added."""

    breaks = "test_a_folder_need_not_exist"

    @hookimpl
    def add_static_folder(self, app: Application, folder: StaticFolder) -> None:
        if folder.path.is_dir():
            self.known = sorted(folder.path.iterdir())
        super().add_static_folder(app, folder)

    def view(self, app: Any, folder: StaticFolder, filename: str) -> Any:
        if folder.path / filename not in self.known:
            raise NotFound
        return super().view(app, folder, filename)


class TakesOtherMethods(_Folders):
    breaks = "test_files_are_only_read"
    methods: ClassVar[list[str]] = ["GET", "POST"]


class DecodesAgain(_Folders):
    breaks = "test_a_name_may_be_any"

    def view(self, app: Any, folder: StaticFolder, filename: str) -> Any:
        from urllib.parse import unquote_plus  # noqa: PLC0415 - the fault

        return super().view(app, folder, unquote_plus(filename))


class HasOneFolder(_Folders):
    breaks = "test_a_blueprint_has_a_folder"

    def view(self, app: Any, folder: StaticFolder, filename: str) -> Any:
        return super().view(app, replace(folder, path=Path(app.static_folder)), filename)


class KnowsNoURLPath(_Folders):
    breaks = "test_a_folder_has_an_endpoint"

    @hookimpl
    def add_static_folder(self, app: Application, folder: StaticFolder) -> None:
        super().add_static_folder(app, replace(folder, url_path="/static"))


class AsksNobodyHowLong(_Folders):
    breaks = "test_the_application_says_how_long"

    def view(self, app: Any, folder: StaticFolder, filename: str) -> Any:
        options = FileOptions(max_age=3600)
        return self.send_file(app, app.current_request(), folder.path / filename, options)


class SharesFolders(_Folders):
    breaks = "test_applications_do_not_meet"
    shared: ClassVar[dict[str, StaticFolder]] = {}

    def view(self, app: Any, folder: StaticFolder, filename: str) -> Any:
        return super().view(app, self.shared.setdefault(folder.url_path, folder), filename)


class _Directory(StaticFolders, Fault):
    """Changes what is sent from a directory."""

    def from_directory(self, app: Any, request: Any, directory: _Path, path: _Path) -> Response:
        return self.send_file(app, request, self.joined(app, directory, path), FileOptions())

    def joined(self, app: Any, directory: _Path, path: _Path) -> str:
        return os.path.join(app.root_path, directory, path)  # noqa: PTH118 - as the fault has it

    @hookimpl
    def send_from_directory(
        self,
        app: Application,
        request: Request,
        directory: _Path,
        path: _Path,
        options: FileOptions,
    ) -> Response:
        try:
            return self.from_directory(app, request, directory, path)
        except FileNotFoundError as error:
            raise NotFound from error


class JoinsAnything(_Directory):
    breaks = "test_nothing_outside_is_sent"


class TakesWholePaths(_Directory):
    breaks = "test_a_whole_path_is_not_sent"

    def joined(self, app: Any, directory: _Path, path: _Path) -> str:
        if ".." in str(path):
            raise NotFound
        return super().joined(app, directory, path)


class TakesNeighbours(_Directory):
    breaks = "test_a_neighbour_is_outside"

    def joined(self, app: Any, directory: _Path, path: _Path) -> str:
        joined = os.path.normpath(super().joined(app, directory, path))
        if not joined.startswith(os.path.join(app.root_path, directory)):  # noqa: PTH118 - see above
            raise NotFound
        return joined


class StartsWhereTheProcessDoes(_Directory):
    breaks = "test_a_directory_starts_at_the_root_path"

    def joined(self, app: Any, directory: _Path, path: _Path) -> str:
        return str(Path(directory, path).absolute())


class HasAnErrorOfItsOwn(_Directory):
    breaks = "test_nothing_outside_is_sent"

    def joined(self, app: Any, directory: _Path, path: _Path) -> str:
        raise PermissionError(path)


class _Sends(StaticFolders, Fault):
    """Changes how a file is sent."""

    def sent(self, app: Any, request: Any, file: Any, options: FileOptions) -> Response:
        return StaticFolders.send_file(self, app, request, file, options)

    @hookimpl
    def send_file(
        self,
        app: Application,
        request: Request,
        file: str | os.PathLike[str] | IO[bytes],
        options: FileOptions,
    ) -> Response:
        return self.sent(app, request, file, options)


class StartsInTheCurrentFolder(_Sends):
    breaks = "test_a_path_starts_at_the_root_path"

    def sent(self, app: Any, request: Any, file: Any, options: FileOptions) -> Response:
        given = file if hasattr(file, "read") else Path(file).absolute()
        return super().sent(app, request, given, options)


class AnswersForMissingFiles(_Sends):
    breaks = "test_a_path_without_a_file_is_an_error"

    def sent(self, app: Any, request: Any, file: Any, options: FileOptions) -> Response:
        try:
            return super().sent(app, request, file, options)
        except FileNotFoundError:
            raise NotFound from None


class ReadsFromTheBeginning(_Sends):
    breaks = "test_a_file_object_is_sent"

    def sent(self, app: Any, request: Any, file: Any, options: FileOptions) -> Response:
        if hasattr(file, "seek"):
            file.seek(0)
        return super().sent(app, request, file, options)


class LeavesFilesOpen(_Sends):
    breaks = "test_a_file_object_is_sent"

    def sent(self, app: Any, request: Any, file: Any, options: FileOptions) -> Response:
        return Response(iter([file.read()]), mimetype=options.mimetype)


class LeavesUnreadFilesOpen(_Sends):
    breaks = "test_a_file_object_is_closed_without_being_read"

    def sent(self, app: Any, request: Any, file: Any, options: FileOptions) -> Response:
        if request.method == "HEAD":
            return Response(mimetype=options.mimetype)
        return super().sent(app, request, file, options)


class SendsText(_Sends):
    breaks = "test_a_file_object_may_be_refused"

    def sent(self, app: Any, request: Any, file: Any, options: FileOptions) -> Response:
        return Response(file.read(), mimetype=options.mimetype)


class _Options(_Sends):
    """Changes the options."""

    changes: ClassVar[dict[str, Any]] = {}

    def sent(self, app: Any, request: Any, file: Any, options: FileOptions) -> Response:
        return super().sent(app, request, file, replace(options, **self.changes))


class GuessesAlways(_Options):
    breaks = "test_a_type_may_be_given"
    changes: ClassVar[dict[str, Any]] = {"mimetype": None}


class ShowsEverything(_Options):
    breaks = "test_a_file_may_be_saved"
    changes: ClassVar[dict[str, Any]] = {"is_attachment": False}


class SavesEverything(_Options):
    breaks = "test_a_file_is_shown_otherwise"
    changes: ClassVar[dict[str, Any]] = {"is_attachment": True}


class IgnoresTheAge(_Options):
    breaks = "test_how_long_clients_may_keep_it"
    changes: ClassVar[dict[str, Any]] = {"max_age": None}


class IgnoresTheTag(_Options):
    breaks = "test_a_tag_may_be_given"
    changes: ClassVar[dict[str, Any]] = {"etag": True}


class IgnoresTheTime(_Options):
    breaks = "test_a_time_may_be_given"
    changes: ClassVar[dict[str, Any]] = {"last_modified": None}


class IgnoresConditions(_Options):
    breaks = "test_conditions_are_honoured"
    changes: ClassVar[dict[str, Any]] = {"is_conditional": False}

    @hookimpl
    def add_static_folder(self, app: Application, folder: StaticFolder) -> None:
        _Folders.add_static_folder(self, app, folder)  # type: ignore[arg-type]  # by its own view

    view = _Folders.view
    methods = _Folders.methods


class ClaimsToSendParts(IgnoresConditions):
    breaks = "test_a_part_is_sent"


class SendsTheWholeForAnyPart(IgnoresConditions):
    breaks = "test_a_part_may_not_be_there"


class HonoursConditionsAlways(_Options):
    breaks = "test_conditions_may_be_ignored"
    changes: ClassVar[dict[str, Any]] = {"is_conditional": True}


class _Headers(_Sends):
    """Writes a name to save by into the field as it is."""

    def field(self, name: str) -> str:
        return f"attachment; filename={name}"

    def sent(self, app: Any, request: Any, file: Any, options: FileOptions) -> Response:
        response = super().sent(app, request, file, replace(options, download_name=None))
        if options.download_name:
            response.headers["Content-Disposition"] = self.field(options.download_name)
        return response


class QuotesNoName(_Headers):
    breaks = "test_a_name_adds_no_fields"


class QuotesNamesBadly(_Headers):
    breaks = "test_a_name_adds_no_parameters"

    def field(self, name: str) -> str:
        return f'attachment; filename="{name}"'


class NamesInOneFormOnly(_Headers):
    breaks = "test_a_file_may_be_saved"

    def field(self, name: str) -> str:
        return f'attachment; filename="{name.encode("ascii", "ignore").decode()}"'


class _Answers(_Folders):
    """Changes the answer for a file of a folder."""

    def changed(self, response: Response) -> Response:
        return response

    def view(self, app: Any, folder: StaticFolder, filename: str) -> Any:
        return self.changed(super().view(app, folder, filename))


class CutsLargeFiles(_Answers):
    breaks = "test_a_file_is_sent_whole"

    def changed(self, response: Response) -> Response:
        response.direct_passthrough = False
        response.set_data(response.get_data()[:65536])
        return response


class SaysNoLength(_Answers):
    breaks = "test_a_file_is_sent_whole"

    def changed(self, response: Response) -> Response:
        response.direct_passthrough = False
        response.response = iter([response.get_data()])
        response.headers.pop("Content-Length", None)
        return response


class CallsEverythingText(_Answers):
    breaks = "test_the_type_follows_from_the_name"

    def changed(self, response: Response) -> Response:
        response.mimetype = "text/plain"
        return response


class ClosesBeforeHead(_Folders):
    breaks = "test_head_is_get_without_its_body"

    def view(self, app: Any, folder: StaticFolder, filename: str) -> Any:
        if app.current_request().method == "HEAD":
            return Response(mimetype="text/plain")
        return super().view(app, folder, filename)


class KeepsTags(_Answers):
    breaks = "test_an_edited_file_is_another"

    def changed(self, response: Response) -> Response:
        response.set_etag("one-for-all")
        return response


class MixesVersions(_Folders):
    breaks = "test_a_part_is_of_one_version"

    def view(self, app: Any, folder: StaticFolder, filename: str) -> Any:
        app.current_request().environ.pop("HTTP_IF_RANGE", None)
        return super().view(app, folder, filename)


class AnswersOddRangesBy500(_Folders):
    breaks = "test_other_fields_get_the_whole"

    def view(self, app: Any, folder: StaticFolder, filename: str) -> Any:
        field = app.current_request().headers.get("Range", "")
        if not field.startswith("bytes="):
            raise InternalServerError
        return super().view(app, folder, filename)
