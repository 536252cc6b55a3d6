-- "published" is the day of an article; a draft has none.
CREATE TABLE article (
    id INTEGER PRIMARY KEY,
    edition TEXT NOT NULL,
    section TEXT NOT NULL,
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    teaser TEXT NOT NULL,
    body TEXT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    published TEXT,
    changed TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    UNIQUE (edition, published, slug)
);

CREATE TRIGGER article_changed
AFTER UPDATE OF edition, section, title, teaser, body, published ON article
BEGIN
    UPDATE article SET changed = strftime('%Y-%m-%dT%H:%M:%SZ', 'now') WHERE id = new.id;
END;
