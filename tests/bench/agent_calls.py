"""What a warm call of an agent's tool costs beside the answer itself: ``python -m tests.bench.agent_calls``.

The call goes through the SDK's server in this process; the answer is a snapshot as data. Printed is the median of the
ratios of rounds in which both take turns.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from statistics import median

from cstotimeline import load
from cstotimeline.agents.server import make_server
from cstotimeline.shipped import csto_codec

ARGUMENTS = {"office": "presidency", "when": "2019-11-28"}
ROUNDS, CALLS = 15, 20


def main() -> None:
    """Print how many times as long a call takes as a warm ``at`` with its reasons as data."""
    history = load()
    server = make_server(history, csto_codec(), title="the CSTO")

    async def call() -> None:
        for _ in range(CALLS):
            await server.call_tool("who", ARGUMENTS)

    def ask() -> None:
        for _ in range(CALLS):
            history.at("2019-11-28").to_dict()

    def timed(what: Callable[[], object]) -> float:
        began = time.perf_counter()
        what()
        return time.perf_counter() - began

    asyncio.run(call())
    ask()
    ratios = [timed(lambda: asyncio.run(call())) / timed(ask) for _ in range(ROUNDS)]
    print(
        f"a warm call: {median(ratios):.1f} times a warm at as data ({min(ratios):.1f} to {max(ratios):.1f})"
    )


if __name__ == "__main__":
    main()
