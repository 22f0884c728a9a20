"""What users hold: timelines, questions, tenures, groups, event lists, answers, changes, snapshots."""
