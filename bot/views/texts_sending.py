"""Words about sending a report to the client's desk: to whom, how it went, and what the desk itself reads around it."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # What the client reads.
    "mail.rule": ("────────────────────", "--------------------"),
    "mail.receipt": (
        "【受領のご確認のお願い】",
        "Please confirm that you have received this report.",
    ),
    "mail.receipt_link": (
        "お手数ですが、下記のページを開き、お名前をご記入のうえ「受領しました」を押してください。",
        "Open the page below, write your name and press “I have received it”:",
    ),
    "mail.receipt_until": ("（このページは {at} まで開けます。）", "(The page can be opened until {at}.)"),
    "mail.receipt_phone": (
        "お電話（{phone}）でお知らせいただいても結構です。",
        "You can also tell us by telephone: {phone}.",
    ),
    "mail.receipt_reply": (
        "お電話でお知らせいただいても結構です。",
        "You can also tell us by telephone.",
    ),
    "shared.text": ("{title}をお送りしました　{sender}", "{title} · {sender}"),
    "shared.brief": (
        "契約に基づく{title}（{ref}　{dated}）がございます。内容は、貴社の窓口の方に、メール又はお電話でお伝えいたします。",
        "There is a report for you under our contract: {title} ({ref}, {dated}). We tell your desk what it says by mail or telephone.",
    ),
    "shared.brief_phone": ("お問い合わせ: {phone}", "Questions: {phone}"),
    "shared.received": ("受領のご確認をいただきました。{at}　{name} 様", "Receipt confirmed: {name}, {at}"),
    "button.receipt": ("受領しました", "I have received it"),
    # The receipt's page.
    "receipt_page.ask": ("報告の受領のご確認", "Confirm receipt of our report"),
    "receipt_page.done": ("受領を確認しました", "Receipt confirmed"),
    "receipt_page.cannot": ("このページは開けません", "This page cannot be opened"),
    "receipt_page.report": ("報告", "Report"),
    "receipt_page.ref": ("整理番号", "Reference"),
    "receipt_page.dated": ("日時", "Date"),
    "receipt_page.from": ("報告者", "From"),
    "receipt_page.name": ("お名前（ご所属）", "Your name (and department)"),
    "receipt_page.name_needed": ("お名前をご記入ください。", "Please write your name."),
    "receipt_page.thanks": (
        "ありがとうございます。{at}、{name} 様の受領として記録いたしました。このページは閉じていただいて結構です。",
        "Thank you. We have noted that {name} received it: {at}. You can close this page.",
    ),
    "receipt_page.already": (
        "{at}に、{name} 様の受領として、すでに記録しております。",
        "It is noted already that {name} received it: {at}.",
    ),
    "receipt_page.altered": (
        "リンクが途中で切れているか、変わっています。メールに書かれたリンクを、はじめから終わりまで写して開き直すか、お電話でお知らせください。",
        "The link is cut off or was changed. Copy the whole link from the mail, or tell us by telephone.",
    ),
    "receipt_page.expired": (
        "このリンクの期限は過ぎました。お手数ですが、お電話でお知らせください。",
        "This link has expired. Please tell us by telephone.",
    ),
    "receipt_page.often": (
        "続けて何度も開かれたため、少しの間お待ちいただいています。1分ほどして、もう一度お試しください。",
        "This was tried many times in a row. Please wait about a minute and try again.",
    ),
    "receipt_page.away": (
        "ただいま記録できません。まだ受領は記録されていません。しばらくして、もう一度押していただくか、お電話でお知らせください。",
        "We cannot note it just now; nothing has been noted yet. Please try again in a while, or tell us by telephone.",
    ),
    "receipt_page.call": ("お電話: {phone}", "Telephone: {phone}"),
    "receipt_page.language": ("日本語", "English"),
    # Sending.
    "button.notice_send": ("窓口へ送る", "Send to the desk"),
    "button.notice_post": ("共有チャンネルへ", "To the shared channel"),
    "button.post_full": ("全文にする", "Post the whole report"),
    "button.post_brief": ("お知らせだけにする", "Post only the notice"),
    "button.notice_bounce": ("戻ってきたメールを記録", "Record a returned mail"),
    "notice_send.title": ("報告を送る", "Send the report"),
    "notice_send.submit": ("送る", "Send"),
    "send.intro": (
        "*{client}　{title}*\n契約の言語で、次の文面と文書をメールで送ります。\n*電話は、この間も続けてください。*",
        "*{title}, {client}*\nThe words and documents below go by mail, in the contract's language. *Keep calling meanwhile.*",
    ),
    "send.to": ("だれに送りますか", "To whom?"),
    "send.to_hint": (
        "同じアドレスには1通だけ送ります。送った人と時刻、相手のサーバーの返事を記録します。",
        "One mail for each address. Who sent it, when, and what the other side's server said are kept.",
    ),
    "send.files": ("添付: {files}", "Attached: {files}"),
    "send.files_wait": (
        "文書はまだ作成中です。できしだい添付して送ります（長くても1分）。",
        "The documents are still being made. The mail leaves with them, within a minute at most.",
    ),
    "send.no_files": ("添付する文書はありません。", "No documents are attached."),
    "send.no_mail": (
        "*メールを送る設定（SMTP_URL）がありません。* 報告の文書を部屋から取り出して送り、[電話した] で記録してください。",
        "*No mail server is set (SMTP_URL).* Take the documents from the room, send them yourself, and record it with [I called].",
    ),
    "send.no_address": (
        "送れるメールアドレスが窓口に登録されていません。 *電話してください。*",
        "The desk has no mail address that can be used. *Please call.*",
    ),
    "send.all_sent": (
        "登録されているアドレスには、もう送ってあります。",
        "It has been sent to every address the desk has.",
    ),
    "send.no_link": (
        "受領のページは使えません（PUBLIC_URL か SECRET_KEY がありません）。受領は電話で確かめてください。",
        "There is no receipt page (PUBLIC_URL or SECRET_KEY is not set). Confirm receipt by telephone.",
    ),
    "notice_post.title": ("共有チャンネルへ送る", "Post to the client"),
    "notice_post.submit": ("この内容で送る", "Post exactly this"),
    "post.intro": (
        "*{client}　{title}*\n<#{channel}> に、下の文だけを、そのまま送ります。",
        "*{title}, {client}*\nExactly the words below, and nothing else, go to <#{channel}>.",
    ),
    "post.seen_by": ("このチャンネルを読む会社: {teams}", "Companies that read this channel: {teams}"),
    "post.seen_unknown": (
        "*このチャンネルを読む会社を確かめられませんでした（{error}）。* 送る前に、チャンネルを開いて確かめてください。",
        "*Which companies read this channel could not be found out ({error}).* Open the channel and look before you post.",
    ),
    "post.not_shared": (
        "*このチャンネルは社外と共有されていません。* 送っても、お客様には届きません。",
        "*This channel is not shared with any other company.* The client would not see it.",
    ),
    "post.many": (
        "*3社以上が読むチャンネルです。* ほかのお客様がいないか、必ず確かめてください。",
        "*Three or more companies read this channel.* Make sure that no other client is among them.",
    ),
    "post.receipt_by": (
        "受領のボタンを押せるのは、契約に登録された窓口の方だけです: {names}",
        "Only the desk's people named in the pack can confirm receipt: {names}",
    ),
    "post.receipt_by_nobody": (
        "窓口の方の Slack が登録されていないので、受領のボタンはだれも押せません。",
        "No Slack id of the desk's people is registered, so nobody can press the receipt button.",
    ),
    "notice_bounce.title": ("戻ってきたメール", "Returned mail"),
    "notice_bounce.submit": ("記録する", "Record it"),
    "bounce.which": ("どのメールですか", "Which mail?"),
    "bounce.note": ("戻ってきたメールに書かれていたこと", "What the returned mail said"),
    "bounce.hint": (
        "記録すると、送った人と担当に「届かなかった」と知らせます。同じアドレスへもう一度送れるようになります。",
        "Whoever sent it and the lane's owner are told. The same address can then be tried again.",
    ),
    "bounce.none": ("戻ってくるようなメールは、まだ送っていません。", "No mail has been sent that could come back."),
    "card.send_next": (
        "*報告はまだ送っていません* [窓口へ送る]",
        "*The report has not been sent yet* [Send to the desk]",
    ),
    "card.send_again": (
        "*報告はまだ窓口に届いていません* [窓口へ送る]",
        "*The report has not reached the desk yet* [Send to the desk]",
    ),
    "card.write_next.email": (
        "*電話とあわせてメール* [第一報] から作って送ります",
        "*Mail as well as calling* Write and send it from [First report]",
    ),
    "card.write_next.slack": (
        "*電話とあわせて共有チャンネル* [第一報] から作って送ります",
        "*The shared channel as well as calling* Write and send it from [First report]",
    ),
    # How it went.
    "delivery.mail": ("メール {slot}　{address}", "Mail, {slot} · {address}"),
    "delivery.slack": ("共有チャンネル <#{address}>", "Shared channel <#{address}>"),
    "delivery.slack_brief": (
        "共有チャンネル <#{address}>（お知らせのみ）",
        "Shared channel <#{address}> (only that there is a report)",
    ),
    "delivery.on_its_way": ("送信中（{at} から）", "on its way since {at}"),
    "delivery.sent": ("{at} 送信済み", "sent at {at}"),
    "delivery.failed": ("*{at} 届きませんでした* （{answer}）", "*not delivered, {at}* ({answer})"),
    "delivery.bounced": ("*{at} 戻ってきました*", "*came back, {at}*"),
    "delivery.received": ("*受領 {at}　{name} 様*", "*received {at}, {name}*"),
    "said.delivery.late": (
        "*{title}の{road}が、まだ出ていません。* 送り続けています。 *電話で伝えてください。*",
        "*{title} ({road}) has not left yet.* We keep trying. *Tell them by telephone.*",
    ),
    "said.delivery.failed": (
        "*{title}は届きませんでした。* {road}: {why} *電話で伝えてください。*",
        "*{title} was not delivered.* {road}: {why} *Tell them by telephone.*",
    ),
    "said.delivery.bounced": (
        "*{title}のメールが戻ってきました。* {road} *電話で伝え、正しいアドレスを確かめてください。*",
        "*The mail with {title} came back.* {road} *Tell them by telephone, and ask for the right address.*",
    ),
    "said.delivery.received": (
        "✅ *{title}の受領を確認しました。* {name} 様　{at}（{road}）",
        "✅ *Receipt of {title} confirmed.* {name}, {at} ({road})",
    ),
    "said.delivery.brief_received": (
        "*{title}があることは伝わりました。* {name} 様　{at}（{road}）\n内容はまだ伝わっていません。 *電話かメールで伝えてください。*",
        "*They know that there is {title}.* {name}, {at} ({road})\nThey have not been told what it says. *Tell them by telephone or mail.*",
    ),
    "said.call": ("次にかける: {name}　{contact}", "Call next: {name} · {contact}"),
    "said.mail_instead": (
        "かわりにメールで {address} へ送っています。",
        "It goes by mail to {address} instead.",
    ),
    "why.no_such_address": ("そのアドレスはありません。", "There is no such address."),
    "why.mailbox_full": ("相手の受信箱がいっぱいです。", "Their mailbox is full."),
    "why.too_large": (
        "添付が大きすぎます。文書を分けるか、別の方法で渡してください。",
        "The attachments are too large. Hand the documents over in another way.",
    ),
    "why.refused": ("相手のサーバーが受け取りを断りました。", "Their server refuses it."),
    "why.our_login": (
        "送信サーバーが、こちらのパスワードを受け付けません。管理者に知らせてください。",
        "Our mail server does not accept our password. Tell the operators.",
    ),
    "why.answer_lost": (
        "届いたかもしれませんが、確かめられません。届いたかどうかも聞いてください。",
        "It may have arrived, but nobody can tell. Ask them whether it has.",
    ),
    "why.channel_closed": (
        "チャンネルがなくなったか、共有が終わっています。",
        "The channel is gone, or no longer shared.",
    ),
    "why.not_in_channel": (
        "Hansho がチャンネルにいません。",
        "Hansho is not in the channel.",
    ),
    "why.other": ("{error}", "{error}"),
    "refused.not_issued": (
        "まだ発行していない報告です。先に発行してください。",
        "This report is not issued yet. Issue it first.",
    ),
    "refused.drill_not_sent": (
        "訓練です。お客様には何も送りません。送ったものとして進めてください。",
        "This is a drill: nothing is sent to the client. Go on as if it had been.",
    ),
    "refused.no_shared_channel": (
        "この契約には、共有チャンネルが登録されていません。",
        "No shared channel is registered for this contract.",
    ),
    "refused.channel_of_two": (
        "同じチャンネルが、別のお客様の契約にも登録されています。何も送っていません。電話かメールで伝え、契約の設定を直してください。",
        "Another client's pack names the same channel. Nothing was posted. Call or mail, and correct the packs.",
    ),
    "refused.choose_receiver": ("送り先を1つ以上選んでください。", "Choose at least one receiver."),
    "refused.bad_address": (
        "{name} のアドレス（{address}）には送れません。電話し、契約の設定を直してください。",
        "No mail can be sent to {name}'s address ({address}). Call them, and correct the pack.",
    ),
    "refused.attachments_too_large": (
        "添付が {size} MB あります。メールで送れるのは {limit} MB までです。何も送っていません。文書を部屋から取り出し、別の方法で渡してください。",
        "The attachments are {size} MB; a mail takes {limit} MB at most. Nothing was sent. Take the documents from the room and hand them over in another way.",
    ),
    "refused.sent_already": (
        "{person}さんが {at} に送っています。二重には送りません。",
        "{person} sent it at {at}. It is not sent twice.",
    ),
    "refused.delivery_step": (
        "いまの状態（{state}）では、できません。",
        "Not possible in its present state ({state}).",
    ),
    "refused.receipt_not_yours": (
        "受領の確認は、契約に登録された窓口の方だけができます。お問い合わせ: {phone}",
        "Only the registered contacts can confirm receipt. Questions: {phone}",
    ),
}
