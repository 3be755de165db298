"""Faults that a user can cause and mend. Each message names the file or row, what is wrong, and the remedy."""


class PolicyTraceError(Exception):
    """Base of the named faults; anything else that is raised is a bug of ours."""


class ReadError(PolicyTraceError):
    """A file that can't be read as a paper: missing, empty, binary, a scan without text layer."""


class LexiconError(PolicyTraceError):
    """A row of data/lexicon/ that can't be used; the message begins with file:line."""
