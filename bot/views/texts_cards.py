"""The words of the hygiene cards and of the evening before something carried out is taken along."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "card_rule.head": ("*今日のひとつ*　{client}", "*One thing for today* · {client}"),
    "card_rule.text": ("今日のひとつ: {words}", "One thing for today: {words}"),
    "card_rule.kept": (
        "「守れている」と記録しました。ありがとうございます。",
        "Kept: you keep to it. Thank you.",
    ),
    "card_rule.not_kept": ("守れなかったこと: {words}", "Not kept: {words}"),
    "card_rule.laptop": (
        "ノートPCには、今日の用事に要るデータだけ。戻ったら、責任者に伝えてデータを消しましょう。",
        "On the laptop only what today's errand needs. Once back, tell the responsible person and wipe it.",
    ),
    "card_rule.papers": (
        "書類を持ち出す前に、責任者の許可を。要るものだけにしましょう。",
        "Before papers leave, ask the responsible person, and take only what you need.",
    ),
    "card_rule.left_behind": (
        "席を立つとき、電車を降りるとき。置き忘れがないか、ひと目みましょう。",
        "When you get up or off the train: one look back that nothing stays behind.",
    ),
    "card_rule.drinking": (
        "PCや書類を持っている日は、お酒の席に寄らずに帰りましょう。",
        "On days with the laptop or papers in your bag, go home first: no party with drinks.",
    ),
    "card_rule.phone_lock": (
        "業務用スマホの画面ロックは、いつもオンにしておきましょう。",
        "Keep the screen lock of your work phone on, always.",
    ),
    "card_rule.remote_lock": (
        "業務用スマホは、なくしたときに遠くからロックできるようにしておきましょう。",
        "Have your work phone set so that it can be locked from afar if you lose it.",
    ),
    "card_rule.strap": (
        "業務用スマホには、ストラップかホルダーをつけましょう。",
        "Carry your work phone on its strap or in its holder.",
    ),
    "card_rule.call_log": (
        "電話とメールの履歴は、使うたびに消しましょう。",
        "Delete calls and messages from the phone's history each time you have used it.",
    ),
    "card_rule.call_log_held": (
        "*いまは履歴を消さないでください。* 対応中の件の手がかりになります。消してよくなったら知らせます。",
        "*Please do not delete any history now.* It is evidence while an incident is open. The rule comes back afterwards.",
    ),
    "card_rule.phonebook": (
        "電話帳に、だれとわかるフルネームは入れないようにしましょう。",
        "No full names in the phone book that tell who somebody is.",
    ),
    "card_rule.camera": (
        "撮る前に、写してよいか確かめる。サーバーに入れたら、スマホの写真はすぐ消しましょう。",
        "Before a photo, check that it may be taken. Once it is on the server, delete it from the phone.",
    ),
    "card_rule.mail_check": (
        "メールを送る前に、宛先・本文・添付を、もう一度みましょう。",
        "Before sending a mail, look once more at addressee, text and attachment.",
    ),
    "card_rule.attachment_password": (
        "添付はパスワードで守り、パスワードは同じメールに書かず、別の方法で。",
        "Protect attachments with a password, and send it another way, never in the same mail.",
    ),
    "card_rule.anonymous_tools": (
        "だれのものかわからない無料のメールやファイル便は、使わないようにしましょう。",
        "No anonymous mail or file-exchange services.",
    ),
    "card_rule.online_services": (
        "地図・文書・予定表などのネットのサービスに、預かった情報を入れないようにしましょう。",
        "Nothing entrusted to us goes into online maps, documents, calendars or the like.",
    ),
    "button.card_keep": ("守れている", "I keep to it"),
    "button.card_happened": ("守れなかった", "This happened"),
    "card_rule.thanks": ("記録しました。ありがとうございます。", "Noted. Thank you."),
    "refused.card_gone": (
        "このカードは古くなりました。今日のカードを見てください。何も変えていません。",
        "This card is out of date. Please look at today's. Nothing was changed.",
    ),
    "evening_head.laptop": (
        "お客様の情報の入ったPCが外に出ています（{client}）",
        "A laptop with a client's information is out ({client})",
    ),
    "evening_head.papers": ("お客様の書類が外に出ています（{client}）", "A client's papers are out ({client})"),
    "evening_head.other": (
        "お客様からの預かりものが外に出ています（{client}）",
        "Something of a client's is out ({client})",
    ),
    "evening.drinking": (
        "• 持ったままお酒の席に寄らず、まっすぐ帰りましょう。",
        "• Go straight home with it: no party with drinks on the way.",
    ),
    "evening.risky": (
        "• *お酒の席に誘われやすいころです。* 持っている間は、お酒は一杯でも飲めません。席に出るなら、先に会社へ戻しましょう。",
        "• *A time of parties.* While you have it with you, not one drink. If you go, bring it back first.",
    ),
    "evening.back": (
        "• 戻したら「戻した」を。電車や店では、手から離さずに。",
        "• Once it is back, press “It is back”. On trains and in shops keep hold of it.",
    ),
    "evening.wipe": (
        "• データは決められたサーバーへ。PCに残った分は、戻したときに消しましょう。",
        "• Save data to the designated server, and wipe what is left on it when it returns.",
    ),
    "evening.back_button": ("開く・戻した", "Open · it is back"),
    "evening.lost_button": ("なくした・盗まれた", "Lost or stolen"),
    "digest.group.matters": ("📋 *依頼・承諾・届出・定期の確認*", "📋 *Requests, consents and regular checks*"),
    "digest.group.gaps": (
        "🔗 *承諾か、同じ義務の契約がまだの再委託先*",
        "🔗 *Subcontractors without consent, or not bound yet*",
    ),
}
