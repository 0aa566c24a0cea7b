"""The files themselves."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from governance.exports.tables import (
    as_json,
    attendance_rows,
    facts,
    group_rows,
    ranking_rows,
    records,
    representation_rows,
)
from governance.selectors.people import Attendance
from mhin.common.spreadsheets import csv_bytes, xlsx_bytes
from ratings.disclosure import ReleasedGroups, ReleasedRanking

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class ExportFile:
    name: str
    content_type: str
    content: bytes


def export_run(
    ranking: ReleasedRanking, groups: ReleasedGroups | None, attendance: Attendance | None, kind: str
) -> ExportFile:
    """Raises KeyError for a format there is not."""
    content_type, write = FORMATS[kind]
    name = f"{ranking.run.round.slug}-run-{ranking.run.number}.{kind}"
    return ExportFile(name, content_type, write(ranking, groups, attendance))


def _csv(ranking: ReleasedRanking, groups: ReleasedGroups | None, attendance: Attendance | None) -> bytes:
    return csv_bytes(ranking_rows(ranking))


def _xlsx(ranking: ReleasedRanking, groups: ReleasedGroups | None, attendance: Attendance | None) -> bytes:
    sheets = [("Ranking", ranking_rows(ranking))]
    if groups:
        sheets.append(("Groups", group_rows(ranking, groups)))
    if attendance:
        sheets.append(("Who took part", attendance_rows(attendance)))
        sheets.append(("Representativeness", representation_rows(attendance)))
    return xlsx_bytes([*sheets, ("About", facts(ranking))])


def _json(ranking: ReleasedRanking, groups: ReleasedGroups | None, attendance: Attendance | None) -> bytes:
    figures = as_json(ranking, groups)
    if attendance:
        figures["who_took_part"] = records(attendance_rows(attendance))
        figures["representativeness"] = records(representation_rows(attendance))
    return json.dumps(figures, indent=1, ensure_ascii=False).encode()


Writer = Callable[[ReleasedRanking, ReleasedGroups | None, Attendance | None], bytes]
FORMATS: dict[str, tuple[str, Writer]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "xlsx": (XLSX, _xlsx),
    "json": ("application/json", _json),
}
