"""The words of the register: what is on record, what is missing, forms, refusals."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "refused.not_your_register": (
        "この契約の登録簿を見たり書いたりできるのは、契約に役割のある人だけです。",
        "Only people with a role for this contract can see or write its register.",
    ),
    "refused.register_owner": (
        "これは、そこには登録できません。契約か社内共通かを選び直してください。",
        "It cannot be registered there. Choose the contract, or the house, again.",
    ),
    "refused.register_same": (
        "登録と同じ内容です。何も変えていません。",
        "That is what is on record already. Nothing was changed.",
    ),
    "refused.register_twice": (
        "もう登録されています。そちらを変更してください。",
        "It is on record already. Change that entry instead.",
    ),
    "refused.register_before": (
        "いまの登録は {day} からです。それより前の日にはできません。",
        "What is on record holds from {day}. It cannot be before that.",
    ),
    "refused.register_ended": (
        "{day} に終わったものです。新しく登録してください。",
        "It ended on {day}. Please register it anew.",
    ),
    "refused.register_event": (
        "あったことの記録なので、変えられません。新しく記録してください。",
        "It tells of something that happened and does not change. Please record a new one.",
    ),
    "refused.register_moved": (
        "開いている間に{by}さんが変更しました。開き直して確かめてください。何も変えていません。",
        "{by} has changed it since you opened it. Open it again and look. Nothing was changed.",
    ),
    "refused.register_below": (
        "まだ {n} 件がこの再委託先の下に登録されています。先にそちらを終えてください。",
        "{n} more on record lie with this subcontractor. End those first.",
    ),
    "refused.no_phone": (
        "電話番号として読めません。数字とハイフンで書いてください（例 03-0000-0000）。",
        "That does not read as a telephone number. Write digits and hyphens (such as 03-0000-0000).",
    ),
    "refused.no_minutes": (
        "分を、1 から {most} までの整数で書いてください。",
        "Write minutes as a whole number from 1 to {most}.",
    ),
    "refused.tier_circle": (
        "再委託の上下が輪になります。上の会社を選び直してください。",
        "The tiers would go round in a circle. Choose the company above again.",
    ),
    "refused.tier_unknown": (
        "上の再委託先が登録にありません。開き直して選んでください。",
        "The subcontractor above is not on record. Open it again and choose.",
    ),
    "refused.tier_deep": ("再委託は {most} 段階までです。", "There can be {most} tiers at most."),
}
