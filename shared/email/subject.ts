/** A subject taken apart: what it is about, and whether it says that it answers or passes on. */
export type SubjectParts = { base: string; isReply: boolean; isForward: boolean };

// `VS` answers in Finnish and passes on in Danish: it is read as an answer.
const REPLY =
  readWords(`re|reply|aw|antw|antwort|sv|svar|vs|rép|rep|réf|r|rif|res|resp|odp|odpověď|odg|vá|ynt|yan|atb|ats|
  vast|ang|bls|tl|за|на|отв|ответ|отг|відп|відповідь|σχετ|απ|απάντηση|תשובה|תגובה|השב|رد|پاسخ|ตอบ|ตอบกลับ|回复|回覆|答复|
  答覆|返信|답장|회신`);
const FORWARD =
  readWords(`fwd|fw|forward|wg|wtr|doorst|vb|vl|vidaresänt|tr|transf|i|inoltro|rv|reenv|enc|pd|podaj dalej|
  přep|továbbítás|ilt|i̇lt|trs|fs|yml|redirecționat|пер|пересл|переслано|προθ|πρθ|הועבר|העבר|إعادة توجيه|ارسال|ส่งต่อ|转发|轉寄|轉發|転送|전달`);

// A word, an optional counter such as `[2]`, `(3)` or `^4`, and a colon (also the full-width and the Hebrew-keyboard one).
const PREFIX =
  /^\s*(?<word>\p{L}[\p{L}\p{M} ]{0,18}?)\.?\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3}|\d{1,2})?\s*[:：︰]\s*/u;
// What mail gateways put in front: [EXTERNAL], [EXT], [EXTERN], ***SPAM***.
const GATEWAY_MARK =
  /^\s*(?:\[(?:ext|external|extern|externe|externo|esterno)(?: ?e?-?mail)?\]|\*{2,}\s*(?:spam|external)\s*\*{2,}):?\s*/iu;
// `[Fwd: Offer]` and `Offer (fwd)`, as older programs pass mail on (RFC 5256 §2.1).
const WRAPPED = /^\[\s*(?:fwd?)\s*:\s*(?<inner>.+)\]$/isu;
const TRAILER = /\s*\(fwd\)$/iu;
// What mailing lists put in front, before or behind an answer's prefix: `[hall] Re: Offer`.
const LIST_TAG = /^(?:\[[^[\]]{1,60}\]\s*)/u;
const MAX_PREFIXES = 50;
const MAX_SUBJECT_LENGTH = 2000;

/** Takes reply and forward prefixes of many languages, with their counters, and gateways' marks off a subject. */
export function parseSubject(subject: string): SubjectParts {
  let rest = subject
    .slice(0, MAX_SUBJECT_LENGTH)
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  const parts = { isReply: false, isForward: false };
  let tag = '';
  for (let count = 0; count < MAX_PREFIXES; count += 1) {
    const found = takePrefix(rest) ?? takeForwardMark(rest);
    if (found === undefined) {
      const listed = LIST_TAG.exec(rest)?.[0] ?? '';
      const behind = rest.slice(listed.length);
      // A tag stays part of the subject; only the prefix behind it goes.
      if (listed === '' || (listed.trim() !== tag.trim() && (tag !== '' || takePrefix(behind) === undefined))) break;
      tag = listed;
      rest = behind;
      continue;
    }
    if (found.kind === 'reply') parts.isReply = true;
    if (found.kind === 'forward') parts.isForward = true;
    rest = found.rest;
  }
  return { base: `${tag}${rest}`.trim(), ...parts };
}

/** The subject under which mails of one thread agree: no prefixes, one space between words, lower-case. */
export function normaliseSubject(subject: string): string {
  return parseSubject(subject).base.toLowerCase();
}

function takePrefix(text: string): { kind: 'reply' | 'forward' | 'mark'; rest: string } | undefined {
  const mark = GATEWAY_MARK.exec(text);
  if (mark !== null) return { kind: 'mark', rest: text.slice(mark[0].length) };
  const prefix = PREFIX.exec(text);
  const word = prefix?.groups?.['word']?.toLowerCase();
  if (prefix === null || word === undefined) return undefined;
  const rest = text.slice(prefix[0].length);
  if (REPLY.has(word)) return { kind: 'reply', rest };
  if (FORWARD.has(word)) return { kind: 'forward', rest };
  return undefined;
}

function takeForwardMark(text: string): { kind: 'forward'; rest: string } | undefined {
  const inner = WRAPPED.exec(text)?.groups?.['inner'];
  if (inner !== undefined) return { kind: 'forward', rest: inner };
  const cut = text.replace(TRAILER, '');
  return cut === text ? undefined : { kind: 'forward', rest: cut };
}

function readWords(list: string): ReadonlySet<string> {
  return new Set(list.split('|').map((word) => word.trim().normalize('NFC')));
}
