import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { saveContact } from '#server/domain/contacts/index.ts';
import { changeCorrespondence, listCorrespondences } from '#server/domain/correspondences/index.ts';
import { storeEmail } from '#server/domain/emails/index.ts';
import { ListCorrespondences } from '#shared/contract/correspondence-list.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { createDomainTeam } from '#tests/support/domain-team.ts';
import { arrive, createSource, createTestMailbox } from '#tests/support/mail-source.ts';
import { createRestTeam, seedTime, type Answer, type RestTeam } from './rest-team.ts';

let rest: RestTeam;
beforeAll(async () => {
  rest = await createRestTeam();
});
afterAll(() => rest.close());
const userShape = {
  id: expect.any(String),
  first_name: 'Olga',
  last_name: '',
  phone_number: null,
  job_title: null,
  email: expect.stringContaining('@larkfield.example'),
  email_notifications: false,
  profile_picture: null,
  created_at: expect.stringMatching(seedTime),
  updated_at: expect.stringMatching(seedTime),
};

describe('GET /correspondences', () => {
  test('gives each with its newest mail, in the shape that other systems read', async () => {
    const contact = await saveContact(rest.app.ports, rest.team.olga, {
      id: createId(),
      name: 'Jack Daniels',
      address: 'jd@gmail.com',
    });
    const file = { name: 'example.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-1.7') };
    const first = {
      id: 'first@shape.example',
      subject: 'Followup',
      from: 'Jack <jd@gmail.com>',
      cc: 'management@example.com',
    };
    const id = await rest.receive({ ...first, file });
    const body =
      'Sounds <good>.\r\n\r\nOn 28 Feb 2017, at 13:50, Support <support@larkfield.example> wrote:\r\n> Hi Jack';
    await rest.receive({ references: [first.id], subject: 'Re: Followup', from: first.from, body, date: new Date() });
    const { status, body: answer } = await rest.call(`/correspondences?contact_id=${contact.id}`);
    expect(status).toBe(200);
    expect(answer).toEqual({
      data: [
        {
          id,
          unread: true,
          number_of_emails: 2,
          number_of_attachments: 1,
          email: {
            id: expect.any(String),
            activity_id: expect.any(String),
            correspondence_id: id,
            user: userShape,
            contacts: [
              {
                id: contact.id,
                b2c: true,
                account: { id: expect.any(String), name: 'Private' },
                user: null,
                team_id: null,
                team: null,
                status: 'new',
                fixed_fields: expect.arrayContaining([
                  expect.objectContaining({ name: 'email', value: 'jd@gmail.com' }),
                ]),
                custom_fields: [],
                created_at: expect.stringMatching(seedTime),
                updated_at: expect.stringMatching(seedTime),
                latest_activity_at: expect.stringMatching(seedTime),
                social_profile: {},
              },
            ],
            case_id: null,
            relations_path_name: null,
            type: 'activity-incoming',
            sender: 'jd@gmail.com',
            from: [
              {
                email_address: 'jd@gmail.com',
                account: { id: expect.any(String), name: 'Private' },
                contact: { id: contact.id, name: 'Jack Daniels' },
              },
            ],
            recipients: [{ user_id: rest.team.olga.userId }],
            cc: [],
            bcc: [],
            subject: 'Re: Followup',
            attachments: null,
            content: expect.stringContaining('Sounds &lt;good&gt;.<br />\r\n'),
            parsed: {
              fragments: expect.arrayContaining([expect.objectContaining({ is_quoted: true, is_hidden: true })]),
              visible_text: 'Sounds &lt;good&gt;.',
            },
            body: null,
            sent_at: null,
            created_at: expect.stringMatching(seedTime),
            updated_at: expect.stringMatching(seedTime),
          },
          users: [userShape],
          created_at: expect.stringMatching(seedTime),
          updated_at: expect.stringMatching(seedTime),
        },
      ],
      pagination: { total: 1, page: 1, per_page: 15, urls: { previous: null, next: null } },
    });
  });

  test('filters by case, unread and words, and pages by number and by cursor', async () => {
    const id = await rest.receive({ subject: 'Walnut veneer' });
    await changeCorrespondence(rest.app.ports, rest.team.olga, { id, change: { caseId: 'case-9' } });
    for (const query of ['case_id=case-9', 'search=walnut', 'search=walnut&show=unread'])
      expect(
        (await rest.call(`/correspondences?${query}`)).body.data.map((each) => each.id),
        query,
      ).toEqual([id]);
    for (let at = 0; at < 5; at++) await rest.receive({ subject: `Oakwood ${at}`, from: `o${at}@oak.example` });
    const byPage: string[] = [];
    for (let url: string | null = '/correspondences?search=oakwood&per_page=2'; url !== null;) {
      const { body } = await rest.call(url);
      byPage.push(...body.data.map((each) => each.id));
      expect(body.pagination).toMatchObject({ total: 5, per_page: 2 });
      url = body.pagination.urls.next;
    }
    const byCursor: string[] = [];
    for (let url: string | undefined = '/correspondences?search=oakwood&per_page=2'; url !== undefined;) {
      const { body, headers } = await rest.call(url);
      byCursor.push(...body.data.map((each) => each.id));
      url = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
    }
    expect(new Set(byPage).size).toBe(5);
    expect(byCursor).toEqual(byPage);
  });
});

describe('GET /correspondences/:id', () => {
  test('gives all mails, newest first, and marks as read for the caller alone', async () => {
    const file = { name: 'example.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-1.7 offer') };
    const first = { id: 'out@larkfield.example', from: 'Support <support@larkfield.example>', to: 'jan@new.example' };
    const id = await rest.receive({ ...first, bcc: 'boss@larkfield.example', file });
    await rest.receive({
      references: [first.id],
      from: 'jan@new.example',
      to: 'support@larkfield.example',
      date: new Date(),
    });
    const { body, headers } = await rest.call(`/correspondences/${id}`);
    expect(Object.keys(body)).toEqual(['correspondence', 'data', 'pagination']);
    expect(body.correspondence).toMatchObject({ id, unread: true, number_of_emails: 2, number_of_attachments: 1 });
    expect(body.data).toMatchObject([
      { type: 'activity-incoming', from: [{ email_address: 'jan@new.example' }], bcc: [] },
      {
        type: 'activity-outgoing',
        from: [{ user_id: rest.team.olga.userId }],
        bcc: [{ email_address: 'boss@larkfield.example' }],
        attachments: [
          { name: 'example', type: 'pdf', size: 14, url: expect.any(String), user_id: rest.team.olga.userId },
        ],
        sent_at: '2026-11-02 09:00:00',
      },
    ]);
    const [file0] = (body.data[1] as unknown as { attachments: { url: string }[] }).attachments;
    expect(await (await fetch(file0?.url ?? '')).text()).toBe('%PDF-1.7 offer');
    const top = await rest.call(`/correspondences/${id}?per_page=1`);
    const next = /<([^>]+)>; rel="next"/.exec(top.headers.get('link') ?? '')?.[1] ?? '';
    expect((await rest.call(next)).body.data).toEqual([body.data[1]]);
    expect(headers.get('etag')).toBeTruthy();
    const again = await rest.call(`/correspondences/${id}`);
    expect(again.body.correspondence.unread).toBe(false);
    const unchanged = await fetch(`${rest.app.url}/correspondences/${id}`, {
      headers: { authorization: `Bearer ${rest.token}`, 'if-none-match': again.headers.get('etag') ?? '' },
    });
    expect(unchanged.status).toBe(304);
  });

  test('of mail that is not shared, of another team or of nothing is the same 404', async () => {
    const bens = createTestMailbox(rest.ben, 'ben@larkfield.example');
    const hidden = await storeEmail(rest.app.ports, arrive(bens, createSource({ subject: 'Salary' })));
    const other = await createDomainTeam(rest.app.ports.db);
    const foreign = await rest.makeToken(other.olga);
    const id = await rest.receive();
    const answers = [
      await rest.call(`/correspondences/${hidden.correspondenceId}`),
      await rest.call(`/correspondences/${createId()}`),
      await rest.call('/correspondences/none'),
      await rest.call(`/correspondences/${id}`, { token: foreign }),
    ];
    for (const { status, headers, body } of answers) {
      expect([status, headers.get('content-type')]).toEqual([404, 'application/problem+json']);
      expect({ ...body, requestId: '' }).toEqual({ ...answers[0]?.body, requestId: '' });
    }
  });
});

function send(id: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return rest.call(`/correspondences/${id}/notify`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
}

async function unreadOf(who: Context): Promise<string[]> {
  return (await listCorrespondences(rest.app.ports, who, ListCorrespondences.parse({ unread: true }))).cards.map(
    ({ id }) => id,
  );
}

describe('POST /correspondences/:id/notify', () => {
  test('puts it into the list of users or of the whole team, once per Idempotency-Key', async () => {
    const id = await rest.receive();
    const message = 'Hi! Check this correspondence out!';
    const key = { 'idempotency-key': 'notify-1' };
    const sent = { message, notify: { users: [rest.ben.userId] } };
    for (let times = 0; times < 2; times++) expect((await send(id, sent, key)).status).toBe(204);
    expect(await unreadOf(rest.ben)).toContain(id);
    expect((await send(id, { ...sent, message: 'Other' }, key)).status).toBe(422);
    const carl = await rest.team.add('Carl');
    expect((await send(id, { message, notify: { teams: [rest.team.teamId] } })).status).toBe(204);
    expect(await unreadOf(carl)).toContain(id);
    const { rows } = await rest.app.ports.db.$client.query(
      "select from correspondence_event where correspondence_id = $1 and kind = 'notify'",
      [id],
    );
    expect(rows).toHaveLength(2);
  });

  test('refuses what names nobody, strangers or nothing to say', async () => {
    const id = await rest.receive();
    const wrong = [
      { message: 'x', notify: {} },
      { message: ' ', notify: { users: [rest.ben.userId] } },
      { message: 'x', notify: { users: [1, 6] } },
      { message: 'x', notify: { teams: [createId()] } },
      { notify: { users: [rest.ben.userId] } },
    ];
    for (const body of wrong)
      expect(await send(id, body)).toMatchObject({ status: 422, body: { code: 'invalid-input' } });
  });
});
