"""The server for agents, read by the official client over standard input and output."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from cstotimeline import load
from cstotimeline.agents.server import NAMES, Tools, result_of
from cstotimeline.cli.bounded_input import BoundedLines
from cstotimeline.shipped import csto_codec

mcp: Any = pytest.importorskip("mcp")
anyio: Any = pytest.importorskip("anyio")
stdio: Any = pytest.importorskip("mcp.client.stdio")

COMMAND = ("-m", "cstotimeline", "mcp")
Use = Callable[[Any], Awaitable[None]]


def with_client(use: Use, *options: str) -> None:
    """Start the server as a process of its own, and let the official client use it."""

    async def run() -> None:
        server = stdio.StdioServerParameters(
            command=sys.executable, args=[*COMMAND, *options], env={"PYTHONPATH": ":".join(sys.path)}
        )
        async with mcp.Client(stdio.stdio_client(server)) as client:
            await use(client)

    anyio.run(run)


def test_the_client_lists_the_tools_and_asks_them() -> None:
    """The nine tools are listed as read-only, and each answers as it does in this process, as text and as data."""

    async def use(client: Any) -> None:
        listed = (await client.list_tools()).tools
        assert [tool.name for tool in listed] == list(NAMES)
        assert all(tool.annotations.read_only_hint and tool.description for tool in listed)
        for tool in listed:
            assert {"known", "recorded", "whole"} <= set(tool.input_schema["properties"])
        history = load()
        tools = Tools(history, csto_codec())
        for name, arguments in (
            ("who", {"office": "presidency", "when": "2025-06-01", "known": "2024-11-27"}),
            ("verdict", {"office": "presidency", "holder": "Russia", "when": "2019-11-20"}),
            ("find", {"text": "Бордюжа"}),
        ):
            answer = await client.call_tool(name, arguments)
            data, _ = result_of(getattr(tools, name), arguments, history.stamp)
            assert json.loads(answer.content[0].text) == answer.structured_content == data
        month = await client.call_tool("state", {"day": "2019-11"})
        assert month.is_error
        assert "give one day, or ask who for the period" in month.content[0].text
        missing = await client.call_tool("who", {"office": "presidency"})
        assert missing.is_error
        assert (await client.call_tool("state", {"day": "2019-11-20"})).is_error is not True

    with_client(use)


def test_two_requests_at_once_are_both_answered() -> None:
    """Twenty requests that are sent together come back, each with its own answer."""

    async def use(client: Any) -> None:
        found: dict[int, str] = {}

        async def ask(year: int) -> None:
            answer = await client.call_tool("who", {"office": "presidency", "when": f"{year}-07-01"})
            found[year] = answer.structured_content["answers"][0]["holder"]

        async with anyio.create_task_group() as group:
            for year in range(2005, 2025):
                group.start_soon(ask, year)
        presidency = load().presidency
        assert found == {year: presidency.at(f"{year}-07-01").holder for year in range(2005, 2025)}

    with_client(use)


def test_another_organization_is_served() -> None:
    """The log of another organization is asked by the same tools."""

    async def use(client: Any) -> None:
        answer = await client.call_tool("who", {"office": "presidency", "when": "2026-03-01"})
        assert answer.structured_content["answers"][0]["holder"] == "Cyprus"

    log = Path(__file__).parents[1] / "council" / "council.jsonl"
    with_client(use, "--organization", "tests.council.council:COUNCIL", "--log", str(log))


def request(number: int, method: str, **parameters: Any) -> bytes:
    """Return a request of the protocol as a line."""
    return (
        json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": parameters}).encode() + b"\n"
    )


def test_garbage_and_huge_frames_leave_the_server_alive() -> None:
    """After lines that are no requests, binary ones and one of forty megabytes, a sound request is answered."""
    start = request(
        1,
        "initialize",
        protocolVersion="2025-06-18",
        capabilities={},
        clientInfo={"name": "test", "version": "1"},
    )
    initialized = b'{"jsonrpc": "2.0", "method": "notifications/initialized"}\n'
    bad = [b"garbage\n", b"\x00\xff\xfe\n", b"[]\n", b'{"jsonrpc": "2.0"}\n', b"[" * 100_000 + b"\n"]
    huge = b'{"a": "' + b"x" * 40_000_000 + b"\n"
    call = request(7, "tools/call", name="who", arguments={"office": "presidency", "when": "2019-11-28"})
    with subprocess.Popen(
        [sys.executable, *COMMAND], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin
        assert process.stdout
        for line in (start, initialized, *bad, huge, call):
            process.stdin.write(line)
            process.stdin.flush()
        answers = (json.loads(line) for line in process.stdout)
        mine = next(one for one in answers if one.get("id") == 7)
        process.stdin.close()
        process.stdout.read()
        assert process.wait(timeout=60) == 0
    assert mine["result"]["structuredContent"]["answers"][0]["holder"] == "Russia"


def test_a_long_line_is_passed_over() -> None:
    """A line that is too long is cut to the limit, and the next one is whole."""
    import io

    lines = io.BufferedReader(BoundedLines(io.BytesIO(b"a" * 100 + b"\nbb\n" + b"c" * 30), limit=10))
    assert lines.read() == b"a" * 10 + b"\nbb\n" + b"c" * 10
