"""What holds for routes that do not say it themselves."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["RuleSettings"]


@dataclass(slots=True)
class RuleSettings:
    """What may be changed before routes are added; it holds for those that are added then.

    :param strict_slashes: redirect to the slash at the end of a rule.
    :param merge_slashes: redirect from several slashes to one.
    :param redirect_defaults: redirect from an alias to its rule, and to the shorter URL where a
        fixed value makes the longer one superfluous.
    :param host_matching: rules name whole hosts, instead of subdomains.
    :param default_subdomain: the subdomain of routes that name none.
    """

    strict_slashes: bool = True
    merge_slashes: bool = True
    redirect_defaults: bool = True
    host_matching: bool = False
    default_subdomain: str = ""
