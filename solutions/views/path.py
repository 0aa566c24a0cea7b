"""How we got from needs to solutions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mhin.common.access import public
from needs.selectors import counts_by_act
from solutions.charts import draw_path, sentence_of, stages_of, table_of
from solutions.selectors.path import areas_with_both_counts, count_path


@public
def show_path(request: HttpRequest) -> HttpResponse:
    counts = count_path()
    stages = stages_of(counts)
    context = {
        "counts": counts,
        "diagram": draw_path(stages),
        "head": ["Stage", "Number"],
        "rows": table_of(stages),
        "sentence": sentence_of(counts),
        "acts": counts_by_act(),
        "acts_head": ["What happened to a need", "How often"],
        "areas": areas_with_both_counts(),
    }
    return render(request, "solutions/path.html", context)
