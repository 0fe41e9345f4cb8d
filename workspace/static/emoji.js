// Emoji by Slack's names: the common ones. An unknown name stays as it is written.

const TABLE = `
grinning 😀 smile 😄 smiley 😃 grin 😁 laughing 😆 joy 😂 slightly_smiling_face 🙂 wink 😉 blush 😊 thinking_face 🤔 neutral_face 😐 sweat_smile 😅 sweat 😓
worried 😟 confused 😕 cry 😢 sob 😭 scream 😱 tired_face 😫 sleeping 😴 pray 🙏 clap 👏 raised_hands 🙌 wave 👋 muscle 💪 ok_hand 👌 +1 👍 thumbsup 👍 -1 👎
thumbsdown 👎 point_right 👉 point_left 👈 point_up ☝️ point_down 👇 raised_hand ✋ eyes 👀 bow 🙇 man_office_worker 👨‍💼 woman_office_worker 👩‍💼 busts_in_silhouette 👥
bust_in_silhouette 👤 man-raising-hand 🙋‍♂️ woman-raising-hand 🙋‍♀️ technologist 🧑‍💻 male-technologist 👨‍💻 female-technologist 👩‍💻 police_officer 👮 firefighter 🧑‍🚒
heart ❤️ broken_heart 💔 100 💯 tada 🎉 sparkles ✨ star ⭐ fire 🔥 zap ⚡ boom 💥 bulb 💡 bell 🔔 no_bell 🔕 loudspeaker 📢 mega 📣 speaker 🔈 mute 🔇
warning ⚠️ rotating_light 🚨 no_entry ⛔ no_entry_sign 🚫 octagonal_sign 🛑 construction 🚧 x ❌ negative_squared_cross_mark ❎ white_check_mark ✅ heavy_check_mark ✔️
ballot_box_with_check ☑️ question ❓ grey_question ❔ exclamation ❗ grey_exclamation ❕ bangbang ‼️ interrobang ⁉️ information_source ℹ️ o ⭕ sos 🆘 new 🆕 ok 🆗 up 🆙
red_circle 🔴 large_orange_circle 🟠 large_yellow_circle 🟡 large_green_circle 🟢 large_blue_circle 🔵 blue_circle 🔵 large_purple_circle 🟣 white_circle ⚪ black_circle ⚫
red_square 🟥 large_red_square 🟥 large_orange_square 🟧 large_yellow_square 🟨 large_green_square 🟩 large_blue_square 🟦 white_large_square ⬜ black_large_square ⬛
small_red_triangle 🔺 small_orange_diamond 🔸 small_blue_diamond 🔹 radio_button 🔘 hourglass ⌛ hourglass_flowing_sand ⏳ alarm_clock ⏰ stopwatch ⏱️ timer_clock ⏲️ watch ⌚
clock1 🕐 clock2 🕑 clock3 🕒 clock4 🕓 clock5 🕔 clock6 🕕 clock7 🕖 clock8 🕗 clock9 🕘 clock10 🕙 clock11 🕚 clock12 🕛 calendar 📅 date 📅 spiral_calendar_pad 🗓️ spiral_note_pad 🗒️
telephone_receiver 📞 telephone ☎️ phone ☎️ iphone 📱 email 📧 e-mail 📧 envelope ✉️ incoming_envelope 📨 envelope_with_arrow 📩 inbox_tray 📥 outbox_tray 📤 mailbox 📫 package 📦 speech_balloon 💬
memo 📝 pencil 📝 pencil2 ✏️ lower_left_ballpoint_pen 🖊️ clipboard 📋 page_facing_up 📄 page_with_curl 📃 bookmark_tabs 📑 bookmark 🔖 book 📖 books 📚 notebook 📓 ledger 📒 newspaper 📰
file_folder 📁 open_file_folder 📂 card_index_dividers 🗂️ card_index 📇 file_cabinet 🗄️ wastebasket 🗑️ paperclip 📎 link 🔗 scissors ✂️ triangular_ruler 📐 pushpin 📌 round_pushpin 📍 label 🏷️
lock 🔒 unlock 🔓 closed_lock_with_key 🔐 key 🔑 old_key 🗝️ shield 🛡️ mag 🔍 mag_right 🔎 microscope 🔬 gear ⚙️ wrench 🔧 hammer 🔨 hammer_and_wrench 🛠️ nut_and_bolt 🔩 toolbox 🧰
computer 💻 desktop_computer 🖥️ keyboard ⌨️ floppy_disk 💾 cd 💿 minidisc 💽 usb 🔌 electric_plug 🔌 battery 🔋 satellite_antenna 📡 globe_with_meridians 🌐 bug 🐛 robot_face 🤖 skull 💀 ghost 👻
chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊 moneybag 💰 yen 💴 dollar 💵 receipt 🧾 scales ⚖️ balance_scale ⚖️ classical_building 🏛️ office 🏢 department_store 🏬 house 🏠 factory 🏭
school 🏫 hospital 🏥 bank 🏦 post_office 🏣 ambulance 🚑 fire_engine 🚒 police_car 🚓 truck 🚚 car 🚗 airplane ✈️ rocket 🚀 ship 🚢 anchor ⚓ traffic_light 🚥 checkered_flag 🏁 triangular_flag_on_post 🚩
arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️ arrow_upper_right ↗️ arrow_lower_right ↘️ arrows_counterclockwise 🔄 leftwards_arrow_with_hook ↩️ arrow_right_hook ↪️ fast_forward ⏩ rewind ⏪
arrow_forward ▶️ black_right_pointing_triangle ▶️ double_vertical_bar ⏸️ black_square_for_stop ⏹️ repeat 🔁 heavy_plus_sign ➕ heavy_minus_sign ➖ heavy_multiplication_x ✖️ wavy_dash 〰️
one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ zero 0️⃣ keycap_ten 🔟 hash #️⃣ jp 🇯🇵 gb 🇬🇧 us 🇺🇸
sunny ☀️ cloud ☁️ umbrella ☔ snowflake ❄️ ocean 🌊 cyclone 🌀 rainbow 🌈 moon 🌔 crescent_moon 🌙 night_with_stars 🌃 sunrise 🌅 earth_asia 🌏 seedling 🌱 cherry_blossom 🌸 maple_leaf 🍁
coffee ☕ tea 🍵 rice_ball 🍙 beers 🍻 birthday 🎂 gift 🎁 trophy 🏆 dart 🎯 game_die 🎲 art 🎨 movie_camera 🎥 camera 📷 headphones 🎧 microphone 🎤 dog 🐶 cat 🐱 owl 🦉 turtle 🐢 snail 🐌
`;
const words = TABLE.trim().split(/\s+/u);
const EMOJI = new Map(words.flatMap((name, index) => (index % 2 ? [] : [[name, words[index + 1]]])));

/** The picture of a name, with a skin tone left out; undefined for an unknown name. */
export const picture = (name) => EMOJI.get(name.replace(/::skin-tone-[2-6]$/u, ""));

/** A text with its `:names:` replaced. */
export const emoji = (text) => text.replace(/:([a-z0-9_+-]+(?:::skin-tone-[2-6])?):/gu, (whole, name) => picture(name) ?? whole);

/** Names that begin like this (or contain it), for completion and for the choice of a reaction. */
export function search(typed, most = 40) {
  const names = [...EMOJI.keys()];
  const first = names.filter((name) => name.startsWith(typed));
  return [...first, ...names.filter((name) => !name.startsWith(typed) && name.includes(typed))].slice(0, most).map((name) => [name, EMOJI.get(name)]);
}

export const COMMON = ["white_check_mark", "eyes", "+1", "pray", "bow", "tada", "heart", "warning"];
