"""What can be done to a solution."""

from mhin.common.admin.acts import Act
from needs.admin.acts import easy_read_context, ticks_of
from needs.admin.forms import EasyReadForm, InternalReasonForm, NoteForm
from solutions.models import Solution
from solutions.services.curation import archive_solution, publish_solution, reopen_solution
from solutions.services.wording import check_solution_easy_read

PUBLISH = Act(
    "publish",
    "Publish",
    do=publish_solution,
    done="{} is published. Everybody can read it now.",
    hint="Everybody will be able to read it. It can then be put into a round that is being drafted.",
    offered=lambda solution: solution.status == Solution.Status.DRAFT,
    problem=lambda solution: "" if solution.summary.strip() else "write the plain summary first",
    bulk=True,
    main=lambda solution: bool(solution.summary.strip()),
)
ARCHIVE = Act(
    "archive",
    "Take out of the catalogue",
    do=archive_solution,
    done="{} is not in the catalogue any more.",
    hint="Public pages stop showing it. Rounds and decisions that have it keep it.",
    form=InternalReasonForm,
    offered=lambda solution: solution.status != Solution.Status.ARCHIVED,
    bulk=True,
)
REOPEN = Act(
    "reopen",
    "Make it a draft again",
    do=reopen_solution,
    done="{} is a draft again.",
    hint="Public pages stop showing it until it is published again.",
    form=NoteForm,
    offered=lambda solution: solution.status != Solution.Status.DRAFT,
)
EASY_READ = Act(
    "easy-read",
    "Check the easy-read text",
    do=check_solution_easy_read,
    done="The check of {} is kept.",
    hint="Tick only what you know. A later change of the text asks for a new check.",
    form=EasyReadForm,
    offered=lambda solution: bool(solution.easy_read) and solution.status != Solution.Status.ARCHIVED,
    initial=ticks_of,
    more=easy_read_context,
    template="admin/curation/easy_read.html",
)
SOLUTION_ACTS = [PUBLISH, EASY_READ, ARCHIVE, REOPEN]
