"""The files themselves."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from governance.exports.tables import as_json, facts, group_rows, ranking_rows
from mhin.common.spreadsheets import csv_bytes, xlsx_bytes
from ratings.disclosure import ReleasedGroups, ReleasedRanking

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class ExportFile:
    name: str
    content_type: str
    content: bytes


def export_run(ranking: ReleasedRanking, groups: ReleasedGroups | None, kind: str) -> ExportFile:
    """Raises KeyError for a format there is not."""
    content_type, write = FORMATS[kind]
    name = f"{ranking.run.round.slug}-run-{ranking.run.number}.{kind}"
    return ExportFile(name, content_type, write(ranking, groups))


def _csv(ranking: ReleasedRanking, groups: ReleasedGroups | None) -> bytes:
    return csv_bytes(ranking_rows(ranking))


def _xlsx(ranking: ReleasedRanking, groups: ReleasedGroups | None) -> bytes:
    sheets = [("Ranking", ranking_rows(ranking)), ("About", facts(ranking))]
    if groups:
        sheets.insert(1, ("Groups", group_rows(ranking, groups)))
    return xlsx_bytes(sheets)


def _json(ranking: ReleasedRanking, groups: ReleasedGroups | None) -> bytes:
    return json.dumps(as_json(ranking, groups), indent=1, ensure_ascii=False).encode()


Writer = Callable[[ReleasedRanking, ReleasedGroups | None], bytes]
FORMATS: dict[str, tuple[str, Writer]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "xlsx": (XLSX, _xlsx),
    "json": ("application/json", _json),
}
