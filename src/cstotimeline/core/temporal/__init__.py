"""Time: EDTF dates, intervals, what a question is asked for, granularity, and all of it in English."""
