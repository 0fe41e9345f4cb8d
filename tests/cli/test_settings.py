"""Settings: what is derived, what is refused, and that no secret is ever shown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.exits import Exit, StartRefused
from bot.settings import Settings, load_settings

SECRET = "xoxb-SECRET-0123456789"


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch, tmp_path):
    for name in list(os.environ):
        if name.startswith(("SLACK_", "HANSHO_")) or name.lower() in Settings.model_fields:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_an_app_token_means_socket_mode_also_beside_a_signing_secret():
    assert load_settings(slack_app_token="xapp-1", slack_signing_secret="s").mode == "socket"
    assert load_settings(slack_signing_secret="s").mode == "http"


def test_without_either_the_missing_variables_are_named():
    with pytest.raises(StartRefused, match=r"SLACK_APP_TOKEN .* SLACK_SIGNING_SECRET") as refused:
        _ = load_settings().mode
    assert refused.value.code is Exit.BAD_INPUT


def test_without_a_bot_token_the_variable_is_named():
    with pytest.raises(StartRefused, match="SLACK_BOT_TOKEN"):
        load_settings(slack_app_token="xapp-1").require_slack()


def test_a_wrong_value_is_named_by_its_variable_and_never_shown(monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", SECRET)
    monkeypatch.setenv("SLACK_APP_TOKEN", "xoxb-SECRET-in-the-wrong-place")
    monkeypatch.setenv("PORT", "70000-SECRET")
    with pytest.raises(StartRefused) as refused:
        load_settings()
    line = str(refused.value)
    assert "SLACK_APP_TOKEN: an app-level token begins with xapp-" in line
    assert "PORT: " in line
    assert "SECRET" not in line
    assert "\n" not in line


def test_a_settings_object_shows_no_secret_and_cannot_be_changed():
    settings = load_settings(
        slack_bot_token=SECRET, database_url="postgresql://u:SECRET@h/d", smtp_url="smtp://u:SECRET@h"
    )
    assert "SECRET" not in repr(settings)
    assert "SECRET" not in str(settings.model_dump())
    with pytest.raises(Exception, match="frozen"):
        settings.port = 1


def test_the_file_is_read_and_the_environment_wins(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text(
        'SLACK_BOT_TOKEN="xoxb-file"\nSLACK_APP_TOKEN=\nPORT=9000\n# コメント\n', encoding="utf-8"
    )
    monkeypatch.setenv("PORT", "9001")
    settings = load_settings()
    assert settings.slack_bot_token.get_secret_value() == "xoxb-file"
    assert not settings.slack_app_token.get_secret_value()
    assert settings.port == 9001


def test_a_file_that_is_not_utf8_is_named(tmp_path):
    (tmp_path / ".env").write_bytes("SLACK_API_URL=日本".encode("shift_jis"))
    with pytest.raises(StartRefused, match=r"\.env: not UTF-8"):
        load_settings()


@pytest.mark.parametrize("url", ["slack.com/api", "ftp://slack.com", "https://", "http://[::1", "https://host:99999/"])
def test_a_bad_address_is_refused(url):
    with pytest.raises(StartRefused, match="SLACK_API_URL"):
        load_settings(slack_api_url=url)


def test_the_api_base_ends_with_one_slash():
    assert load_settings(slack_api_url="http://127.0.0.1:1/api/").slack_api_base == "http://127.0.0.1:1/api/"
    assert load_settings().slack_api_base == "https://slack.com/api/"


def test_practice_time_is_refused_beside_the_real_slack(tmp_path):
    with pytest.raises(StartRefused, match="HANSHO_CLOCK_FILE"):
        load_settings(clock_file=tmp_path / "clock.json")
    settings = load_settings(clock_file=tmp_path / "clock.json", slack_api_url="http://127.0.0.1:1/api/")
    assert settings.clock_file == tmp_path / "clock.json"


def test_every_variable_of_the_example_file_is_a_setting():
    lines = (Path(__file__).parents[2] / ".env.example").read_text(encoding="utf-8").splitlines()
    named = {line.partition("=")[0].lower() for line in lines if line and not line.startswith("#")}
    assert named <= set(Settings.model_fields)
    assert load_settings(Path(__file__).parents[2] / ".env.example").port == Settings().port
