"""What every template keeps to: a strict policy, one frame, and error pages that stand alone."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

TEMPLATES = Path(settings.BASE_DIR) / "templates"
FILES = sorted(TEMPLATES.rglob("*.html"))
INLINE = re.compile(r"<style\b|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\bsrc=)|javascript:", re.IGNORECASE)
STANDALONE = ("500.html", "503.html")
ACCOUNT_PAGES = (
    "account/account_inactive.html",
    "account/confirm_login_code.html",
    "account/confirm_email_verification_code.html",
    "account/email.html",
    "account/login.html",
    "account/logout.html",
    "account/password_change.html",
    "account/password_reset.html",
    "account/password_reset_done.html",
    "account/password_reset_from_key.html",
    "account/reauthenticate.html",
    "account/signup.html",
    "account/signup_closed.html",
    "mfa/authenticate.html",
    "mfa/index.html",
    "mfa/recovery_codes/index.html",
    "mfa/totp/activate_form.html",
    "mfa/totp/deactivate_form.html",
)


def request():
    made = RequestFactory().get("/")
    made.user = AnonymousUser()
    return made


# The PDF of a run: never served as a page, and drawn without loading anything.
PAGES = [path for path in FILES if path.name != "report.html"]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_has_nothing_inline(path):
    assert INLINE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_names_no_other_host(path):
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")

    loads = r"\ssrc=\"(?:https?:)?//|<link[^>]*href=\"(?:https?:)?//|<form[^>]*action=\"(?:https?:)?//"

    assert re.findall(loads, text) == []


@pytest.mark.parametrize("name", STANDALONE)
def test_page_for_our_own_faults_stands_alone(name):
    source = (TEMPLATES / name).read_text(encoding="utf-8")

    assert "{%" not in source
    assert "{{" not in source


@pytest.mark.parametrize("name", STANDALONE)
def test_page_for_our_own_faults_finds_its_files(name):
    addresses = re.findall(r'"/static/([^"]+)"', (TEMPLATES / name).read_text(encoding="utf-8"))

    assert addresses
    assert [address for address in addresses if not (Path(settings.BASE_DIR) / "static" / address).is_file()] == []


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "429.html"])
def test_error_page_needs_no_request(name):
    assert "<h1>" in get_template(name).render()


@pytest.mark.parametrize("name", ACCOUNT_PAGES)
def test_account_page_has_the_frame_and_one_heading(name):
    html = render_to_string(name, request=request())

    assert 'id="maincontent"' in html
    assert html.count("<h1") == 1


def test_simulated_figures_are_labelled():
    html = render_to_string("base.html", {"simulated": True}, request=request())

    assert "Simulated data" in html


def test_real_figures_are_not_labelled():
    assert "Simulated data" not in render_to_string("base.html", request=request())


def test_messages_have_one_banner_each():
    html = render_to_string("_components/messages.html", {"messages": ["Saved.", "Sent."]})

    assert 'id="notification-1"' in html
    assert 'id="notification-2"' in html


def test_progress_says_in_words_what_the_bar_shows():
    html = render_to_string("_components/progress.html", {"done": 7, "total": 22})

    assert "<strong>7 of 22</strong> solutions done" in html
    assert 'value="7" max="22"' in html


def test_rating_scale_names_its_anchors():
    scale = [{"value": value, "checked": value == 4} for value in range(1, 10)]
    anchors = {"low": "No worthwhile effect", "high": "A large effect"}

    html = render_to_string(
        "_components/rating_scale.html", {"name": "o1", "legend": "How safe?", "scale": scale} | anchors
    )

    assert 'aria-describedby="o1-anchors"' in html
    assert 'value="4" checked' in html
    assert html.count('type="radio"') == 9


def test_style_sheets_of_the_base_page_exist():
    html = render_to_string("_components/stylesheets.html")
    folder = Path(settings.BASE_DIR) / "static" / "css"

    linked = set(re.findall(r"css/([a-z]+)(?:\.[0-9a-f]+)?\.css", html))

    assert linked == {path.stem for path in folder.glob("*.css")} - {"admin", "booklet"}


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*/email/*_subject.txt")), ids=lambda path: path.stem)
def test_mail_has_a_subject_of_one_line_and_a_text(path):
    text = render_to_string(str(path.relative_to(TEMPLATES)).replace("_subject", "_message"), {"code": "ABC123"})

    assert len(path.read_text(encoding="utf-8").strip().splitlines()) == 1
    assert text.startswith("Hello\n")
    assert text.rstrip().endswith("MHIN priorities")


def test_mail_does_not_escape_its_link():
    context = {"password_reset_url": "https://portal.example.org/?a=1&b=2"}

    assert "?a=1&b=2" in render_to_string("account/email/password_reset_key_message.txt", context)
