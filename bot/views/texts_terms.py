"""The words of what a contract says as a whole, and of confirming how its doubts are read."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "button.terms": ("きまりと読み方", "Terms and readings"),
    "button.confirm_readings": ("読みました。この読み方で扱います", "Read. We act by these readings"),
    "terms.title": ("きまりと読み方", "Terms and readings"),
    "terms.parent": (
        "「{parent}」{number} と一体のものです。",
        "It is one with “{parent}” {number}.",
    ),
    "terms.incorporates": ("次のものも守ります: {items}", "These are part of it, too: {items}"),
    "terms.from_to": ("期間: {start} から {end} まで", "Term: from {start} to {end}"),
    "terms.from": ("期間: {start} から", "Term: from {start}"),
    "terms.renews": (
        "契約が終わる{before}前までに知らせなければ（{form}）、自動で延びます。",
        "It renews itself unless ended {before} before its end ({form}).",
    ),
    "terms.covers": ("*対象*　{cite}", "*What it covers* ({cite})"),
    "terms.events": ("出来事: {items}", "Events: {items}"),
    "terms.infos": ("情報: {items}", "Information: {items}"),
    "terms.aware": ("*知っておくこと*", "*Keep in mind*"),
    "terms.court": ("*争いになったとき*　{words}（{cite}）", "*In a dispute*: {words} ({cite})"),
    "terms.cited": ("・{words}（{cite}）", "• {words} ({cite})"),
    "terms.doubts": (
        "*ふた通りに読めるところと、当社の読み方*",
        "*Where it can be read in two ways, and how we read it*",
    ),
    "terms.doubt": ("{n}. {words}", "{n}. {words}"),
    "terms.read_by": ("読んで確認: {name}　{at}", "Read and confirmed by {name}, {at}"),
    "terms.read_by_nobody": (
        "まだだれも確認していません。法務や責任者が読み、ちがう読み方をするときは管理者に知らせてください。",
        "Nobody has confirmed them yet. Legal or the responsible person reads them, and tells the operators where we read it otherwise.",
    ),
    "terms.unread": ("読み方の確認がまだ: {n}", "readings still to be confirmed: {n}"),
    "terms.to_read": (
        "知っておくことと、ふた通りに読めるところ（読み方の確認がまだ: {n}）",
        "What to keep in mind, and where it can be read in two ways (still to be confirmed: {n})",
    ),
    "terms.all_read": (
        "知っておくことと、ふた通りに読めるところ（読み方は確認ずみ）",
        "What to keep in mind, and where it can be read in two ways (readings confirmed)",
    ),
    "refused.no_role_in_contract": (
        "この契約に役割のある人だけが見られます。何も変えていません。",
        "Only people with a role in this contract can see it. Nothing was changed.",
    ),
    "refused.only_confirmers": (
        "読み方を確認できるのは、この契約の責任者、主担当、セキュリティ、法務、コンプライアンスの人だけです。何も変えていません。",
        "How it is read is confirmed by the responsible person, the incident lead, security, legal or compliance. Nothing was changed.",
    ),
    "refused.doubts_changed": (
        "見ているあいだに内容が変わりました。もう一度開いて読んでください。何も記録していません。",
        "They changed while you read. Please open it again and read. Nothing was recorded.",
    ),
}
