import { parseMessageId } from '#shared/email/message-id.ts';
import { decodeTransfer } from './decode-transfer.ts';
import { readParameters } from './header-parameters.ts';
import { findHeader, readHeaders, type HeaderField } from './read-headers.ts';
import { skipToHeader } from './skip-to-header.ts';
import { walkLeaves, type Leaf } from './walk-leaves.ts';

/** Somebody whom a mail did not reach. */
export interface DeliveryFailure {
  readonly address: string;
  /** What the mail server said, on one line. */
  readonly answer: string;
}

/** That a mail was not delivered, to whom and why. */
export interface DeliveryReport {
  /** Of the mail that is reported on, without angle brackets. */
  readonly messageId: string;
  readonly failures: readonly DeliveryFailure[];
}

const longestAnswer = 300;
const mostFailures = 100;
const messagePart = /^content-type:[ \t]*message\/(?:rfc822|global)(?![\w-])/im;

/**
 * Reads a delivery status notification (RFC 3464) from a mail's source, of which the beginning is enough. Undefined for
 * every other mail, for one that only says that delivery takes longer or went well, and where the mail that it is about
 * is not named.
 */
export function readDeliveryReport(source: Buffer): DeliveryReport | undefined {
  const bytes = skipToHeader(source);
  const head = readHeaders(bytes, 0, bytes.length);
  if (readParameters(findHeader(head.fields, 'content-type') ?? '').value !== 'multipart/report') return undefined;
  const leaves = walkLeaves(bytes, head);
  const at = leaves.findIndex(
    ({ mediaType, isNested }) => !isNested && /^message\/(?:global-)?delivery-status$/.test(mediaType),
  );
  const status = leaves[at];
  if (status === undefined) return undefined;
  const failures = readFailures(decodeTransfer(status.body, status.encoding));
  const original = findOriginal(bytes, status, leaves.slice(at + 1));
  const messageId = parseMessageId(findHeader(original, 'message-id') ?? '');
  return failures.length === 0 || messageId === null ? undefined : { messageId, failures };
}

/** The headers of the mail that is reported on, given alone or with the whole of it. */
function findOriginal(bytes: Buffer, status: Leaf, following: readonly Leaf[]): HeaderField[] {
  const alone = following.find(({ mediaType }) => /^(?:text\/rfc822-headers|message\/global-headers)$/.test(mediaType));
  if (alone !== undefined) {
    const headers = decodeTransfer(alone.body, alone.encoding);
    return readHeaders(headers, 0, headers.length).fields;
  }
  const from = status.body.buffer === bytes.buffer ? status.body.byteOffset - bytes.byteOffset + status.body.length : 0;
  const rest = bytes.subarray(from);
  const found = messagePart.exec(rest.toString('latin1'));
  if (found === null) return [];
  // The part's own headers go on to an empty line; behind that those of the message begin.
  const { bodyStart } = readHeaders(rest, found.index, rest.length);
  return readHeaders(rest, bodyStart, rest.length).fields;
}

/** One block per recipient, after the first, which is about the message. */
function readFailures(status: Buffer): DeliveryFailure[] {
  const blocks = status.toString('latin1').split(/\r?\n[ \t]*\r?\n/);
  return blocks
    .map((block) => Buffer.from(`${block}\r\n\r\n`, 'latin1'))
    .map((block) => readHeaders(block, 0, block.length).fields)
    .filter((fields) => /^failed\b/i.test(findHeader(fields, 'action') ?? ''))
    .slice(0, mostFailures)
    .map(readFailure);
}

function readFailure(fields: HeaderField[]): DeliveryFailure {
  const recipient = findHeader(fields, 'original-recipient') ?? findHeader(fields, 'final-recipient') ?? '';
  const diagnostic = findHeader(fields, 'diagnostic-code') ?? findHeader(fields, 'status') ?? '';
  const address = oneLine(withoutType(recipient)).replace(/^<(.*)>$/, '$1');
  return { address: address.slice(0, 320), answer: oneLine(withoutType(diagnostic)) };
}

/** `rfc822; somebody@example.com`, `smtp; 550 No such user`: the type is of no use to a person. */
function withoutType(value: string): string {
  return value.replace(/^[\w-]+\s*;/, '');
}

function oneLine(value: string): string {
  const text = Buffer.from(value, 'latin1').toString('utf8');
  return text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, longestAnswer)
    .toWellFormed();
}
