"""The tests of Hansho."""
