"""Measurements of the whole program, each beside the bare part it stands on, measured in the same run."""
