"""The signs of a duty in Japanese contracts, in the order in which they are tried.

The verbs are those of the standard clauses on commissioned work, personal data and information security; where a clause is about somebody's right, its end
(できる) and its subject (甲は) tell.
"""

from __future__ import annotations

import re

from bot.contracts.kinds import Kind, Sentence, Sign, Sure
from bot.contracts.numerals import numeric_limit

INCIDENT = r"事故|インシデント|漏[えい洩]|漏えい|紛失|盗難|滅失|毀損|き損|破壊|改ざん|不正アクセス|マルウェア|ウイルス|感染|流出|違反|おそれ|恐れ|疑い|事案|事態|侵害|障害|不具合|サイバー攻撃"
CONSENT = r"(?:承諾|承認|許可|許諾|同意|了承)"
DUTY = (
    r"なければならない|なければなりません|ねばならない|てはならない|てはなりません|ものとする|ものとします|ものとし、|要する。|要します|義務を負う|責任を負う|応じる|従う|こと。|こと$|厳禁"
    r"|努める|努めます|負担する|負担し|賠償|とする。|とする$|必要があ[るり]|ください|保有する|求める場合があ|行う。|行います|できる。|できます|できるものとする|できない|存続する|禁ずる|禁止する|この限りで"
)
"""An end of a sentence that binds or entitles somebody; a sentence with one is never dropped silently."""
SENTENCE = r"(?:甲|乙|受託者|委託者|受注者|発注者|当事者|本?契約|規定)[^。]*。$|ます。$"
"""Any other sentence that may bind: read by the signs, but not missed when none speaks (many contracts end in a plain verb)."""

LIST_BELOW = "introduces the list below"
"""Why a sentence owes nothing of its own: the items of its list do."""

_CONDITION = re.compile(
    r"^(?P<c>.*(?:場合(?:にあっては|にあつては|において|には|に)?は?|とき(?:に)?は?|際(?:に)?は?|ところにより|後(?:は|も|において)?|に当たっては|に当たって|にあたって)、)(?P<m>.+)$"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_CLIENT_MAY = r"^(?:甲|委託者|発注者)は.*(?:できる|できます)"
_PROHIBITS = r"てはならない|てはなりません|できない|ないものとする|禁ずる|禁止する"


def parts(sentence: str) -> tuple[str, str]:
    """Split a sentence into its conditions and what is owed then; brackets are set aside so that their 場合 do not count."""
    bare = _BRACKETS.sub("", _BRACKETS.sub("", sentence))
    found = _CONDITION.match(bare)
    return (found["c"], found["m"]) if found else ("", bare)


def _consent(s: Sentence) -> bool:
    if s.then(r"回収|返還|消去") and not s.then(_PROHIBITS):
        return False
    return (
        s.says(rf"{CONSENT}(?:を得|がな|なく|なし|を受け|を要)")
        or s.says(rf"{CONSENT}[^。]{{0,20}}を除[きく]")
        or s.says(rf"事前{CONSENT}")
        or s.says(rf"{CONSENT}を得る(?:こと|必要|ものとする)")
    )


def _notice(s: Sentence) -> bool:
    if not s.then(
        r"(?:報告|通知|通報|連絡|速報|届け出|届出)(?:し|す[るれ]|を行|を入れ|を(?:し|す))|知らせ|(?:第一報|一報)を|(?:報告|通知|連絡)は[^。]*(?:行|す[るれ])"
    ):
        return False
    if s.then(r"(?:第三者|他者|外部|公)[^。]{0,12}(?:通知|報告|連絡|知らせ)[^。]*" + f"(?:{_PROHIBITS})"):
        return False
    if s.says(_CLIENT_MAY) or s.then(r"(?:報告|通知|連絡)を求め"):
        return False
    if s.when(r"変更") and not s.nearby(INCIDENT):
        return False
    if numeric_limit(s.whole) is not None and re.search(INCIDENT, s.before):
        return True  # what follows the first report in its own clause
    return s.nearby(INCIDENT) or s.says(r"窓口に(?:連絡|報告)|努める.*通知|通知するよう努")


SIGNS: tuple[Sign, ...] = (
    Sign(Kind.RIGHT, "one with the main contract", lambda s: s.says(r"一体をなす|一体のもの"), ends=False),
    Sign(
        Kind.RIGHT,
        "purpose or definition",
        lambda s: s.says(r"を目的とする|をいう。$|をいう$|細則及び|用語の(?:意義|定義)"),
        ends=True,
    ),
    Sign(Kind.RIGHT, LIST_BELOW, lambda s: s.says(r"次の(?:とおり|通り)とする"), ends=True),
    Sign(
        Kind.RIGHT,
        LIST_BELOW,
        lambda s: (
            s.says(r"次の(?:各号|事項|必要な)?[^。]{0,12}(?:を遵守|を守|講じ|を行わ|対応)")
            and not s.says(r"協力|通知|報告")
        ),
        ends=True,
    ),
    Sign(
        Kind.RIGHT,
        "an exception",
        lambda s: s.says(r"^ただし.*この限りで") and not s.says(CONSENT) and not s.says("指示"),
        ends=True,
    ),
    Sign(
        Kind.RIGHT,
        "the client's way goes first",
        lambda s: s.says(r"^ただし.*(?:別に指示|指示する).*(?:この限りで|当該方法)"),
        ends=True,
    ),
    # cost and damage
    Sign(
        Kind.CONSULT,
        "shares are agreed by talks",
        lambda s: s.says(r"協議.*負担(?:割合|の割合|額)|負担(?:割合|の割合|額).*協議"),
        ends=True,
    ),
    Sign(Kind.COST, "cost is borne", lambda s: s.says(r"(?:費用|経費|損害|実費).*負担|負担.*(?:費用|経費)")),
    Sign(
        Kind.COST,
        "damage is made good",
        lambda s: s.says(r"賠償し|賠償す|賠償の責|賠償責任|補償し|補償す|賠償する責") and not s.says(rf"{CONSENT}し、"),
    ),
    Sign(Kind.COST, "the fee is cut", lambda s: s.says(r"(?:料金|利用料|委託料|報酬)[^。]{0,20}減額")),
    Sign(
        Kind.COST,
        "as the sentence before: damage by others",
        lambda s: s.says(r"損害を与えた.*同様") and "賠償" in s.before,
        ends=True,
    ),
    # publication, talks
    Sign(
        Kind.CONTAIN, "emergency: may act before the talks", lambda s: s.says(r"(?:緊急|協議が困難).*できる"), ends=True
    ),
    Sign(
        Kind.CONSULT,
        "talks",
        lambda s: s.says(r"協議(?:し|の上|のうえ|を行|により|によって|す[るべ]|を申し|を求め|に応)"),
    ),
    Sign(
        Kind.RIGHT,
        "the client may publish",
        lambda s: s.says(r"公表.*できる") and s.says(r"^(?:甲|委託者|発注者)は"),
        ends=True,
    ),
    # consent
    Sign(Kind.CONSENT, "not without consent", _consent),
    Sign(
        Kind.CONSENT,
        "a formality before",
        lambda s: (
            s.says(r"あらかじめ|事前に")
            and s.then(r"手続|届け出|届出|確認を(?:受け|求め)|協議")
            and not s.says(r"協議")
        ),
    ),
    # end of work or contract
    Sign(
        Kind.END,
        "lives on after the end",
        lambda s: s.says(r"(?:終了|解除|満了|完了|解約).{0,10}後.*(?:同様|存続|効力|適用)|存続(?:する|します)"),
        ends=True,
    ),
    Sign(
        Kind.END,
        "term and renewal",
        lambda s: s.says(r"有効期間は|更新され|期間満了.*(?:更新|終了)"),
        ends=True,
    ),
    Sign(Kind.SUBMIT, "proof of disposal", lambda s: s.says(r"廃棄.*(?:証する|証明).*提出"), ends=True),
    Sign(
        Kind.END,
        "give back or erase",
        lambda s: s.then(r"返還|返却|回収|引き?渡(?:し|す|さな)|帰属") or s.says(r"消去.*提出|(?:返還|返却)(?:し|す)"),
        ends=False,
    ),
    # notices
    Sign(Kind.NOTICE, "tell of an incident or a breach", _notice),
    Sign(
        Kind.NOTICE,
        "what a notice must hold",
        lambda s: s.says(r"(?:通知|報告)(?:に|書に)?は.*(?:含め|記載|次の事項)") and numeric_limit(s.whole) is None,
        ends=True,
    ),
    Sign(
        Kind.NOTICE,
        "tell before a disclosure by law",
        lambda s: s.says(r"(?:事前に|あらかじめ|先立[ちっ]).*(?:通知|知らせ).*(?:努め|しなければ|するものと)"),
        ends=True,
    ),
    # what the client may ask
    Sign(
        Kind.SURVEY,
        "on-site survey",
        lambda s: s.says(
            r"立ち?入り?(?:検査|調査)|実地(?:に|の)?(?:調査|検査|監査)|実地に調査|監査を(?:行う|行い|実施|受け)|立ち?入り、[^。]*(?:調査|検査)"
        ),
    ),
    Sign(Kind.FOLLOW, "reports when asked", lambda s: s.says(_CLIENT_MAY) and s.says(r"報告を求め")),
    Sign(
        Kind.FOLLOW,
        "papers when asked",
        lambda s: s.says(_CLIENT_MAY) and s.says(r"(?:提出|説明|開示)を求め") and not s.says(r"調査|検査"),
    ),
    Sign(
        Kind.FOLLOW,
        "papers when asked",
        lambda s: (
            s.says(r"求め(?:に応じ|を受け|があ[っる]|られた)|求めるもの")
            and s.then(r"(?:提出|提示|開示|説明|回答|交付)(?:し|す[るれ]|を)")
            and not s.says(_CLIENT_MAY)
        ),
        ends=True,
    ),
    Sign(
        Kind.FOLLOW,
        "instructions are followed",
        lambda s: s.says(
            r"指示に(?:従わ|従う|応)|指示す[るれ].*従|対策.*指示することができ|これに従わ|変更を求める場合"
        ),
    ),
    Sign(Kind.FOLLOW, "cooperation", lambda s: s.says(r"協力(?:し|す|を行)")),
    Sign(
        Kind.FOLLOW,
        "correction, cause, prevention",
        lambda s: s.says(r"是正|原因(?:分析|究明|調査)|再発防止(?:策|措置|のための)"),
    ),
    Sign(
        Kind.RIGHT,
        "the client may cut off, stop, cancel",
        lambda s: s.says(r"^(?:甲|委託者|発注者)は.*(?:解除|解約|切断|停止)"),
        ends=True,
    ),
    # at once
    Sign(
        Kind.CONTAIN,
        "contain it",
        lambda s: (
            s.says(r"(?:被害|損害)(?:の発生及び)?(?:の)?拡大|証拠(?:の)?保全|遮断|応急")
            and s.says(DUTY + r"|実施|証拠|講じ")
            and not s.says("協議")
            and not (s.says(CONSENT) or s.says(r"^ただし"))
        ),
    ),
    # filed unasked
    Sign(
        Kind.SUBMIT,
        "filed with the client",
        lambda s: (
            s.says(
                r"届け出|届出を行|届出(?:し|す)|申し出な|申し出る|提出(?:し|す[るべ]|しなければ|する必要)|登録し(?!ない)"
            )
            and not s.then(r"求め|消去|再発防止|是正")
            and not s.when("変更")
            and not _consent(s)
        ),
    ),
    Sign(
        Kind.SUBMIT,
        "a change is filed",
        lambda s: (
            (s.when(r"変更") and s.then(r"(?:報告|通知|届|申し出)"))
            or (s.says(r"変更.*同様とする") and bool(re.search(r"届|提出|報告", s.before)))
        ),
        ends=True,
    ),
    Sign(Kind.SUBMIT, "originals are kept", lambda s: s.says(r"(?:本書|本契約書|正本).*通を(?:作成|保有)")),
    # liability
    Sign(Kind.RIGHT, "liability for others", lambda s: s.says(r"連帯して|責任(?:を負|において)|責めを負")),
    Sign(Kind.RIGHT, "court", lambda s: s.says(r"管轄裁判所|合意管轄")),
    # every day
    Sign(
        Kind.BEHAVE,
        "reported regularly",
        lambda s: (
            s.says(r"四半期|半期|毎[月年週]|翌月|年[0-9一二三四]+回|定期(?:的)?に|ごとに")
            and s.then(r"(?:報告|提出|連絡)(?:し|す[るれ]|を)")
            and not s.nearby(INCIDENT)
        ),
    ),
    Sign(
        Kind.BEHAVE,
        "others are bound",
        lambda s: s.says(r"(?:義務|責任)を(?:負わせ|課)|(?:秘密を守|遵守)[^。]{0,8}(?:させ|誓約)"),
    ),
    Sign(Kind.BEHAVE, "only so far", lambda s: s.says(r"に限り[^。]*できる") and not s.says(_CLIENT_MAY)),
    Sign(
        Kind.RIGHT,
        "counts as",
        lambda s: s.says(r"も(?!の)[^、。]{1,20}(?<!もの)と(?:する|みなす)。$|とみなす。$"),
        ends=True,
    ),
    Sign(Kind.BEHAVE, "subcontractors are bound", lambda s: s.says(r"遵守させ|明記する|監督を行")),
)
"""Every sign whose test holds speaks, until one that ends."""

EVERY_DAY = Sign(
    Kind.BEHAVE,
    "a rule for every day",
    lambda s: s.says(
        rf"{_PROHIBITS}|なければならない|なければなりません|こと。$|こと$|厳禁|講じ|管理|教育|研修|徹底|防止|保存"
    ),
    Sure.MEDIUM,
)
"""What a binding sentence is when no other sign speaks."""

_LIMITS = (
    "直ちに", "速やかに", "すみやかに", "遅滞なく", "ただちに", "即時に", "あらかじめ", "予め", "事前に", "事前承諾", "事前の", "都度", "際して", "先立ち", "先立って",
)  # fmt: skip


def takes_back(sentence: str, proviso: str) -> bool:
    """Whether a prohibition is one only without the consent that the proviso after it asks for."""
    return bool(re.search(_PROHIBITS, sentence)) and proviso.startswith("ただし") and bool(re.search(CONSENT, proviso))


def shared(lead: str) -> str:
    """Return what every item of a list goes on from, as English does after "shall:"; Japanese lists stand by themselves."""
    return ""


def limit_scope(kind: Kind, main: str) -> str:
    """Return the part of what is owed in which the word for how fast belongs to this kind."""
    return main


def limit_word(text: str) -> str:
    """Return the contract's word for how fast, as standing nearest before the verb of what is owed; empty without one."""
    places = [(text.rfind(word), word) for word in _LIMITS if word in text]
    return max(places)[1] if places else ""
