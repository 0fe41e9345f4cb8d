// The page's own words, in the language of whoever one acts as.

const WORDS = {
  actingAs: ["Acting as", "操作する人"],
  channels: ["Channels", "チャンネル"],
  apps: ["Apps", "アプリ"],
  practiceTime: ["Practice time", "練習時刻"],
  pause: ["Stop the clock", "時計を止める"],
  play: ["Let the clock run", "時計を進める"],
  fast: ["60 times as fast", "60倍速"],
  minutes: ["min", "分"],
  forward: ["Forward", "進める"],
  morning: ["Next morning, 09:00", "翌朝 9:00 へ"],
  morningShort: ["Next 09:00", "翌朝 9:00"],
  messageTo: ["Message to", "送信先:"],
  send: ["Send", "送信"],
  shortcuts: ["Shortcuts", "ショートカット"],
  more: ["More for this message", "このメッセージの操作"],
  reply: ["Reply in thread", "スレッドで返信"],
  thread: ["Thread", "スレッド"],
  replies: ["replies", "件の返信"],
  reply1: ["1 reply", "1件の返信"],
  close: ["Close", "閉じる"],
  cancel: ["Cancel", "キャンセル"],
  onlyYou: ["Only visible to you", "あなたにだけ見えています"],
  edited: ["(edited)", "(編集済み)"],
  pinned: ["Pinned", "ピン留め"],
  app: ["APP", "アプリ"],
  home: ["Home", "ホーム"],
  messages: ["Messages", "メッセージ"],
  optional: ["optional", "任意"],
  choose: ["Choose", "選んでください"],
  none: ["Nothing here yet.", "まだ何もありません。"],
  noHome: ["The app has not drawn its Home yet. It does so when you open it.", "アプリのホームはまだ表示されていません。開くとアプリが表示します。"],
  trouble: ["We had some trouble connecting. Try again?", "接続に問題がありました。もう一度試してください。"],
  notCommand: ["is not a command of this workspace.", "というコマンドはありません。"],
  members: ["members", "人"],
  archived: ["This channel is archived.", "このチャンネルはアーカイブされています。"],
  guide: ["Guide", "ガイド"],
  offline: ["The bot is not connected", "ボットは接続していません"],
  online: ["The bot is connected", "ボットは接続中です"],
  lost: ["The workspace is not answering. Trying again…", "ワークスペースから応答がありません。再接続しています…"],
  today: ["Today", "今日"],
  yesterday: ["Yesterday", "昨日"],
  tomorrow: ["Tomorrow", "明日"],
  newMessages: ["New", "新着"],
  actAs: ["Act as", "この人になる:"],
  toChannel: ["also sent to the channel", "チャンネルにも投稿"],
  faultsOn: ["Faults are switched on", "障害の練習中です"],
  scheduled: ["scheduled, next", "件の予約投稿、次は"],
};

let japanese = false;

export function speak(locale) {
  japanese = locale.startsWith("ja");
  document.documentElement.lang = japanese ? "ja" : "en";
}

export const inJapanese = () => japanese;
export const word = (name) => WORDS[name][japanese ? 1 : 0];
export const title = (person) => (japanese && person.title_ja) || person.title;
