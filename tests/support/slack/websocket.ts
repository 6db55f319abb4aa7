import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

const HANDSHAKE_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface ServerWebSocket {
  send(text: string): void;
  ping(): void;
  /** Starts the close handshake. */
  close(code?: number): void;
  /** Cuts the connection without a word. */
  destroy(): void;
}

/** Answers an HTTP upgrade as a WebSocket server (RFC 6455, text only, no extensions). */
export function acceptWebSocket(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  handlers: { onText: (text: string) => void; onClose: () => void },
): ServerWebSocket {
  const key = request.headers['sec-websocket-key'] ?? '';
  const accept = createHash('sha1')
    .update(key + HANDSHAKE_SUFFIX)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  let isClosing = false;
  const write = (opcode: number, payload: Buffer): void => {
    if (socket.writable) socket.write(writeFrame(opcode, payload));
  };
  const close = (payload: Buffer): void => {
    if (!isClosing) write(OPCODE.close, payload);
    isClosing = true;
  };
  const reader = createFrameReader((opcode, payload) => {
    if (opcode === OPCODE.text) handlers.onText(payload.toString());
    if (opcode === OPCODE.ping) write(OPCODE.pong, payload);
    if (opcode !== OPCODE.close) return;
    close(payload.subarray(0, 2));
    socket.end();
  });
  socket.on('data', reader);
  socket.on('error', () => socket.destroy());
  socket.once('close', handlers.onClose);
  if (head.length > 0) reader(head);
  return {
    send: (text) => write(OPCODE.text, Buffer.from(text)),
    ping: () => write(OPCODE.ping, Buffer.from('ping')),
    close: (code = 1000) => close(Buffer.from([code >> 8, code & 255])),
    destroy: () => socket.destroy(),
  };
}

function writeFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const header = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  header[0] = 0x80 | opcode;
  if (length < 126) header[1] = length;
  else if (length < 65_536) {
    header[1] = 126;
    header.writeUInt16BE(length, 2);
  } else {
    header[1] = 127;
    header.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([header, payload]);
}

interface Frame {
  isFinal: boolean;
  opcode: number;
  payload: Buffer;
  size: number;
}

/** Collects bytes and tells each whole message; fragments of text are joined. */
function createFrameReader(onMessage: (opcode: number, payload: Buffer) => void): (chunk: Buffer) => void {
  let pending: Buffer = Buffer.alloc(0);
  let parts: Buffer[] = [];
  let partsOpcode = 0;
  const take = (frame: Frame): void => {
    if (frame.opcode >= OPCODE.close) return onMessage(frame.opcode, frame.payload);
    if (frame.opcode !== OPCODE.continuation) partsOpcode = frame.opcode;
    parts.push(frame.payload);
    if (!frame.isFinal) return;
    onMessage(partsOpcode, Buffer.concat(parts));
    parts = [];
  };
  return (chunk) => {
    pending = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk;
    for (let frame = readFrame(pending); frame; frame = readFrame(pending)) {
      pending = pending.subarray(frame.size);
      take(frame);
    }
  };
}

function readFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < 2) return undefined;
  const [first = 0, second = 0] = bytes;
  const short = second & 127;
  const lengthSize = short === 126 ? 2 : short === 127 ? 8 : 0;
  const maskAt = 2 + lengthSize;
  if (bytes.length < maskAt) return undefined;
  const length = lengthSize === 0 ? short : lengthSize === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  const isMasked = (second & 128) !== 0;
  const start = maskAt + (isMasked ? 4 : 0);
  if (bytes.length < start + length) return undefined;
  const payload = Buffer.from(bytes.subarray(start, start + length));
  if (isMasked)
    for (let index = 0; index < length; index++)
      payload[index] = (payload[index] ?? 0) ^ (bytes[maskAt + (index & 3)] ?? 0);
  return { isFinal: (first & 128) !== 0, opcode: first & 15, payload, size: start + length };
}
