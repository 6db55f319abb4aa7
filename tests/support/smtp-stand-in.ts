import { EventEmitter, once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body as they came, quoted-printable soft breaks undone. */
  readonly source: string;
}

/** A mail server that takes every mail and keeps it (RFC 5321, without extensions). */
export interface SmtpStandIn {
  readonly url: string;
  /** The next mail to this address, waiting for it if it is not there yet. */
  nextMailTo(address: string): Promise<ReceivedMail>;
  /** True when a mail to this address came that nobody took yet. */
  hasMailTo(address: string): boolean;
  close(): Promise<void>;
}

export async function startSmtpStandIn(): Promise<SmtpStandIn> {
  const mails: ReceivedMail[] = [];
  const arrivals = new EventEmitter();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    void serve(socket, (mail) => {
      mails.push(mail);
      arrivals.emit('mail');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    nextMailTo: async (to) => {
      for (;;) {
        const at = mails.findIndex((mail) => mail.to.includes(to));
        const [mail] = at === -1 ? [] : mails.splice(at, 1);
        if (mail !== undefined) return mail;
        await once(arrivals, 'mail');
      }
    },
    hasMailTo: (to) => mails.some((mail) => mail.to.includes(to)),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function serve(socket: Socket, take: (mail: ReceivedMail) => void): Promise<void> {
  socket.on('error', () => undefined);
  const say = (line: string) => socket.write(`${line}\r\n`);
  let from = '';
  let to: string[] = [];
  let data: string[] | undefined;
  say('220 stand-in');
  for await (const line of createInterface({ input: socket, crlfDelay: Infinity })) {
    if (data !== undefined) {
      if (line !== '.') data.push(line.replace(/^\.\./, '.'));
      else {
        take({ from, to, source: data.join('\n').replaceAll('=\n', '') });
        [from, to, data] = ['', [], undefined];
        say('250 taken');
      }
      continue;
    }
    const command = line.slice(0, 4).toUpperCase();
    if (command === 'MAIL') from = addressIn(line);
    if (command === 'RCPT') to.push(addressIn(line));
    if (command === 'DATA') data = [];
    if (command === 'QUIT') {
      socket.end('221 bye\r\n');
      return;
    }
    say(command === 'DATA' ? '354 go on' : '250 stand-in');
  }
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? '';
}
