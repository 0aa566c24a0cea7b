"""What is unmet: the seven areas, the needs in them, and the documents they come from."""

from needs.models.area import Area
from needs.models.need import Need, NeedStatus
from needs.models.source import Source
from needs.models.support import NeedSupport

__all__ = ["Area", "Need", "NeedStatus", "NeedSupport", "Source"]
