"""Loops over arrays, compiled by numba when they are first called and kept in __pycache__ for the next process."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Work = TypeVar("Work", bound=Callable[..., object])


def compiled(work: Work) -> Work:
    """The function as machine code. It takes numbers and arrays; additions keep their order, so that results don't depend on the machine."""
    return cast(Work, numba.njit(cache=True, nogil=True)(work))
