"""The results of a published round as files for everybody: what their page shows, as exact as the page, and no more."""

import json
from collections.abc import Callable

from governance.exports.files import XLSX, ExportFile
from governance.exports.report import results_report
from governance.exports.tables import Rows, records, rounded
from governance.selectors.results import Results
from mhin.common.spreadsheets import Value, csv_bytes, xlsx_bytes
from ratings.disclosure import NO_ORDER, ReleasedPart, ReleasedRow

PDF = "application/pdf"


def export_results(results: Results, kind: str) -> ExportFile:
    """Raises KeyError for a format there is not, PdfUnavailableError."""
    content_type, write = RESULT_FORMATS[kind]
    run = results.ranking.run
    return ExportFile(f"{run.round.slug}-results-run-{run.number}.{kind}", content_type, write(results))


def published_facts(results: Results) -> Rows:
    """What one must know to read the other tables."""
    ranking = results.ranking
    round_, run = ranking.run.round, ranking.run
    return [
        ["what", "is"],
        ["round", round_.title],
        ["simulated", "yes, the answers were made up by a computer" if round_.is_simulated else "no"],
        ["run", run.number],
        ["computed", run.finished_at.isoformat(timespec="minutes")],
        ["people", "a panel" if ranking.is_panel else ranking.people],
        ["ratings", "agreed values" if ranking.is_panel else ranking.answers],
        ["smallest group shown", round_.smallest_group],
        *([["source", round_.source]] if round_.source else []),
    ]


def published_ranking_rows(results: Results) -> Rows:
    ranking = results.ranking
    names = [objective.name for objective in ranking.objectives]
    header: list[Value] = [
        *("rank", "code", "solution", "area", "score", "score low", "score high", "rank low", "rank high"),
        *("chance of the shortlist in percent", "tier"),
        *(f"points: {name}" for name in names),
        *(f"value: {name}" for name in names),
        *(f"weight in percent: {name}" for name in names),
        *("run", "people", "simulated"),
    ]
    about: list[Value] = [ranking.run.number, ranking.people, "yes" if ranking.run.round.is_simulated else "no"]
    return [header, *([*_row(row), *about] for row in ranking.ranked)]


def _row(row: ReleasedRow) -> list[Value]:
    return [
        *(row.rank, row.code, row.title, row.area, rounded(row.score, 0)),
        *(rounded(row.score_low, 0), rounded(row.score_high, 0), row.rank_low, row.rank_high),
        *(_percent(row.top_chance), row.tier),
        *(rounded(cell.contribution, 1) for cell in row.cells),
        *(rounded(cell.value, 0) for cell in row.cells),
        *(_percent(cell.weight) for cell in row.cells),
    ]


def _percent(share: float | None) -> float | int | None:
    return None if share is None else rounded(100 * share, 0)


def published_group_rows(results: Results) -> Rows:
    """Only the order of each group that may be shown, as on the page. Groups without one come last, and say why."""
    ordered, unordered = (results.groups.ordered, results.groups.unordered) if results.groups else ((), ())
    without = [f"{name} ({NO_ORDER})" for name in unordered]
    empty = [None] * len(unordered)
    return [
        ["code", "rank of all", *(view.group.name for view in ordered), *without],
        *([row.code, row.rank, *ranks, *empty] for row, ranks in results.group_ranks),
    ]


def published_people_rows(results: Results) -> Rows:
    """A number that is not shown is empty."""
    rows: Rows = [["by", "part", "people who joined (in fives)"]]
    found = results.participation
    if found is None:
        return rows
    divisions: list[tuple[str, tuple[ReleasedPart, ...]]] = [("group", found.groups), ("region", found.regions)]
    rows.append(["all", "Everybody", found.everybody.joined])
    rows.extend([by, part.name, part.joined] for by, parts in divisions for part in parts)
    return rows


def _csv(results: Results) -> bytes:
    return csv_bytes(published_ranking_rows(results))


def _xlsx(results: Results) -> bytes:
    sheets = [("Ranking", published_ranking_rows(results))]
    if results.groups:
        sheets.append(("Groups", published_group_rows(results)))
    if results.participation:
        sheets.append(("Who took part", published_people_rows(results)))
    return xlsx_bytes([*sheets, ("About", published_facts(results))])


def _json(results: Results) -> bytes:
    figures = {
        "facts": {str(key).replace(" ", "_"): value for key, value in published_facts(results)[1:]},
        "ranking": records(published_ranking_rows(results)),
        "groups": _group_records(results),
        "hidden_groups": list(results.groups.hidden) if results.groups else [],
        "who_took_part": records(published_people_rows(results)),
    }
    return json.dumps(figures, indent=1, ensure_ascii=False).encode()


def _group_records(results: Results) -> list[dict[str, Value]]:
    return [
        {
            "group": view.group.name,
            "code": row.code,
            "rank": view.ranks[row.code],
            "why_no_rank": view.why_no_order or None,
        }
        for view in (results.groups.shown if results.groups else ())
        for row in results.rows
    ]


def _pdf(results: Results) -> bytes:
    return results_report(results, published_facts(results)[1:])


RESULT_FORMATS: dict[str, tuple[str, Callable[[Results], bytes]]] = {
    "pdf": (PDF, _pdf),
    "xlsx": (XLSX, _xlsx),
    "csv": ("text/csv; charset=utf-8", _csv),
    "json": ("application/json", _json),
}
