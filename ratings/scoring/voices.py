"""Whose view the order is: each group's own, the other voice policies, and the order without each group."""

import numpy as np

from ratings.mcda.aggregation import combine, group_scores, leave_one_group_out
from ratings.mcda.voices import EQUAL, PERSON, declared_voice
from ratings.mcda.weights import elicited_weights, weights_without_group
from ratings.scoring.named import Json, by_code, table
from ratings.scoring.official import Floats, Official, stated_weights


def voices(official: Official) -> Json:
    own_scores, own_ranks = group_scores(official.cells, _group_weights(official))
    snapshot = official.snapshot
    groups = [group.code for group in snapshot.groups]
    return {
        "effective_people": official.result.effective_people,
        "silent_groups": [snapshot.groups[index].name for index in official.result.silent if snapshot.groups],
        "policies": _policies(official),
        "groups": {
            code: {
                "name": snapshot.groups[g].name,
                "people": int(official.cells.members[g]),
                "scores": by_code(snapshot.codes, own_scores[g]),
                "ranks": by_code(snapshot.codes, own_ranks[g]),
                "values": _cell_table(official, official.cells.values[g]),
                "answers": _cell_table(official, official.cells.counts[g]),
            }
            for g, code in enumerate(groups)
        },
        "without": _without(official, groups),
    }


def _cell_table(official: Official, values: object) -> Json:
    objectives = [objective.code for objective in official.snapshot.objectives]
    return table(official.snapshot.codes, objectives, values)


def _group_weights(official: Official) -> Floats:
    """Each group's own weights where k of its people gave any, the official ones elsewhere.

    A group's scores stand beside its values by objective, so the weights can be read off them.
    """
    groups = len(official.snapshot.panel.group_names)
    if official.elicited is None:
        return np.tile(official.shares, (groups, 1))
    enough = official.elicited.counts >= official.snapshot.round.smallest_group
    return np.where(enough[:, None], official.elicited.group_weights, official.shares)


def _policies(official: Official) -> Json:
    """The order under each voice policy; weights that people gave are averaged by the same policy."""
    snapshot = official.snapshot
    policies = {"equal": EQUAL, "person": PERSON}
    if any(snapshot.declared_voices):
        policies["declared"] = declared_voice(snapshot.declared_voices)
    orders = {}
    for name, voice in policies.items():
        shares = official.shares
        if official.elicited is not None:
            shares = elicited_weights(snapshot.panel, voice, stated_weights(snapshot)).shares
        result = combine(official.cells, voice, shares)
        orders[name] = {
            "scores": by_code(snapshot.codes, result.scores),
            "ranks": by_code(snapshot.codes, result.ranks),
            "effective_people": result.effective_people,
        }
    return orders


def _without(official: Official, groups: list[str]) -> Json:
    shares = [
        official.shares
        if official.elicited is None
        else weights_without_group(official.elicited, official.voice, index)
        for index in range(len(groups))
    ]
    if not groups:
        return {}
    results = leave_one_group_out(official.cells, official.voice, shares)
    return {code: by_code(official.snapshot.codes, result.ranks) for code, result in zip(groups, results, strict=True)}
