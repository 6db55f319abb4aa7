import { randomBytes } from 'node:crypto';

/** A browser as far as our plain pages need one: keeps cookies, sends Origin with forms, follows nothing by itself. */
export interface TestBrowser {
  get(path: string): Promise<PageAnswer>;
  post(
    path: string,
    form: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<PageAnswer>;
  /** Goes on through redirects of this server until a page or another site comes. */
  follow(answer: PageAnswer): Promise<PageAnswer>;
  readonly cookies: ReadonlyMap<string, string>;
}

export interface PageAnswer {
  readonly status: number;
  readonly location: string | null;
  readonly text: string;
  readonly headers: Headers;
}

/** @param clientIp what a proxy before the server says of the browser's address; by default each has its own. */
export function createTestBrowser(url: string, clientIp = randomIp()): TestBrowser {
  const cookies = new Map<string, string>();
  async function send(path: string, init: RequestInit): Promise<PageAnswer> {
    const headers = new Headers(init.headers);
    headers.set('x-forwarded-for', clientIp);
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const answer = await fetch(new URL(path, url), { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) keepCookie(cookies, line);
    const { status } = answer;
    return { status, location: answer.headers.get('location'), text: await answer.text(), headers: answer.headers };
  }
  const get = (path: string) => send(path, {});
  return {
    get,
    post: (path, form, headers) =>
      send(path, { method: 'POST', body: new URLSearchParams(form), headers: { origin: url, ...headers } }),
    follow: async (answer) => {
      let last = answer;
      while (last.location !== null && new URL(last.location, url).origin === new URL(url).origin)
        last = await get(last.location);
      return last;
    },
    cookies,
  };
}

function randomIp(): string {
  return `10.${[...randomBytes(3)].join('.')}`;
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';');
  const at = pair.indexOf('=');
  const name = pair.slice(0, at);
  if (/max-age=0/i.test(line)) cookies.delete(name);
  else cookies.set(name, pair.slice(at + 1));
}
