"""The words of contracts as a whole: where each stands, its end, what lives on, what is held, what was filed before."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "button.contracts": ("契約の始まりと終わり", "Contracts"),
    "button.contract": ("開く", "Open"),
    "button.contract_end": ("終わったと記録する", "Record the end"),
    "parts.whole": ("一覧に戻る", "Back to the list"),
    "contracts.title": ("契約", "Contracts"),
    "contract_view.title": ("契約", "Contract"),
    "contract_phase.active": ("*契約期間中*", "*In force*"),
    "contract_phase.completed": ("*業務は終わり、契約は続いています*", "*Work completed, contract still in force*"),
    "contract_phase.expired": ("*契約は終わっています*", "*The contract has ended*"),
    "contract_view.term": ("{start} から {end} まで", "from {start} to {end}"),
    "contract_view.renews": (
        "{start} から。{end} を過ぎると、通知しないかぎり更新されます",
        "from {start}; renews itself after {end} unless notice is given",
    ),
    "contract_view.unknown_day": ("（日付の記載なし）", "(no day on record)"),
    "contract_view.end_hint": (
        "業務や契約が終わったら記録してください。返すもの・消すもの・証明するものを一覧にして、済むまで見守ります。",
        "When the work or the contract has ended, record it: what to return, erase and certify is listed and followed to the end.",
    ),
    "contract_view.pack_runs_on": (
        "終わったと記録されましたが、パックではまだ期間中です。パックに completed_on か ended_on を書くまで、事故のときは期間中として数えます。",
        "Recorded as ended, but the pack still says it is in force. Until completed_on or ended_on is written there, incidents are measured as before.",
    ),
    "contract_view.open": ("*始まりと終わりで残っていること*　{n} 件", "*Open at its start and end* {n}"),
    "contract_view.survives": (
        "*契約が終わっても続くこと*",
        "*What lives on after the contract*",
    ),
    "contract_view.nothing_survives": (
        "終わったあとも続くと書かれたものはありません。",
        "Nothing is written to live on.",
    ),
    "contract_view.survivor": ("・{words}（{cite}）　{until}", "• {words} ({cite}) · {until}"),
    "contract_view.others_recommended": (
        "ほかの義務は、終わったあとも続くとは書かれていません。事故のときは「推奨」として示します。",
        "The other duties are not written to live on. In an incident they are shown as recommended.",
    ),
    "survives_until.indefinite": ("期限なし", "without end"),
    "end_event.completed": ("業務が終わった（契約は続く）", "The work is completed (the contract goes on)"),
    "end_event.ended": ("契約が終わった", "The contract has ended"),
    "contract_end.title": ("終わりを記録", "Record the end"),
    "contract_end.intro": (
        "{client}: 何が終わりましたか？ 契約が求める返却・消去・証明を始めます。",
        "{client}: what has ended? What the contract wants returned, erased and certified begins now.",
    ),
    "contract_end.event": ("何が終わりましたか？", "What has ended?"),
    "contract_end.on": ("いつ終わりましたか？", "On which day?"),
    "contract_end.submit": ("記録する", "Record it"),
    "inventory.intro": (
        "*{client}*\nいま持っているものをすべて選んでください。わからないものは選んでおき、なければあとで「持っていない」と記録できます。",
        "*{client}*\nChoose everything that is held now. When in doubt choose it: what is not there can be recorded as not held later.",
    ),
    "inventory.intro_subs": (
        "*{client}*\nお客様の情報を渡した再委託先を選んでください。先ごとに回収を見守ります。",
        "*{client}*\nChoose the subcontractors that hold the client's information. Each is followed until it is back.",
    ),
    "inventory.us": ("当社が持っているもの", "Held by us"),
    "inventory.sub": ("再委託先（{tier}次）{name}", "Subcontractor (tier {tier}) {name}"),
    "inventory.holds": ("お客様の情報を持っている", "holds the client's information"),
    "inventory.others": ("ほかの再委託先", "Other subcontractors"),
    "inventory.others_hint": (
        "登録簿にない再委託先の名前を、1行に1社。すべての媒体を持っているものとして扱います。",
        "Names that are not in the register, one a line. They are taken to hold every kind of medium.",
    ),
    "stock.intro": (
        "*{client}*\nこの契約は前から続いています。始めに届け出るはずのものを、いつ届け出ましたか？ まだのもの・わからないものは空けてください。届け出の用意を始めます。",
        "*{client}*\nThis contract has been running for a while. When was each of these filed? Leave open what was not, or what you do not know: it will be prepared.",
    ),
    "contract_start.of_tier": ("{what}（再委託先 {name}）", "{what} (subcontractor {name})"),
    "parts.head": ("*項目*　{n} 件のうち {done} 件が済みました", "*Parts* {done} of {n} done"),
    "contract.recommended": (
        "契約は終わっていて、これが続くとは書かれていません。守ることを勧めます。",
        "The contract has ended, and this is not written to live on. Keeping to it is recommended.",
    ),
    "contract.survives": ("契約は終わっていますが、これは続いています。", "The contract has ended, but this lives on."),
}
