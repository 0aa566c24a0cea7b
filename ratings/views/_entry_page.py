"""The page on which a sheet is typed, with what was typed and what another window saved."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ratings.entries import ratings_by_cell
from ratings.entry_forms import KeyedGrid, KeyedSwingsForm
from ratings.models import EntrySheet, Round
from ratings.selectors import objectives_of, round_solutions_of, swings_of, weighting_of
from ratings.services.entry import SavedEntry
from ratings.views._kept import owner_mark


class EntryPage:
    def __init__(
        self, request: HttpRequest, round_: Round, sheet: EntrySheet, typed: dict[str, str] | None = None
    ) -> None:
        self.request = request
        self.round = round_
        self.sheet = sheet
        self.typed = typed or {}
        self.objectives = objectives_of(round_)
        self.grid = KeyedGrid(
            round_solutions=round_solutions_of(round_),
            objectives=self.objectives,
            stored=ratings_by_cell(sheet.participant),
            typed=typed,
        )
        # The version comes first: what changes while the rest is read then conflicts on saving, and is never lost.
        weighting = weighting_of(sheet.participant)
        self.weights_version: str | int = weighting.version if weighting else 0
        self.points: Mapping[int, int] = swings_of(sheet.participant)
        self.weights = KeyedSwingsForm(typed, objectives=self.objectives, stored=self.points)

    @property
    def errors(self) -> list[dict[str, str]]:
        return self.grid.errors + self.weights.error_links

    def show(self, status: int = 200, **extra: object) -> HttpResponse:
        context = {
            "round": self.round,
            "sheet": self.sheet,
            "grid": self.grid,
            "weights": self.weights,
            "versions": self.typed.get("versions", self.grid.versions),
            "weights_version": self.typed.get("weights_version", self.weights_version),
            "owner": owner_mark(self.request.user),
            "errors": self.errors,
            "simulated": self.round.is_simulated,
        }
        return render(self.request, "ratings/entry_sheet.html", context | extra, status=status)

    def show_conflict(self, saved: SavedEntry) -> HttpResponse:
        """Saved again, the page overwrites what it now shows."""
        for round_solution, conflict in saved.conflicts.items():
            self.grid.show_conflict(round_solution, conflict.current)
        points = [f"{o.name}: {self.points.get(o.pk, 'nothing')}" for o in self.objectives]
        return self.show(
            status=409,
            conflict=True,
            versions=self.grid.versions,
            weights_version=self.weights_version,
            points_meanwhile=points if saved.weights_conflict else [],
        )
