"""All settings in one frozen object, from the environment or a `.env` file. Secrets never appear in an error."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.exits import Exit, StartRefused

Mode = Literal["socket", "http"]

DEFAULT_DATABASE = "sqlite:///hansho.db"
SHORTEST_KEY = 32


class Settings(BaseSettings):
    """What an operator may decide. A field's upper-case name is its environment variable."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        populate_by_name=True,
    )

    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    """Present: events come over Socket Mode. It wins over the signing secret when both are set."""
    slack_signing_secret: SecretStr = SecretStr("")
    """Present without an app token: events come as signed HTTP requests to POST /slack/events."""
    slack_api_url: str = "https://slack.com/api"
    slack_sockets: Annotated[int, Field(ge=1, le=10)] = 2
    """Socket Mode connections; with two, a click survives the refresh of one (Slack allows ten an app)."""

    database_url: SecretStr = SecretStr(DEFAULT_DATABASE)
    packs_dir: Path | None = None
    """The folder of the house's own rule packs; None: the packs that come with the program, which name no client's desk."""
    public_url: str = ""
    """Where people reach this program with a browser; kept without a slash at the end."""
    smtp_url: SecretStr = SecretStr("")
    webhook_url: SecretStr = SecretStr("")
    """A third road for pages, and for the auditor's alarms: takes one JSON object by POST."""
    deadman_url: SecretStr = SecretStr("")
    tsa_url: str = ""
    """A time stamp authority (RFC 3161) for evidence packs; only a digest is sent there."""
    secret_key: SecretStr = SecretStr("")
    """Signs the links with which a client's desk confirms receipt; another key makes the links in mails already sent useless."""

    bind: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    """Where health checks, and in HTTP mode Slack's requests, are answered. 0 takes any free port."""
    log_format: Literal["", "text", "json"] = ""
    """Empty: text on a terminal, JSON elsewhere."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    clock_file: Annotated[Path | None, Field(validation_alias=AliasChoices("HANSHO_CLOCK_FILE", "clock_file"))] = None
    """Practice time shared with the practice workspace; never set it in production."""

    @field_validator("slack_bot_token", "slack_app_token", "slack_signing_secret", mode="after")
    @classmethod
    def _no_blanks(cls, value: SecretStr) -> SecretStr:
        return SecretStr(value.get_secret_value().strip())

    @field_validator("secret_key", mode="after")
    @classmethod
    def _is_long_enough(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and len(value.get_secret_value()) < SHORTEST_KEY:
            raise ValueError(f"at least {SHORTEST_KEY} random characters are needed, see .env.example")
        return value

    @field_validator("slack_bot_token", mode="after")
    @classmethod
    def _is_bot_token(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not value.get_secret_value().startswith("xoxb-"):
            raise ValueError("a bot token begins with xoxb-")
        return value

    @field_validator("slack_app_token", mode="after")
    @classmethod
    def _is_app_token(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not value.get_secret_value().startswith("xapp-"):
            raise ValueError("an app-level token begins with xapp-")
        return value

    @field_validator("slack_api_url", "public_url", mode="after")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        try:
            parts = urlsplit(value)
            usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            usable = False
        if value and not usable:
            raise ValueError("an address that begins with https:// or http:// is needed")
        return value.rstrip("/")

    @property
    def slack_api_base(self) -> str:
        """The base of Slack's Web API as slack_sdk wants it: with a slash at the end."""
        return f"{self.slack_api_url}/"

    @model_validator(mode="after")
    def _clock_file_is_for_practice(self) -> Self:
        if self.clock_file is not None and urlsplit(self.slack_api_url).hostname in {"slack.com", "slack-gov.com"}:
            raise ValueError("HANSHO_CLOCK_FILE is practice time; with the real Slack every deadline would be wrong")
        return self

    @property
    def mode(self) -> Mode:
        """How Slack reaches us: Socket Mode when there is an app token, else signed HTTP.

        Raises:
            StartRefused: neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set.
        """
        if self.slack_app_token.get_secret_value():
            return "socket"
        if self.slack_signing_secret.get_secret_value():
            return "http"
        raise StartRefused(
            Exit.BAD_INPUT,
            "SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP mode) has to be set, see README",
        )

    def require_slack(self) -> None:
        """Pass when there is all that talking to Slack needs.

        Raises:
            StartRefused: names the variable that is missing.
        """
        if not self.slack_bot_token.get_secret_value():
            raise StartRefused(
                Exit.BAD_INPUT, "SLACK_BOT_TOKEN has to be set (xoxb-..., from the app's OAuth page), see README"
            )
        _ = self.mode


def load_settings(env_file: Path | None = Path(".env"), **given: object) -> Settings:
    """Read the settings; `given` wins over the environment, which wins over `env_file`.

    Raises:
        StartRefused: one line that names the variable and what is wrong; never its value.
    """
    try:
        return Settings(_env_file=env_file, **given)  # type: ignore[call-arg, arg-type]
    except ValidationError as error:
        raise StartRefused(Exit.BAD_INPUT, "; ".join(_line(one["loc"], one["msg"]) for one in error.errors())) from None
    except UnicodeDecodeError as error:
        raise StartRefused(Exit.BAD_INPUT, f"{env_file}: not UTF-8 at byte {error.start}") from None


def _line(where: tuple[int | str, ...], message: str) -> str:
    text = message.removeprefix("Value error, ")
    return f"{str(where[0]).upper()}: {text}" if where else text
