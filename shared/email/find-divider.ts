import { plainLine } from './plain-line.ts';
import { LABELS, listPhrases } from './reply-patterns.ts';

const DIVIDERS = new Set(listPhrases('divider').map((phrase) => phrase.replaceAll("'", '’')));
const FORWARDED_BY =
  /^(?:forwarded by|weitergeleitet von|transféré par|réacheminé par|reenviado por|encaminhado por|inoltrato da|doorgestuurd door|vidarebefordrat av|przesłane przez)\s/u;
const RULE = /^[\s>]*(?:[-_=*~–—―─━#]\s?){3,}\s*$/u;

/** A line that parts what was written from what is quoted: "-----Original Message-----", "Begin forwarded message:". */
export function isDivider(line: string): boolean {
  if (line.length > 300 || !/[-_=*~–—―─━#:：]\s*$/.test(line)) return false;
  const text = plainLine(line).replaceAll(/['ʼ`´]/g, '’');
  if (text.length < 4 || text.length > 120) return false;
  if (isReplyMarker(text)) return true;
  const dashed = /^(?:[-_=*~–—―─━#]\s?){2,}\s*(?<words>[^-_=*~–—―─━#].*?)\s*(?:[-_=*~–—―─━#]\s?){2,}$/u.exec(text)
    ?.groups?.['words'];
  if (dashed !== undefined) return DIVIDERS.has(dashed.replace(/[:：]$/, '').trim()) || FORWARDED_BY.test(dashed);
  const titled = /^(?<words>.*\S)\s?[:：]$/u.exec(text)?.groups?.['words'];
  return titled !== undefined && titled.includes(' ') && isTitle(titled);
}

/** A line of dashes, underscores or the like. */
export function isRule(line: string): boolean {
  return RULE.test(line);
}

/** A short title between dashes: what it says counts for nothing where a quoted mail begins right below it. */
export function isDashedTitle(line: string): boolean {
  return line.length <= 100 && /^\s*[-_=*~–—]{3,}\s*\p{L}.*[-_=*~–—]{3,}\s*$/u.test(line);
}

/** "----- Forwarded Message ----- From: Ann <ann@example.com>To: …": Yahoo writes divider and header in one line. */
export function isDividerWithHeader(line: string): boolean {
  if (line.length > 3000 || !/^\s*-{3,}/.test(line)) return false;
  const groups = /^-{3,}\s*(?<words>[^-].*?)\s*-{3,}\s*(?<header>\p{L}.*)$/u.exec(plainLine(line))?.groups;
  const { words = '', header = '' } = groups ?? {};
  const labels = LABELS.get(/^[^:：]{1,30}/u.exec(header)?.[0].trim() ?? '');
  return DIVIDERS.has(words.replaceAll(/['ʼ`´]/g, '’')) && labels?.has('from') === true;
}

/** "Forwarded message:", which is a title only where a quoted mail begins right below it. */
export function isColonTitle(line: string): boolean {
  if (line.length > 100 || !/[:：]\s*$/.test(line)) return false;
  const titled = /^(?<words>[\p{L} '’-]+?)\s?[:：]$/u.exec(plainLine(line))?.groups?.['words'] ?? '';
  return titled.includes(' ') && DIVIDERS.has(titled.replaceAll(/['ʼ`´]/g, '’'));
}

function isTitle(words: string): boolean {
  return (
    DIVIDERS.has(words) &&
    /^(?:begin|start|anfang|début|inizio|inicio|início|comienzo|empieza|początek|начало|початок|börja|början|start|begynnelse|påbegynd|begynd|välitetty|začátek|začiatok|iletil)/u.test(
      words,
    )
  );
}

/** What ticket systems write above the mail they expect an answer to. */
function isReplyMarker(text: string): boolean {
  const marked = /^(?:[#*=_–—-]\s?){2,}.*(?:[#*=_–—-]\s?){2,}$/u.test(text);
  return (
    marked &&
    /(?:above this line|antwort(?:en)? (?:bitte )?(?:über|oberhalb)|au-dessus de cette ligne|por encima de esta línea|acima desta linha|sopra questa (?:riga|linea)|boven deze (?:regel|lijn)|powyżej tej linii|выше этой (?:строки|линии)|above the line|über dieser zeile|oberhalb dieser zeile|在此线以上|この行より上)/u.test(
      text,
    )
  );
}
