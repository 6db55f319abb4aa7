import { chromium, type Browser, type BrowserContext, type FrameLocator, type Page } from 'playwright-core';
import { expect, test } from '@playwright/test';
import { findChromium } from '#tests/support/chromium.ts';
import { hostileMail, hugeMail } from '#tests/support/hostile-mail.ts';
import { startGallery, type Gallery } from '#tests/support/view-gallery/start-gallery.ts';

/** E-mails as they were sent and their files, over a fake worker: what no sender may reach, and what a reader sees. */
const spy = 'https://spy.example';
const ownServer = 'https://sidethread.larkfield.example/';
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
let gallery: Gallery;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let asked: string[];

test.beforeAll(async () => {
  gallery = await startGallery();
  browser = await chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox'] });
});
test.afterAll(async () => {
  await browser.close();
  await gallery.close();
});
test.beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 340, height: 720 }, locale: 'en-US' });
  page = await context.newPage();
  asked = [];
  await context.route(
    ({ hostname }) => hostname !== '127.0.0.1',
    (route) => {
      const url = route.request().url();
      if (!url.startsWith(ownServer)) asked.push(`${url} ${route.request().headers()['referer'] ?? ''}`.trim());
      return route.fulfill({ contentType: 'image/png', body: png });
    },
  );
});
test.afterEach(() => context.close());

/** The newest mail as sent; `html` in place of the gallery's own. */
async function showAsSent(html?: string, dark = false): Promise<FrameLocator> {
  if (html !== undefined)
    await page.addInitScript((markup) => {
      Object.assign(window, { givenAnswers: { 'email.markup': { html: markup, isCut: false } } });
    }, html);
  await page.goto(gallery.urlOf('mail-shut', { dark }));
  await page.getByRole('button', { name: /e-mails$/ }).click();
  await page.getByRole('button', { name: 'Show as sent' }).last().click();
  return page.frameLocator('iframe[title="The e-mail as it was sent"]');
}

const frameHeight = async () => (await page.locator('iframe').boundingBox())?.height ?? 0;

test('a hostile mail is read, and reaches nothing', async () => {
  const opened: Page[] = [];
  page.on('popup', (popup) => opened.push(popup));
  const mail = await showAsSent(hostileMail(spy));
  await expect(mail.getByText('the end of it')).toBeVisible();
  const left = await mail.locator('html').evaluate((root) => ({
    elements: [...root.querySelectorAll('*')].map(({ localName }) => localName),
    handlers: [...root.querySelectorAll('*')].flatMap((each) =>
      each.getAttributeNames().filter((name) => /^on|srcset|ping|action/.test(name)),
    ),
    links: [...root.querySelectorAll('[href]')].map((each) => each.getAttribute('href')),
    metas: root.querySelectorAll('meta[http-equiv=refresh]').length,
    positions: [...root.querySelectorAll<HTMLElement>('[style]')].map(({ style }) => style.position),
  }));
  const bad = 'script form input button iframe object embed video source svg math base link template dialog'.split(' ');
  expect(left.elements.filter((name) => bad.includes(name))).toEqual([]);
  expect(left.handlers).toEqual([]);
  expect(left.links).toEqual(['https://elsewhere.example/page']);
  expect(left.metas).toBe(0);
  expect(left.positions).not.toContain('fixed');
  await expect(page.getByText(/pictures from elsewhere are not loaded/)).toBeVisible();
  await expect.poll(frameHeight).toBeLessThan(2_000);
  await mail.getByText('Click').click();
  await mail.getByText('A good link').click();
  await expect.poll(() => opened.length).toBe(1);
  expect(await opened[0]?.evaluate(() => window.opener === null)).toBe(true);
  expect(asked).toEqual(['https://elsewhere.example/page']);
  expect(await page.evaluate(() => (window as { reached?: string }).reached)).toBeUndefined();
  expect(page.url()).toContain('scene=mail-shut');
});

test('pictures come once they are asked for, without saying from where; a tracker never', async () => {
  const mail = await showAsSent(
    `<p>Look</p><img src="${spy}/a.png" width="40"><img src="${spy}/pixel.gif" width="1" height="1">
     <img src="http://127.0.0.1:9/act"><script src="${spy}/s.js"></script><div style="background:url(${spy}/b.png)">painted</div>`,
  );
  await expect(mail.getByText('Look')).toBeVisible();
  expect(asked).toEqual([]);
  await page.getByRole('button', { name: 'Show pictures' }).click();
  // Of a page of the extension no browser names even the origin, as it does here for what styles load.
  await expect.poll(() => asked.toSorted()).toEqual([`${spy}/a.png`, expect.stringContaining(`${spy}/b.png`)]);
  await expect(page.getByRole('button', { name: 'Show pictures' })).toHaveCount(0);
});

test('a mail without colours takes those of the dark view; what it quotes is folded, and its own picture shown', async () => {
  const mail = await showAsSent(undefined, true);
  await expect(mail.getByText('serial 20-1187')).toBeVisible();
  const [paper, ink] = await mail.locator('html').evaluate((root) => {
    const { backgroundColor, color } = getComputedStyle(root);
    return [backgroundColor, color].map((text) => Number(/\d+/.exec(text)?.[0]));
  });
  expect(paper).toBeLessThan(60);
  expect(ink).toBeGreaterThan(200);
  await expect(mail.getByText('Could you send me a log')).toBeHidden();
  const before = await frameHeight();
  await mail.getByText('Show what it quotes').click();
  await expect(mail.getByText('Could you send me a log')).toBeVisible();
  await expect.poll(frameHeight).toBeGreaterThan(before);
  expect(await mail.getByAltText('Plot of the drift').evaluate((plot: HTMLImageElement) => plot.naturalWidth)).toBe(1);
  expect(asked).toEqual([]);
});

test('tables in tables without end scroll in a window of their own', async () => {
  const mail = await showAsSent(hugeMail(400_000));
  await expect.poll(frameHeight, { timeout: 20_000 }).toBe(640);
  expect(await mail.locator('body').evaluate((body) => body.getElementsByTagName('b').length)).toBeGreaterThan(5_000);
  await page.getByRole('button', { name: 'Show the text only' }).click();
  await expect(page.locator('iframe')).toHaveCount(0);
});

test('files are looked at by keyboard; markup in them is letters', async () => {
  await page.addInitScript(() => {
    const text = 'meter;drift\n<script>parent.reached = 1</script>';
    Object.assign(window, { givenAnswers: { 'email.file-text': { text, isCut: true } } });
  });
  await page.goto(gallery.urlOf('mail-shut'));
  await page.getByRole('button', { name: /e-mails$/ }).click();
  await page.getByRole('button', { name: 'Look at drift-log-november.csv' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'drift-log-november.csv' });
  await expect(dialog).toContainText('<script>parent.reached = 1</script>');
  await expect(dialog).toContainText('beginning of the file');
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('dialog', { name: 'plot.png' }).getByRole('img')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const pdf = page.getByRole('link', { name: /Zählerstände/ });
  await expect(pdf.first()).toHaveAttribute('href', /\/files\/x$/);
  await expect(pdf.last()).toHaveAttribute('href', /\/files\/x\?save$/);
});
