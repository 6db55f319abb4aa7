import * as fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TemplateId } from '#shared/contract/ids.ts';
import { SaveTemplate } from '#shared/contract/template.ts';
import { createId } from '#server/kernel/ids.ts';
import { createTemplate } from '#tests/support/create-template.ts';
import { createDomainTeam, type DomainTeam } from '#tests/support/domain-team.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { exportTemplates, importTemplates, listTemplates, saveTemplate } from './index.ts';
import { readTemplateFile, writeTemplateFile } from './template-file.ts';

let app: TestApp;
let team: DomainTeam;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  team = await createDomainTeam(app.ports.db);
});

const words = fc.string({ unit: 'binary', maxLength: 30 });
const marks = fc.constantFrom(
  '---',
  '---\n',
  '\n',
  ': ',
  '#',
  '"',
  "'",
  '- ',
  '&a',
  '*a',
  '!!js',
  '{{x|y}}',
  'null',
  'no',
  '~',
  '\t',
);
const text = fc.array(fc.oneof(words, marks), { maxLength: 8 }).map((parts) => parts.join(''));
const base64 = (content: string | Uint8Array) => Buffer.from(content).toString('base64');
const zip = (files: Record<string, string>) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, strToU8(content)])));
const give = (name: string, content: string | Uint8Array) =>
  importTemplates(app.ports, team.olga, { scope: 'team', files: [{ name, base64: base64(content) }] });

test('a template that was written to a file is read from it exactly as it was', () => {
  fc.assert(
    fc.property(
      text,
      text,
      fc.constantFrom('', 'de', 'no', 'pt-BR'),
      text,
      text,
      (name, folder, language, subject, body) => {
        const fields = { name: `a${name}`, folder, language, subject, body };
        const template = SaveTemplate.parse({ ...createTemplate(), ...fields });
        const { name: kept, folder: place, language: tag, subject: line, body: words_ } = template;
        const read = readTemplateFile('other.md', writeTemplateFile(template));
        expect(read).toEqual({ name: kept, folder: place, language: tag, subject: line, body: words_ });
      },
    ),
    { numRuns: 500 },
  );
});

describe('files by hand', () => {
  test('a head may be short, in another order, or missing; other keys and a byte order mark do no harm', () => {
    expect(
      readTemplateFile('x.md', '\uFEFF---\r\nsubject: Hello, you\r\ntags: [a, b]\r\nname: "No: 7"\r\n---\r\nHi\r\n'),
    ).toEqual({ name: 'No: 7', folder: '', language: '', subject: 'Hello, you', body: 'Hi' });
    expect(readTemplateFile('a/b/Thanks.md', 'Thank you\n---\n')).toMatchObject({
      name: 'Thanks',
      body: 'Thank you\n---',
    });
  });

  test('all that one sees goes out in a zip and comes back in another team, once', async () => {
    const { olga } = team;
    await saveTemplate(app.ports, olga, createTemplate({ name: 'A/B: "c"', body: 'one\n' }));
    await saveTemplate(
      app.ports,
      olga,
      createTemplate({ name: 'A/B: "c"', folder: '../..', language: '', body: 'two' }),
    );
    await saveTemplate(app.ports, olga, createTemplate({ scope: 'own', name: 'A' }));
    const { name, base64: packed } = await exportTemplates(app.ports, olga, { ids: null });
    expect(name).toBe('templates.zip');
    const other = (await createDomainTeam(app.ports.db)).olga;
    const bring = () => importTemplates(app.ports, other, { scope: 'team', files: [{ name, base64: packed }] });
    expect((await bring()).map(({ outcome }) => outcome)).toEqual(['added', 'added', 'added']);
    expect((await bring()).map(({ outcome }) => outcome)).toEqual(['known', 'known', 'known']);
    const texts = async (ctx: typeof olga) =>
      (await listTemplates(app.ports, ctx)).map((one) => [one.name, one.folder, one.language, one.subject, one.body]);
    expect((await texts(other)).toSorted()).toEqual((await texts(olga)).toSorted());
    const [first] = await listTemplates(app.ports, olga);
    const alone = await exportTemplates(app.ports, olga, { ids: [first?.id as TemplateId] });
    expect(alone).toMatchObject({ name: expect.stringMatching(/^[^/\\":]+\.md$/), contentType: 'text/markdown' });
    await expect(exportTemplates(app.ports, olga, { ids: [createId<TemplateId>()] })).rejects.toThrow('does not exist');
  });

  test('the same name with other words gets a number, and no other file is lost by a bad one', async () => {
    const files = ['Hi', 'Ho'].map((body) => ({ name: 'a.md', base64: base64(body) }));
    const bad = { name: 'b.md', base64: base64('---\nname: [\n---\n') };
    const outcomes = await importTemplates(app.ports, team.olga, { scope: 'own', files: [bad, ...files] });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['refused', 'added', 'added']);
    expect((await listTemplates(app.ports, team.olga)).map(({ name }) => name)).toEqual(['a', 'a (2)']);
  });

  test('what can’t be a template is answered with a sentence, and adds nothing', async () => {
    const bomb = zipSync(
      Object.fromEntries(Array.from({ length: 90 }, (_none, at) => [`${at}.md`, new Uint8Array(250_000)])),
      { level: 1 },
    );
    const many = zip(Object.fromEntries(Array.from({ length: 501 }, (_none, at) => [`${at}.md`, 'x'])));
    const aliases = '---\na: &a [x, x]\nname: [*a, *a]\n---\n';
    const cases: [string, string | Uint8Array, RegExp][] = [
      ['photo.png', 'x', /neither a Markdown file/],
      ['a.md', new Uint8Array([0xff, 0xfe, 0x41]), /not text in UTF-8/],
      ['a.md', 'x'.repeat(262_145), /256 KB/],
      ['a.md', 'x'.repeat(50_001), /50,000 characters/],
      ['a.md', '---\nname: "\n---\nx', /can’t be read as YAML/],
      ['a.md', aliases, /can’t be read as YAML/],
      ['a.md', '---\nname: {a: b}\n---\nx', /one line of text each/],
      ['a.md', '---\nlanguage: ../../x\n---\nx', /short code/],
      ['.md', 'x', /Give the template a name/],
      ['a.zip', zip({ 'a.md': 'x' }).subarray(0, 60), /damaged or locked/],
      ['a.zip', bomb, /unpacks to more/],
      ['a.zip', many, /more than 500/],
    ];
    for (const [name, content, problem] of cases)
      expect(await give(name, content), name).toMatchObject([
        { outcome: 'refused', problem: expect.stringMatching(problem) },
      ]);
    expect(await give('a.zip', zip({ '__MACOSX/a.md': 'x', 'dir/.hidden.md': 'x', 'a.txt': 'x' }))).toEqual([]);
    expect(await listTemplates(app.ports, team.olga)).toEqual([]);
  });
});
