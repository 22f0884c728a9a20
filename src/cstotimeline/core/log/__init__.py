"""Append-only records: admission, the clocks of knowing and recording, digests, copies."""
