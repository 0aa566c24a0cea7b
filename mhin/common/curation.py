"""What needs and solutions share while curators work on them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from mhin.common.diff import Piece, diff_words

CHECKS = ("short_sentences", "no_jargon", "checked_with_people")


class StatusChange(models.Model):
    """One step in the life of a row, for people to read. Written once: a trigger refuses every change."""

    act = models.CharField(max_length=30)
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20)
    note = models.TextField(blank=True)
    before = models.JSONField(default=dict, db_default={}, blank=True, help_text="What the changed fields said.")
    after = models.JSONField(default=dict, db_default={}, blank=True, help_text="What they say since.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.act} {self.from_status} > {self.to_status}"

    @property
    def changes(self) -> list[tuple[str, list[Piece]]]:
        """Each field that changed, and how, word by word. Links are told of in the note."""
        names = {**self.before, **self.after}
        pairs = [(name, _text(self.before.get(name, "")), _text(self.after.get(name, ""))) for name in names]
        return [(name.replace("_", " "), diff_words(old, new)) for name, old, new in pairs if old != new]


class EasyReadCheck(models.Model):
    """Somebody looked an easy-read text over. It holds for the text that was looked at, and for no later one."""

    text = models.TextField("the text that was checked")
    short_sentences = models.BooleanField("short sentences, one idea in each", default=False)
    no_jargon = models.BooleanField("no jargon; hard words are explained", default=False)
    checked_with_people = models.BooleanField("read by people who use easy read, and they understood it", default=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    checked_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.done} of {len(CHECKS)} checks"

    @property
    def done(self) -> int:
        return sum(getattr(self, name) for name in CHECKS)

    def holds_for(self, text: str) -> bool:
        return bool(text) and self.text == text and self.done == len(CHECKS)


def easy_read_note(row: Any) -> str:
    """Where the easy-read text of a need or solution comes from, and who has looked at it."""
    check = getattr(row, "easy_read_check", None)
    if check and check.checked_with_people and check.text == row.easy_read:
        return "Read by people who use easy read, who understood it."
    return "Written for this portal from the longer text. People with lived experience have not checked it yet."


class Draft(models.Model):
    """Wording beside the published one: nobody but curators sees it until it is published."""

    note = models.TextField("why the wording changes", blank=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def web_address_or_blank(field: str) -> Q:
    """The form of an address: nothing but http and https is ever linked to."""
    return Q(**{field: ""}) | Q(**{f"{field}__regex": r"^https?://[^\s/]+"})


def shown_name(person: Any) -> str:
    """Who did it, in the history: the portal itself has no account, nor has somebody who left."""
    return str(person) if person else "the portal, or somebody who has left"
