import { expect, test } from '@playwright/test';
import type { MessageId } from '#shared/contract/ids.ts';
import { createId } from '#server/kernel/ids.ts';
import { cardsIn, messageIn, messagesIn, pressOn, titleIn, write } from '#tests/support/sidebar.ts';
import type { Api } from '#tests/support/team-over-http.ts';
import { createOffice, personNamed, type Desk, type Office, type Tab } from './office.ts';

test.describe('every open sidebar at once', () => {
  test.describe.configure({ mode: 'serial' });
  let office: Office;
  let desks: { mara: Desk; tom: Desk };
  let mara: Tab;
  let tom: Tab;

  test.beforeAll(async () => {
    test.setTimeout(180_000);
    office = await createOffice();
    desks = { mara: await office.seat(), tom: await office.seat({ person: personNamed('Tom') }) };
    mara = await desks.mara.openThread('Angebot');
    await write(mara.sidebar, 'What can we offer for three years?');
    await expect.poll(async () => (await readBodies(office.api)).length).toBe(1);
    tom = await desks.tom.openThread('Angebot');
    await tom.sidebar.getByRole('button', { name: 'Join it' }).click();
    await expect(messagesIn(tom.sidebar)).toContainText('three years');
  });

  test.afterAll(() => office.close());

  test('what one writes, changes, deletes and feels shows at the other', async () => {
    await write(tom.sidebar, 'Four per cent, not more');
    await expect(messageIn(mara.sidebar, 'Four per cent')).toContainText('Tom Okafor');
    await pressOn(messageIn(mara.sidebar, 'Four per cent'), 'React');
    await mara.sidebar.getByRole('textbox', { name: 'Search emoji' }).fill('eyes');
    await mara.sidebar.getByRole('textbox', { name: 'Search emoji' }).press('Enter');
    await expect(
      messageIn(tom.sidebar, 'Four per cent').getByRole('button', { name: '👀 1: Mara Lindqvist' }),
    ).toBeVisible();
    await pressOn(messageIn(tom.sidebar, 'Four per cent'), 'Edit');
    await tom.sidebar.getByRole('textbox', { name: 'Edit message' }).fill('Five per cent, not more');
    await tom.sidebar.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(messageIn(mara.sidebar, 'Five per cent')).toContainText('edited');
    await expect(messagesIn(mara.sidebar)).not.toContainText('Four per cent');
    await pressOn(messageIn(tom.sidebar, 'Five per cent'), 'More');
    await tom.sidebar.getByRole('menuitem', { name: 'Delete' }).click();
    await expect(messageIn(mara.sidebar, 'This message was deleted.')).toBeVisible();
  });

  test('also in a second tab and in the list of a third', async () => {
    const second = await desks.mara.openThread('Angebot');
    const list = await desks.mara.open(desks.mara.gmail.urlOfList());
    await expect(titleIn(list.sidebar)).toHaveText('Discussions');
    await write(tom.sidebar, 'Seen everywhere?');
    await expect(messageIn(mara.sidebar, 'Seen everywhere?')).toBeVisible();
    await expect(messageIn(second.sidebar, 'Seen everywhere?')).toBeVisible();
    await expect(cardsIn(list.sidebar).first()).toContainText('Seen everywhere?');
    await second.page.close();
    await list.page.close();
  });

  test('with the server away the thread stays, says since when, and what is written goes out once', async () => {
    await office.kill();
    const banner = mara.sidebar.getByText(/^Offline since \d{1,2}:\d{2}/);
    await expect(banner).toBeVisible();
    await expect(messagesIn(mara.sidebar)).toContainText('three years');
    await write(mara.sidebar, 'Written while the server was away');
    const waiting = messageIn(mara.sidebar, 'Written while');
    await expect(waiting).toContainText('Saved here. Sent when the server is back.');
    await desks.mara.goTo(mara, 'Flow');
    await desks.mara.goTo(mara, 'Angebot');
    await expect(messagesIn(mara.sidebar)).toContainText('three years');
    await expect(waiting).toContainText('Saved here.');
    await office.restart();
    await expect(banner).toHaveCount(0, { timeout: 20_000 });
    await expect(messageIn(tom.sidebar, 'Written while')).toHaveCount(1, { timeout: 20_000 });
    await expect(waiting).toHaveCount(1);
    await expect(waiting).not.toContainText('Saved here.');
    expect((await readBodies(office.api)).filter((body) => body.startsWith('Written while'))).toHaveLength(1);
  });

  test('a lost network loses nothing and repeats nothing', async () => {
    const direct = await office.direct('Tom');
    const before = await readShown(mara);
    const said: string[] = [];
    for (const round of [1, 2, 3]) {
      office.relay.cut();
      for (const word of ['a', 'b', 'c']) {
        said.push(`cut ${round}${word}`);
        await post(direct, `cut ${round}${word}`);
      }
      await expect(mara.sidebar.getByText(/^Offline since/)).toBeVisible();
      office.relay.mend();
      said.push(`back ${round}`);
      await post(direct, `back ${round}`);
      await expect(messageIn(mara.sidebar, `back ${round}`)).toBeVisible({ timeout: 20_000 });
      await expect(mara.sidebar.getByText(/^Offline since/)).toHaveCount(0);
    }
    expect(await readShown(mara)).toEqual([...before, ...said]);
    await expect(messageIn(tom.sidebar, 'back 3')).toBeVisible({ timeout: 20_000 });
    expect(await readShown(tom)).toEqual([...before, ...said]);
  });

  test('a post whose answer was lost is not doubled', async () => {
    const hold = office.relay.holdNext(({ path }) => path.includes('discussions.post'));
    await write(mara.sidebar, 'Did this one arrive?');
    await hold.caught;
    office.relay.cut();
    hold.release();
    await expect(mara.sidebar.getByText(/^Offline since/)).toBeVisible();
    office.relay.mend();
    await expect(mara.sidebar.getByText(/^Offline since/)).toHaveCount(0, { timeout: 20_000 });
    await expect(messageIn(tom.sidebar, 'Did this one')).toBeVisible({ timeout: 20_000 });
    await expect(messageIn(mara.sidebar, 'Did this one').getByRole('img', { name: /Sending|Waiting/ })).toHaveCount(0);
    await post(office.api, 'a last word');
    await expect(messageIn(mara.sidebar, 'a last word')).toBeVisible();
    for (const tab of [mara, tom]) await expect(messageIn(tab.sidebar, 'Did this one')).toHaveCount(1);
    expect((await readBodies(office.api)).filter((body) => body === 'Did this one arrive?')).toHaveLength(1);
  });
});

async function findDiscussion(api: Api) {
  const [card] = (await api.discussions.list.query({})).cards;
  return api.discussions.get.query({ discussionId: card?.id ?? createId() });
}

async function readBodies(api: Api): Promise<string[]> {
  const { cards } = await api.discussions.list.query({});
  if (cards.length === 0) return [];
  return (await findDiscussion(api)).messages.map(({ body }) => body);
}

async function post(api: Api, body: string): Promise<void> {
  const { id: discussionId } = await findDiscussion(api);
  const target = { kind: 'discussion', discussionId } as const;
  await api.discussions.post.mutate({ messageId: createId<MessageId>(), target, body });
}

/** What a sidebar shows, message by message. */
async function readShown({ sidebar }: Tab): Promise<string[]> {
  return messagesIn(sidebar).locator('.message-text').allInnerTexts();
}
