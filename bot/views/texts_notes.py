"""Short notes: to the reporter, to a person who pressed a button, and to the operators."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "note.taken": (
        "{person}さんが引き受けました。電話に出られるようにしておいてください。",
        "{person} has taken it. Please keep your phone at hand.",
    ),
    "note.reached": (
        "お客様に伝わりました（{ref}）。知らせてくれたおかげです。",
        "The client has been told ({ref}). Thanks to your report.",
    ),
    "note.ref": ("{ref}", "{ref}"),
    "note.you_have_it": (
        "引き受けました。ありがとうございます。10分ごとに動きを見ています。",
        "It is yours. Thank you. We look for progress every ten minutes.",
    ),
    "note.taken_by": (
        "{person}さんが {at} に引き受けました。ありがとうございます。",
        "{person} took it at {at}. Thank you.",
    ),
    "note.already_reached": (
        "もう伝わっています。ありがとうございます。",
        "They have been reached already. Thank you.",
    ),
    "note.passed_on": ("わかりました。次の人を呼んでいます。", "All right. Calling the next person."),
    "note.passed_nobody": ("わかりました。ほかの人が引き受けています。", "All right. Somebody else has it."),
    "note.saved": ("保存しました。", "Saved."),
    "ask_start.head": (
        "*最初に気づいた時刻は、わかりましたか？*　{ref}\nいまは {at} として数えています。",
        "*Do you know by now when it was first noticed?* · {ref}\nWe are counting from {at}.",
    ),
    "ask_start.text": (
        "{ref}: 最初に気づいた時刻は、わかりましたか？",
        "{ref}: do you know by now when it was first noticed?",
    ),
    "ask_lead.head": (
        "*くわしい回答をお願いします*　{ref}\nわかる分だけで構いません。電話が先で大丈夫です。",
        "*Please answer the second form* · {ref}\nOnly what you know. Calls come first.",
    ),
    "ask_lead.text": (
        "{ref}: くわしい回答をお願いします（わかる分だけ）。",
        "{ref}: please answer the second form (what you know).",
    ),
    "operators.prefix": ("運用の方へ: {words}", "To the operators: {words}"),
    "operators.role_empty": (
        "契約「{pack}」の「{role}」に、だれも登録されていません。その段は飛ばして次を呼びました。",
        'Nobody is registered as "{role}" for "{pack}". That step was skipped and the next one called.',
    ),
    "operators.nobody": (
        "{ref}（契約「{pack}」）で呼べる人が、だれもいません（{reason}）。引き受けるか、責任者へ直接お電話ください。",
        "There is nobody to ring for {ref} (“{pack}”, {reason}). Please take it, or call those responsible yourself.",
    ),
    "operators.clock_back": (
        "このコンピューターの時計が {minutes} 分ずれて進み、戻りました。早すぎた知らせがあったかもしれません。呼び出しはやり直しています。時計を確かめてください。",
        "This machine's clock ran {minutes} min ahead and was put back. Some messages may have come too early. Ringing began again; please check the clock.",
    ),
    "operators.no_channel": (
        "事案ごとのチャンネルを作れません（{error}）。かわりに、決められたチャンネルのスレッドを使っています。",
        "We cannot create a channel per incident ({error}). Using a thread in the shared channel instead.",
    ),
    "operators.no_room": (
        "事案の部屋を作れません（{error}）。かわりに、責任者へ直接お知らせしています。",
        "We cannot make a room for the incident ({error}). Telling its lead directly instead.",
    ),
    "operators.optional_refused": (
        "Slack が「{what}」を断りました（{error}）。なくても動きますので、そのまま続けています。",
        "Slack refused “{what}” ({error}). We can do without and go on.",
    ),
    "operators.packs_refused": (
        "ルールの直しに {count} 件の誤りがあり、前のルールのまま動いています。最初の誤り: {first}",
        "The edited packs have {count} faults; the last good ones stay in force. The first: {first}",
    ),
    "operators.socket_mode_disabled": (
        "Slack の設定で Socket Mode が切られました。ボタンや報告が届きません。呼び出しは続けています。",
        "Socket Mode was switched off in the app's settings: no report and no button reaches us. Calling goes on.",
    ),
    "operators.not_delivered": (
        "「{what}」を {target} に届けられません（{error}）。直接ご確認ください。",
        "“{what}” could not be delivered to {target} ({error}). Please see to it yourself.",
    ),
    "operators.logic_failed": (
        "「{what}」の処理で誤りが起きています（{error}、{ref}）。期限は失われていません。記録を確かめてください。",
        "Something failed while working on “{what}” ({error}, {ref}). No deadline is lost. Please check the log.",
    ),
    "operators.token_refused": (
        "Slack がこのアプリを受け付けません（{error}）。呼び出しはメールなど別の道で続けています。トークンを確かめてください。",
        "Slack does not accept this app ({error}). Pages go by mail and other roads. Please check the token.",
    ),
    "operators.page_astray": (
        "{person} さんへの呼び出しが届きません（{ref}、{error}）。直接、電話してください。",
        "A page to {person} cannot be delivered ({ref}, {error}). Please call them yourself.",
    ),
    "operators.stuck": (
        "「{what}」が何度やっても送れません（{error}、{ref}）。まだ試しています。",
        "“{what}” has failed several times ({error}, {ref}). Still trying.",
    ),
}
