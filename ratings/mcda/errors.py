"""The one exception of the decision core."""


class McdaError(ValueError):
    """Input that has no defined answer; the message names what is wrong and where."""
