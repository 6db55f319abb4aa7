import type { OutgoingKind } from '#shared/contract/outgoing-mail.ts';
import type { AnsweredMail } from './answered-mail.ts';

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

/** The mail that is answered (or passed on), as it stands below the answer. Empty for a new mail. */
export function quoteAsText(kind: OutgoingKind, mail: AnsweredMail): string {
  if (kind === 'new') return '';
  if (kind === 'forward') return `${headerLines(mail).join('\n')}\n\n${mail.text}`;
  const quoted = mail.text.split(/\r?\n/).map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`.trimEnd()));
  return `${attribution(mail)}\n${quoted.join('\n')}`;
}

/** The same as HTML made from its text: none of the original's markup, scripts or pictures travel on. */
export function quoteAsHtml(kind: OutgoingKind, mail: AnsweredMail): string {
  if (kind === 'new') return '';
  const text = linesAsHtml(mail.text);
  if (kind === 'forward') return `<div>${headerLines(mail).map(escapeHtml).join('<br>')}</div><br><div>${text}</div>`;
  const style = 'margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex';
  return `<div>${escapeHtml(attribution(mail))}</div><blockquote style="${style}">${text}</blockquote>`;
}

export function linesAsHtml(text: string): string {
  return text.split(/\r?\n/).map(escapeHtml).join('<br>');
}

function attribution(mail: AnsweredMail): string {
  return `On ${day.format(mail.sentAt)} UTC, ${namesIn(mail, 'from')} wrote:`;
}

function headerLines(mail: AnsweredMail): string[] {
  const cc = namesIn(mail, 'cc');
  return [
    '---------- Forwarded message ---------',
    `From: ${namesIn(mail, 'from')}`,
    `Date: ${day.format(mail.sentAt)} UTC`,
    `Subject: ${mail.subject}`,
    `To: ${namesIn(mail, 'to')}`,
    ...(cc === '' ? [] : [`Cc: ${cc}`]),
  ];
}

function namesIn({ people }: AnsweredMail, wanted: string): string {
  return people
    .filter(({ role }) => role === wanted)
    .map(({ name, address }) => (name === '' ? address : `${name} <${address}>`))
    .join(', ');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
