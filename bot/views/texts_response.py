"""The words of the forms used while the clock runs: attempt, reached, confirmed, delay, hand over, stand down."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "attempt.title": ("連絡の試み", "An attempt"),
    "attempt.intro": (
        "{client}\nつながらなかったときも記録が残ります。時計は止まりません。",
        "{client}\nAn attempt is kept as evidence. It does not stop the clock.",
    ),
    "attempt.channel": ("どうやって？", "How?"),
    "attempt.slot": ("だれに？", "To whom?"),
    "attempt.result": ("どうでしたか？", "What happened?"),
    "attempt.at": ("いつ？", "When?"),
    "attempt.note": ("メモ", "Note"),
    "attempt.hint_reached": (
        "話ができたときは、閉じて [つながった] を押してください。",
        "If you got through, close this and press [Reached].",
    ),
    "reached.title": ("つながった", "Reached"),
    "reached.intro": (
        "{client}\n相手の名前と時刻を残すと、時計が止まります。",
        "{client}\nWith a name and a time the clock stops.",
    ),
    "reached.who": ("だれに伝わりましたか？（お名前）", "Who heard it? (name)"),
    "reached.how": ("どうやって？", "How?"),
    "reached.at": ("いつ？", "When?"),
    "reached.reference": ("受付番号など", "Their reference"),
    "reached.next_report": ("次のご報告を、いつと伝えましたか？", "When did you promise the next report?"),
    "reached.instructions": ("先方のご指示", "Their instructions"),
    "confirmed.title": ("受領の確認", "Receipt confirmed"),
    "confirmed.intro": ("{client}\n{at} に {who} に伝わっています。", "{client}\n{who} heard it at {at}."),
    "confirmed.at": ("確認をもらった時刻", "When did they confirm?"),
    "confirmed.reference": ("返信・受付番号など", "Their reply or reference"),
    "delay.title": ("遅れた理由", "Reason for delay"),
    "delay.intro": (
        "{client}\n責めるためではありません。あとで説明できるように残します。",
        "{client}\nNot to blame anybody: so that it can be explained later.",
    ),
    "delay.reason": ("理由", "Reason"),
    "hand_over.title": ("ほかの人に渡す", "Hand over"),
    "hand_over.intro": (
        "{client}　{due}\n渡された人が引き継ぎます。時計は動き続けます。",
        "{client} · {due}\nThe person becomes the owner. The clock goes on.",
    ),
    "hand_over.person": ("だれに？", "To whom?"),
    "hand_over.note": ("伝言", "Note"),
    "stand_down.title": ("呼び出しを止める", "Stand down"),
    "stand_down.intro": (
        "{client}\n人を呼ぶのをやめます。義務は残り、済むまで事案は終わりません。",
        "{client}\nNobody is called any more. What is owed stays owed.",
    ),
    "stand_down.reason": ("理由", "Reason"),
}
