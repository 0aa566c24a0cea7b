"""Fills the demo's database, in a process of its own: `python -m mhin.demo.prepare`. Each step may run again."""

import sys
import time
from collections.abc import Callable

import django
from django.apps import apps
from django.core.management import call_command

ROUND = "priorities-2026"
PEOPLE = 180
INVITER, CURATOR = "administrator@example.org", "curator@example.org"


def main() -> None:
    django.setup()
    for title, step in STEPS:
        sys.stdout.write(f"  {title} ...")
        sys.stdout.flush()
        began = time.monotonic()
        step()
        sys.stdout.write(f" {time.monotonic() - began:.1f} s\n")


def command(name: str, *arguments: str, **options: object) -> Callable[[], object]:
    return lambda: call_command(name, *arguments, stdout=Discard(), **options)


class Discard:
    """What a command prints is for those who call it by hand."""

    def write(self, text: str) -> int:
        return len(text)


def add_stakeholders() -> None:
    participants = apps.get_model("ratings", "Participant").objects
    if not participants.filter(round__slug=ROUND, is_simulated=True).exists():
        command("simulate_stakeholders", ROUND, people=PEOPLE, seed=2026, inviter=INVITER, curator=CURATOR)()


STEPS = (
    ("Lay out the tables", command("migrate", verbosity=0, interactive=False)),
    ("Lay out the table of rate limits", command("createcachetable")),
    ("Gather the style sheets and scripts", command("collectstatic", verbosity=0, interactive=False)),
    ("Set up the roles", command("sync_roles")),
    ("Load 7 areas, 91 needs and 22 solutions", command("load_catalogue")),
    ("Load the bodies, stakeholder groups and regions", command("load_governance")),
    ("Load the decision conference of 2022", command("load_conference")),
    ("Open a survey round and create the sign-ins", command("create_demo")),
    (f"Simulate {PEOPLE} stakeholders who rate", add_stakeholders),
    ("Compute the priorities", command("sweep", once=True)),
)

if __name__ == "__main__":
    main()
