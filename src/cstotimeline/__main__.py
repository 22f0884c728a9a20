"""Lets ``python -m cstotimeline`` do what the command does."""

from cstotimeline.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
