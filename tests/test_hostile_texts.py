"""Whatever somebody writes into any text field, no page that anybody reads carries it as markup of its own."""

from collections import Counter
from contextlib import suppress
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, TextField
from django.db.models.functions import Now
from django.urls import reverse

from mhin.common.markdown import TAGS
from tests.common.hostile import HOSTILE
from tests.factories.governance import DecisionFactory
from tests.factories.needs import NeedDraftFactory, NeedFactory, NeedMergeFactory, NeedStatusChangeFactory
from tests.factories.solutions import EvidenceFactory, SolutionDraftFactory
from tests.test_access import MATRIX, places  # noqa: F401 -- a fixture

ROOMS = ["accounts", "needs", "solutions", "ratings", "governance", "mail"]
# What names a thing in addresses, in code or in a check of the database is not free text.
NAMES = {
    "code", "slug", "email", "password", "token_hash", "key", "act", "input_hash", "code_version", "nonce", "secret",
    "consent_version", "source_url", "url", "conference_label", "from_status", "to_status", "status_before", "hash",
}  # fmt: skip
DANGEROUS = {"iframe", "object", "embed", "base", "frame", "applet", "style", "xmp", "plaintext", "noembed", "portal"}
ADDRESSES = {"href", "src", "action", "formaction", "xlink:href", "srcdoc", "data"}
ADMIN_ROWS = ["needs.need", "needs.source", "needs.area", "solutions.solution"]
ADMIN_ACTS = ["wording", "merge", "history", "align", "easy-read", "publish", "reject", "add-to-round"]


class Shape(HTMLParser):
    """How often a page has each thing that could run, load or lead somewhere."""

    def __init__(self, html):
        super().__init__()
        self.found = Counter()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name.startswith(("on", "hx-", "data-hx", "data-module")) or name in {"style", "http-equiv", "srcdoc"}:
                self.found[f"{tag} {name}"] += 1
            if name in ADDRESSES and not (value or "").startswith(("/", "#", "?", "http://", "https://", "mailto:")):
                self.found[f"{tag} {name}={value}"] += 1
            if name in ADDRESSES - {"href"} and (value or "").startswith(("//", "http")):
                self.found[f"{tag} {name}={value}"] += 1
        if tag in DANGEROUS or (tag == "script" and "src" not in dict(attrs)):
            self.found[tag] += 1
        if tag in {"script", "form", "input", "button", "img", "svg", "video", "audio", "link", "meta"} - TAGS:
            self.found[f"<{tag}>"] += 1


def dangers(html):
    return Shape(html).found


def free_texts():
    """Every column of the portal's own tables that holds words somebody wrote."""
    for model in (model for room in ROOMS for model in apps.get_app_config(room).get_models()):
        for field in model._meta.concrete_fields:
            plain = isinstance(field, CharField | TextField) and not field.choices and not field.unique
            if plain and field.name not in NAMES and field.get_internal_type() in {"CharField", "TextField"}:
                yield model, field


def write_everywhere(words):
    """Past every service and trigger: this is about what pages do with what is there."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for model, field in free_texts():
            text = fitting(words, field.max_length) if field.max_length else "\n\n".join(words)
            with suppress(IntegrityError), transaction.atomic():  # what the database checks is not free text
                model._default_manager.update(**{field.name: text})
        cursor.execute("SET session_replication_role = origin")


def fitting(words, limit):
    text = ""
    for word in words:
        if len(text) + len(word) + 1 <= limit:
            text += f"{word} "
    return text.strip() or words[0][:limit]


def everything(places):  # noqa: F811
    """A row of each kind behind the pages, and the addresses of the pages."""
    need = NeedFactory(status="submitted", easy_read="Words")
    published = NeedFactory(easy_read="Words")
    solution = EvidenceFactory(solution__easy_read="Words", finding="Words").solution
    solution.needs.add(published)
    for made in (NeedDraftFactory, NeedStatusChangeFactory):
        made(need=published)
    NeedMergeFactory(target=published, need=NeedFactory(status="merged", merged_into=published), undone_at=Now())
    SolutionDraftFactory(solution=solution)
    DecisionFactory()
    pages = [reverse(name, args=[places[key] for key in keys]) for name, (keys, _) in MATRIX.items()]
    pages += [row.get_absolute_url() for row in (published, solution, published.area)]
    for label in ADMIN_ROWS:
        name = label.replace(".", "_")
        pages.append(reverse(f"admin:{name}_changelist") + "?all=")
    for row, name in ((need, "needs_need"), (published, "needs_need"), (solution, "solutions_solution")):
        pages.append(reverse(f"admin:{name}_change", args=[row.pk]))
        for act in ADMIN_ACTS:
            if act == "history" or any(act == known.name for known in admin.site._registry[type(row)].acts):
                pages.append(reverse(f"admin:{name}_{act}", args=[row.pk]))
        pages.append(reverse(f"admin:{name}_wording", args=[row.pk]))
    return pages


def turns(size):
    return [HOSTILE[start:] + HOSTILE[:start] for start in range(0, len(HOSTILE), size)]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who", ["visitor", "stakeholder", "executive", "curator", "administrator"])
def test_no_hostile_text_becomes_markup_on_any_page(client, request, places, who):  # noqa: F811
    pages = everything(places)
    if who != "visitor":
        client.force_login(request.getfixturevalue(who))
    write_everywhere(["Plain words"])
    plain = {page: client.get(page) for page in pages}
    shown = [page for page, response in plain.items() if response.status_code == 200 and is_html(response)]

    for words in turns(40):
        write_everywhere(words)
        for page in shown:
            found = dangers(client.get(page).content.decode()) - dangers(plain[page].content.decode())
            assert not found, (page, found)

    assert len(shown) > 5


def is_html(response):
    return not response.streaming and response.headers["Content-Type"].startswith("text/html")
