"""The guestbook from end to end: over real HTTP, and in a real browser."""

# Selenium's own types are incomplete.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import csv
import io
import struct
import zlib
from pathlib import Path

import httpx
import pytest
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.wait import WebDriverWait

pytestmark = [
    pytest.mark.slow,
    pytest.mark.needs(
        "cli", "errors", "json", "routing", "server", "sessions", "static", "templating"
    ),
]

SECONDS_TO_LOAD = 10
ADA = {"name": "Ada", "password": "lovelace"}


def test_over_http(site: str) -> None:
    """A client signs up, logs in, writes, uploads, exports, asks the API and logs out."""
    with httpx.Client(base_url=site, follow_redirects=True, trust_env=False) as visitor:
        assert "log in" in visitor.post("/account/sign-up", data=ADA).text.lower()
        assert "Hello, Ada." in visitor.post("/account/log-in", data=ADA).text
        written = visitor.post(
            "/write",
            data={"title": "First", "body": "I was here."},
            files={"picture": ("dot.png", dot(), "image/png")},
        )
        assert "Your entry is in the book." in written.text

        entry = visitor.get("/api/entries").json()["entries"][0]
        assert (entry["title"], entry["author"]) == ("First", "Ada")
        assert visitor.get(entry["picture"]).content == dot()

        rows = list(csv.DictReader(io.StringIO(visitor.get("/export.csv").text)))
        assert [row["body"] for row in rows] == ["I was here."]

        assert visitor.post("/api/entries", json={"title": "", "body": "x"}).status_code == 422
        missing = visitor.get("/nowhere", headers={"Accept": "application/json"})
        assert missing.headers["Content-Type"] == "application/problem+json"

        visitor.post("/account/log-out")
        assert visitor.post("/api/entries", json={"title": "a", "body": "b"}).status_code == 401


def test_heads_and_static_files_over_http(site: str) -> None:
    """HEAD has GET's head; the stylesheet is revalidated and sent in part on request."""
    with httpx.Client(base_url=site, trust_env=False) as visitor:
        page, head = visitor.get("/"), visitor.head("/")
        sheet = visitor.get("/static/style.css")
        again = visitor.get("/static/style.css", headers={"If-None-Match": sheet.headers["ETag"]})
        part = visitor.get("/static/style.css", headers={"Range": "bytes=0-4"})

    assert head.headers["Content-Length"] == page.headers["Content-Length"]
    assert head.content == b""
    assert again.status_code == 304
    assert (part.status_code, part.content) == (206, b":root")


@pytest.mark.browser
def test_in_a_browser(
    site: str,
    browser: webdriver.Chrome,
    artefacts: Path,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    """A person signs up, logs in, writes with a picture, sees it, and logs out."""
    picture = tmp_path / "dot.png"
    picture.write_bytes(dot())

    browser.get(site)
    click(browser, "Sign up")
    fill(browser, **ADA)
    fill(browser, **ADA)
    assert "Hello, Ada." in browser.page_source
    click(browser, "Write")
    browser.find_element(By.NAME, "picture").send_keys(str(picture))
    fill(browser, title="Written in a browser", body="With a picture.\nOn two lines.")
    browser.save_screenshot(str(artefacts / f"guestbook-{request.node.callspec.id}.png"))

    image = browser.find_element(By.CSS_SELECTOR, "article img")
    assert image.get_property("naturalWidth") == 120
    assert "Written in a browser" in browser.find_element(By.TAG_NAME, "article").text
    styled = browser.find_element(By.TAG_NAME, "body").value_of_css_property("max-width")
    assert styled == "704px"
    press(browser, browser.find_element(By.XPATH, "//button[text()='Log out']"))
    assert "You have logged out." in browser.page_source


def click(browser: webdriver.Chrome, text: str) -> None:
    """Follow a link by its text."""
    press(browser, browser.find_element(By.LINK_TEXT, text))


def fill(browser: webdriver.Chrome, **fields: str) -> None:
    """Fill a form's fields by their names, and send it."""
    for name, value in fields.items():
        browser.find_element(By.NAME, name).send_keys(value)
    press(browser, browser.find_element(By.CSS_SELECTOR, "form.card button"))


def press(browser: webdriver.Chrome, element: WebElement) -> None:
    """Press what leads to another page, and wait until the old page is gone."""
    element.click()
    # While one page makes room for the other, the driver may have no answer at all.
    wait = WebDriverWait(browser, SECONDS_TO_LOAD, ignored_exceptions=[WebDriverException])
    wait.until(staleness_of(element))


def dot() -> bytes:
    """Make a PNG picture of 120 x 60 pixels in one colour."""
    width, height = 120, 60
    row = b"\0" + b"\x2f\x6f\x5e" * width
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(row * height)),
        (b"IEND", b""),
    )
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body
