"""What people read when something cannot be done: what it is, and what to do instead."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "refused.what_happened": (
        "近いものを1つ選んでください。「わからない」でも送れます。",
        'Choose one that comes close. "Don\'t know" is fine.',
    ),
    "refused.pick_time": ("時刻を選んでください。だいたいで構いません。", "Pick a time. Roughly is fine."),
    "refused.time_future": ("先の時刻です。もう一度確かめてください。", "That time lies ahead of us. Please check it."),
    "refused.time_too_old": (
        "1年より前の時刻です。もう一度確かめてください。",
        "That is more than a year ago. Please check it.",
    ),
    "refused.answers_changed": (
        "回答がそのあと変わったため、この確認は取り下げられました。要るときは、新しい依頼が届いています。",
        "The answers changed since, so this question was taken back. If it is still needed, you have been asked anew.",
    ),
    "refused.time_too_far": (
        "20年より離れた時刻です。もう一度確かめてください。",
        "That is more than twenty years from now. Please check it.",
    ),
    "refused.beyond_holidays": (
        "{year}年の営業日は、祝日の表がまだないため数えられません。もっと近い日で試してください。",
        "Working days around {year} cannot be counted: the holiday tables end before. Try a nearer day.",
    ),
    "refused.no_role_to_try": (
        "この契約で役割のある人だけが試せます。コンプライアンスの担当者に聞いてください。",
        "Only people with a role in this contract can try it. Please ask compliance.",
    ),
    "refused.choose": ("1つ選んでください。", "Choose one."),
    "refused.needed": ("ひとことでよいので、書いてください。", "Please write a word or two."),
    "refused.who_reached": ("相手のお名前を書いてください。", "Write the name of the person who heard it."),
    "refused.before_recognition": ("最初に気づいた時刻（{at}）より前です。", "That is before anybody noticed ({at})."),
    "refused.after_report": ("報告を受けた時刻（{at}）より後です。", "That is after the report itself ({at})."),
    "refused.not_ours": (
        "{person} さんは選べません。社外の方、ゲスト、ボット、退職された方には渡せません。",
        "{person} cannot be chosen: not somebody of another company, a guest, a bot, or somebody who left.",
    ),
    "refused.not_in_drill": (
        "訓練なので、参加に選んだ人の中から選んでください。{person} さんには何も届きません。",
        "This is a drill: choose somebody who was chosen for it. {person} hears nothing of it.",
    ),
    "refused.before_reached": ("伝わった時刻（{at}）より前です。", "That is before they were reached ({at})."),
    "refused.date_past": ("過ぎた日です。これからの日を選んでください。", "That day has passed. Choose one to come."),
    "refused.day_before_given": (
        "指示を受けた日より前です。もう一度確かめてください。",
        "That is before the instruction was given. Please check it.",
    ),
    "refused.reached_already": (
        "{person}さんの記録で、{at} にもう伝わっています。",
        "Reached already at {at}, recorded by {person}.",
    ),
    "refused.not_reached_yet": (
        "まだ伝わっていません。先に [つながった] を記録してください。",
        "Not reached yet. Record [Reached] first.",
    ),
    "refused.nothing_rings": ("いまは、だれも呼び出していません。", "Nobody is being called now."),
    "refused.stand_down_hard": (
        "契約に数字のある期限なので、呼び出しだけを止めることはできません。義務の一覧から「不要にする」を選ぶと、もう一人の確認へ進みます。",
        "The contract sets a number here, so calling cannot simply stop. Waive the duty under Duties; a second person then decides.",
    ),
    "refused.not_in_room": (
        "{ref} に加わっている人だけができます。必要なら、当番の人に声をかけてください。",
        "Only people in the room of {ref} can do this. Ask the people on duty to bring you in.",
    ),
    "refused.incident_ended": (
        "{ref} はもう終わっています。まだ続いているなら、部屋の [再開する] で再開できます。",
        "{ref} has ended. If it goes on, take it up again with [Reopen] in its room.",
    ),
    "refused.not_ended": ("{ref} は終わっていません。", "{ref} has not ended."),
    "refused.duty_step": (
        "この義務は「{state}」なので、それはできません。",
        'This duty is "{state}", so that is not possible.',
    ),
    "refused.no_such_step": (
        "この事案は「{state}」なので、それはできません。",
        'This incident is "{state}", so that is not possible.',
    ),
    "refused.consultation_step": (
        "この協議は「{state}」なので、それはできません。",
        'This consultation is "{state}", so that is not possible.',
    ),
    "refused.consultation_closed": ("この協議はもう閉じています。", "This consultation is closed."),
    "refused.currency": ("{currency} はまだ扱えません。", "{currency} is not supported yet."),
    "refused.amount_not_number": (
        "金額を数字で書いてください（例 12,300）。",
        "Write the amount as a number (for example 12,300).",
    ),
    "refused.amount_not_positive": ("0 より大きい金額を書いてください。", "Write an amount above zero."),
    "refused.amount_too_fine": (
        "{currency} の最小単位より細かい金額です。",
        "That is finer than the smallest unit of {currency}.",
    ),
    "refused.amount_too_large": (
        "金額が大きすぎます。桁を確かめてください。",
        "The amount is too large. Check the digits.",
    ),
    "refused.amount_comma": (
        "カンマの位置を確かめてください（例 12,300）。",
        "Check where the commas are (for example 12,300).",
    ),
    "refused.amount_other_currency": (
        "書かれた通貨の記号が、選んだ通貨（{currency}）と違います。",
        "The sign of the currency does not fit the one you chose ({currency}).",
    ),
    "refused.rate_needed": (
        "円以外の費用には、為替レートが要ります（1通貨あたりの円）。",
        "A cost in another currency needs its exchange rate (yen for one unit).",
    ),
    "refused.rate": (
        "レートを 1通貨あたりの円で書いてください（例 151.23、小数は6桁まで）。",
        "Write the rate as yen for one unit (for example 151.23, six decimals at most).",
    ),
    "refused.hours": (
        "時間を書いてください（例 7.5、7:30、7時間30分）。1分より細かくは書けません。",
        "Write the time (for example 7.5 or 7:30), no finer than a minute.",
    ),
    "refused.tax_stated": (
        "税額が税率に合いません。{most} 以下のはずです。",
        "That tax does not fit the rate: it should be {most} at most.",
    ),
    "refused.share": (
        "0 から 100 までの数字で書いてください（小数は2桁まで）。",
        "Write a number from 0 to 100 (two decimals at most).",
    ),
    "refused.shares_sum": (
        "合わせて 100 になるように書いてください。いまは {sum} です。",
        "The shares have to make 100 together. Now they make {sum}.",
    ),
    "refused.notice_ends_by_reaching": (
        "連絡の義務は、相手に伝わると済みになります。[つながった] を記録してください。",
        "A notice is done when somebody there has heard it. Record [Reached].",
    ),
    "refused.decided_already": ("{person}さんがもう決めています。", "{person} has decided already."),
    "refused.second_person": (
        "頼んだ本人は認められません。もう一人の方にお願いしてください。",
        "The person who asked cannot approve. Ask somebody else.",
    ),
    "refused.still_open": (
        "まだ残っています: 義務 {duties} 件、法令 {laws} 件、協議 {consultations} 件、対策 {actions} 件、指示・検査・緊急の記録 {asked} 件。済ませるか、理由を書いて不要にしてください。",
        "Still open: {duties} duties, {laws} statutory duties, {consultations} consultations, {actions} actions, {asked} instructions, surveys or emergency records. Finish them, or waive them with a reason.",
    ),
    "refused.asked_already": (
        "{person}さんがもう頼んでいます。もう一人の確認を待っています。",
        "{person} has asked already. A second person has to decide.",
    ),
    "refused.role": (
        "{ref} の責任者か当番の管理者、経営・法務の方だけができます。",
        "Only the lead, duty managers, executives or legal of {ref} can do this.",
    ),
    "refused.unknown_button": (
        "このボタンはもう使えません。新しいカードから操作してください。",
        "This button no longer works. Use the newest card.",
    ),
    "refused.gone": (
        "見つかりませんでした。もう一度開き直してください。",
        "We could not find that. Please open it again.",
    ),
    "refused.busy": (
        "いま保存できません。もう一度押してください。何も変わっていません。",
        "We cannot save right now. Nothing changed. Press again.",
    ),
}
