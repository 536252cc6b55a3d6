"""The one error tree of Pegboard.

::

    PegboardError
    ├── ConfigurationError  (RuntimeError)    a setting has a bad name, type or value
    │   ├── ConfigurationFileError (OSError)  a configuration file cannot be read
    │   └── UnknownNameError            a name in a setting matches nothing (with a suggestion)
    ├── PluginError                     something about a plugin; carries its identity
    │   ├── PluginLoadError             it failed to import or to be made
    │   ├── PluginConflictError         two providers want one slot and no setting decides
    │   ├── PluginRefusedError          it does not keep the contract
    │   ├── PluginOrderError            before/after hints form a cycle
    │   ├── PluginDriftError            the plugins are not those that pegboard.lock has
    │   └── ContractMismatchError       it was written for another contract version
    ├── SlotEmptyError      (RuntimeError)    a word was used whose slot nobody fills
    ├── ContextError        (RuntimeError)    a proxy was used outside of its context
    │   └── ContextOrderError (AssertionError)  contexts were not popped in reverse order
    ├── SetupError          (RuntimeError)    an application was set up in an impossible way
    │   ├── RegistrationError (AssertionError)  a route, view or blueprint clashes with another
    │   └── FrozenError     (AssertionError)    a set-up word was used after the first request
    ├── BuildError          (LookupError, Werkzeug's) no URL can be built for an endpoint
    │   └── HostUnknownError (RuntimeError)     an absolute URL, and nobody names its host
    ├── TemplateNotFoundError (LookupError)   no template has that name
    ├── SessionUnavailableError (RuntimeError) the session was written without a secret key
    ├── CookieTooLargeError (ValueError)      a cookie is over the size that browsers keep
    ├── UnsafeHeaderError   (ValueError)      a header or status would break the message
    ├── BodyLostError       (AssertionError)  a redirect of routing would lose a body (debug mode)
    ├── FilesNotSentError   (KeyError, AssertionError)  a form came without files (debug mode)
    └── CommandError                    a command of ``pegboard`` cannot do what was asked
        └── AppNotFoundError            the command line found no application

Every message is a sentence or two: what happened, with the value, where, and the cure.
Errors of HTTP itself (404, 413 …) are werkzeug's ``HTTPException`` and its subclasses.
"""

from __future__ import annotations

from typing import Any

from werkzeug.routing import BuildError as WerkzeugBuildError

__all__ = [
    "AppNotFoundError",
    "BodyLostError",
    "BuildError",
    "CommandError",
    "ConfigurationError",
    "ConfigurationFileError",
    "ContextError",
    "ContextOrderError",
    "ContractMismatchError",
    "CookieTooLargeError",
    "FilesNotSentError",
    "FrozenError",
    "HostUnknownError",
    "PegboardError",
    "PluginConflictError",
    "PluginDriftError",
    "PluginError",
    "PluginLoadError",
    "PluginOrderError",
    "PluginRefusedError",
    "RegistrationError",
    "SessionUnavailableError",
    "SetupError",
    "SlotEmptyError",
    "TemplateNotFoundError",
    "UnknownNameError",
    "UnsafeHeaderError",
]


class PegboardError(Exception):
    """The root of the tree: ``except PegboardError`` catches them all."""


class ConfigurationError(PegboardError, RuntimeError):
    """A setting has a bad name, type or value; the message names key, value and source."""

    #: The configuration file that is wrong, where it is one.
    filename: str | None = None


class ConfigurationFileError(OSError, ConfigurationError):
    """A configuration file is missing or cannot be read; ``errno`` and ``filename`` say why."""


class UnknownNameError(ConfigurationError):
    """A name in a setting matches nothing that is installed or declared."""


class PluginError(PegboardError):
    """Something is wrong with one plugin.

    :param message: the whole sentence shown to the user.
    :param plugin: its identity, ``distribution:entry-point``.
    """

    def __init__(self, message: str, *, plugin: str = "") -> None:
        super().__init__(message)
        self.plugin = plugin


class PluginLoadError(PluginError):
    """A chosen plugin failed to import, or its factory raised; the cause is chained."""


class PluginConflictError(PluginError):
    """Two providers that are not the default claim one slot, and no setting decides."""


class PluginRefusedError(PluginError):
    """A plugin breaks a rule of the contract; raised when it is registered."""


class PluginOrderError(PluginError):
    """The ``before`` and ``after`` hints of some plugins form a cycle."""


class PluginDriftError(PluginError):
    """What would be loaded is not what ``pegboard.lock`` has; the message is a diff."""


class ContractMismatchError(PluginError):
    """A plugin asks for a contract version that this kernel does not speak."""


class SlotEmptyError(PegboardError, RuntimeError):
    """A word was used whose slot no plugin fills.

    :param message: the whole sentence shown to the user.
    :param slot: the name of the empty slot.
    """

    def __init__(self, message: str, *, slot: str = "") -> None:
        super().__init__(message)
        self.slot = slot


class ContextError(PegboardError, RuntimeError):
    """``request``, ``session``, ``g`` or ``current_app`` was used outside of its context."""


class ContextOrderError(ContextError, AssertionError):
    """A context was popped that is not the current one."""


class SetupError(PegboardError, RuntimeError):
    """An application or blueprint was set up in a way that cannot work."""


class RegistrationError(SetupError, AssertionError):
    """A registration clashes with an earlier one; the message names both places."""


class FrozenError(SetupError, AssertionError):
    """A set-up word was used when set-up was over."""


class BuildError(PegboardError, WerkzeugBuildError):
    """No URL can be built: the endpoint is unknown or values are missing.

    It is Werkzeug's error of that name as well, whatever router could not build it.

    :param message: the whole sentence shown to the user.
    :param endpoint: the endpoint that was asked for.
    :param values: the values it was asked with.
    :param suggested: the nearest endpoint that exists, if one is near.
    """

    def __init__(
        self,
        message: str,
        *,
        endpoint: str = "",
        values: dict[str, object] | None = None,
        suggested: str | None = None,
    ) -> None:
        # Werkzeug's constructor would want its adapter, and make a message of it.
        Exception.__init__(self, message)
        self.endpoint: Any = endpoint
        self.values: Any = values or {}
        self.method: str | None = None
        self.adapter: Any = None
        self.suggested: Any = suggested

    def __str__(self) -> str:
        return Exception.__str__(self)


class HostUnknownError(BuildError, RuntimeError):
    """An absolute URL was asked for, and neither a request nor ``SERVER_NAME`` names its host."""


class TemplateNotFoundError(PegboardError, LookupError):
    """No template folder has a template of that name.

    :param message: the whole sentence shown to the user.
    :param name: the template that was asked for.
    """

    def __init__(self, message: str, *, name: str = "") -> None:
        super().__init__(message)
        self.name = name


class SessionUnavailableError(PegboardError, RuntimeError):
    """The session was written although nothing can sign it."""


class CookieTooLargeError(PegboardError, ValueError):
    """Name and value of a cookie exceed 4,096 bytes (RFC 6265, section 6.1)."""


class UnsafeHeaderError(PegboardError, ValueError):
    """A header name, header value or status breaks RFC 9110, section 5."""


class BodyLostError(PegboardError, AssertionError):
    """Routing redirects a request with a body, and browsers would send it again without one."""


class FilesNotSentError(PegboardError, KeyError, AssertionError):
    """A file was asked for, and the form sent only its name: its encoding takes no files."""

    def __str__(self) -> str:
        # KeyError's would show the sentence as a repr.
        return str(self.args[0])


class CommandError(PegboardError):
    """A command cannot do what was asked.

    :param message: the whole sentence shown to the user.
    :param exit_code: what the process ends with.
    """

    def __init__(self, message: str, *, exit_code: int = 2) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class AppNotFoundError(CommandError):
    """The command line found no application to work on."""
