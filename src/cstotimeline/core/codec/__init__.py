"""Bytes to records and back: the reference reader, the quick ones, the writer, the JSON Schema."""
