import type { BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SeenEmail } from '#shared/contract/open-email.ts';
import { launchChromium } from '#tests/support/chromium.ts';
import { mara, outsiders } from '#tests/support/mail-data.ts';
import { openWatchedPage, type WatchedPage } from '#tests/support/watch-page.ts';
import { flow, invoice, spring } from './webmail/larkfield-mail.ts';
import { gmailSubject, outlookSubject, type CommonFaults, type Subject } from './webmail/subjects.ts';

/** What every adapter owes, whichever webmail it reads. */
describe.each([
  ['gmail', gmailSubject],
  ['outlook', outlookSubject],
] as const)('the adapter of %s', (_name, createSubject) => {
  let context: BrowserContext;
  let subject: Subject;
  let watched: WatchedPage;

  beforeAll(async () => {
    context = await launchChromium({ timezoneId: 'Europe/Stockholm' });
    subject = await createSubject(context);
  });
  afterAll(() => context.close());
  beforeEach(async () => {
    subject.change({});
    watched = await openWatchedPage(context, subject.webmail);
  });
  afterEach(() => watched.page.close());

  const idOf = (thread: typeof flow): string => subject.threadOf(thread).id;

  it('tells an open thread whole, within its contract', async () => {
    await watched.page.goto(subject.urlOf(flow));
    const email = await watched.waitFor('open', idOf(flow));
    expect(SeenEmail.parse(email)).toEqual(email);
    expect(email).toMatchObject({
      webmail: subject.webmail,
      thread: subject.threadOf(flow),
      account: mara.address,
      subject: flow.subject,
    });
    expect(email.messages).toHaveLength(3);
    expect(email.messages.at(-1)).toMatchObject({ from: outsiders.jack, dateUtc: '2026-11-19T07:05:00.000Z' });
    expect(email.participants[0]).toEqual(outsiders.jack);
    expect(email.participants.map(({ name }) => name)).toContain(outsiders.ines.name);
    await watched.page.goto('about:blank');
    await watched.page.goto(email.url);
    expect((await watched.waitFor('open')).thread).toEqual(subject.threadOf(flow));
  });

  it('tells each change once, however much the page stirs', async () => {
    await watched.page.goto(subject.urlOf(flow));
    await watched.waitFor('open', idOf(flow));
    const before = await watched.told();
    await watched.page.evaluate(async () => {
      for (let count = 0; count < 30; count += 1) {
        document.querySelector('[role="main"]')?.classList.toggle('stirred');
        document.body.firstElementChild?.setAttribute('aria-hidden', String(count % 2 === 0));
        window.dispatchEvent(new Event('resize'));
        await new Promise(requestAnimationFrame);
      }
    });
    expect(await watched.told()).toEqual(before);
  });

  it('tells a message that arrives', async () => {
    await watched.page.goto(subject.urlOf(invoice));
    const before = await watched.waitFor('open', idOf(invoice));
    const added = {
      ...flow.messages[0]!,
      id: '1a1f77777777a001',
      from: outsiders.dana,
      sentAt: '2026-11-20T08:00:00Z',
    };
    await subject.receive(watched.page, invoice, added);
    const read = async () => (await watched.waitFor('open', idOf(invoice))).messages;
    await expect.poll(async () => (await read()).length).toBe(before.messages.length + 1);
    expect((await read()).at(-1)?.from).toEqual(outsiders.dana);
  });

  it('follows clicks, back and forward, and tells that nothing is open', async () => {
    const { page, waitFor } = watched;
    await page.goto(subject.urlOfList());
    expect(await waitFor('none')).toEqual({
      state: 'none',
      webmail: subject.webmail,
      account: mara.address,
      view: 'inbox',
    });
    await subject.click(page, flow);
    await waitFor('open', idOf(flow));
    await subject.goToList(page);
    await waitFor('none');
    await subject.click(page, spring);
    expect((await waitFor('open', idOf(spring))).subject).toBe(spring.subject);
    await page.goBack();
    await waitFor('none');
    await page.goBack();
    await waitFor('open', idOf(flow));
    await page.reload();
    await waitFor('open', idOf(flow));
  });

  it('lets the last of quick switches win and never tells a thread that was not asked for', async () => {
    subject.change({ faults: { lagMs: 60 } });
    const { page } = watched;
    await page.goto(subject.urlOf(invoice));
    await watched.waitFor('open', idOf(invoice));
    for (const thread of [flow, spring, flow, spring]) await subject.goTo(page, thread);
    await watched.waitFor('open', idOf(spring));
    const opened = (await watched.told()).filter((email) => email.state === 'open');
    const wrong = opened.filter(({ thread, subject: shown }) => {
      const right = [flow, spring, invoice].find((one) => idOf(one) === thread.id);
      return right?.subject !== shown;
    });
    expect(wrong).toEqual([]);
  });

  it.each(['de', 'fr', 'ja', 'ar'] as const)('reads the page in %s', async (language) => {
    subject.change({ language });
    await watched.page.goto(subject.urlOf(flow));
    const email = await watched.waitFor('open', idOf(flow));
    expect(email.account).toBe(mara.address);
    expect(email.messages.at(-1)).toMatchObject({ from: outsiders.jack, dateUtc: '2026-11-19T07:05:00.000Z' });
    expect(email.messages.at(-1)?.to).toHaveLength(2);
  });

  it.each<[string, CommonFaults]>([
    ['other class names', { classes: 'renamed' }],
    ['hidden copies of other threads', { hiddenCopies: 4 }],
    ['content that comes late', { lagMs: 700 }],
  ])('reads a page with %s right', async (_what, faults) => {
    subject.change({ faults });
    await watched.page.goto(subject.urlOf(spring));
    await watched.waitFor('open', idOf(spring));
    await subject.goTo(watched.page, flow);
    expect(await watched.waitFor('open', idOf(flow))).toMatchObject({ subject: flow.subject, account: mara.address });
    const told = (await watched.told()).filter((email) => email.state === 'open');
    expect(told.map(({ thread }) => thread.id)).toEqual([idOf(spring), idOf(flow)]);
  });

  it('leaves people without marks out instead of guessing', async () => {
    subject.change({ faults: { people: 'missing' } });
    await watched.page.goto(subject.urlOf(flow));
    expect(await watched.waitFor('open', idOf(flow))).toMatchObject({ participants: [], subject: flow.subject });
  });

  it.each<[string, CommonFaults, RegExp]>([
    ['another thread than the address', { shows: invoice }, /^address-and-page-disagree$/],
    ['two accounts', { account: 'two' }, /^(?:account-unknown|several-mailboxes)$/],
  ])('can’t read a page that shows %s', async (_what, faults, reason) => {
    subject.change({ faults });
    await watched.page.goto(subject.urlOf(flow));
    expect((await watched.waitFor('unreadable')).reason).toMatch(reason);
    expect((await watched.told()).some(({ state }) => state === 'open')).toBe(false);
  });

  it('gives a report without text, names, addresses or ids', async () => {
    subject.change({ faults: { shows: invoice } });
    await watched.page.goto(subject.urlOf(flow));
    const { shape } = await watched.waitFor('unreadable');
    const people = flow.messages.flatMap(({ from, to, cc }) => [from, ...to, ...cc]);
    const secrets = [
      ...people.flatMap(({ name, address }) => [...name.split(' '), address, ...address.split('@')]),
      ...flow.subject.split(' ').filter((word) => word.length > 4),
      ...flow.messages.flatMap(({ text }) => text.split(/\W+/).filter((word) => word.length > 5)),
      flow.id,
      invoice.id,
      idOf(flow),
      idOf(invoice),
    ];
    expect(shape).toContain('role=main');
    expect(secrets.filter((secret) => shape.toLowerCase().includes(secret.toLowerCase()))).toEqual([]);
  });
});
