import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Role } from '#shared/contract/person.ts';
import { appRouter } from '#server/edges/trpc/router.ts';
import { ruleNames, type Rule } from '#server/edges/trpc/init.ts';
import { permissions } from '#server/kernel/permission.ts';
import { callProcedure, type Caller, type ProcedureAnswer, type ProcedureType } from '#tests/support/call-procedure.ts';
import type { TestPerson } from '#tests/support/people.ts';
import { startMailServers, type MailServers } from '#tests/support/mail-servers/index.ts';
import { createGmailStandIn, type GmailStandIn } from '#tests/support/gmail-api/index.ts';
import { createSlackStandIn, type SlackStandIn } from '#tests/support/slack/index.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import type { Noun } from '#tests/support/team-world/people-world.ts';
import { newMail, TeamWorld } from '#tests/support/team-world/team-world.ts';
import type { MakeInput } from './make-input.ts';
import { procedureCases } from './procedure-cases.ts';

interface Procedure {
  readonly path: string;
  readonly type: ProcedureType;
  readonly rule: unknown;
  readonly makeInput: MakeInput | undefined;
}

interface RouterProcedure {
  readonly _def: { readonly type: ProcedureType; readonly meta?: { readonly rule?: unknown } };
}

const casesByNoun: Readonly<Record<string, Readonly<Record<string, MakeInput>>>> = procedureCases;

// A router carries its procedures by path in `_def`, which its type hides.
const { _def: definition } = appRouter as unknown as { _def: { procedures: Record<string, RouterProcedure> } };

/** Every procedure that the router has, with what it declares. */
const procedures: readonly Procedure[] = Object.entries(definition.procedures).map(([path, { _def: declared }]) => {
  const [noun = '', verb = ''] = path.split('.');
  const { type, meta } = declared;
  return { path, type, rule: meta?.rule, makeInput: casesByNoun[noun]?.[verb] };
});

let slack: SlackStandIn;
let gmail: GmailStandIn;
let servers: MailServers;
let app: TestApp;
let ours: TeamWorld;
let theirs: TeamWorld;
let strangers: TeamWorld;
let forged: Readonly<Record<Noun, string>>;
let hidden: Readonly<Partial<Record<Noun, string>>>;
let theirsBefore: string;

beforeAll(async () => {
  slack = await createSlackStandIn();
  gmail = await createGmailStandIn();
  servers = await startMailServers();
  const { clientId, clientSecret, signingSecret } = slack.app;
  app = await startTestApp({
    env: {
      SLACK_CLIENT_ID: clientId,
      SLACK_CLIENT_SECRET: clientSecret,
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_API_URL: slack.apiUrl,
      SLACK_AUTHORIZE_URL: `${slack.url}/oauth/v2/authorize`,
      SLACK_ISSUER: slack.url,
      ...gmail.settings,
      SMTP_URL: 'smtp://127.0.0.1:9',
      ...servers.settings,
    },
  });
  ours = await TeamWorld.create(app, { slack, gmail, servers }, 'Ours');
  theirs = await TeamWorld.create(app, { slack, gmail, servers }, 'Theirs');
  strangers = await TeamWorld.create(app, { slack, gmail, servers }, 'Strangers');
  forged = await theirs.oneOfEach();
  const privately = await ours.discussion(ours.people.owner, newMail(), 'private');
  const mailbox = await ours.mailbox(ours.people.owner);
  const { id: correspondence, emailId: email } = await ours.correspondence(ours.people.owner, 'private');
  const { id: template } = await ours.template(ours.people.owner);
  hidden = {
    template,
    discussion: privately.discussionId,
    message: privately.messageId,
    correspondence,
    email,
    mailbox,
  };
  theirsBefore = await snapshot(theirs);
});
afterAll(async () => {
  await app.close();
  await slack.close();
  await gmail.close();
  await servers.close();
});

afterEach(() => ours.bringBack());

/** Everything that the database holds of a team. */
async function snapshot(world: TeamWorld): Promise<string> {
  const { rows: tables } = await app.ports.db.$client.query<{ name: string }>(
    `select table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where table_schema = 'public' and column_name = 'team_id' and t.table_type = 'BASE TABLE' order by 1`,
  );
  const contents: string[] = [];
  for (const { name } of tables) {
    const { rows } = await app.ports.db.$client.query<{ row: string }>(
      `select t::text as row from "${name}" t where team_id = $1 order by 1`,
      [world.teamId],
    );
    contents.push(`${name}:`, ...rows.map(({ row }) => row));
  }
  const { rows: members } = await app.ports.db.$client.query<{ row: string }>(
    'select t::text as row from auth.member t where organization_id = $1 order by 1',
    [world.teamId],
  );
  return [...contents, 'members:', ...members.map(({ row }) => row)].join('\n');
}

/** Mails to customers, and what the team says to itself. */
async function countLanes(): Promise<{ mails: number; messages: number }> {
  const { rows } = await app.ports.db.$client.query<{ mails: number; messages: number }>(
    `select (select count(*) from outgoing_mail)::int as mails, (select count(*) from message)::int as messages`,
  );
  const [lanes] = rows;
  if (lanes === undefined) throw new Error('nothing was counted');
  return lanes;
}

function isAllowed(rule: unknown, role: Role): boolean {
  const roles: readonly Role[] | undefined = permissions[rule as keyof typeof permissions];
  return roles === undefined ? rule === 'signed-in' : roles.includes(role);
}

function isInTeam(rule: unknown): boolean {
  return rule !== 'signed-in';
}

describe('the router', () => {
  test('has procedures, each with a known rule and a case here', () => {
    expect(procedures.length).toBeGreaterThan(30);
    expect(procedures.filter(({ rule }) => !ruleNames.includes(rule as Rule))).toEqual([]);
    expect(procedures.filter(({ makeInput }) => makeInput === undefined).map(({ path }) => path)).toEqual([]);
  });

  test('is made only of procedures that start from one with a rule', async () => {
    const folder = join(import.meta.dirname, '../../server');
    const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts'));
    const makers: string[] = [];
    for (const file of files) {
      if ((await readFile(join(folder, file), 'utf8')).includes('initTRPC')) makers.push(file);
    }
    expect(makers).toEqual([join('edges', 'trpc', 'init.ts')]);
  });
});

describe.each(procedures)('$path ($rule)', ({ path, type, rule, makeInput }) => {
  const call = (caller: Caller, input: unknown) => callProcedure(app.url, caller, type, path, input);

  test.each(Role.options)('is for a role exactly when its rule says so (%s)', async (role) => {
    const person = await ours.onFreshDevice(ours.people[role]);
    const input = await makeInput?.(ours, person);
    const [lanes, sent] = [await countLanes(), gmail.sent.length];
    const answer = await call({ token: person.token, teamId: ours.teamId }, input);
    // Two lanes: what is done with the team's own words never makes mail to a customer, nor the other way round.
    const { mails, messages } = await countLanes();
    if (!path.startsWith('outgoingMail.')) expect([mails, gmail.sent.length]).toEqual([lanes.mails, sent]);
    else expect(messages).toBe(lanes.messages);
    if (isAllowed(rule, role)) expect(answer).toMatchObject({ status: 200, problem: undefined });
    else expect(answer).toMatchObject({ status: 403, problem: { code: 'not-allowed' } });
  });

  test('is not for people who are signed out', async () => {
    const input = await makeInput?.(ours, ours.people.owner);
    for (const token of [undefined, 'made-up', ours.people.owner.deviceId]) {
      const caller = { teamId: ours.teamId, ...(token !== undefined && { token }) };
      const answer = await call(caller, input);
      expect(answer).toMatchObject({ status: 401, problem: { code: 'not-signed-in' } });
    }
  });

  test('gives members of another team what a missing team gives', async () => {
    const answers: ProcedureAnswer[] = [];
    for (const teamId of [ours.teamId, randomUUID(), 'no id', undefined]) {
      const input = isInTeam(rule) ? await makeInput?.(ours, ours.people.owner) : undefined;
      const { token } = await strangers.onFreshDevice(strangers.people.owner);
      answers.push(await call({ token, ...(teamId !== undefined && { teamId }) }, input));
    }
    const expected = isInTeam(rule) ? 404 : answers[0]?.status;
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => expected));
    if (isInTeam(rule)) expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });

  test('answers an id of another team exactly as one that does not exist', async () => {
    await compareWithMissing(ours.people.owner, forged);
  });

  test('answers the id of a private discussion or mail of others exactly as one that does not exist', async () => {
    await compareWithMissing(ours.people.admin, hidden);
  });

  /** Puts each of the ids in each place where an input has one of that noun, and an id of nothing beside it. */
  async function compareWithMissing(person: TestPerson, ids: Readonly<Partial<Record<Noun, string>>>): Promise<void> {
    const answerTo = async (place: Place, id: string) => {
      const { token } = await ours.onFreshDevice(person);
      const input = replaceAt(await makeInput?.(ours, person), place, id);
      return withoutIds(await call({ token, teamId: ours.teamId }, input), input);
    };
    for (const [place, noun] of idsIn(await makeInput?.(ours, person))) {
      const id = ids[noun];
      if (id === undefined) continue;
      const missing = await answerTo(place, noun === 'channel' ? 'C0000000000' : randomUUID());
      expect(await answerTo(place, id), `${noun} at ${place.join('.')}`).toEqual(missing);
    }
  }
});

describe('POST /files', () => {
  test.each(Role.options)('is for a role exactly when it may write (%s)', async (role) => {
    const { status } = await upload(ours.people[role].token, ours.teamId);
    expect(status).toBe(isAllowed('discussion.write', role) ? 200 : 403);
  });

  test('is for nobody signed out, and another team is as good as missing', async () => {
    expect((await upload('made-up', ours.teamId)).status).toBe(401);
    const other = await upload(strangers.people.owner.token, ours.teamId);
    expect(other.status).toBe(404);
    expect(await upload(strangers.people.owner.token, randomUUID())).toEqual(other);
  });
});

test('nothing of the other team was changed by any of it', async () => {
  expect(await snapshot(theirs)).toBe(theirsBefore);
});

type Place = readonly (string | number)[];

/** Where an input names things that the team has, and what each is. */
function idsIn(input: unknown, at: Place = []): [Place, Noun][] {
  if (typeof input === 'string') {
    const noun = ours.nouns.get(input);
    return noun === undefined ? [] : [[at, noun]];
  }
  if (typeof input !== 'object' || input === null) return [];
  return Object.entries(input).flatMap(([key, value]) => idsIn(value, [...at, key]));
}

function replaceAt(input: unknown, [key, ...rest]: Place, id: string): unknown {
  if (key === undefined) return id;
  if (Array.isArray(input))
    return input.map((value, index) => (String(index) === key ? replaceAt(value, rest, id) : value));
  return { ...(input as object), [key]: replaceAt((input as Record<string, unknown>)[key], rest, id) };
}

/** An answer with ids, times and signatures made equal, so that only a telling difference is left. */
function withoutIds(answer: ProcedureAnswer | undefined, input: unknown): unknown {
  const sent = JSON.stringify(input ?? null).match(/[\w-]{8,}/g) ?? [];
  const text = sent
    .reduce((result, id) => result.replaceAll(id, '#'), answer?.text ?? '')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '#')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '#')
    .replace(/\/files\/[\w.~-]+/g, '#');
  return { status: answer?.status, text };
}

async function upload(token: string, teamId: string): Promise<{ status: number; text: string }> {
  const headers = { 'x-sidethread-team': teamId, 'x-file-name': 'a.txt', authorization: `Bearer ${token}` };
  const answer = await fetch(`${app.url}/files`, { method: 'POST', headers, body: 'bytes' });
  return { status: answer.status, text: withoutRequestId(await answer.text()) };
}

function withoutRequestId(text: string): string {
  return text.replace(/"requestId":"[^"]*"/, '');
}
