"""What is unmet: the seven areas, the needs in them, and the documents they come from."""

from needs.models.area import Area
from needs.models.draft import NeedDraft
from needs.models.easy_read_check import NeedEasyReadCheck
from needs.models.merge import NeedMerge
from needs.models.need import Need, NeedStatus
from needs.models.source import NICE_NUMBER, Source
from needs.models.status_change import NeedStatusChange
from needs.models.support import NeedSupport
from needs.models.word import SearchWord

__all__ = [
    "NICE_NUMBER",
    "Area",
    "Need",
    "NeedDraft",
    "NeedEasyReadCheck",
    "NeedMerge",
    "NeedStatus",
    "NeedStatusChange",
    "NeedSupport",
    "SearchWord",
    "Source",
]
