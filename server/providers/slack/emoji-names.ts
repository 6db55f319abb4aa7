/**
 * Slack's names of the emoji people use most, the first of each being the one Slack reports. Emoji with a modifier
 * (skin tone) are written `name::skin-tone-2` to `-6`.
 */
const table = `
👍 +1 thumbsup|👎 -1 thumbsdown|👀 eyes|✅ white_check_mark|☑️ ballot_box_with_check|✔️ heavy_check_mark|❌ x
🎉 tada|❤️ heart|🙏 pray|🙌 raised_hands|👏 clap|👋 wave|🤝 handshake|💪 muscle|🔥 fire|💯 100|🚀 rocket|⭐ star
🌟 star2|✨ sparkles|💡 bulb|📌 pushpin|📎 paperclip|🔗 link|📧 e-mail|📨 incoming_envelope|✉️ email envelope
📩 envelope_with_arrow|📬 mailbox_with_mail|📦 package|📝 memo pencil|📅 date|📆 calendar|🗓️ spiral_calendar_pad
⏰ alarm_clock|⏳ hourglass_flowing_sand|⌛ hourglass|🕐 clock1|⌚ watch|📞 telephone_receiver|☎️ phone telephone
📱 iphone|💻 computer|🖥️ desktop_computer|🖨️ printer|⌨️ keyboard|🔍 mag|🔎 mag_right|🔒 lock|🔓 unlock|🔑 key
🔔 bell|🔕 no_bell|📣 mega|📢 loudspeaker|💬 speech_balloon|💭 thought_balloon|🗨️ left_speech_bubble|❓ question
❔ grey_question|❗ exclamation heavy_exclamation_mark|❕ grey_exclamation|⚠️ warning|🚨 rotating_light|🚧 construction
⛔ no_entry|🚫 no_entry_sign|🛑 octagonal_sign|🆘 sos|🆗 ok|🆕 new|🆒 cool|🔴 red_circle|🟠 large_orange_circle
🟡 large_yellow_circle|🟢 large_green_circle|🔵 large_blue_circle|🟣 large_purple_circle|⚫ black_circle|⚪ white_circle
🟥 large_red_square|🟩 large_green_square|🟦 large_blue_square|➕ heavy_plus_sign|➖ heavy_minus_sign|➡️ arrow_right
⬅️ arrow_left|⬆️ arrow_up|⬇️ arrow_down|↩️ leftwards_arrow_with_hook|↪️ arrow_right_hook|🔄 arrows_counterclockwise
🔁 repeat|🔙 back|🔜 soon|🔝 top|▶️ arrow_forward|⏸️ double_vertical_bar|⏹️ black_square_for_stop|⏩ fast_forward
😀 grinning|😃 smiley|😄 smile|😁 grin|😆 laughing satisfied|😅 sweat_smile|🤣 rolling_on_the_floor_laughing rofl|😂 joy
🙂 slightly_smiling_face|🙃 upside_down_face|😉 wink|😊 blush|😇 innocent|🥰 smiling_face_with_3_hearts|😍 heart_eyes
🤩 star-struck grinning_face_with_star_eyes|😘 kissing_heart|😋 yum|😛 stuck_out_tongue|😜 stuck_out_tongue_winking_eye
🤪 zany_face|🤑 money_mouth_face|🤗 hugging_face|🤭 face_with_hand_over_mouth|🤫 shushing_face|🤔 thinking_face
🤐 zipper_mouth_face|🤨 face_with_raised_eyebrow|😐 neutral_face|😑 expressionless|😶 no_mouth|😏 smirk|😒 unamused
🙄 face_with_rolling_eyes|😬 grimacing|😌 relieved|😔 pensive|😪 sleepy|😴 sleeping|😷 mask|🤒 face_with_thermometer
🤕 face_with_head_bandage|🤢 nauseated_face|🤮 face_vomiting|🤧 sneezing_face|🥵 hot_face|🥶 cold_face|😵 dizzy_face
🤯 exploding_head|🥳 partying_face|😎 sunglasses|🤓 nerd_face|🧐 face_with_monocle|😕 confused|😟 worried
🙁 slightly_frowning_face|☹️ white_frowning_face|😮 open_mouth|😯 hushed|😲 astonished|😳 flushed|🥺 pleading_face
😦 frowning|😧 anguished|😨 fearful|😰 cold_sweat|😥 disappointed_relieved|😢 cry|😭 sob|😱 scream|😖 confounded
😣 persevere|😞 disappointed|😓 sweat|😩 weary|😫 tired_face|🥱 yawning_face|😤 triumph|😡 rage|😠 angry
😈 smiling_imp|💀 skull|💩 hankey poop|🤡 clown_face|👻 ghost|👽 alien|🤖 robot_face|🎃 jack_o_lantern
🫡 saluting_face|🫠 melting_face|🫶 heart_hands|🥹 face_holding_back_tears|🫤 face_with_diagonal_mouth|😮‍💨 face_exhaling
🙈 see_no_evil|🙉 hear_no_evil|🙊 speak_no_evil|💋 kiss|💌 love_letter|💘 cupid|💖 sparkling_heart|💗 heartpulse
💕 two_hearts|💔 broken_heart|🧡 orange_heart|💛 yellow_heart|💚 green_heart|💙 blue_heart|💜 purple_heart
🖤 black_heart|🤍 white_heart|🤎 brown_heart|💥 boom collision|💫 dizzy|💦 sweat_drops|💨 dash|💤 zzz
✋ hand raised_hand|🖐️ raised_hand_with_fingers_splayed|🖖 spock-hand|👌 ok_hand|🤌 pinched_fingers|🤏 pinching_hand
✌️ v|🤞 crossed_fingers hand_with_index_and_middle_fingers_crossed|🤟 i_love_you_hand_sign|🤘 the_horns sign_of_the_horns
🤙 call_me_hand|👈 point_left|👉 point_right|👆 point_up_2|👇 point_down|☝️ point_up|✊ fist|👊 facepunch punch
🤛 left-facing_fist|🤜 right-facing_fist|👐 open_hands|🤲 palms_up_together|✍️ writing_hand|💅 nail_care|👂 ear
🧠 brain|👁️ eye|👤 bust_in_silhouette|👥 busts_in_silhouette|🙋 raising_hand|🙇 bow|🤦 face_palm facepalm|🤷 shrug
🙅 no_good|🙆 ok_woman|💁 information_desk_person|🕺 man_dancing|💃 dancer|🏃 runner running|🚶 walking|👑 crown
🎓 mortar_board|🎒 school_satchel|👓 eyeglasses|🕶️ dark_sunglasses|🐶 dog|🐱 cat|🐭 mouse|🦊 fox_face|🐻 bear
🐼 panda_face|🐨 koala|🦁 lion_face|🐮 cow|🐷 pig|🐸 frog|🐵 monkey_face|🐔 chicken|🐧 penguin|🐦 bird|🦉 owl
🦄 unicorn_face|🐝 bee honeybee|🐛 bug|🦋 butterfly|🐌 snail|🐢 turtle|🐍 snake|🐙 octopus|🐳 whale|🐬 dolphin
🌵 cactus|🎄 christmas_tree|🌲 evergreen_tree|🌳 deciduous_tree|🌱 seedling|🌿 herb|🍀 four_leaf_clover|🍁 maple_leaf
🌹 rose|🌻 sunflower|🌸 cherry_blossom|💐 bouquet|🌍 earth_africa|🌎 earth_americas|🌏 earth_asia|🌙 crescent_moon
☀️ sunny|⛅ partly_sunny|☁️ cloud|🌧️ rain_cloud|⛈️ thunder_cloud_and_rain|⚡ zap|❄️ snowflake|☃️ snowman|🌈 rainbow
🌊 ocean|💧 droplet|☂️ umbrella|☔ umbrella_with_rain_drops|🍎 apple|🍊 tangerine|🍋 lemon|🍌 banana|🍉 watermelon
🍇 grapes|🍓 strawberry|🍒 cherries|🍑 peach|🥑 avocado|🍅 tomato|🌶️ hot_pepper|🌽 corn|🥕 carrot|🍞 bread|🧀 cheese_wedge
🍕 pizza|🍔 hamburger|🍟 fries|🌮 taco|🍣 sushi|🍜 ramen|🍝 spaghetti|🍦 icecream|🍩 doughnut|🍪 cookie|🎂 birthday
🍰 cake|🍫 chocolate_bar|🍿 popcorn|☕ coffee|🍵 tea|🍺 beer|🍻 beers|🥂 clinking_glasses|🍷 wine_glass|🍾 champagne
🏠 house|🏢 office|🏭 factory|🏥 hospital|🏦 bank|🏨 hotel|🏪 convenience_store|🏫 school|⛪ church|🗼 tokyo_tower
🚗 car red_car|🚕 taxi|🚌 bus|🚚 truck|🚲 bike|✈️ airplane|🚢 ship|🚂 steam_locomotive|🚆 train2|🚦 vertical_traffic_light
⛽ fuelpump|⚓ anchor|🗺️ world_map|🧭 compass|🏁 checkered_flag|🚩 triangular_flag_on_post|🏳️ waving_white_flag
⚽ soccer|🏀 basketball|🏈 football|⚾ baseball|🎾 tennis|🏆 trophy|🥇 first_place_medal|🥈 second_place_medal
🥉 third_place_medal|🏅 sports_medal|🎯 dart|🎮 video_game|🎲 game_die|🧩 jigsaw|🎵 musical_note|🎶 notes|🎤 microphone
🎧 headphones|🎸 guitar|🎬 clapper|📷 camera|📸 camera_with_flash|🎥 movie_camera|📺 tv|🎨 art|🎁 gift|🎈 balloon
🎊 confetti_ball|🪄 magic_wand|💰 moneybag|💵 dollar|💶 euro|💷 pound|💸 money_with_wings|💳 credit_card|🧾 receipt
💎 gem|⚖️ scales|🔧 wrench|🔨 hammer|🛠️ hammer_and_wrench|⚙️ gear|🧰 toolbox|🧲 magnet|🔋 battery|🔌 electric_plug
💾 floppy_disk|💿 cd|📀 dvd|🧪 test_tube|🔬 microscope|🔭 telescope|💊 pill|🩹 adhesive_bandage|🚪 door|🛒 shopping_trolley
📁 file_folder|📂 open_file_folder|🗂️ card_index_dividers|📄 page_facing_up|📃 page_with_curl|📑 bookmark_tabs|🔖 bookmark
📊 bar_chart|📈 chart_with_upwards_trend|📉 chart_with_downwards_trend|📋 clipboard|📍 round_pushpin|✂️ scissors
🗑️ wastebasket|📚 books|📖 book open_book|📰 newspaper|🏷️ label|✏️ pencil2|🖊️ lower_left_ballpoint_pen|🛡️ shield
0️⃣ zero|1️⃣ one|2️⃣ two|3️⃣ three|4️⃣ four|5️⃣ five|6️⃣ six|7️⃣ seven|8️⃣ eight|9️⃣ nine|🔟 keycap_ten|#️⃣ hash
ℹ️ information_source|©️ copyright|®️ registered|™️ tm|♻️ recycle|♾️ infinity|🅿️ parking|🔱 trident|⭕ o|💢 anger
🇮🇹 flag-it it|🇩🇪 flag-de de|🇫🇷 flag-fr fr|🇪🇸 flag-es es|🇬🇧 flag-gb gb uk|🇺🇸 flag-us us|🇯🇵 flag-jp jp|🇨🇳 flag-cn cn
`;

const tones = ['🏻', '🏼', '🏽', '🏾', '🏿'];
const byName = new Map<string, string>();
const byEmoji = new Map<string, string>();

for (const entry of table.trim().split(/[|\n]/)) {
  const [emoji = '', ...names] = entry.split(' ');
  for (const name of names) byName.set(name, emoji);
  byEmoji.set(plainForm(emoji), names[0] ?? '');
}

/** An emoji without the selector that only asks for a coloured picture. */
function plainForm(emoji: string): string {
  return emoji.replaceAll('\uFE0F', '');
}

/** The emoji of a Slack name such as `+1` or `wave::skin-tone-3`; `:name:` when it is a workspace's own or not known. */
export function emojiOf(slackName: string): string {
  const [name = '', tone] = slackName.replace(/^:|:$/g, '').split('::skin-tone-');
  const emoji = byName.get(name);
  if (emoji === undefined) return `:${name}:`;
  return tone === undefined ? emoji : plainForm(emoji) + (tones[Number(tone) - 2] ?? '');
}

/** Slack's name of an emoji (`:name:` passes as it is); undefined when Slack's name for it is not known here. */
export function emojiNameOf(emoji: string): string | undefined {
  const own = /^:([a-z0-9_+'-]{1,100}):$/.exec(emoji);
  if (own !== null) return own[1];
  const tone = tones.findIndex((each) => emoji.includes(each));
  const name = byEmoji.get(plainForm(tone < 0 ? emoji : emoji.replaceAll(tones[tone] ?? '', '')));
  return name === undefined || tone < 0 ? name : `${name}::skin-tone-${tone + 2}`;
}
