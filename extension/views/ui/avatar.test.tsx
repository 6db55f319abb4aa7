import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { Avatar } from './avatar.tsx';
import { PictureOriginContext } from './picture-origin.ts';

const draw = (pictureUrl: string, origin: string | null): string =>
  renderToStaticMarkup(
    <PictureOriginContext value={origin}>
      <Avatar name="Ana Duarte" pictureUrl={pictureUrl} />
    </PictureOriginContext>,
  );

it('shows pictures of our own server, and those that are their own address', () => {
  expect(draw('https://talk.example/pictures/abc', 'https://talk.example')).toContain(
    'src="https://talk.example/pictures/abc"',
  );
  expect(draw('data:image/png;base64,AA==', null)).toContain('src="data:image/png');
});

it.each([
  ['another host', 'https://avatars.example/ana.png', 'https://talk.example'],
  ['a host that only begins like ours', 'https://talk.example.evil.example/a.png', 'https://talk.example'],
  ['nobody signed in', 'https://talk.example/pictures/abc', null],
])('asks nobody else: %s', (_, url, origin) => {
  const html = draw(url, origin);
  expect(html).not.toContain('<img');
  expect(html).toContain('AD');
});
