"""The words of a report to a client, in the contract's language. No guess, no admission of fault; 調査中 is said as such."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "letter.first": ("第一報", "First report"),
    "letter.follow_up": ("続報", "Follow-up report"),
    "letter.nth": ("第{n}報", "no. {n}"),
    "letter.final": ("最終報告", "Final report"),
    "letter.withdrawal": ("取下げのご連絡", "Withdrawal of our report"),
    "letter.numbered": ("{title}（{nth}）", "{title} ({nth})"),
    "letter.about": ("情報セキュリティに関する事案のご報告", "information security matter"),
    "letter.subject": ("{about}（{title}）", "{title}: {about}"),
    "letter.mail_subject": ("【{title}】{about}（{ref}）", "{title}: {about}, {ref}"),
    "letter.subject_line": ("件名: {subject}", "Subject: {subject}"),
    "letter.ref": ("整理番号 {ref}", "Reference {ref}"),
    "letter.dated": ("{at}現在", "As of {at}"),
    "letter.to": ("{client} 御中", "To: {client}"),
    "letter.page_of": ("{page} / {pages} ページ", "Page {page} of {pages}"),
    "letter.missing_note": (
        "〓 は、この書体で表せない文字です。",
        "〓 stands for a letter this typeface does not have:",
    ),
    "letter.opening_first": (
        "標記の件につき、現時点で判明している範囲で、取り急ぎご報告申し上げます。",
        "We write to report the matter above as far as it is known at this time.",
    ),
    "letter.opening_follow_up": (
        "標記の件につき、{at}付の{before}に続き、現時点で判明している範囲でご報告申し上げます。",
        "Further to our {before} of {at}, we report below what is known at this time.",
    ),
    "letter.opening_final": (
        "標記の件につき、{at}付の{before}に続き、調査及び対応の結果を、下記のとおりご報告申し上げます。",
        "Further to our {before} of {at}, we report below the results of our investigation and response.",
    ),
    "letter.opening_withdrawal": (
        "{at}付の{before}までにご報告いたしました件につきまして、確認の結果、下記のとおりご報告を取り下げさせていただきたく、ご連絡申し上げます。",
        "After further checks we withdraw our reports up to and including the {before} of {at}, for the reason below.",
    ),
    "letter.unknown": (
        "調査中（判明次第ご報告いたします）",
        "Under investigation; we will report as soon as it is known",
    ),
    "letter.none": ("特にございません", "Nothing at present"),
    "letter.changed_mark": ("【更新】", "[Updated]"),
    "letter.legend": (
        "【更新】は、前回のご報告から変わった項目です。",
        "[Updated] marks what has changed since our last report.",
    ),
    "letter.next": ("次回のご報告予定", "Next report"),
    "letter.next_at": ("{at}まで", "By {at}"),
    "letter.next_when_known": (
        "新たに判明した事項がございましたら、速やかにご報告いたします",
        "As soon as anything further is known",
    ),
    "letter.contact": ("連絡先", "Contact"),
    "letter.closing_first": (
        "ご心配をおかけし、誠に申し訳ございません。ご指示がございましたら、上記連絡先までお願い申し上げます。",
        "We are sorry for the concern this causes you. If you have instructions, please give them to the contact above.",
    ),
    "letter.closing_final": (
        "ご心配をおかけし、誠に申し訳ございませんでした。ご不明の点がございましたら、上記連絡先までお願い申し上げます。",
        "We are sorry for the concern this has caused you. For any questions, please turn to the contact above.",
    ),
    "letter.closing_withdrawal": (
        "お騒がせし、誠に申し訳ございませんでした。ご不明の点がございましたら、上記連絡先までお願い申し上げます。",
        "We are sorry for the disturbance. For any questions, please turn to the contact above.",
    ),
    "letter.value_noticed": ("{at}（発覚）", "{at} (noticed)"),
    "notice_item.what": ("事象の概要", "What happened"),
    "notice_item.outline": ("事象の概要", "What happened"),
    "notice_item.when_first_recognised": ("発覚日時", "First noticed"),
    "notice_item.occurred_at": ("発生日時", "Occurred"),
    "notice_item.date": ("発生日又は発覚日", "Date of occurrence or discovery"),
    "notice_item.where": ("発生箇所", "Where"),
    "notice_item.info_kinds_known": ("対象情報の種類及び範囲", "Information concerned, kinds and extent"),
    "notice_item.scope": ("対象情報の種類及び範囲", "Information concerned, kinds and extent"),
    "notice_item.effects": ("想定される影響", "Possible effects"),
    "notice_item.impact": ("想定される影響", "Possible effects"),
    "notice_item.done_so_far": ("実施済みの対応・予定している対応", "Measures taken and planned"),
    "notice_item.measures": ("実施済みの対応・予定している対応", "Measures taken and planned"),
    "notice_item.asked": ("ご照会いただいた事項", "What you asked us"),
    "notice_item.cause": ("原因", "Cause"),
    "notice_item.prevention": ("再発防止策", "Measures against a recurrence"),
    "notice_item.withdrawal_reason": ("取下げの理由", "Reason for the withdrawal"),
}
