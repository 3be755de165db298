"""Loops over arrays, compiled by numba when they are first called and kept in __pycache__ (or the user's cache) for the next process."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Work = TypeVar("Work", bound=Callable[..., object])


def compiled(work: Work) -> Work:
    """The function as machine code. It takes numbers and arrays; additions keep their order, so that results don't depend on the machine."""
    try:
        made = numba.njit(cache=True, nogil=True)(work)
    except RuntimeError:  # nowhere to keep it: neither beside the module nor in the user's cache
        made = numba.njit(nogil=True)(work)
    return cast(Work, made)
