/**
 * Gmail names a thread in four ways: the token in its address bar, the decimal inside `thread-f:…`, the API's
 * hexadecimal id, and `thread-a:r…` for a thread that the browser itself made. This file turns one into another.
 */

/** What a Gmail reference names: an API thread id, or a thread made by the client, which has no API id of its own. */
export type GmailThreadRef =
  | { kind: 'gmail-thread'; id: string; clientId: null }
  | { kind: 'gmail-client-thread'; id: null; clientId: string };

const TOKEN_ALPHABET = 'BCDFGHJKLMNPQRSTVWXZbcdfghjklmnpqrstvwxz';
const BASE64_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const MAX_TOKEN_LENGTH = 400;
const LARGEST_ID = 2n ** 64n - 1n;

const TOKEN = /^[BCDFGHJKLMNPQRSTVWXZbcdfghjklmnpqrstvwxz]+$/;
const HEX_ID = /^[1-9a-f][0-9a-f]{14,15}$/;
const SERVER_PAYLOAD = /^(?:thread-)?f:([1-9]\d{0,19})$/;
const CLIENT_PAYLOAD = /^(?:thread-)?(a:(?:r-?\d+|[a-z]+-r?-?\d+))$/;
const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;

/**
 * The text inside an address token (`f:…`, `thread-f:…`, `a:r…`, or a comma-separated list of `thread+message`
 * for open compose windows); undefined when the token is none.
 */
export function decodeGmailToken(token: string): string | undefined {
  if (token.length > MAX_TOKEN_LENGTH || !TOKEN.test(token)) return undefined;
  const base64 = changeBase(token, TOKEN_ALPHABET, BASE64_ALPHABET);
  if (base64.length % 4 === 1) return undefined;
  const payload = atob(base64.padEnd(Math.ceil(base64.length / 4) * 4, '='));
  return PRINTABLE_ASCII.test(payload) ? payload : undefined;
}

/** The address token that holds `payload` (printable ASCII): the reverse of `decodeGmailToken`. */
export function encodeGmailToken(payload: string): string {
  return changeBase(btoa(payload).replace(/=+$/, ''), BASE64_ALPHABET, TOKEN_ALPHABET);
}

/** Reads `f:…`, `thread-f:…`, `a:r…` or `thread-a:r…`; undefined for anything else, a compose list among them. */
export function readGmailPayload(payload: string): GmailThreadRef | undefined {
  const decimal = SERVER_PAYLOAD.exec(payload)?.[1];
  if (decimal !== undefined) {
    const id = decimalToHexId(decimal);
    return id === undefined ? undefined : { kind: 'gmail-thread', id, clientId: null };
  }
  const clientId = CLIENT_PAYLOAD.exec(payload)?.[1];
  return clientId === undefined ? undefined : { kind: 'gmail-client-thread', id: null, clientId };
}

/** Reads the last segment of an address: a token, or the hexadecimal id itself in addresses from before 2018. */
export function readGmailToken(token: string): GmailThreadRef | undefined {
  if (isGmailHexId(token.toLowerCase())) return { kind: 'gmail-thread', id: token.toLowerCase(), clientId: null };
  const payload = decodeGmailToken(token);
  return payload === undefined ? undefined : readGmailPayload(payload);
}

/** Whether `text` is an id as the Gmail API writes it: 16 hexadecimal digits, 15 for mail from before 2005. */
export function isGmailHexId(text: string): boolean {
  return HEX_ID.test(text);
}

/** The API's id of a decimal one; undefined when it does not fit into 64 bits or is too short to be one. */
export function decimalToHexId(decimal: string): string | undefined {
  const value = BigInt(decimal);
  if (value > LARGEST_ID) return undefined;
  const hex = value.toString(16);
  return isGmailHexId(hex) ? hex : undefined;
}

/** The decimal form that Gmail's page and address use for an API id. */
export function hexIdToDecimal(hexId: string): string {
  return BigInt(`0x${hexId}`).toString(10);
}

function changeBase(digits: string, from: string, to: string): string {
  let value = 0n;
  for (const digit of digits) value = value * BigInt(from.length) + BigInt(from.indexOf(digit));
  const base = BigInt(to.length);
  let result = '';
  while (value > 0n) {
    result = to.charAt(Number(value % base)) + result;
    value /= base;
  }
  return result;
}
