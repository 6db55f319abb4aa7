import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import MailComposer from 'nodemailer/lib/mail-composer';
import { z } from 'zod';
import type { MailboxId, OutgoingMailId } from '#shared/contract/ids.ts';
import { inTransaction } from '#server/db/client.ts';
import { storeFile } from '#server/domain/attachments/index.ts';
import { composeMime } from '#server/domain/outgoing-mail/compose-mime.ts';
import { sendForProgram, sendMail, undoSend } from '#server/domain/outgoing-mail/index.ts';
import { findOutgoing } from '#server/domain/outgoing-mail/outgoing-row.ts';
import { readFiles } from '#server/domain/outgoing-mail/read-files.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { startWorker } from '#server/platform/queue/start-worker.ts';
import { defineJob, handleJob } from '#server/ports/queue.ts';
import { providers, type Provider } from '#tests/support/mail-accounts.ts';
import { createMailTeam, type MailTeam } from '#tests/support/mail-team.ts';
import { createOutgoingDraft } from '#tests/support/outgoing-draft.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { percentile, type Measurement } from './measurement.ts';
import { withResources, type Keep } from './with-resources.ts';

const name = 'send';
const address = 'olga@larkfield.example';
const rounds = 40;
const warmUp = 5;
const sends = 150;

interface Bench {
  readonly app: TestApp;
  readonly team: MailTeam;
  readonly provider: Provider;
  readonly ctx: Context;
  readonly mailboxId: MailboxId;
}

/**
 * Composing and queueing a mail with a file of 1 MB beside nodemailer's composer alone; and from a mail's queueing to
 * the provider's having it, beside a job that makes one HTTP call.
 */
export async function measure(): Promise<Measurement[]> {
  return withResources(async (keep) => {
    const bench = await start(keep);
    return [await measureComposing(bench), ...(await measureSending(bench, keep))];
  });
}

async function start(keep: Keep): Promise<Bench> {
  const provider = await keep(providers.gmail({ clockScale: 1 }));
  const app = await keep(startTestApp({ env: { ...provider.settings } }));
  const team = await keep(createMailTeam(app));
  provider.add(address);
  const features = ['read', 'send'] as const;
  const mailbox = await team.connect(team.olga, provider.id, { ...provider, address, features: [...features] });
  await team.until(team.olga, mailbox.id, ({ sync }) => sync.phase === 'following');
  const ctx: Context = {
    teamId: team.teamId,
    userId: team.olga.userId,
    userName: 'Olga',
    role: 'owner',
    deviceId: 'bench',
    requestId: 'bench',
  };
  return { app, team, provider, ctx, mailboxId: mailbox.id };
}

async function measureComposing({ app: { ports }, ctx, mailboxId }: Bench): Promise<Measurement> {
  const content = randomBytes(1024 * 1024);
  const [ours, alone]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds + warmUp; round++) {
    const input = { name: 'plan.bin', contentType: undefined, bytes: Readable.from(content) };
    const { fileId } = await storeFile(ports, ctx, input);
    const file = { fileId, name: 'plan.bin', size: content.length };
    const draft = { ...createOutgoingDraft({ mailboxId, files: [file] }), sendAt: null };
    const oursFrom = performance.now();
    await sendMail(ports, ctx, draft);
    const row = await findOutgoing(ports.db, { teamId: ctx.teamId, id: draft.id });
    if (row === undefined) throw new Error('The mail was not queued.');
    const files = await readFiles(ports, row);
    const from = { name: 'Olga', address };
    const raw = await composeMime({
      row,
      answered: undefined,
      from,
      messageId: row.messageId ?? '',
      date: new Date(),
      files,
    });
    const oursMs = performance.now() - oursFrom;
    if (raw.byteLength < content.length) throw new Error('The file is missing.');
    await undoSend(ports, ctx, draft.id);
    const aloneFrom = performance.now();
    await composeAlone(draft.body, content);
    const aloneMs = performance.now() - aloneFrom;
    if (round < warmUp) continue;
    ours.push(oursMs);
    alone.push(aloneMs);
  }
  return {
    name,
    metric: 'composing and queueing a mail with a file of 1 MB, p50',
    unit: 'ms',
    ours: percentile(ours, 0.5),
    reference: percentile(alone, 0.5),
    aim: 'ratio <= 2',
  };
}

function composeAlone(text: string, content: Buffer): Promise<Buffer> {
  const attachments = [{ filename: 'plan.bin', content }];
  const mail = {
    from: address,
    to: 'marta@weiss-tools.example',
    subject: 'Re: Order 7',
    text,
    html: text,
    attachments,
  };
  return new MailComposer({ ...mail, textEncoding: 'quoted-printable' }).compile().build();
}

async function measureSending(bench: Bench, keep: Keep): Promise<Measurement[]> {
  const callBare = await startBareJob(bench, keep);
  const [ours, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < sends + warmUp; round++) {
    const [oursMs, bareMs] = [await timeSend(bench), await callBare()];
    if (round < warmUp) continue;
    ours.push(oursMs);
    bare.push(bareMs);
  }
  return [0.5, 0.99].map((p) => ({
    name,
    metric: `queued mail to provider, p${p * 100}`,
    unit: 'ms',
    ours: percentile(ours, p),
    reference: percentile(bare, p),
    aim: p === 0.99 ? 'ratio <= 3' : null,
  }));
}

async function timeSend({ app: { ports }, ctx, mailboxId, provider }: Bench): Promise<number> {
  const before = provider.sent.length;
  const mail = { to: ['marta@weiss-tools.example'], cc: [], bcc: [], subject: 'Hello', text: 'Hello', html: null };
  await sendForProgram(ports, ctx, { ...mail, id: createId<OutgoingMailId>(), mailboxId, files: [] });
  const queuedAt = performance.now();
  while (provider.sent.length === before) await wait(1);
  return performance.now() - queuedAt;
}

/** A job of the same queue that does nothing but call an address. @returns what asks for one and says when it called. */
async function startBareJob({ app }: Bench, keep: Keep): Promise<() => Promise<number>> {
  let call = Promise.withResolvers<void>();
  const server = createServer((_request, response) => {
    call.resolve();
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const place = server.address();
  const url = `http://127.0.0.1:${typeof place === 'object' && place !== null ? place.port : 0}/`;
  const job = defineJob('bench-call', z.object({}));
  const handler = handleJob(job, async () => void (await fetch(url, { method: 'POST' })));
  const { databaseUrl, ports } = app;
  const worker = await startWorker({ url: databaseUrl, handlers: [handler], logger: ports.logger, concurrency: 4 });
  const close = async (): Promise<void> => {
    await worker.stop(2000);
    server.closeAllConnections();
    server.close();
  };
  await keep(Promise.resolve({ close }));
  return async () => {
    call = Promise.withResolvers<void>();
    await inTransaction(ports.db, (tx) => ports.queue.enqueue(tx, job, {}));
    const queuedAt = performance.now();
    await call.promise;
    return performance.now() - queuedAt;
  };
}
