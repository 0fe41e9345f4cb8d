"""Words around the reports to a client: drafting, looking once more, issuing, agreeing, and the promise of the next one."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "button.reports": ("報告", "Reports"),
    "button.draft_first": ("第一報を作る", "Draft the first report"),
    "button.draft_follow_up": ("続報を作る", "Draft a follow-up"),
    "button.draft_final": ("最終報告を作る", "Draft the final report"),
    "button.draft_withdrawal": ("報告を取り下げる", "Withdraw our report"),
    "draft.go_on": ("続きを書く", "Go on writing"),
    "button.notice_edit": ("直す", "Edit"),
    "button.notice_read": ("読む", "Read it"),
    "draft.look": ("確かめる", "Look it over"),
    "preview.issue": ("発行する", "Issue"),
    "preview.ask_approval": ("承認を頼む", "Ask for approval"),
    "reports.title": ("報告", "Reports"),
    "reports.intro": ("*{client}*", "*{client}*"),
    "reports.none": ("書面の報告は、まだ発行していません。", "No written report has been issued yet."),
    "reports.issued": ("*{title}*　{at} 発行（{by}）", "*{title}* · issued {at} by {by}"),
    "reports.files": ("文書: {files}", "Documents: {files}"),
    "reports.file_wanted": ("{name}（作成中）", "{name} (being made)"),
    "reports.file_failed": ("{name}（作れませんでした）", "{name} (could not be made)"),
    "format.txt": ("文面", "Text"),
    "format.pdf": ("PDF文書", "PDF"),
    "format.docx": ("Word文書", "Word"),
    "reports.approved": ("{by}さんが認めました", "approved by {by}"),
    "reports.bypassed": ("承認を待たずに発行", "issued without waiting for approval"),
    "reports.owed": ("*調査中 {n} 件*: {items}", "*{n} under investigation*: {items}"),
    "reports.owed_one": ("*調査中 1 件*: {items}", "*1 under investigation*: {items}"),
    "reports.next": ("次のご報告 {at} まで", "Next report by {at}"),
    "reports.draft": (
        "*{title}の下書き*　{by}さん {at}",
        "*Draft: {title}* · {by}, {at}",
    ),
    "reports.waiting": (
        "*{title}*　承認を待っています（{by}さんが頼みました）",
        "*{title}* · waiting for approval (asked by {by})",
    ),
    "reports.hint": (
        "発行すると番号がつき、あとから直せません。直すことは次の報告に書きます。",
        "Issuing gives it its number, and it is never changed again: a correction goes into the next report.",
    ),
    "draft.offer": (
        "書面の第一報（PDF・Word）はここから。 *電話がさきです。*",
        "The first report in writing (PDF, Word) starts here. *Call first.*",
    ),
    "notice_draft.title": ("報告の下書き", "Draft report"),
    "draft.intro": (
        "*{client}　{title}*\n分かっていることだけを書きます。空のままの項目は「調査中（判明次第ご報告いたします）」となります。推測と、責任についての言葉は書きません。",
        "*{title}, {client}*\nWrite only what is known. What is left empty will read “Under investigation; we will report as soon as it is known”. No guess, nothing about fault.",
    ),
    "draft.language": ("日本語で書いてください（契約の言語）。", "Please write in English, the contract's language."),
    "draft.optional": ("なければ空のままで構いません。", "May stay empty."),
    "draft.was_owed": ("前回は調査中でした。", "Under investigation in the last report."),
    "draft.next_report": ("次のご報告はいつまでに？", "By when will the next report reach them?"),
    "draft.keep_next": ("{at} まで（このまま）", "By {at} (as it is)"),
    "draft.conflict": (
        "*{by}さんが {at} に直しました。* あなたの書いた文は残っています。いま保存されている文を見て、もう一度送ってください。",
        "*{by} changed it at {at}.* What you wrote is still here. Look at what is saved now, then send again.",
    ),
    "draft.stored": ("いま保存されている文: {value}", "Saved now: {value}"),
    "draft.stored_empty": ("いま保存されている文: （空）", "Saved now: (empty)"),
    "notice_issue.title": ("発行の前に", "Before issuing"),
    "preview.intro": (
        "*この文のまま、PDF・Word・文面が作られます。* {client}",
        "*PDF, Word and text are made from exactly these words.* {client}",
    ),
    "preview.approval": (
        "発行には {role} の承認が要ります。残り時間が4分の1になったら、待たずに発行します。",
        "It needs the approval of: {role}. When a quarter of the time is left, it is issued without waiting.",
    ),
    "preview.incomplete": (
        "まだ発行できません。空の項目: {items}。分からないままのことは、分からなかったと書いてください。",
        "It cannot be issued yet. Still empty: {items}. What could not be found out, say so.",
    ),
    "preview.waiting": ("承認を待っています。", "Waiting for approval."),
    "preview.cut": ("（ここから先は文書でご覧ください）", "(The rest is in the document.)"),
    "room.notice_issued": (
        "📄 *{title}を発行しました*　{client}",
        "📄 *{title} issued* · {client}",
    ),
    "room.notice_issued_by": ("発行 {by} {at}", "Issued by {by} at {at}"),
    "room.notice_send": (
        "文書はまもなくここに入ります。窓口へ送ってください。",
        "The documents will be here in a moment. Send them to the desk.",
    ),
    "room.notice_confirmed": (
        "{by}さんが認め、{asked_by}さんの報告を発行しました。",
        "{by} approved it: {asked_by}'s report is issued.",
    ),
    "room.notice_refused": (
        "{by}さんは認めませんでした。{asked_by}さんの報告は下書きに戻りました。",
        "{by} did not approve; {asked_by}'s report is a draft again.",
    ),
    "room.notice_text": (
        "ファイルを入れられないので、{title}の文面をここに置きます。",
        "Files cannot be put here, so these are the words of the {title}.",
    ),
    "room.report_soon": (
        "⏰ {client}への次のご報告の約束は {at}。あと 30 分です。",
        "⏰ The next report to {client} is promised by {at}: 30 minutes left.",
    ),
    "room.report_due": (
        "⏰ *{client}への次のご報告の時刻 {at} です。* 分かっていることだけでも報告し、次の時刻を約束してください。",
        "⏰ *The next report to {client} was promised by {at}.* Report what is known, and promise the next time.",
    ),
    "approval.notice": (
        "{by}さん: {subject}を発行したい。",
        "{by} wants to issue: {subject}.",
    ),
    "approval.notice_lapse": (
        "残り時間が4分の1になると、承認を待たずに発行されます。",
        "When a quarter of the time is left, it is issued without waiting.",
    ),
    "refused.notice_kind": (
        "この種類の報告は、いまは出せません。続報と最終報告は第一報のあと、第一報は一度だけです。",
        "Such a report cannot come next: follow-ups come after a first report, and there is only one first report.",
    ),
    "refused.notice_step": (
        "この報告はもう下書きではありません。最新の一覧を開き直してください。",
        "This report is no draft any more. Please open the list again.",
    ),
    "refused.notice_issued": (
        "{person}さんが {at} に発行しました。二重には出ていません。",
        "{person} issued it at {at}. It did not go out twice.",
    ),
    "refused.notice_edited": (
        "{person}さんが {at} に直しました。もう一度開いて、いまの文を確かめてください。",
        "{person} changed it at {at}. Open it again and look at the words as they are now.",
    ),
    "refused.notice_incomplete": (
        "「{item}」が空です。分からないままなら、分からなかったと書いてください。",
        "“{item}” is empty. If it could not be found out, say so.",
    ),
    "refused.notice_names_other": (
        "「{item}」に、ほかの契約先の名前「{name}」が入っています。消してから発行してください。",
        "“{item}” names another client, {name}. Take it out before issuing.",
    ),
    "refused.names_other_client": (
        "ほかの契約先の名前「{name}」が入っています。この契約先のことだけを書いてください。",
        "This names another client, {name}. Write only what concerns this one.",
    ),
    "refused.approval_withdrawn": (
        "報告の文がそのあと直されたか、もう発行されています。[報告] から、いまの文をご覧ください。",
        "The report was changed since, or is issued already. See its words under [Reports].",
    ),
    "refused.too_long": ("{limit} 字までです。短くしてください。", "At most {limit} letters. Please shorten it."),
    "refused.next_report_past": (
        "過ぎた時刻です。これからの時刻を選んでください。",
        "That time has passed. Choose one to come.",
    ),
    "refused.promise_passed": (
        "次回報告の予定時刻が過ぎました。［直す］で選び直してから発行してください。書いた内容は残っています。",
        "The time promised for the next report has passed. Press [Edit] and choose another, then issue it. What you wrote is kept.",
    ),
    "refused.withdraw_first": (
        "お客様への報告が {n} 件残っています。先に [報告] から取り下げてください。",
        "Reports to clients still stand ({n}). Withdraw them first, under [Reports].",
    ),
    "operators.form_refused": (
        "契約先の様式 {form} を使えませんでした（{error}）。{name} は当社の様式で作りました。",
        "The client's form {form} could not be used ({error}). {name} was made in our own.",
    ),
    "operators.document_failed": (
        "文書 {name} を作れませんでした（{error}）。文面（テキスト）は保存されています。",
        "The document {name} could not be made ({error}). Its words are kept as text.",
    ),
}
