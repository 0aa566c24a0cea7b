"""A run's released figures as rows. Every row names its run and how many people it rests on."""

from typing import Any

from governance.selectors.people import Attendance
from mhin.common.spreadsheets import Value
from mhin.common.templatetags.ui import score
from ratings.disclosure import ReleasedGroups, ReleasedPart, ReleasedRanking, ReleasedRow

Rows = list[list[Value]]


def facts(ranking: ReleasedRanking) -> Rows:
    """What one must know to read the other tables."""
    round_, run = ranking.run.round, ranking.run
    rows: Rows = [
        ["what", "is"],
        ["round", round_.title],
        ["simulated", "yes, the answers were made up by a computer" if round_.is_simulated else "no"],
        ["run", run.number],
        ["computed", run.finished_at.isoformat(timespec="seconds")],
        ["people", "a panel" if ranking.is_panel else ranking.people],
        ["ratings", "agreed values" if ranking.is_panel else ranking.answers],
        ["voice", round_.get_voice_display()],
        ["answers", round_.get_aggregation_display()],
        [
            "weights",
            {"elicited": "from people's swing weights", "declared": "set with the round"}.get(
                run.details.get("weights_from", ""), "all the same"
            ),
        ],
        ["smallest group shown", round_.smallest_group],
        ["code version", run.code_version],
        ["hash of the inputs", run.input_hash],
        ["seed", run.seed],
    ]
    return rows


def ranking_rows(ranking: ReleasedRanking) -> Rows:
    names = [objective.name for objective in ranking.objectives]
    header: list[Value] = [
        "rank",
        "code",
        "solution",
        "area",
        "score",
        "score low",
        "score high",
        "rank low",
        "rank high",
        "chance of the shortlist",
        "tier",
        "rank by plain means",
        *(f"value: {name}" for name in names),
        *(f"weight: {name}" for name in names),
        "run",
        "people",
        "simulated",
    ]
    return [header, *(_ranking_row(ranking, row) for row in ranking.rows)]


def _ranking_row(ranking: ReleasedRanking, row: ReleasedRow) -> list[Value]:
    return [
        row.rank,
        row.code,
        row.title,
        row.area,
        *(rounded(value, 1) for value in (row.score, row.score_low, row.score_high)),
        row.rank_low,
        row.rank_high,
        rounded(row.top_chance, 3),
        row.tier,
        row.plain_rank,
        *(rounded(cell.value, 1) for cell in row.cells),
        *(rounded(cell.weight, 4) for cell in row.cells),
        ranking.run.number,
        ranking.people,
        "yes" if ranking.run.round.is_simulated else "no",
    ]


def rounded(value: float | None, places: int) -> float | int | None:
    """Halves up. An exact mean of few people would give the sum of what they said."""
    if value is None:
        return None
    text = score(value, places)
    return float(text) if places else int(text)


def group_rows(ranking: ReleasedRanking, groups: ReleasedGroups) -> Rows:
    """What each group that may be shown thinks; a group's figures may be of an earlier run."""
    header: list[Value] = ["group", "people", "as of run", "code", "rank in this group", "why no rank"]
    objectives = [objective.code for objective in ranking.objectives]
    names = [f"value: {objective.name}" for objective in ranking.objectives]
    return [
        [*header, "score in this group", *names],
        *(
            [
                item.group.name,
                item.people,
                item.run_number,
                code,
                item.ranks[code],
                item.why_no_order or None,
                rounded(item.scores[code], 0),
                *(rounded(values[objective], 0) for objective in objectives),
            ]
            for item in groups.shown
            for code, values in item.values.items()
        ),
    ]


def attendance_rows(attendance: Attendance) -> Rows:
    """Who took part, in three divisions of the same people, in fives. A number that is not shown is empty."""
    found = attendance.participation
    rows: Rows = [["by", "part", "target", "invited", "joined", "started", "sent in"]]
    rows.append(_attendance_row("all", found.everybody))
    for by, parts in (("group", found.groups), ("region", found.regions), ("way", found.modes)):
        rows.extend(_attendance_row(by, part) for part in parts)
    return rows


def _attendance_row(by: str, part: ReleasedPart) -> list[Value]:
    return [by, part.name, part.target, part.invited, part.joined, part.started, part.finished]


def representation_rows(attendance: Attendance) -> Rows:
    """The lowest share of a target over the highest, with its 90 % interval."""
    rows: Rows = [["of", "representativeness", "low", "high", "lowest", "highest"]]
    for name, parts in (("groups", attendance.groups), ("regions", attendance.regions)):
        if found := parts.representation:
            shares = (rounded(share, 2) for share in (found.ratio, found.low, found.high))
            rows.append([name, *shares, found.lowest, found.highest])
    return rows


def as_json(ranking: ReleasedRanking, groups: ReleasedGroups | None) -> dict[str, Any]:
    """The same figures by name, for programs."""
    return {
        "facts": {str(key).replace(" ", "_"): value for key, value in facts(ranking)[1:]},
        "ranking": records(ranking_rows(ranking)),
        "groups": records(group_rows(ranking, groups)) if groups else [],
        "hidden_groups": list(groups.hidden) if groups else [],
    }


def records(rows: Rows) -> list[dict[str, Value]]:
    names = [str(name).replace(": ", "_").replace(" ", "_") for name in rows[0]]
    return [dict(zip(names, row, strict=True)) for row in rows[1:]]
