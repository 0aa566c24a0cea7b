"""Who took which run away."""

from hashlib import sha256

from mhin.accounts.models import User
from mhin.audit.services import record_event
from ratings.models import ScoreRun


def record_export(*, run: ScoreRun, kind: str, content: bytes, by: User) -> None:
    record_event("run_exported", target=run, by=by, after={"kind": kind, "sha256": sha256(content).hexdigest()})
