"""How the papers hang together: a Sankey from standing through directive and section to initiative, drawn as SVG, each band a button."""

from __future__ import annotations

import streamlit as st

from graph.model import Part, Tie


def show(ties: list[Tie], parts: tuple[Part, ...]) -> None:
    """The Sankey, and the links behind the band that was clicked."""
    _ = st, ties, parts
