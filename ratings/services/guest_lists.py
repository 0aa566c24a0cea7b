"""Reading a pasted or uploaded list of people to invite, and saying line by line what is wrong with it."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from mhin.accounts.emails import normalise_email
from mhin.accounts.selectors import ErasureLog, erased_and_gone
from mhin.common.templatetags.ui import date_uk
from mhin.common.uploads import Upload
from ratings.models import Region, Round, StakeholderGroup
from ratings.roll import Invitees, invitees_of, mailbox_of
from ratings.selectors import groups_of, regions_of
from ratings.services.invitations import Guest

MOST_LINES = 1000
LONGEST_EMAIL, LONGEST_NAME = 254, 150
EMAIL_HEADINGS = {"email", "e-mail", "email address", "e-mail address"}


@dataclass(frozen=True)
class GuestLine:
    """One line of the list, what is wrong with it, and what an administrator should look at."""

    number: int
    email: str
    name: str
    group_name: str
    group: StakeholderGroup | None
    region_name: str
    region: Region | None
    problems: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class GuestList:
    lines: tuple[GuestLine, ...]
    fault: str = ""  # what is wrong with the list as a whole

    @property
    def faulty_lines(self) -> list[GuestLine]:
        return [line for line in self.lines if line.problems]

    @property
    def is_good(self) -> bool:
        return bool(self.lines) and not self.fault and not self.faulty_lines

    @property
    def has_regions(self) -> bool:
        return any(line.region_name for line in self.lines)

    @property
    def guests(self) -> list[Guest]:
        """Who is to be invited; only a good list has them all."""
        return [
            Guest(line.email, line.name, line.group, line.region)
            for line in self.lines
            if line.group and not line.problems
        ]


def read_guest_list(*, round_: Round, text: str) -> GuestList:
    """Lines of `email, name, group` and, if one likes, `region`; commas, semicolons or tabs; a heading is skipped;
    quotes as spreadsheets do.
    """
    try:
        cells = [(number, row) for number, row in _rows(text) if any(row)]
    except csv.Error as error:
        return GuestList((), f"The list cannot be read: {error}.")
    if cells and cells[0][1][0].lower() in EMAIL_HEADINGS:
        cells = cells[1:]
    if not cells:
        return GuestList((), "The list is empty.")
    if len(cells) > MOST_LINES:
        return GuestList((), f"The list has {len(cells):,} lines. Invite {MOST_LINES:,} people at a time at most.")
    checker = _Checker(round_)
    return GuestList(tuple(checker.line(number, row) for number, row in cells))


def list_from_upload(upload: Upload) -> str:
    """The first sheet as the text that somebody would have pasted, line for line."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in upload.tables[0].rows if upload.tables else []:
        writer.writerow(["" if cell is None else " ".join(str(cell).split()) for cell in row])
    return out.getvalue()


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = "\t" if "\t" in first else ";" if ";" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True)
    for row in reader:
        yield reader.line_num, [cell.strip() for cell in row]


class _Checker:
    """Knows who is invited and who takes part, so that a list of any length costs the same few queries."""

    def __init__(self, round_: Round) -> None:
        groups = list(groups_of(round_))
        self.groups = {key.casefold(): group for group in groups for key in (group.name, group.code)}
        self.regions = {key.casefold(): region for region in regions_of(round_) for key in (region.name, region.code)}
        self.parts = 4 if self.regions else 3
        self.invitees: Invitees = invitees_of(round_)
        self.erasures = ErasureLog()
        self.seen: dict[str, int] = {}
        self.mailboxes: dict[str, str] = {}

    def line(self, number: int, row: list[str]) -> GuestLine:
        typed, name, group_name, region_name = [*row[: self.parts], "", "", "", ""][:4]
        email = normalise_email(typed)
        group = self.groups.get(group_name.casefold())
        region = self.regions.get(region_name.casefold())
        problems = [
            *self._shape(row),
            *self._address(typed, email),
            *([] if len(name) <= LONGEST_NAME else [f"The name is longer than {LONGEST_NAME} letters."]),
            *self._group(group_name, group),
            *(
                [f"“{region_name[:60]}” is not a region of this round. Choose one that is named below."]
                if region_name and not region
                else []
            ),
        ]
        line = GuestLine(
            number=number,
            email=email,
            name=name,
            group_name=group_name,
            group=group,
            region_name=region_name,
            region=region,
            problems=tuple(problems),
            notes=tuple(self._notes(email)),
        )
        self.seen.setdefault(email, number)
        self.mailboxes.setdefault(mailbox_of(email), email)
        return line

    def _shape(self, row: list[str]) -> list[str]:
        if any(row[self.parts :]):
            most = {3: "three", 4: "four"}[self.parts]
            return [f"There are more than {most} parts. Put quotes around a name that has a comma in it."]
        return []

    def _address(self, typed: str, email: str) -> list[str]:
        if not email:
            return ["The email address is missing."]
        try:
            validate_email(email)
        except ValidationError:
            return [f"“{typed[:60]}” is not an email address."]
        if len(email) > LONGEST_EMAIL:
            return ["The email address is too long."]
        if email in self.seen:
            return [f"This address is in line {self.seen[email]} already."]
        if email in self.invitees.taking_part:
            return ["This person takes part already."]
        erased_at = erased_and_gone(log=self.erasures, address=email)
        if erased_at:
            day = date_uk(timezone.localdate(erased_at))
            return [f"This person asked to be erased, which was done on {day}. Leave the line out."]
        if email in self.invitees.waiting:
            return ["This person is invited already. You can send the invitation again from the list."]
        return []

    def _group(self, typed: str, group: StakeholderGroup | None) -> list[str]:
        if group:
            return []
        return (
            [f"“{typed[:60]}” is not a group of this round. Choose one that is named below."]
            if typed
            else ["The group is missing."]
        )

    def _notes(self, email: str) -> list[str]:
        other = self.mailboxes.get(mailbox_of(email)) or self.invitees.by_mailbox.get(mailbox_of(email))
        notes = [f"May be the same person as {other}."] if other and other != email else []
        if email in self.invitees.expired:
            notes.append("The earlier invitation has expired. This one replaces it.")
        return notes
