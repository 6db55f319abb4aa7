import { expect, test } from '@playwright/test';
import type { Locator } from 'playwright-core';
import { composerIn, extensionUrl, messagesIn, write } from '#tests/support/sidebar.ts';
import { createOffice, personNamed, type Desk, type Office, type Tab } from './office.ts';

test.describe('who is here', () => {
  test.describe.configure({ mode: 'serial' });
  let office: Office;
  let desks: { mara: Desk; tom: Desk };
  let mara: Tab;
  let tom: Tab;

  test.beforeAll(async () => {
    test.setTimeout(180_000);
    office = await createOffice();
    desks = { mara: await office.seat(), tom: await office.seat({ person: personNamed('Tom') }) };
    mara = await desks.mara.openThread('Flow');
    tom = await desks.tom.openThread('Lunch');
  });

  test.afterAll(() => office.close());

  const countBeats = () => office.relay.requests.filter(({ path }) => path.includes('presence.beat')).length;

  test('reading a mail without a discussion tells nobody', async () => {
    await desks.tom.goTo(tom, 'Angebot');
    await desks.mara.goTo(mara, 'Angebot');
    await expect(mara.sidebar.getByRole('heading', { name: 'Talk about this mail with your team' })).toBeVisible();
    await composerIn(mara.sidebar).pressSequentially('just thinking');
    await composerIn(mara.sidebar).fill('');
    await desks.mara.goTo(mara, 'Cold');
    await desks.mara.goTo(mara, 'Angebot');
    expect(countBeats()).toBe(0);
  });

  test('who has a discussion open is seen, and who is writing', async () => {
    await write(mara.sidebar, 'I am on it');
    await tom.sidebar.getByRole('button', { name: 'Join it' }).click();
    await expect(messagesIn(tom.sidebar)).toContainText('I am on it');
    await expect(stateIn(mara).getByRole('status')).toHaveText(/Tom is here/);
    await expect(stateIn(tom).getByRole('status')).toHaveText(/Mara is here/);
    await composerIn(tom.sidebar).pressSequentially('So am');
    await expect(mara.sidebar.getByText('Tom is writing…')).toBeVisible();
    await expect(tom.sidebar.getByText('Tom is writing…')).toHaveCount(0);
    // He stops, and a few seconds later counts as reading again.
    await expect(mara.sidebar.getByText('Tom is writing…')).toHaveCount(0, { timeout: 15_000 });
    await expect(stateIn(mara).getByRole('status')).toHaveText(/Tom is here/);
  });

  test('who leaves is gone, but not while another tab has it open', async () => {
    const second = await desks.tom.openThread('Angebot');
    await second.page.close();
    await composerIn(tom.sidebar).pressSequentially(' I');
    await expect(mara.sidebar.getByText('Tom is writing…')).toBeVisible();
    await composerIn(tom.sidebar).fill('');
    await desks.tom.goTo(tom, 'Lunch');
    await expect(stateIn(mara).getByRole('status')).toHaveText('');
    await desks.tom.goTo(tom, 'Angebot');
    await expect(stateIn(mara).getByRole('status')).toHaveText(/Tom is here/);
    await tom.page.close();
    await expect(stateIn(mara).getByRole('status')).toHaveText('');
  });

  test('an admin switches it off for everybody', async () => {
    tom = await desks.tom.openThread('Angebot');
    await expect(stateIn(mara).getByRole('status')).toHaveText(/Tom is here/);
    const options = await desks.mara.context.newPage();
    await options.goto(`${extensionUrl('options.html')}#presence`);
    await options.getByRole('switch', { name: 'Show who has a discussion open' }).click();
    await expect(options.getByRole('switch', { name: 'Show who has a discussion open' })).not.toBeChecked();
    await expect(stateIn(mara).getByRole('status')).toHaveText('');
    await expect(stateIn(tom).getByRole('status')).toHaveText('');
    const before = countBeats();
    await composerIn(tom.sidebar).pressSequentially('unseen');
    await desks.tom.goTo(tom, 'Lunch');
    await desks.tom.goTo(tom, 'Angebot');
    await write(tom.sidebar, 'and yet it arrives');
    await expect(messagesIn(mara.sidebar)).toContainText('and yet it arrives');
    expect(countBeats()).toBe(before);
  });
});

/** Where the discussion stands, and who is here. */
function stateIn({ sidebar }: Tab): Locator {
  return sidebar.getByRole('region', { name: 'State' });
}
