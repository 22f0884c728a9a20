"""Sphinx: Markdown pages, no address outside the pages themselves."""

from __future__ import annotations

from importlib.metadata import version as version_of

project = "cstotimeline"
author = "cstotimeline contributors"
copyright = "2026, cstotimeline contributors"
release = version_of("cstotimeline")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "bench/*.md"]  # tables that docs/reference/benchmarks.md takes in
myst_heading_anchors = 3  # so that pages can link to sections
napoleon_custom_sections = ["Source"]
autodoc_member_order = "bysource"

html_theme = "furo"
html_title = f"cstotimeline {release}"
html_copy_source = False
html_extra_path = ["llms.txt"]
html_show_sphinx = False
