"""Pure rules: facts, matching, duties, clocks, calendars and the states of an incident; no clock, no network, no store."""
