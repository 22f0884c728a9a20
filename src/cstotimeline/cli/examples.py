"""Examples of the commands, which their help shows and a test runs."""

from __future__ import annotations

EXAMPLES: dict[str, tuple[str, ...]] = {
    "at": ("at 2015-09-15", "at 2025-06-01 --known 2024-12-01", "at 2019-11 --json"),
    "who": (
        "who presidency 2019-11 --why",
        "who 'leader of Armenia' 2015-09-15",
        "who members 1999",
        "who 'secretary general' 2026-02-01 --known 2025-11-25 --expecting",
    ),
    "events": (
        "events --kind summit_held --place Bishkek",
        "events --person Лукашенко --year 2015 --limit 5",
        "events --kind summit_held --count place",
    ),
    "find": (
        "find Бордюжа",
        "find 'rapid reaction' --sort forces",
        "find peacekeeping --sort event --during 2022",
    ),
    "when": (
        "when presidency Russia",
        "when members Uzbekistan",
        "when 'secretary general' Zas --why",
        "when Bordyuzha",
    ),
    "verdicts": ("verdicts statements.csv", "verdicts statements.jsonl --known 2019-12-31"),
    "without": ("without Kremlin", "without en.kremlin.ru --json"),
    "diff": ("diff 2016-01-01 2020-01-01", "diff 2015-09-14 2015-09-16 --learned"),
    "expected": ("expected 2015-09-14", "expected 2019"),
    "check": ("check", "check --all --notes"),
    "append": ("append draft.jsonl --log events --dry-run",),
    "seal": ("seal --log events",),
    "digest": ("digest",),
    "verify": ("verify 0:0000000000000000000000000000000000000000000000000000000000000000",),
    "compare": ("compare events", "compare events events --json"),
    "copy": ("copy events sqlite:///history.db",),
    "show": ("show presidency-2019-11-28-russia",),
    "correct": ("correct presidency-2019-11-28-russia holder=Russia --reason 'the page says so'",),
    "retract": ("retract presidency-2019-11-28-russia --reason 'no page says so'",),
    "draw": ("draw --during 2014/2016 -o csto.svg",),
    "page": ("page -o csto.html",),
    "cite": ("cite presidency-2019-11-28-russia",),
    "export": ("export tenures -o tenures.csv", "export states --days 2019 -o states.parquet"),
    "recheck": ("recheck tenures.csv",),
    "import": ("import terms.csv --office member --publisher 'The House' --log house.jsonl",),
    "completion": ("completion bash > ~/.local/share/bash-completion/completions/cstotimeline",),
    "mcp": ("mcp", "mcp --organization council:COUNCIL --log council.jsonl"),
}
"""Of each command what may follow the name of the program."""
