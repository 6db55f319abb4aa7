import { isBlankLine, plainLine } from './plain-line.ts';
import { compilePhrases, listPhrases } from './reply-patterns.ts';

const SENT_FROM = compilePhrases(listPhrases('sentFrom'), 'start');
// "Sent from my": a possessive says enough, whatever the device is called.
const POSSESSIVE =
  /(?:my|meine[mr]|mon|mi|mio|meu|minha|mijn|mojego|моего|мого|min|mitt|(?<=fra )mit|我的|mého|môjho|minu|meva)$/u;
const DEVICE =
  /iphon|ipad|ipod|ios|android|outlook|samsung|galaxy|huawei|honor|xiaomi|redmi|oppo|vivo|oneplus|pixel \d|nokia|motorola|xperia|sony|htc|wiko|blackberry|windows|mobil|mailbox|handy|unterwegs|on the (?:go|move)|smartphone|smart phone|smartfon|смартфон|telefon|téléphone|teléfono|telefone|телефон|puhelime|tablet|phone|appareil|dispositi|устройств|пристро|urządzen|yahoo|gmail|gmx|web\.de|aol|proton|tutanota|icloud|mail\.ru|яндекс|yandex|orange|mail app|mail for|mail für|courrier pour|correo para|posta per|e-?mail para|mail voor|bluemail|typeapp|spark|airmail|thunderbird|zoho|boxer|fairphone|ukr\.net|xfinity|tuta|fastmail|mailspring|superhuman|polymail|mixmax|laposte|libero|free mail|uol|portable|poczt|почт[аы]|пошт[аи]|приложени|додатк|手机|手機|携帯|スマ|휴대폰|邮箱|信箱|메일|lg\b|http/u;
// A program's name says what it is: "Newton Mail", "Spike App".
const MAIL_PROGRAM = /[\p{Lu}/][\p{L}\d/.]*\s(?:Mail|App)(?!\p{L})|(?<!\p{L})(?:Nine|Canary|Spike)\s*$/u;
// Languages that name the device first.
const DEVICE_FIRST =
  /^(?:.{0,30}(?:(?:から|で)送信(?:しました|されました)?|を(?:入手|取得)|에서 보냄|에서 전송됨|에서 발송|받기|다운로드|发送|發送|傳送|寄出)|(?:取得|获取|獲取|下载|下載).{2,20}|von (?:meinem|meiner|unterwegs).{0,40}(?:gesendet|geschickt|verschickt)|vo[nm] .{2,40} gesendet|von unterwegs gesendet|.{2,40}(?:gönderildi|küldve|edinin))[.。!]?$/u;
const EXCUSE =
  /^[\s.,;:–—-]+(?:please |bitte |sorry|apolog|excuse|forgive|pardon|typos|brief|entschuldig|désolé|veuillez|disculp|perdon|scus)/u;
const MARKDOWN_LINK = /\[([^\]]{1,60})\]\((https?:[^)]*)\)/g;
// `<sent from my phone>`, `(sent from my phone)`, and the underscores that stand for italics.
const WRAPPER = /^[<[(_]{1,2}\s*(.*?)\s*[>\])_]{1,2}$/;
const LIST_FOOTER =
  /mailing list|mailing-list|listinfo|unsubscribe|mailman|list-|@lists?\.|verteiler|liste de diffusion|abmelden/iu;

/** Whether the line is what a device or a program adds: "Sent from my iPhone". */
export function isSentFrom(line: string): boolean {
  if (line.length > 300) return false;
  const unmarked = line.includes('](') ? line.replace(MARKDOWN_LINK, '$1 $2') : line;
  const linked = unmarked.includes('http')
    ? unmarked.replace(/[<([]?\s*https?:[^\s>)\]]*[>)\]]?/g, ' http ')
    : unmarked;
  const text = plainLine(linked).replace(WRAPPER, '$1');
  if (text.length > 120) return false;
  if (DEVICE_FIRST.test(text) && DEVICE.test(text)) return true;
  const prefix = SENT_FROM.exec(text)?.[0];
  if (prefix === undefined) return false;
  const rest = text.slice(prefix.length).trim();
  const isDevice = DEVICE.test(rest) || DEVICE.test(prefix) || MAIL_PROGRAM.test(line);
  const isOwn = POSSESSIVE.test(prefix) && !/^(?:von|de) /.test(prefix);
  if (!isDevice && !isOwn) return false;
  return isDeviceName(rest);
}

/** A device's name is a few words, not a sentence that goes on about it. */
function isDeviceName(text: string): boolean {
  const named = /^(?:(?![.,;:!?–—-]\s).)*/u.exec(text)?.[0] ?? '';
  const rest = text.slice(named.length);
  if (named.split(' ').length > 9) return false;
  if (/^[\s.:!。>]*(?:http)?[\s.>]*$/.test(rest)) return true;
  const isMore = rest.split(' ').length <= 5 && (DEVICE.test(rest) || /^\. .*(?<!\p{L})app$/u.test(rest));
  return EXCUSE.test(rest) || isMore || /^, an? .*(?:phone|device|smartphone)/u.test(rest);
}

/** Whether a signature begins with the line (RFC 3676 §4.3: `-- `); mail loses the space, so `--` alone counts too. */
export function isSignatureMark(lines: readonly string[], at: number): boolean {
  const line = (lines[at] ?? '').replace(/[\p{Cf}]/gu, '');
  if (/^\s{0,3}--\s*$/.test(line)) return true;
  if (/^__\s*$/.test(line)) return true;
  return /^_{3,}\s*$/.test(line) && isListFooter(lines, at + 1);
}

function isListFooter(lines: readonly string[], from: number): boolean {
  const next = lines.slice(from, from + 3).filter((line) => !isBlankLine(line));
  return next.some((line) => LIST_FOOTER.test(line));
}
