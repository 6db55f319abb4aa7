import { expect, test } from '@playwright/test';
import type { Locator } from 'playwright-core';
import type { DiscussionId, MessageId, UserId } from '#shared/contract/ids.ts';
import { createId } from '#server/kernel/ids.ts';
import type { MailThread } from '#tests/support/mail-data.ts';
import { cardsIn, composerIn, contactIn, messageIn, messagesIn, titleIn, write } from '#tests/support/sidebar.ts';
import { accountOf, createOffice, personNamed, type Desk, type Office, type Tab } from './office.ts';

const secret = 'Her margin is eleven per cent';

test.describe('who sees what', () => {
  test.describe.configure({ mode: 'serial' });
  let office: Office;
  let desks: { mara: Desk; tom: Desk };
  let mara: Tab;
  let tom: Tab;
  let secretId: DiscussionId;

  test.beforeAll(async () => {
    test.setTimeout(180_000);
    office = await createOffice();
    const account = accountOf(personNamed('Tom'));
    const accounts = [{ ...account, threads: [...account.threads, ...nearlyTheSame(account.threads)] }];
    desks = { mara: await office.seat(), tom: await office.seat({ person: personNamed('Tom'), accounts }) };
    [mara, tom] = await Promise.all([desks.mara.openThread('Angebot'), desks.tom.openThread('Lunch')]);
  });

  test.afterAll(() => office.close());

  test('a teammate with the same mail is asked to join, and shown nothing of it before', async () => {
    await write(mara.sidebar, 'What is our floor price?');
    await expect.poll(async () => (await office.api.discussions.list.query({})).cards.length).toBe(1);
    await desks.tom.goTo(tom, 'Angebot');
    await expect(offerIn(tom)).toContainText('Mara Lindqvist started a discussion');
    await expect(offerIn(tom)).toContainText('1 message');
    expect(await tom.sidebar.locator('body').innerText()).not.toContain('floor price');
    await offerIn(tom).getByRole('button', { name: 'Join it' }).click();
    await expect(messagesIn(tom.sidebar)).toContainText('floor price');
    await write(tom.sidebar, 'Two per cent below list');
    await expect(messagesIn(mara.sidebar)).toContainText('Two per cent below list');
  });

  for (const what of ['minute', 'participants', 'subject']) {
    test(`nobody is asked where the ${what} differs`, async () => {
      const thread = desks.tom.threads.find(({ labels }) => labels.includes(`other ${what}`));
      if (thread === undefined) throw new Error('There is no such mail.');
      await tom.page.goto(desks.tom.gmail.urlOf(thread));
      await expect(contactIn(tom.sidebar)).toContainText('Nora Feldmann');
      await expect(nothingIn(tom)).toBeVisible();
      await expect(offerIn(tom)).toHaveCount(0);
    });
  }

  test('who says that it is another mail is not asked again', async () => {
    await desks.mara.goTo(mara, 'Livraison');
    await write(mara.sidebar, 'Four are still missing');
    await expect.poll(async () => (await office.api.discussions.list.query({})).cards.length).toBe(2);
    await desks.tom.goTo(tom, 'Livraison');
    await offerIn(tom).getByRole('button', { name: 'Not the same mail' }).click();
    await expect(nothingIn(tom)).toBeVisible();
    await desks.tom.goTo(tom, 'Angebot');
    await tom.page.reload();
    const again = await desks.tom.openThread('Livraison');
    await expect(nothingIn(again)).toBeVisible();
    await expect(offerIn(again)).toHaveCount(0);
    await tom.page.close();
    tom = again;
  });

  test('a private discussion does not exist for those outside it', async () => {
    await desks.mara.goTo(mara, 'Re: Spring');
    await mara.sidebar.getByRole('button', { name: 'Who reads it: team. Change' }).click();
    await mara.sidebar.getByRole('menuitemradio', { name: /^Private/ }).click();
    await composerIn(mara.sidebar).pressSequentially('@pri');
    await composerIn(mara.sidebar).press('Enter');
    await composerIn(mara.sidebar).pressSequentially(secret);
    await mara.sidebar.getByRole('button', { name: 'Post', exact: true }).click();
    const priya = await office.as('Priya');
    await expect.poll(async () => (await priya.discussions.search.query({ query: 'margin' })).length).toBe(1);
    const [card] = await priya.discussions.search.query({ query: 'margin' });
    secretId = card?.id ?? createId<DiscussionId>();

    await desks.tom.goTo(tom, 'Re: Spring');
    await expect(nothingIn(tom)).toBeVisible();
    await expect(offerIn(tom)).toHaveCount(0);
    await priya.presence.beat.mutate({ discussionId: secretId, state: 'writing' });
    await expect(mara.sidebar.getByText('Priya is writing…')).toBeVisible();
    await expect(tom.sidebar.getByText(/Priya/)).toHaveCount(0);
    await tom.page.goto(desks.tom.gmail.urlOfList());
    await expect(titleIn(tom.sidebar)).toHaveText('Discussions');
    await expect(cardsIn(tom.sidebar).filter({ hasText: 'Angebot' })).toBeVisible();
    await expect(cardsIn(tom.sidebar).filter({ hasText: 'Spring order' })).toHaveCount(0);
    await tom.sidebar.getByRole('textbox', { name: 'Search discussions' }).fill('margin');
    await expect(tom.sidebar.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
    const told = await readEverythingTold(desks.tom);
    expect(told).toContain('floor price');
    expect(told).not.toContain(secret);
    expect(told).not.toContain(secretId);
  });

  test('and its id is answered like one that never was', async () => {
    const api = await office.as('Tom');
    const ask = async (id: DiscussionId) => {
      const target = { kind: 'discussion', discussionId: id } as const;
      const tries = [
        api.discussions.get.query({ discussionId: id }),
        api.discussions.post.mutate({ messageId: createId<MessageId>(), target, body: 'let me in' }),
        api.discussions.follow.mutate({ discussionId: id, on: true }),
        api.presence.beat.mutate({ discussionId: id, state: 'open' }),
      ];
      return (await Promise.allSettled(tries)).map((each) =>
        each.status === 'rejected' ? String(each.reason) : each.status,
      );
    };
    expect(await ask(secretId)).toEqual(await ask(createId<DiscussionId>()));
  });

  test('until somebody in it lets one in', async () => {
    await mara.sidebar.getByRole('button', { name: 'Discussion menu' }).click();
    await mara.sidebar.getByRole('menuitem', { name: 'Invite teammates' }).click();
    const dialog = mara.sidebar.getByRole('dialog', { name: 'Invite teammates' });
    await expect(dialog.getByRole('checkbox')).toHaveCount(1);
    await dialog.getByRole('checkbox', { name: /Tom Okafor/ }).check();
    await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
    await tom.sidebar.getByRole('textbox', { name: 'Search discussions' }).fill('');
    await expect(cardsIn(tom.sidebar).filter({ hasText: secret })).toBeVisible();
  });

  test('and who has not its mail follows it all the same, with what is changed in it', async () => {
    await cardsIn(tom.sidebar).filter({ hasText: secret }).click();
    const message = messageIn(tom.sidebar, secret);
    await expect(message).toBeVisible();
    const priya = await office.as('Priya');
    const [held] = (await priya.discussions.get.query({ discussionId: secretId })).messages;
    const messageId = held?.id ?? createId<MessageId>();
    await priya.discussions.react.mutate({ discussionId: secretId, messageId, emoji: '👍', on: true });
    await expect(message.getByRole('button', { name: '👍 1: Priya Nair' })).toBeVisible();
  });

  test('a viewer reads along and can’t write', async () => {
    await desks.tom.goTo(tom, 'Angebot');
    await expect(composerIn(tom.sidebar)).toBeVisible();
    const members = await office.api.teams.members.query();
    const userId = members.find(({ name }) => name === 'Tom Okafor')?.id ?? createId<UserId>();
    await office.api.teams.setRole.mutate({ userId, role: 'viewer' });
    await expect(tom.sidebar.getByText('As a viewer you can read along but not write.')).toBeVisible();
    await expect(composerIn(tom.sidebar)).toHaveCount(0);
    await expect(messagesIn(tom.sidebar)).toContainText('floor price');
    await expect(contactIn(tom.sidebar).getByRole('button', { name: 'Save contact' })).toHaveCount(0);
    await tom.sidebar.getByRole('button', { name: 'Discussion menu' }).click();
    await expect(tom.sidebar.getByRole('menuitem')).toHaveText(['Mute']);
  });
});

/** The question whether a teammate's discussion is about this mail. */
function offerIn({ sidebar }: Tab): Locator {
  return sidebar.getByRole('region', { name: /started a discussion about what looks like/ });
}

/** What stands where nothing was said yet. */
function nothingIn({ sidebar }: Tab): Locator {
  return sidebar.getByRole('heading', { name: 'Talk about this mail with your team' });
}

/** Copies of a mail that each differ in one of what must agree. */
function nearlyTheSame(threads: readonly MailThread[]): MailThread[] {
  const model = threads.find(({ subject }) => subject.startsWith('Angebot'));
  if (model === undefined) throw new Error('There is no model.');
  const change = (
    index: number,
    what: string,
    by: (message: MailThread['messages'][number]) => object,
    subject = model.subject,
  ) => {
    const next = (id: string) => (BigInt(`0x${id}`) + BigInt(index)).toString(16);
    const messages = model.messages.map((message) => ({ ...message, id: next(message.id), ...by(message) }));
    return { ...model, id: next(model.id), subject, labels: ['inbox', `other ${what}`], messages };
  };
  return [
    change(1, 'minute', ({ sentAt }) => ({ sentAt: sentAt.replace(/:\d\d:/, ':59:') })),
    change(2, 'participants', ({ cc }) => ({
      cc: [...cc, { name: 'Yet Another', address: 'another@feldmann-optik.example' }],
    })),
    change(3, 'subject', () => ({}), `${model.subject} (neu)`),
  ];
}

/** All that the server ever told a browser and that the extension keeps. */
async function readEverythingTold(desk: Desk): Promise<string> {
  const worker = await desk.browser.worker();
  return worker.evaluate(async () => {
    const found: unknown[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const opening = indexedDB.open(name);
      await new Promise((resolve) => opening.addEventListener('success', resolve));
      for (const store of opening.result.objectStoreNames) {
        const reading = opening.result.transaction(store).objectStore(store).getAll();
        await new Promise((resolve) => reading.addEventListener('success', resolve));
        found.push(reading.result);
      }
      opening.result.close();
    }
    const { chrome } = globalThis as unknown as {
      chrome: { storage: { local: { get(keys: null): Promise<object> } } };
    };
    return JSON.stringify([found, await chrome.storage.local.get(null)]);
  });
}
