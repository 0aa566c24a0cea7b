"""The roles of the portal and what each may do. A role is a Django group of the same name."""

from enum import StrEnum


class Role(StrEnum):
    STAKEHOLDER = "Stakeholder"
    EXECUTIVE = "Executive"
    CURATOR = "Curator"
    ADMINISTRATOR = "Administrator"


STAFF_ROLES = frozenset({Role.EXECUTIVE, Role.CURATOR, Role.ADMINISTRATOR})
ADMIN_SITE_ROLES = frozenset({Role.CURATOR, Role.ADMINISTRATOR})

WHAT_ROLES_DO: dict[Role, str] = {
    Role.STAKEHOLDER: "Rates in open rounds, as anybody with an account may.",
    Role.EXECUTIVE: "Reads the boards and takes them away as files; records decisions and what follows from them.",
    Role.CURATOR: "Edits and publishes needs, solutions and evidence; reads comments and releases or hides them.",
    Role.ADMINISTRATOR: "Starts, opens and closes rounds; invites people; enters answers for others; gives roles.",
}


def _all(*models: str) -> tuple[str, ...]:
    """View, add and change, never delete: rows are withdrawn by a status, so that history stays whole."""
    return tuple(
        f"{app}.{act}_{name}" for app, name in (m.split(".") for m in models) for act in ("view", "add", "change")
    )


# Anybody signed in may rate in an open round, so the stakeholder's role needs no permission of its own.
ROLE_PERMISSIONS: dict[Role, tuple[str, ...]] = {
    Role.STAKEHOLDER: (),
    Role.EXECUTIVE: (
        "ratings.view_ranking",
        "ratings.export_ranking",
        "ratings.view_participation",
        "governance.record_decision",
        "governance.add_action",  # what follows from a decision, on the decision's own page
        "governance.change_action",
    ),
    Role.CURATOR: (
        *_all("needs.area", "needs.source", "needs.need", "solutions.solution", "solutions.evidence"),
        "solutions.import_catalogue",
        "solutions.export_catalogue",
        "ratings.moderate_comment",
        "ratings.add_roundsolution",  # into a round that is being drafted, from the page of a solution
    ),
    Role.ADMINISTRATOR: (
        *_all(
            "accounts.user",
            "ratings.round",
            "ratings.roundsolution",
            "ratings.objective",
            "ratings.stakeholdergroup",
            "ratings.roundgroup",
            "ratings.region",
            "ratings.roundregion",
            "ratings.invitation",
            "governance.body",
            "governance.bodylink",
            "governance.membership",
            "governance.meeting",
            "governance.interest",
            "governance.action",
        ),
        "governance.view_decision",
        "accounts.erase_user",
        "audit.view_auditevent",
        "mail.view_outgoingmail",
        "mail.retry_mail",
        "ratings.view_participation",
        "ratings.enter_for_others",
        "ratings.decide_group_change",
    ),
}
