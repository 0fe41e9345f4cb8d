"""Hansho: the bot that keeps a contract's clocks running, visible and answered."""
