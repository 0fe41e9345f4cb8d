"""Slack's commands, shortcuts, buttons and forms, each parsed and handed to one service."""
