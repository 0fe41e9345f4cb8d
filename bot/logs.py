"""Logs: lines for people on a terminal, JSON elsewhere; one shape for our own events and for the libraries' lines."""

from __future__ import annotations

import logging
import sys
from typing import Literal, TextIO

import structlog

LIBRARIES = ("slack_sdk", "slack_bolt", "hansho.bolt", "aiohttp", "apscheduler", "asyncio", "alembic", "sqlalchemy")
"""Kept at warnings: slack_sdk's debug lines hold what people wrote."""


def configure_logs(form: Literal["", "text", "json"], level: str, stream: TextIO | None = None) -> None:
    """Set up logging once per process. Log event names are an interface; the words around them are not."""
    out = stream or sys.stderr
    as_json = form == "json" or (form == "" and not out.isatty())
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    shown: list[structlog.typing.Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if as_json
        else [structlog.dev.ConsoleRenderer(colors=out.isatty(), exception_formatter=structlog.dev.plain_traceback)]
    )
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[*shared, *shown],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(out),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *shown],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(number)
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(max(number, logging.WARNING))
