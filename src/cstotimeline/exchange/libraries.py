"""The libraries that tables need, imported when they are used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cstotimeline.core.errors import Fault, TableError


def library(name: str) -> Any:
    """Return a library by the name of its module.

    Raises:
        TableError: it is not installed; the error names the extra that brings it.

    >>> library("json").loads("1")
    1
    """
    try:
        return import_module(name)
    except ImportError:
        package = name.partition(".")[0]
        what = f"the package {package} is not installed"
        remedy = "install cstotimeline[tables]"
        raise TableError(Fault(where="tables", what=what, remedy=remedy)) from None


def arrow() -> Any:
    """Return pyarrow."""
    return library("pyarrow")


def compute() -> Any:
    """Return the functions of pyarrow on columns."""
    return library("pyarrow.compute")
