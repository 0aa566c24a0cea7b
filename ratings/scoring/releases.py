"""Which groups' figures a new run renews. Renewed too often, two looks would differ by one person's answers."""

from django.db.models import Q

from ratings.models import GroupRelease, Participant, ScoreRun, StakeholderGroup


def renew_groups(run: ScoreRun, *, is_final: bool) -> None:
    """Log a release for each group that has k people and of which k have changed since its last one."""
    smallest = run.round.smallest_group
    views = run.details.get("groups", {})
    groups = StakeholderGroup.objects.filter(code__in=[code for code, v in views.items() if v["people"] >= smallest])
    last = _last_releases(run)
    GroupRelease.objects.bulk_create(
        GroupRelease(run=run, group=group)
        for group in groups
        if is_final or group.pk not in last or _changed_people(group, last[group.pk], views[group.code]) >= smallest
    )


def _last_releases(run: ScoreRun) -> dict[int, ScoreRun]:
    rows = GroupRelease.objects.filter(run__round=run.round).order_by("group_id", "-run__number").distinct("group_id")
    return {release.group_id: release.run for release in rows.select_related("run")}


def _changed_people(group: StakeholderGroup, last: ScoreRun, view: dict[str, int]) -> int:
    """People of the group who answered anew since that run, and those who have left."""
    since = last.started_at
    changed = Participant.objects.filter(
        Q(rating_events__at__gt=since) | Q(swings__updated_at__gt=since), round=last.round, group=group
    )
    left = int(last.details["groups"][group.code]["people"]) - view["people"]
    return int(changed.distinct().count()) + max(0, left)
