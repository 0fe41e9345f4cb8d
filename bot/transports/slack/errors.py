"""What each error code of Slack's Web API means for a call of the outbox.

Source: the error tables of the methods' pages (docs.slack.dev/reference/methods) and the common errors there: after `fatal_error`
and `internal_error` "some aspect of the operation" may have succeeded, so these are no refusals.
"""

from __future__ import annotations

from enum import StrEnum


class Meaning(StrEnum):
    """What to do about it."""

    DONE = "done"
    """What we wanted is already so."""
    UNKNOWN = "unknown"
    """It may have happened."""
    LATER = "later"
    """It did not happen; the same call may pass later."""
    LIMITED = "limited"
    """Too many calls."""
    GONE = "gone"
    """The target is not there for us any more."""
    TOKEN = "token"  # noqa: S105 - a kind of failure
    """Slack does not accept our token."""
    UNAVAILABLE = "unavailable"
    """The method, or this use of it, is not open to us."""
    INVALID = "invalid"
    """What we sent is wrong and will stay wrong."""


_CODES: dict[Meaning, str] = {
    Meaning.DONE: "already_pinned already_in_channel already_reacted already_archived not_pinned no_pin no_reaction",
    Meaning.UNKNOWN: "fatal_error internal_error request_timeout timeout",
    Meaning.LATER: (
        "service_unavailable team_added_to_org org_login_required accesslimited rollup_error external_channel_migrating "
        "channel_is_limited_access_retry edit_window_closed_retry"
    ),
    Meaning.LIMITED: "ratelimited rate_limited message_limit_exceeded restricted_too_many",
    Meaning.GONE: (
        "channel_not_found is_archived not_in_channel user_not_found users_not_found user_disabled user_deactivated "
        "user_not_visible cannot_dm_bot message_not_found cant_update_message cant_delete_message thread_not_found "
        "invalid_thread_ts user_not_in_channel cant_invite_self cant_invite ura_max_channels user_team_not_in_channel "
        "is_inactive messages_tab_disabled not_reactable no_such_subteam invalid_scheduled_message_id invalid_channel "
        "edit_window_closed cannot_reply_to_message hash_conflict not_enabled"
    ),
    Meaning.TOKEN: (
        "invalid_auth not_authed token_revoked token_expired account_inactive ekm_access_denied missing_authentication "
        "two_factor_setup_required enterprise_is_restricted team_access_not_granted token_rotation_required"
    ),
    Meaning.UNAVAILABLE: (
        "unknown_method missing_scope restricted_action restricted_action_read_only_channel not_allowed_token_type "
        "method_deprecated deprecated_endpoint no_permission access_denied user_is_restricted user_is_ultra_restricted "
        "user_is_bot restricted_action_thread_only_channel restricted_action_non_threadable_channel "
        "restricted_action_thread_locked method_not_supported_for_channel_type is_private as_user_not_supported "
        "ekm_not_supported paid_teams_only team_not_eligible feature_not_enabled slack_connect_canvas_sharing_blocked "
        "slack_connect_file_link_sharing_blocked not_allowed too_many_bookmarks too_many_pins name_taken time_too_far "
        "too_many_members"
    ),
    Meaning.INVALID: (
        "invalid_blocks invalid_blocks_format invalid_arguments invalid_arg_name invalid_array_arg invalid_charset "
        "invalid_form_data invalid_post_type invalid_json json_not_object missing_post_type missing_charset "
        "superfluous_charset invalid_metadata_format invalid_metadata_schema metadata_too_large metadata_must_be_sent_from_app "
        "msg_too_long msg_blocks_too_long no_text too_many_attachments attachment_payload_limit_exceeded "
        "too_many_contact_cards view_too_large markdown_text_conflict invalid_attachments invalid_name invalid_name_required "
        "invalid_name_punctuation invalid_name_maxlength invalid_name_specials invalid_users time_in_past invalid_time "
        "invalid_post_at no_channel no_user missing_argument too_long bad_timestamp duplicate_channel_not_found "
        "duplicate_message_not_found cannot_dm_self invalid_link invalid_bookmark_type block_mismatch invalid_limit "
        "invalid_cursor invalid_ts_latest invalid_ts_oldest"
    ),
}

_MEANINGS: dict[str, Meaning] = {code: meaning for meaning, codes in _CODES.items() for code in codes.split()}


def meaning_of(error: str) -> Meaning:
    """Return what an error code means. One nobody has seen is UNAVAILABLE: not accepted, and not to be repeated blindly."""
    return _MEANINGS.get(error, Meaning.UNAVAILABLE)
