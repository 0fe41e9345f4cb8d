// The page's own words, in the language of whoever one acts as.

const WORDS = {
  // places and people
  actingAs: ["Acting as", "操作する人"], people: ["People", "人"], channels: ["Channels", "チャンネル"], apps: ["Apps", "アプリ"],
  shared: ["Shared with another company", "社外と共有"], sharedWith: ["Shared with", "共有先:"],
  privateChannel: ["private", "非公開"], memberList: ["Members", "メンバー"], app: ["APP", "アプリ"],
  ours: ["Our company", "自社"], newWindow: ["Open in another window", "別のウィンドウで開く"], sideBySide: ["Side by side with…", "だれかと並べて見る"],
  onePerson: ["Close the second screen", "2つ目の画面を閉じる"], second: ["Second screen", "2つ目の画面"], switchPerson: ["Act as somebody else", "別の人になる"],
  waiting: ["unread from the app", "件の未読"], skip: ["Skip to the messages", "メッセージへ移動"], skipWrite: ["Skip to writing", "入力欄へ移動"],
  // time
  practiceTime: ["Practice time", "練習時刻"], pause: ["Stop the clock", "時計を止める"], play: ["Let the clock run", "時計を進める"],
  fast: ["60 times as fast", "60倍速"], minutes: ["min", "分"], forward: ["Forward", "進める"], morning: ["Next morning, 09:00", "翌朝 9:00 へ"],
  morningShort: ["Next 09:00", "翌朝 9:00"], toNext: ["To what is next", "次の予定まで"], toNextShort: ["Next due", "次の予定"],
  setTime: ["Set the time", "時刻を決める"], set: ["Set", "決定"], nothingNext: ["Nothing is planned.", "予定はありません。"],
  whatNext: ["What happens next", "これから起きること"], never: ["will not be posted (it carries metadata)", "投稿されません（metadata があるため）"],
  stopped: ["stopped", "停止中"], answerEnds: ["An answer to a press is no longer taken", "操作への応答の受付が終わる"], deliverAgain: ["Event delivered again", "イベントの再送"], scheduledMessage: ["Scheduled message", "予約投稿"], today: ["Today", "今日"], yesterday: ["Yesterday", "昨日"],
  tomorrow: ["Tomorrow", "明日"], jumpDate: ["Jump to a date", "日付へ移動"], beginning: ["The very beginning", "いちばん最初"], newest: ["The newest", "最新"],
  // messages
  messageTo: ["Message to", "送信先:"], send: ["Send", "送信"], shortcuts: ["Shortcuts", "ショートカット"], suggestions: ["Suggestions", "候補"],
  more: ["More for this message", "このメッセージの操作"], reply: ["Reply in thread", "スレッドで返信"], thread: ["Thread", "スレッド"],
  replies: ["replies", "件の返信"], reply1: ["1 reply", "1件の返信"], react: ["Add a reaction", "リアクションする"], copyLink: ["Copy link", "リンクをコピー"],
  copied: ["Copied.", "コピーしました。"], pin: ["Pin", "ピン留めする"], unpin: ["Unpin", "ピン留めを外す"], remove: ["Delete", "削除"], edit: ["Edit", "編集"], save: ["Save", "保存"], unreadHere: ["Mark unread from here", "ここから未読にする"],
  onlyYou: ["Only visible to you", "あなたにだけ見えています"], edited: ["(edited)", "(編集済み)"], pinned: ["Pinned", "ピン留め"], pins: ["pinned", "件のピン留め"],
  bookmarks: ["Bookmarks", "ブックマーク"], home: ["Home", "ホーム"], messages: ["Messages", "メッセージ"], newMessages: ["New", "新着"], newer: ["Newer messages", "新しいメッセージ"],
  toChannel: ["also sent to the channel", "チャンネルにも投稿"], inThread: ["in a thread", "スレッドで返信"], none: ["Nothing here yet.", "まだ何もありません。"],
  noHome: ["The app has not drawn its Home yet. It does so when you open it.", "アプリのホームはまだ表示されていません。開くとアプリが表示します。"],
  archived: ["This channel is archived.", "このチャンネルはアーカイブされています。"], everybody: ["everybody in this channel", "このチャンネルの全員"],
  notCommand: ["is not a command of this workspace.", "というコマンドはありません。"], noCommandsOutside: ["Commands are for people of the app's own company.", "コマンドはアプリと同じ会社の人だけが使えます。"],
  called: ["has a new message", "さんに新着メッセージがあります"], youCalled: ["New message", "新着メッセージ"], attachment: ["Attachment", "添付ファイル"],
  // forms
  close: ["Close", "閉じる"], cancel: ["Cancel", "キャンセル"], back: ["Back", "戻る"], optional: ["optional", "任意"], choose: ["Choose", "選んでください"], clear: ["Clear", "消す"],
  nothingFound: ["Nothing found", "見つかりません"], keepTyping: ["Keep typing", "続けて入力してください"], searching: ["Searching…", "検索中…"], left: ["letters left", "文字入力できます"],
  over: ["letters too many", "文字超えています"], addFile: ["Choose files", "ファイルを選ぶ"], removeFile: ["Remove", "外す"], uploading: ["Uploading…", "アップロード中…"], uploadFailed: ["could not be uploaded.", "をアップロードできませんでした。"],
  bold: ["Bold", "太字"], italic: ["Italic", "斜体"], list: ["List", "箇条書き"], zone: ["Time zone", "タイムゾーン"], typeHere: ["Type to search", "入力して検索"],
  filter: ["Filter", "絞り込み"], page: ["Page", "ページ"], previous: ["Previous", "前へ"], following: ["Next", "次へ"], unknownBlock: ["block of type", "ブロック:"], unknownElement: ["element of type", "要素:"],
  up: ["Up", "上へ"], good: ["Good", "よい"], bad: ["Bad", "わるい"],
  // instruments
  tools: ["Instruments", "計器"], clockTab: ["Clock", "時計"], traffic: ["Traffic", "通信"], faultTab: ["Faults", "障害"], mail: ["Mail", "メール"], guide: ["Guide", "ガイド"],
  trouble: ["We had some trouble connecting. Try again?", "接続に問題がありました。もう一度試してください。"],
  offline: ["The bot is not connected", "ボットは接続していません"], online: ["The bot is connected", "ボットは接続中です"],
  lost: ["The workspace is not answering. Trying again…", "ワークスペースから応答がありません。再接続しています…"],
  actAs: ["Act as", "この人になる:"], faultsOn: ["Faults are switched on", "障害の練習中です"], allOff: ["Switch all off", "すべて解除"], switchOn: ["Switch on", "発生させる"],
  nothingOn: ["No fault is switched on.", "発生中の障害はありません。"], method: ["Method (* is every one)", "メソッド(* はすべて)"], kind: ["What goes wrong", "何が起きるか"],
  times: ["How many times", "回数"], value: ["Value", "値"], apiFaults: ["Calls by the bot", "ボットからの呼び出し"], deliveryFaults: ["Deliveries to the bot", "ボットへの配信"],
  switchOff: ["Switch off", "解除"], where: ["Where", "どこで"], seconds: ["For seconds", "秒数"], sockets: ["Sockets", "接続"], socketFaults: ["Sockets", "ソケット接続"], historyFaults: ["History", "履歴"],
  cut: ["Cut the sockets", "接続を切る"], tickets: ["Tickets expire", "チケットが失効する"], refresh: ["Ask to reconnect", "再接続を求める"], warning: ["Announce a reconnect", "再接続を予告する"],
  search: ["Search", "検索"], all: ["All", "すべて"], callsOut: ["Calls by the bot", "ボットから"], sentIn: ["To the bot", "ボットへ"], failed: ["Failed or with a fault", "失敗・障害"], usage: ["Usage", "利用量"],
  nothingYet: ["Nothing yet.", "まだありません。"], pickOne: ["Choose a line to see it whole.", "行を選ぶと全体を表示します。"], request: ["Request", "要求"], answer: ["Answer", "応答"], problems: ["What was wrong", "問題点"],
  retry: ["again", "再送"], fault: ["fault", "障害"], clearLog: ["Hide what is here", "ここまでを隠す"], noMail: ["No mail yet. What the app sends by mail appears here.", "メールはまだありません。アプリが送ったメールがここに届きます。"],
  from: ["From", "差出人"], to: ["To", "宛先"], plainMail: ["Text", "本文"], htmlMail: ["As designed", "HTML 表示"], sourceMail: ["Source", "ソース"],
  count: ["Calls", "回数"], methodName: ["Method", "メソッド"], lastMinute: ["In the last minute", "直近1分"], allowedNow: ["Left now", "残り"], refused: ["Refused (429)", "拒否 (429)"], enforce: ["Refuse too many calls, as Slack does", "Slack と同じように、呼び出しすぎを拒否する"], slowest: ["Slowest", "最長"], typical: ["Typical", "中央値"], errors: ["Errors", "エラー"],
  theme: ["Light or dark", "明るさ"], themeSystem: ["As the system", "システムに合わせる"], themeLight: ["Light", "ライト"], themeDark: ["Dark", "ダーク"],
};

let japanese = false;

export function speak(locale) {
  japanese = (locale ?? "").startsWith("ja");
  const language = japanese ? "ja" : "en";
  if (document.documentElement.lang !== language) document.documentElement.lang = language;
}

export const inJapanese = () => japanese;
export const word = (name) => WORDS[name][japanese ? 1 : 0];
export const title = (person) => (japanese && person.title_ja) || person.title;
/** "3 replies", "3件の返信". */
export const counted = (number, name) => (japanese ? `${number}${word(name)}` : `${number} ${word(name)}`);
