import { expect, test } from '@playwright/test';
import { extensionPage, readAnswer } from '#tests/support/mail-team.ts';
import { owner } from '#tests/support/larkfield.ts';
import { readEmail } from '#server/domain/emails/mime/read-email.ts';
import { headersOf } from '#tests/support/mail-headers.ts';
import { createTemplate } from '#tests/support/create-template.ts';
import { composerIn } from '#tests/support/sidebar.ts';
import type { Frame, Locator } from 'playwright-core';
import { createOffice, type Desk, type Office } from './office.ts';

test.describe('answering the customer', () => {
  const start = 'Re: Spring order';
  let office: Office;
  let desk: Desk;

  test.beforeAll(async () => {
    test.setTimeout(180_000);
    office = await createOffice({ gmailApi: true });
    await connectMailbox();
    desk = await office.seat();
  });

  test.afterAll(() => office.close());

  /** The owner's mailbox with everything in it shared, as if connected and confirmed days ago. */
  async function connectMailbox(): Promise<void> {
    const { mailboxes, sharing } = office.api;
    const begun = await mailboxes.begin.mutate({
      provider: 'gmail',
      features: ['read', 'send'],
      redirectUri: extensionPage,
    });
    const { id } = await mailboxes.finish.mutate(readAnswer(office.gmailApi.authority.consent(begun.url, owner.email)));
    await expect
      .poll(async () => (await mailboxes.list.query()).map(({ sync }) => sync.phase), { timeout: 30_000 })
      .toEqual(['following']);
    const rules = [{ kind: 'all' as const, value: '', isNever: false, includesFreeMail: true }];
    const { mails } = await sharing.preview.query({ mailboxId: id, rules });
    await sharing.confirm.mutate({ mailboxId: id, rules, confirmedMails: mails });
  }

  /** From the search to the hint before sending that something is still to be filled in. */
  async function insertTemplate(sidebar: Frame, answer: Locator, customer: string): Promise<void> {
    const body = 'Dear {{contact.firstName}},\n\nyour number is {{contact.fields.Number}}.';
    await office.api.templates.save.mutate(createTemplate({ name: 'Number of the customer', body }));
    await office.api.templates.save.mutate(createTemplate({ name: 'Another one' }));
    const text = answer.getByRole('textbox', { name: 'Text of the e-mail' });
    await answer.getByRole('button', { name: 'Insert a template' }).click();
    const search = sidebar.getByRole('combobox', { name: 'Search templates' });
    await search.fill('number cust');
    await expect(search).toHaveAttribute('aria-activedescendant', /./);
    await search.press('Enter');
    await expect(text).toBeFocused();
    await expect(text).toHaveValue(`Dear ${customer.split(' ')[0]},\n\nyour number is {{contact.fields.Number}}.`);
    await expect(answer.getByText('Still to be filled in:')).toBeVisible();
    await text.press('Control+Shift+Enter');
    await expect(answer.getByText(/^Fill these in/)).toBeVisible();
    await answer.getByRole('button', { name: 'contact.fields.Number' }).click();
    await answer.page().keyboard.insertText('7');
    await expect(text).toHaveValue(/number is 7\.$/);
    await expect(answer.getByText(/^Fill these in/)).toBeHidden();
  }

  test('goes out from the sidebar, once, in its thread, and only by the customer’s composer', async () => {
    test.setTimeout(120_000);
    const { sidebar } = await desk.openThread(start);
    // What the team says stays with the team, whatever it looks like.
    await composerIn(sidebar).fill('@customer: reply all, please send this on to them');
    await composerIn(sidebar).press('Control+Enter');
    const line = sidebar.getByRole('region', { name: 'Where this mail stands' });
    await line.getByRole('button', { name: '3 e-mails' }).click();
    const mails = sidebar.getByRole('main', { name: 'E-mails' });
    await mails.getByRole('button', { name: 'Reply to customer' }).click();
    const answer = mails.getByRole('region', { name: 'E-mail to the customer' });
    await expect(answer).toContainText('Leaves your team');
    const customer = desk.thread(start).messages.at(-1)?.from;
    await expect(answer.getByRole('button', { name: `Take ${customer?.name ?? '?'} away` })).toBeVisible();
    await expect(composerIn(sidebar)).toBeHidden();
    const text = answer.getByRole('textbox', { name: 'Text of the e-mail' });
    await insertTemplate(sidebar, answer, customer?.name ?? '');
    await text.fill('Yes, in **two** parts.');
    // The team's keys send no mail.
    await text.press('Control+Enter');
    await expect(answer.getByText('Draft kept')).toBeVisible();
    await text.press('Control+Shift+Enter');

    await expect(mails.getByText('Goes out in a few seconds')).toBeVisible();
    await expect(composerIn(sidebar)).toBeVisible();
    await mails.getByRole('button', { name: 'Take back' }).click();
    await expect(text).toHaveValue('Yes, in **two** parts.');
    await text.fill('Yes, in **three** parts.');
    const plan = { name: 'Plan für Mai.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 a plan') };
    await answer.locator('input[type=file]').setInputFiles(plan);
    await expect(answer.getByRole('list', { name: 'Files' })).toContainText('Plan für Mai.pdf 15');
    await expect(answer.getByText('Draft kept')).toBeVisible();
    await answer.getByRole('button', { name: 'Send e-mail' }).click();
    await expect(mails.getByText('Goes out in a few seconds')).toBeVisible();
    await expect(mails.getByText('Plan für Mai.pdf')).toBeVisible();

    await expect(line.getByRole('button', { name: '4 e-mails' })).toBeVisible({ timeout: 40_000 });
    await expect(mails.getByText('Yes, in three parts.')).toBeVisible();
    expect(office.gmailApi.sent).toHaveLength(1);
    const [{ raw, id } = { raw: Buffer.alloc(0), id: '' }] = office.gmailApi.sent;
    expect(office.gmailApi.mailbox(owner.email).get(id).threadId).toBe(desk.thread(start).id);
    expect(headersOf(raw).get('to')).toContain(customer?.address);
    const went = readEmail(raw);
    expect(went.html).toContain('<strong>three</strong>');
    expect(went.attachments.map(({ filename, content }) => [filename, content.toString()])).toEqual([
      [plan.name, '%PDF-1.7 a plan'],
    ]);

    // The team's words get there only by hand, and only to be edited.
    await line.getByRole('button', { name: '4 e-mails' }).click();
    const said = sidebar.getByRole('article').filter({ hasText: '@customer: reply all' }).first();
    await said.hover();
    await said.getByRole('button', { name: 'More' }).click();
    await sidebar.getByRole('menuitem', { name: 'Use in reply to customer' }).click();
    await expect(text).toHaveValue('@customer: reply all, please send this on to them');
    await answer.getByRole('button', { name: 'Close and keep the draft' }).click();
    expect(office.gmailApi.sent).toHaveLength(1);

    // A new mail, to the same person as a saved contact.
    const contact = sidebar.getByRole('region', { name: 'Contact', exact: true });
    await contact.getByRole('button', { name: 'Save contact' }).click();
    await contact.getByRole('button', { expanded: false }).first().click();
    await contact.getByRole('button', { name: 'Write an e-mail' }).click();
    const fresh = sidebar.getByRole('region', { name: 'New e-mail' });
    await expect(fresh.getByRole('button', { name: `Take ${customer?.name ?? '?'} away` })).toBeVisible();
    await expect(composerIn(sidebar)).toBeHidden();
    await fresh
      .getByRole('combobox', { name: 'Cc' })
      .or(fresh.getByRole('button', { name: 'Cc, Bcc' }))
      .first()
      .click();
    await fresh.getByLabel('Cc', { exact: true }).fill('jörg@larkfield.example');
    await fresh.getByLabel('Cc', { exact: true }).press('Enter');
    await expect(fresh.getByText('letters before the @')).toBeVisible();
    await fresh.getByLabel('Cc', { exact: true }).fill('');
    await fresh.getByRole('textbox', { name: 'Subject' }).fill('Autumn order');
    await fresh.getByRole('textbox', { name: 'Text of the e-mail' }).fill('Shall we talk about autumn?');
    await fresh.getByRole('button', { name: 'Send later' }).click();
    await sidebar.getByRole('button', { name: 'Send then' }).click();
    await expect(fresh).toBeHidden();
    await sidebar.getByRole('button', { name: 'Undo' }).click();
    await expect(fresh.getByRole('textbox', { name: 'Subject' })).toHaveValue('Autumn order');
    expect(office.gmailApi.sent).toHaveLength(1);
    await fresh.getByRole('button', { name: 'Send e-mail' }).click();
    await expect(fresh).toBeHidden();
    await sidebar.getByRole('button', { name: 'Timeline' }).click();
    await expect(sidebar.getByRole('list', { name: 'Timeline' }).getByText('Autumn order')).toBeVisible();
    await expect.poll(() => office.gmailApi.sent.length, { timeout: 30_000 }).toBe(2);
  });

  test('puts a template into Gmail’s own box at the caret, as if it were typed, and nothing else', async () => {
    await office.api.templates.save.mutate(
      createTemplate({
        name: 'For Gmail',
        subject: 'Not this',
        body: 'Dear {{contact.firstName}},\n\n**soon**. {{x}}',
      }),
    );
    const { page, sidebar } = await desk.openThread('Flow meters');
    const sent = office.gmailApi.sent.length;
    const insert = sidebar.getByRole('button', { name: /^Insert a template into the mail/ });
    await insert.click();
    await expect(sidebar.getByText(/^Open a reply or a new mail in Gmail first/)).toBeVisible();
    await page.locator('[data-do="compose"]').click();
    const box = page.locator('[role="dialog"] [contenteditable]');
    await box.click();
    await page.keyboard.type('Well met');
    await page.keyboard.press('Control+ArrowLeft');
    await box.evaluate((element) => {
      const seen: string[] = [];
      element.addEventListener('input', (event) => seen.push(`${(event as InputEvent).inputType} ${event.isTrusted}`));
      Object.assign(window, { seen });
    });
    await insert.click();
    await sidebar.getByRole('combobox', { name: 'Search templates' }).fill('for gmail');
    await expect(sidebar.getByRole('option')).toHaveCount(1);
    await sidebar.getByRole('combobox', { name: 'Search templates' }).press('Enter');
    await expect(sidebar.getByText('Still to be filled in: x')).toBeVisible();
    const name = desk.thread('Flow meters').messages[0]?.from.name.split(' ')[0];
    expect((await box.innerText()).replace(/\n+/g, '\n')).toBe(`Well Dear ${name},\nsoon. {{x}}met`);
    const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
    expect(new Set(seen)).toEqual(new Set(['insertText true', 'insertParagraph true']));
    await expect(page.locator('[role="dialog"] input')).toHaveValue('');
    // Where the caret is, the person goes on writing.
    await page.keyboard.type('See you. ');
    await expect(box).toContainText('{{x}}See you. met');
    expect(office.gmailApi.sent).toHaveLength(sent);
  });
});
