"""Faults of the RDF side that a user can cause and mend. Each message names the value, the rule and the remedy."""


class GraphError(Exception):
    """Base of the named faults; anything else that is raised is a bug of ours."""


class VocabError(GraphError):
    """A name or key that has no IRI: an empty title, a tier that the ontology doesn't know."""


class StoreError(GraphError):
    """A store that can't be opened, read or written: a folder that is a file, a server that does not answer."""


class QueryError(GraphError):
    """A query that can't be answered: a slip of syntax, a time-out, an update where only reading is allowed."""


class QueryTimeout(QueryError):
    """A query that was stopped at its time-out. It has no answer, which is not an empty one."""


class QueryStopped(QueryError):
    """A query that its asker cancelled."""


class QueryRefused(QueryError):
    """A query that is not run at all: an update, a question to another server."""


class ExportError(GraphError):
    """An export that can't be written: a format that is not known, a folder that is not there."""


class FigureError(GraphError):
    """A figure that can't be drawn: an unknown kind or paper size, an entity that the papers do not name, an empty selection."""
