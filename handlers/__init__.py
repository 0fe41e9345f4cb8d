"""Where requests come in: parse, call one service, answer."""
