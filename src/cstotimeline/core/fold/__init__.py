"""Events to states: projections, offices, resolved events, their order, and the states that doubt allows."""
