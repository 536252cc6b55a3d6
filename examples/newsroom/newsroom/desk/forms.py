"""Forms: writing an article, changing one, and uploading a printed paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from newsroom import articles, papers
from newsroom.articles import Article, ArticleError
from newsroom.desk.access import for_role
from newsroom.drafts import Draft
from newsroom.editions import EDITIONS, SECTIONS
from pegboard import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from pegboard.views import MethodView

__all__ = ["ChangeArticle", "UploadPaper", "WriteArticle", "blueprint"]

blueprint = Blueprint("forms", __name__)

# What is chosen from, and how it is shown.
_EDITIONS = {edition.slug: edition.title for edition in EDITIONS.values()}
_SECTIONS = {section: section.capitalize() for section in SECTIONS}


class ArticleForm(MethodView):
    """What writing and changing have in common: a draft goes in, and comes back with complaints."""

    title = ""

    def shown(self, draft: Draft, wrong: dict[str, str] | None = None) -> str:
        """Render the form, with complaints by field."""
        return render_template(
            "desk/article_form.html",
            title=self.title,
            draft=draft,
            wrong=wrong or {},
            editions=_EDITIONS,
            sections=_SECTIONS,
        )

    def taken(self, keep: Callable[[Draft], object], said: str) -> Any:
        """Give a draft that was sent to a function that keeps it, if nothing is wrong with it."""
        draft = Draft.of(request.form)
        wrong = draft.complaints()
        if wrong:
            return self.shown(draft, wrong), 422
        try:
            keep(draft)
        except ArticleError as error:
            return self.shown(draft, {"title": str(error)}), 422
        flash(said)
        return redirect(url_for("desk.overview.index"))


class WriteArticle(ArticleForm):
    """The form for a new article."""

    title = "Write an article"

    def get(self) -> str:
        """Show it empty."""
        return self.shown(Draft())

    def post(self) -> Any:
        """Keep a draft."""
        return self.taken(
            lambda draft: articles.add(draft, g.account.number),
            "The draft waits to be published.",
        )


class ChangeArticle(ArticleForm):
    """The form for an article that is there: its author's, and every editor's."""

    title = "Change an article"

    def get(self, number: int) -> str:
        """Show it as it is."""
        return self.shown(self._found(number).draft)

    def post(self, number: int) -> Any:
        """Keep the change."""
        self._found(number)
        return self.taken(
            lambda draft: articles.change(number, draft),
            "The article is changed.",
        )

    def _found(self, number: int) -> Article:
        article = articles.find(number)
        if article is None:
            abort(404, f"There is no article {number}.")
        if not (g.account.is_editor or article.author_number == g.account.number):
            abort(403, "Only its author and editors may change an article.")
        return article


class UploadPaper(MethodView):
    """The form for printed papers."""

    decorators = (for_role("editor"),)

    def get(self) -> str:
        """Show it."""
        return render_template("desk/paper_form.html", editions=_EDITIONS)

    def post(self) -> Any:
        """Keep a paper in the instance folder."""
        try:
            edition = EDITIONS[request.form["edition"]]
            day = date.fromisoformat(request.form["day"])
        except (KeyError, ValueError):
            abort(400, "Choose an edition, and a day like 2026-05-04.")
        try:
            papers.save(request.files["paper"], edition, day)
        except papers.NotPDFError as error:
            flash(str(error), "error")
            return self.get(), 422
        flash(f"The paper of {day} is there.")
        return redirect(url_for("desk.overview.index"))


blueprint.add_url_rule("/articles/new", view_func=WriteArticle.as_view("write"))
blueprint.add_url_rule("/articles/<int:number>", view_func=ChangeArticle.as_view("change"))
blueprint.add_url_rule("/papers/new", view_func=UploadPaper.as_view("paper"))
