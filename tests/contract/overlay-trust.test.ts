import { describe, expect, it } from 'vitest';
import { getThread, mara } from '#tests/support/mail-data.ts';
import { useOverlay } from './webmail/use-overlay.ts';

const flow = getThread(mara.address, 'Flow meters drift after the firmware update');

const { at, answerWith, asked, tell, frames, sidebarFrame, sidebarBox, pageEnd } = useOverlay();

describe('accounts', () => {
  it('mounts nothing, moves nothing and tells nothing where the account is off', async () => {
    const settings = { width: 360, collapsed: false };
    await answerWith({ choice: 'off', settings });
    await at.page.goto(at.gmail.urlOf(flow));
    await expect.poll(async () => (await asked('page.hello')).length).toBe(1);
    await at.page.locator('[role="main"] [data-do="back"]').click();
    await at.page.getByText('Spring order').first().click();
    const laidOut = await at.page.evaluate(() => [
      document.body.getBoundingClientRect().right,
      document.documentElement.children.length,
    ]);
    expect(laidOut).toEqual([1280, 2]);
    expect(frames()).toEqual([]);
    const before = await Promise.all(['page.email', 'page.theme', 'page.layout'].map(asked));
    expect(before).toEqual([[], [], []]);
    await answerWith({ choice: 'on', settings });
    await tell({ kind: 'choice', choice: 'on' });
    await expect.poll(async () => (await asked('page.email')).map(({ state }) => state)).toEqual(['open']);
  });

  it('asks with a closed tab, grows when asked to, and stays when switched on', async () => {
    await answerWith({ choice: 'unasked', settings: { width: 360, collapsed: false } });
    await at.page.goto(at.gmail.urlOf(flow));
    expect((await sidebarBox()).width).toBe(40);
    await expect.poll(async () => (await asked('page.layout')).at(-1)).toEqual({ width: 360, collapsed: true });
    await tell({ kind: 'set', settings: { collapsed: false } });
    await expect.poll(async () => (await sidebarBox()).width).toBe(354);
    expect(await asked('page.email')).toEqual([]);
    const [frame] = frames();
    await answerWith({ choice: 'on', settings: { width: 360, collapsed: false } });
    await tell({ kind: 'choice', choice: 'on' });
    await expect.poll(async () => (await asked('page.email')).length).toBe(1);
    expect((await sidebarBox()).width).toBe(354);
    expect(frames()).toEqual([frame]);
  });

  it('goes away when switched off', async () => {
    await at.page.goto(at.gmail.urlOf(flow));
    await sidebarFrame();
    await answerWith({ choice: 'off', settings: { width: 360, collapsed: false } });
    await tell({ kind: 'choice', choice: 'off' });
    await expect.poll(() => frames().length).toBe(0);
    await expect.poll(pageEnd).toBe(1280);
  });

  it('greets again a worker that forgot the page, and loses no mail', async () => {
    await at.page.goto(at.gmail.urlOfList());
    await expect.poll(async () => (await asked('page.email')).at(-1)?.['state']).toBe('none');
    await at.worker.evaluate(() => void Object.assign(globalThis, { refusals: 1 }));
    await at.page.getByText('Flow meters drift').first().click();
    await expect.poll(async () => (await asked('page.hello')).length).toBe(2);
    await expect
      .poll(async () => (await asked('page.email')).map(({ state }) => state))
      .toEqual(['none', 'open', 'open']);
    expect(frames()).toHaveLength(1);
  });

  it('leaves the page when the extension was updated under it', async () => {
    await at.page.goto(at.gmail.urlOfList());
    await sidebarFrame();
    await at.worker.evaluate(() => void Object.assign(globalThis, { refusals: 1, refusal: 'gone' }));
    await at.page.getByText('Flow meters drift').first().click();
    await expect.poll(() => frames().length).toBe(0);
    await expect.poll(pageEnd).toBe(1280);
    await expect.poll(readStatuses).toEqual(['Updated. Reload this page.']);
    await at.page.goBack();
    await at.page.getByText('Flow meters drift').first().click();
    expect(await readStatuses()).toEqual(['Updated. Reload this page.']);
  });

  it('tells the account with the greeting, and the mail after it, each change once', async () => {
    await at.page.goto(at.gmail.urlOfList());
    await expect.poll(async () => (await asked('page.email')).at(-1)?.['state']).toBe('none');
    await at.page.getByText('Flow meters drift').first().click();
    await expect.poll(async () => (await asked('page.email')).at(-1)?.['state']).toBe('open');
    expect((await asked('page.hello')).map(({ account }) => account)).toEqual([mara.address]);
    const told = (await asked('page.email')).map((email) => JSON.stringify(email));
    expect(new Set(told).size).toBe(told.length);
  });
});

/** What the overlay says in the page itself, where only the browser's own accessibility tree reaches. */
async function readStatuses(): Promise<string[]> {
  const client = await at.context.newCDPSession(at.page);
  const { nodes } = await client.send('Accessibility.getFullAXTree');
  await client.detach();
  return nodes.flatMap(({ role, name }) =>
    role?.value === 'StaticText' && String(name?.value).startsWith('Updated.') ? [String(name?.value)] : [],
  );
}

/** How the host element of the sidebar is rendered. */
function look(): Promise<string> {
  return at.page.evaluate(() => {
    const host = document.querySelector('html > div');
    if (host === null) return 'none';
    const { opacity, display, transform, right, zIndex, width } = getComputedStyle(host);
    return JSON.stringify({ opacity, display, transform, right, zIndex, width });
  });
}

describe('a hostile page', () => {
  it('sees neither frame nor address', async () => {
    await at.page.goto(at.gmail.urlOf(flow));
    await sidebarFrame();
    const seen = await at.page.evaluate(() => ({
      frames: window.length,
      elements: document.querySelectorAll('iframe').length,
      roots: [...document.documentElement.children].filter((child) => child.shadowRoot !== null).length,
      entries: performance.getEntries().filter(({ name }) => /extension|nonce/.test(name)).length,
      html: /extension|nonce-\d/.test(document.documentElement.outerHTML),
    }));
    expect(seen).toEqual({ frames: 0, elements: 0, roots: 0, entries: 0, html: false });
  });

  it('can’t restyle the sidebar by style sheet or attribute', async () => {
    await at.page.goto(at.gmail.urlOf(flow));
    await sidebarFrame();
    const before = await look();
    await at.page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(
        'html > div { opacity: 0 !important; transform: translateX(500px) !important; display: none !important }',
      );
      document.adoptedStyleSheets = [sheet];
      for (const host of document.querySelectorAll<HTMLElement>('html > div')) {
        host.style.setProperty('opacity', '0', 'important');
        host.hidden = true;
        host.inert = true;
      }
    });
    await expect.poll(look).toBe(before);
    expect(await at.page.evaluate(() => document.querySelector('html > div')?.getAttributeNames())).toEqual(['style']);
  });

  it('that takes the sidebar out gets it back with a new nonce, a few times only', async () => {
    await at.page.goto(at.gmail.urlOf(flow));
    await sidebarFrame();
    for (let removal = 1; removal <= 5; removal += 1) {
      await at.page.evaluate(() => document.querySelector('html > div')?.remove());
      await expect.poll(async () => (await asked('page.hello')).length).toBe(removal + 1);
      await sidebarFrame();
    }
    await at.page.evaluate(() => document.querySelector('html > div')?.remove());
    await expect.poll(() => at.page.evaluate(() => document.body.getBoundingClientRect().right)).toBe(1280);
    expect(frames()).toEqual([]);
  });

  it('that keeps tampering loses the sidebar for good', async () => {
    await at.page.goto(at.gmail.urlOf(flow));
    await sidebarFrame();
    await at.page.evaluate(async () => {
      for (let count = 0; count < 40; count += 1) {
        document.querySelector<HTMLElement>('html > div')?.setAttribute('data-count', String(count));
        await new Promise(requestAnimationFrame);
      }
    });
    await expect.poll(() => frames().length).toBe(0);
    expect(await at.page.evaluate(() => document.body.getBoundingClientRect().right)).toBe(1280);
  });

  it('moves nothing with forged events on the handle’s place', async () => {
    await at.page.goto(at.gmail.urlOf(flow));
    await sidebarFrame();
    const before = (await asked('page.layout')).length;
    await at.page.evaluate(() => {
      const host = document.querySelector('html > div');
      for (const type of ['pointerdown', 'pointermove', 'pointerup', 'dblclick', 'keydown']) {
        host?.dispatchEvent(new PointerEvent(type, { bubbles: true, composed: true, clientX: 500, button: 0 }));
      }
    });
    expect((await asked('page.layout')).length).toBe(before);
    expect((await sidebarBox()).width).toBe(354);
  });
});
