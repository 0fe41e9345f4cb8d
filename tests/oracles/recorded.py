"""Which keys payloads of Slack have, read off payloads that Slack's own projects recorded, as plain facts.

Sources, all on GitHub: P = slackapi/python-slack-sdk, tests/slack_sdk/socket_mode/mock_socket_mode_server.py (real envelopes);
B = slackapi/bolt-python, tests/scenario_tests_async/test_{slash_command,shortcut,block_actions,view_submission,view_closed,
block_suggestion}.py; J = slackapi/java-slack-sdk, json-logs/samples (keys real, values blanked, several recordings laid over
one another).

`always` stands in every recording of its kind, `sometimes` in some: in an enterprise, newer, or where there is something to tell.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Keys:
    """The keys of one kind of payload or of a part of it."""

    always: frozenset[str]
    sometimes: frozenset[str] = frozenset()


def keys(always: str, sometimes: str = "") -> Keys:
    return Keys(frozenset(always.split()), frozenset(sometimes.split()))


VIEW = keys(
    "id team_id type blocks callback_id state title close submit previous_view_id root_view_id app_id external_id"
    " app_installed_team_id bot_id private_metadata hash clear_on_close notify_on_close",
    "submit_disabled",
)  # P B J

RECORDED: dict[str, Keys] = {
    "slash_commands": keys(
        "token team_id team_domain channel_id channel_name user_id user_name command text response_url trigger_id",
        "api_app_id enterprise_id enterprise_name is_enterprise_install",
    ),  # P B J
    "shortcut": keys(
        "type token action_ts team user callback_id trigger_id", "is_enterprise_install enterprise"
    ),  # P B
    "shortcut/user": keys("id username team_id"),  # P B
    "message_action": keys(
        "type token action_ts team user channel callback_id trigger_id message_ts message response_url",
        "is_enterprise_install enterprise",
    ),  # B
    "message_action/user": keys("id name", "username team_id"),  # B
    "block_actions of a message": keys(
        "type user api_app_id token container trigger_id team channel response_url actions",
        "enterprise is_enterprise_install message state",
    ),  # B
    "block_actions of a message/container": keys("type message_ts channel_id is_ephemeral", "thread_ts"),  # B
    "block_actions of a view": keys(
        "type user api_app_id token container trigger_id team view actions", "enterprise is_enterprise_install"
    ),  # P
    "block_actions of a view/container": keys("type view_id"),  # P
    "block_actions of a view/view": VIEW,
    "view_submission": keys(
        "type team user api_app_id token trigger_id view",
        "response_urls enterprise is_enterprise_install is_cleared bot_access_token function_data interactivity",
    ),  # B J
    "view_submission/view": VIEW,
    "view_closed": keys(
        "type team user api_app_id token view", "response_urls is_cleared enterprise is_enterprise_install"
    ),  # B
    "view_closed/view": VIEW,
    "block_suggestion of a view": keys(
        "type user container api_app_id token action_id block_id value team view", "enterprise is_enterprise_install"
    ),  # B
    "block_suggestion of a view/container": keys("type view_id"),  # B
    "event_callback": keys(
        "token team_id api_app_id event type event_id event_time authorizations is_ext_shared_channel event_context",
        "enterprise_id context_team_id context_enterprise_id authed_users authed_teams",
    ),  # P J
    "event_callback/authorizations/0": keys("enterprise_id team_id user_id is_bot is_enterprise_install"),  # P J
    "app_mention": keys("type text user ts team channel event_ts", "client_msg_id blocks thread_ts"),  # P
    "message": keys(
        "type text user ts team channel event_ts channel_type", "client_msg_id blocks thread_ts parent_user_id"
    ),  # P
    "member_joined_channel": keys("type user channel channel_type team event_ts", "inviter"),  # J
    "app_home_opened": keys("type user channel tab event_ts", "view"),  # J
}
