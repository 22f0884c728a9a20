"""What must hold of a history: rules about offices and about events, and their findings."""
