"""The words of the room: receipt, opening, card, page, marks."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # receipt
    "receipt.title": ("受け付けました", "Received"),
    "receipt.received": (
        "*受け付けました {at}。知らせてくれてありがとうございます。*",
        "*Received at {at}. Thank you for telling us.*",
    ),
    "receipt.ref": ("{ref}・最初に気づいた時刻 {first}", "{ref} · first noticed {first}"),
    "receipt.uncertain": ("（たしかでなければ、あとで直せます）", " (you can correct it later)"),
    "receipt.next": (
        "*次にすること*: 電話に出られるようにしておいてください。{calling}を呼んでいます。",
        "*Do next*: keep your phone at hand. We are calling {calling}.",
    ),
    "receipt.next_taken": (
        "*次にすること*: 電話に出られるようにしておいてください。{owner}さんが引き受けました。",
        "*Do next*: keep your phone at hand. {owner} has it now.",
    ),
    "receipt.calling": ("当番の{name}さん", "{name}, on duty"),
    "receipt.calling_duty": ("当番の人", "the people on duty"),
    "receipt.do_not": (
        "*しないこと*: 消さない・電源を切らない・社外やほかのお客様に話さない。",
        "*Do not*: delete, power off, or tell anyone outside or any other client.",
    ),
    "receipt.later": ("思い出したことは、あとから足せます。", "You can add what you remember later."),
    "receipt.lane": ("• *{client}*　{word}（{cite}）\n　{due}", "• *{client}* · {word} ({cite})\n   {due}"),
    "receipt.lane_reached": ("伝わりました {at}", "reached at {at}"),
    "receipt.lane_quiet": ("呼び出しは止まっています", "calling has stopped"),
    "receipt.no_lane": (
        "どの契約にあたるかは、当番の人がこれから確かめます。",
        "The people on duty will now find out which contract it touches.",
    ),
    "receipt.text": (
        "受け付けました {at}（{ref}）。電話に出られるようにしておいてください。{due}",
        "Received at {at} ({ref}). Keep your phone at hand. {due}",
    ),
    "due.hard": ("期限 {at}・{left}", "due {at} · {left}"),
    "due.soft": (
        "チームの目標 {at}・{left}（契約の期限ではありません）",
        "team target {at} · {left} (not a deadline of the contract)",
    ),
    "due.none": ("契約に期限の数字はありません", "the contract sets no number"),
    # card
    "card.title": ("*{phrase} ─ {client}*", "*{phrase} ─ {client}*"),
    "card.due": ("*期限 {at}　{left}*", "*Due {at} · {left}*"),
    "card.due_past": (
        "*期限 {at} を{left}。* 連絡を続けてください。理由はあとで聞きます。",
        "*{left}* (due {at}). Keep calling. The reason can wait.",
    ),
    "card.due_just_past": (
        "*期限 {at} になりました。* 連絡を続けてください。",
        "*The deadline {at} has come.* Keep calling.",
    ),
    "card.bar": ("`{bar}` {level}", "`{bar}` {level}"),
    "card.soft": (
        "契約の言葉は「{word}」。チームの目標は {span}（契約の期限ではありません）。",
        'The contract says "{word}". Team target {span} (not a deadline of the contract).',
    ),
    "card.soft_due": ("*目標 {at}　{left}*", "*Target {at} · {left}*"),
    "card.soft_past": ("*目標を過ぎました（{at}）。* 連絡を続けてください。", "*Target passed ({at}).* Keep calling."),
    "card.no_clock": (
        "契約に期限の数字はありません。早いほど安心です。",
        "The contract sets no number. Sooner is better.",
    ),
    "card.recommended": (
        "契約は終わっています。書かれた義務ではありませんが、連絡をおすすめします。",
        "The contract has ended. Nothing written demands it, but we recommend telling them.",
    ),
    "card.since": ("起点 {at} 最初の認識", "Since {at} first noticed"),
    "card.since_by": ("起点 {at} 最初の認識（{who}）", "Since {at} first noticed ({who})"),
    "card.uncertain": ("起点はまだ不確か", "start not certain yet"),
    "card.cite": ("根拠 {cite}", "Clause {cite}"),
    "card.owner": ("引き受け: *{name}* （{at}）", "Owner: *{name}* ({at})"),
    "card.nobody": ("引き受け: *まだいません*", "Owner: *nobody yet*"),
    "card.attempts": ("連絡の試み: {n} 回", "Attempts: {n}"),
    "card.desk": ("窓口 {label}", "Desk {label}"),
    "card.slot": ("{slot} {name}　{contact}", "{slot} {name} · {contact}"),
    "card.no_desk": ("窓口の連絡先がまだ登録されていません", "No contact of the desk is registered yet"),
    "card.call_next": ("*次にかける* {name}　{contact}", "*Call next* {name} · {contact}"),
    "card.attempt": ("{at} {channel}・{slot}: {result}（{by}）", "{at} {channel}, {slot}: {result} ({by})"),
    "card.reached": ("*{at} {who}に伝わりました（{span}）*", "*Reached {who} at {at} ({span})*"),
    "card.reached_client": ("{client}　{how}　記録 {by}", "{client} · by {how} · recorded by {by}"),
    "card.reached_late": ("期限から {span}あとでした。", "That was {span} after the deadline."),
    "card.reached_ref": ("受付番号など: {ref}", "Reference: {ref}"),
    "card.next_report": ("次のご報告 {at} まで", "Next report by {at}"),
    "card.confirmed": ("受領の確認 {at}", "Receipt confirmed {at}"),
    "card.not_confirmed": ("受領の確認: まだ", "Receipt: not confirmed yet"),
    "card.delay_reason": ("遅れた理由: {reason}", "Reason for the delay: {reason}"),
    "card.stood_down": ("*呼び出しを止めています（{at}）*　{client}", "*Calling stopped ({at})* · {client}"),
    "card.reason": ("理由: {reason}", "Reason: {reason}"),
    "card.nobody_to_reach": ("*連絡の義務はありません*　{client}", "*Nobody has to be told* · {client}"),
    "card.see_duties": ("ほかの義務は [義務の一覧] にあります。", "Other duties are under [Duties]."),
    "card.exposure": ("気をつけること: {items}", "Keep in mind: {items}"),
    "card.text": (
        "{client}: {phrase}、期限 {at}（{left}）。引き受け: {owner}",
        "{client}: {phrase}, due {at} ({left}). Owner: {owner}",
    ),
    "card.text_soft": ("{client}: {phrase}。{due}。引き受け: {owner}", "{client}: {phrase}. {due}. Owner: {owner}"),
    "card.text_reached": ("{client}: {at} に伝わりました（{span}）", "{client}: reached at {at} ({span})"),
    "card.text_stood_down": ("{client}: 呼び出しを止めています", "{client}: calling has stopped"),
    "card.nobody_short": ("まだいません", "nobody yet"),
    # page
    "page.ask": ("*引き受けられる人が必要です* （{n}人目）", "*Somebody has to take this* (you are no. {n})"),
    "page.ask_plain": ("*引き受けられる人が必要です*", "*Somebody has to take this*"),
    "page.expired": (
        "引き受けから10分、動きがありません。もう一度呼んでいます。",
        "Ten minutes without progress. Calling again.",
    ),
    "page.overdue": (
        "*期限を過ぎました。* 経営と法務の方にお知らせしています。",
        "*Past due.* We are telling executives and legal.",
    ),
    "page.alarm": (
        "*時間がかかっています。* 経営と法務の方にお知らせしています。",
        "*This is taking long.* We are telling executives and legal.",
    ),
    "page.know": (
        "いま連絡を続けています。代われるときは引き受けてください。",
        "People keep calling. Take it if you can help.",
    ),
    "page.lane": ("{client}への第一報、{due}", "First report to {client}, {due}"),
    "page.lane_due": ("{word}。期限 {at}、{left}。", "{word}, due {at}, {left}."),
    "page.lane_soft": (
        "契約の言葉は「{word}」。チームの目標 {at}、{left}。",
        'the contract says "{word}". Team target {at}, {left}.',
    ),
    "page.lane_none": ("契約の言葉は「{word}」。", 'the contract says "{word}".'),
    "page.lane_no_word": ("早いほど安心です。", "sooner is better."),
    "page.lane_owned": ("{client}: {name}さんが {at} に引き受けました。", "{client}: {name} took it at {at}."),
    "page.lane_reached": ("{client}: {at} に伝わりました。", "{client}: reached at {at}."),
    "page.lane_quiet": ("{client}: 呼び出しは止まっています。", "{client}: calling has stopped."),
    "page.call": ("かける先: {name}　{contact}", "Call {name} · {contact}"),
    "page.facts": ("{what}。確かさ: {sure}。報告 {name} {at}。", "{what}. How sure: {sure}. Reported by {name} {at}."),
    "page.settled": (
        "*ありがとうございます。いま、あなたにしてもらうことはありません。*",
        "*Thank you. Nothing is needed from you now.*",
    ),
    "page.text": ("引き受けられる人が必要です。{lanes}", "Somebody has to take this. {lanes}"),
    "page.text_know": ("お知らせ。{lanes}", "For your information. {lanes}"),
    "page.mail_subject": ("[半鐘] {ref} 引き受けられる人が必要です", "[Hansho] {ref}: somebody has to take this"),
    "page.mail_how": (
        "Slack で「引き受ける」を押すか、かける先へ直接お電話ください。",
        'Press "I have it" in Slack, or call the number above.',
    ),
    "handed.title": (
        "*{by}さんから引き継ぎです。いまから、あなたの担当です。*",
        "*{by} hands this to you. It is yours from now.*",
    ),
    "handed.text": ("{by}さんから引き継ぎです。{lane}", "{by} hands this to you. {lane}"),
    "handed.note": ("伝言: {note}", "Note: {note}"),
    # marks
    "mark.before": ("*あと {n} 分* （期限 {at}）　{client}", "*{n} min left* (due {at}) · {client}"),
    "mark.zero": ("*期限になりました* （{at}）　{client}", "*The deadline has come* ({at}) · {client}"),
    "mark.after": ("*期限を {n} 分過ぎています* （{at}）　{client}", "*{n} min past due* ({at}) · {client}"),
    "mark.nobody": (
        "まだだれも引き受けていません。[引き受ける] を押してください。",
        "Nobody has it yet. Press [I have it].",
    ),
    "mark.owned": (
        "{name}さんが対応しています。つながったら [つながった] を押してください。",
        "{name} is on it. Press [Reached] when you got through.",
    ),
    "mark.keep": (
        "連絡を続けてください。遅れた理由は、落ち着いてからで構いません。",
        "Keep calling. The reason for the delay can wait.",
    ),
    "mark.told": ("経営と法務の方にお知らせしました。", "Executives and legal have been told."),
    "mark.target": (
        "*チームの目標 {at} を過ぎました* （契約の期限ではありません）　{client}",
        "*Team target {at} has passed* (not a deadline of the contract) · {client}",
    ),
    "mark.alarm": (
        "*まだ伝わっていません*　{client}　契約の言葉は「{word}」です。",
        '*Not reached yet* · {client} · the contract says "{word}".',
    ),
    "mark.expired": (
        "*引き受けから10分、動きがありません。もう一度呼んでいます。*　{client}",
        "*Ten minutes without progress. Calling again.* · {client}",
    ),
    "mark.expired_clock": ("契約の時計は動き続けています。{due}", "The contract's clock never stopped: {due}"),
    "mark.reached": ("*{client} に伝わりました {at}（{span}）*", "*{client} reached at {at} ({span})*"),
    "mark.reached_who": ("相手 {who}・{how}・記録 {by}", "{who}, by {how}, recorded by {by}"),
    "mark.confirm_next": (
        "あとは、受領の確認と約束した続報です。",
        "What remains: the confirmation of receipt, and the follow-up you promised.",
    ),
    "mark.joined": ("*{names}さんが加わりました。*", "*{names} joined.*"),
    "mark.joined_role": ("*{names}さんが加わりました。* （{role}）", "*{names} joined.* ({role})"),
    "mark.corrected": ("*{by}さんが回答を直しました。*", "*{by} corrected answers.*"),
    "mark.change": ("• {fact}: {old} → {new}", "• {fact}: {old} → {new}"),
    "mark.detail": ("*{by}さんが書き足しました。*", "*{by} added:*"),
    "mark.consultation": ("*協議を始める時です: {title}*　{client}", "*Time to consult: {title}* · {client}"),
    "mark.consultation_good": (
        "契約には書かれていませんが、話し合っておくと安心です。",
        "The contract does not ask for it; talking early is good practice.",
    ),
    "mark.consultation_calm": (
        "約束や費用の負担は、協議がまとまるまで口にしないでください。",
        "Promise nothing, and no share of cost, until the talks have an outcome.",
    ),
    "insurance.before": (
        "【予備のお知らせ】{client}: 期限は {at} です。すでに連絡済みなら、読み流してください。",
        "Backup notice · {client}: due {at}. If they have been told already, ignore this.",
    ),
    "insurance.zero": (
        "【予備のお知らせ】{client}: 期限 {at} になりました。連絡がまだなら、いますぐ電話を。すでに連絡済みなら、読み流してください。",
        "Backup notice · {client}: the deadline {at} has come. If nobody has told them, call now. If they have been told already, ignore this.",
    ),
    "insurance.call": ("かける先: {name}　{contact}", "Call {name} · {contact}"),
    # what was decided
    "room.lead_form": (
        "*{by}さんがくわしく答えました。* 義務と期限を見直しました。",
        "*{by} answered in detail.* Duties and deadlines were worked out again.",
    ),
    "room.closed": (
        "*{ref} を終わりにしました* （{by}）。おつかれさまでした。",
        "*{ref} is closed* ({by}). Thank you all.",
    ),
    "room.reopened": (
        "*{by}さんが {ref} を再開しました。*\n理由: {why}",
        "*{by} took up {ref} again.*\nReason: {why}",
    ),
    "room.drop_asked": (
        "*{client}: いまの回答では「{title}」は要らないことになります。* もう一人が認めるまで義務は残り、時計は進みます。（回答を直した人 {by}）",
        "*{client}: as the answers stand now, “{title}” would not be owed.* Until a second person approves, the duty stays and its clock runs. (Answers changed by {by})",
    ),
    "room.drop_withdrawn": (
        "*{client}: 回答がまた変わり、「{title}」はやはり要ります。* もう一人への確認は取り下げました。",
        "*{client}: the answers changed again, and “{title}” is owed after all.* The second person need not decide.",
    ),
    "room.drop_revived": (
        "*{client}: 回答がまた変わり、「{title}」がもう一度要ります。* 時計は、最初に気づいた時刻から数えています。",
        "*{client}: the answers changed again, and “{title}” is owed once more.* Its clock counts from the first recognition.",
    ),
    "room.drop_confirmed": (
        "*{by}さんが認め、いまの回答では要らない義務を1つ終えました。*\n回答を直した人 {asked_by}",
        "*{by} approved: one duty the answers no longer call for has ended.*\nAnswers changed by {asked_by}.",
    ),
    "room.drop_refused": (
        "*{by}さんは認めませんでした。義務は残り、時計は進みます。*\n回答を直した人 {asked_by}",
        "*{by} did not approve. The duty stays and its clock runs.*\nAnswers changed by {asked_by}.",
    ),
    "room.waive_confirmed": (
        "*{by}さんが認め、義務を1つ不要にしました。*\n頼んだ人 {asked_by}・理由: {reason}",
        "*{by} approved: one duty is waived.*\nAsked by {asked_by}. Reason: {reason}",
    ),
    "room.waive_refused": (
        "*{by}さんは認めませんでした。義務は残ります。*\n頼んだ人 {asked_by}・理由: {reason}",
        "*{by} did not approve. The duty stays.*\nAsked by {asked_by}. Reason: {reason}",
    ),
    "room.not_incident_confirmed": (
        "*{by}さんが認め、{ref} は事案ではなかったとしました。*\n頼んだ人 {asked_by}・理由: {reason}",
        "*{by} approved: {ref} was not an incident.*\nAsked by {asked_by}. Reason: {reason}",
    ),
    "room.not_incident_refused": (
        "*{by}さんは認めませんでした。{ref} は続きます。*\n頼んだ人 {asked_by}・理由: {reason}",
        "*{by} did not approve. {ref} goes on.*\nAsked by {asked_by}. Reason: {reason}",
    ),
    "room.close_confirmed": (
        "*{by}さんが認め、{ref} を終わりにします。*\n頼んだ人 {asked_by}・理由: {reason}",
        "*{by} approved closing {ref}.*\nAsked by {asked_by}. Reason: {reason}",
    ),
    "room.close_refused": (
        "*{by}さんは認めませんでした。{ref} は続きます。*\n頼んだ人 {asked_by}・理由: {reason}",
        "*{by} did not approve. {ref} stays open.*\nAsked by {asked_by}. Reason: {reason}",
    ),
    # the room's first message
    "room.title": ("{ref}　{what}", "{ref} · {what}"),
    "room.text": ("{ref} {what}。{due}", "{ref} {what}. {due}"),
    "room.first": ("*最初に気づいた時刻*　{at}", "*First noticed* {at}"),
    "room.first_by": ("*最初に気づいた時刻*　{at}（{who}）", "*First noticed* {at} ({who})"),
    "room.uncertain": (
        "この時刻はまだ不確かです。わかったら [回答を直す] から。",
        "This time is not certain yet. Use [Correct answers] when you know.",
    ),
    "room.reported": ("*報告*　{name}　{at}", "*Reported* by {name}, {at}"),
    "room.lead": ("*事案の責任者*　{name}", "*Incident lead* {name}"),
    "room.clients": ("*関わる契約*", "*Contracts concerned*"),
    "room.clients_none": ("関わる契約はまだわかっていません。", "No contract is known to be concerned yet."),
    "room.fact": ("*{name}*　{value}", "*{name}* {value}"),
    "room.summary": ("「{words}」", "“{words}”"),
    "room.source": ("<{link}|もとのメッセージ>", "<{link}|Original message>"),
    "room.clocks": ("期限は、お客様ごとのカードにあります。", "Each client's card below holds its clock."),
    "room.do_not": (
        "*しないこと*　消さない・電源を切らない・社外やほかのお客様に話さない。漏れたデータそのものは、ここに貼らないでください。",
        "*Do not* delete, power off, or tell anyone outside or any other client. Never paste the leaked data itself here.",
    ),
    "room.containment": (
        "*まだ続いています。いま、広がりを止める*\n1. ネットワークから切り離す（LANケーブルを抜く・Wi-Fiを切る）\n2. 電源は切らない\n3. 消さない・初期化しない\n4. 管理者でログインしない",
        "*Still going on. Stop the spread now*\n1. Cut the network (unplug the cable, switch Wi-Fi off)\n2. Do not power off\n3. Do not wipe or reset\n4. Do not log in as administrator",
    ),
    "room.containment_done": (
        "止まったら、下の [そのほか] から「広がりは止まった」を。",
        'When it has stopped, choose "Contained" under [More].',
    ),
}
