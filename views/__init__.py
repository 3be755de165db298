"""The pages of the app and its own components; with app.py the only place that imports streamlit."""

from types import ModuleType

from views import entity, evidence, explore, export, library, overview, query, reader, trace

PAGES: dict[str, ModuleType] = {
    "overview": overview, "graph": explore, "trace": trace, "evidence": evidence, "reader": reader, "entity": entity, "query": query, "export": export,
    "library": library,
}  # fmt: skip
