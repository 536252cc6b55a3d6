"""The bodies of error responses: a page, a problem (RFC 9457), lines of text."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from markupsafe import Markup, escape

from pegboard_errors.negotiation import Kind

__all__ = ["CONTENT_TYPES", "redirect_page", "render", "with_instance", "with_members"]

CONTENT_TYPES: dict[Kind, str] = {
    "html": "text/html; charset=utf-8",
    "problem": "application/problem+json",
    "text": "text/plain; charset=utf-8",
}

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{code} {title}</title>
<style>
:root {{ --ink: #1c2430; --soft: #5a6675; --paper: #f7f8fa; --mark: #b4451f; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --ink: #e8ebf0; --soft: #9aa5b4; --paper: #14181f; --mark: #ff9466; }}
}}
body {{ margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--paper);
  color: var(--ink); font: 1.0625rem/1.6 system-ui, sans-serif; }}
main {{ box-sizing: border-box; width: min(36rem, 100%); padding: 2rem; }}
.code {{ margin: 0; color: var(--mark); font-weight: 600; letter-spacing: .08em; }}
h1 {{ margin: 0 0 .75rem; font-size: clamp(1.75rem, 6vw, 2.5rem); line-height: 1.2; }}
.detail {{ margin: 0; color: var(--soft); white-space: pre-line; overflow-wrap: anywhere; }}
a {{ color: inherit; }}
</style>
</head>
<body>
<main>
<p class="code">{code}</p>
<h1>{title}</h1>
<div class="detail">{detail}</div>
</main>
</body>
</html>
"""


def render(kind: Kind, code: int, title: str, detail: str) -> bytes:
    """Give the body for an error.

    :param detail: what happened; a ``Markup`` is put into the page as it is.
    """
    if kind == "html":
        page = _PAGE.format(code=code, title=escape(title), detail=escape(detail))
        return _encoded(page)
    text = detail.striptags() if isinstance(detail, Markup) else str(detail)
    if kind == "problem":
        return _problem(code, title, text)
    return _encoded(f"{code} {title}\n\n{text}\n" if text else f"{code} {title}\n")


def with_instance(problem: bytes, reference: str) -> bytes:
    """Add to a problem which resource it is about.

    :param reference: a URL reference (RFC 3986), which holds nothing that JSON escapes.
    """
    return b'%b,"instance":"%b"}' % (problem[:-1], reference.encode("ascii"))


def with_members(
    problem: bytes, members: Mapping[str, object], default: Callable[[object], object]
) -> bytes:
    """Add the members that an error brings to a problem, whose status they cannot change.

    :param default: gives what stands for a value that JSON has no type for.
    :raises TypeError: nothing does.
    :raises ValueError: NaN or an infinity.
    """
    usual = json.loads(problem)
    return _json({**usual, **members, "status": usual["status"]}, default)


def redirect_page(code: int, title: str, location: str) -> bytes:
    """Give the page that a client sees when it does not follow a redirect."""
    detail = Markup('The page is at <a href="{0}">{0}</a>.').format(location)
    return render("html", code, title, detail)


def _problem(code: int, title: str, detail: str) -> bytes:
    # With the type about:blank the title is the status' own (RFC 9457, section 4.2.1).
    problem: dict[str, object] = {"type": "about:blank", "title": title, "status": code}
    if detail:
        problem["detail"] = detail
    return _json(problem)


def _json(problem: dict[str, object], default: Callable[[object], object] | None = None) -> bytes:
    text = json.dumps(
        problem, ensure_ascii=False, separators=(",", ":"), default=default, allow_nan=False
    )
    return _encoded(text)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")
