"""The decision core: numpy and scipy only, no Django, nothing read from a database."""
