import { parse, stringify } from 'yaml';
import { z } from 'zod';
import type { SaveTemplate } from '#shared/contract/template.ts';
import { Problem } from '#server/kernel/problem.ts';

/** What a template's Markdown file holds. */
export type TemplateText = Pick<SaveTemplate, 'name' | 'folder' | 'language' | 'subject' | 'body'>;

/** The head between two lines of dashes, at the very beginning (as static site generators write it). */
const withHead = /^---[ \t]*\n([\s\S]{0,20000}?)(?<=\n)---[ \t]*(?:\n|$)/;
const Head = z.object({
  name: z.string().optional(),
  folder: z.string().optional(),
  language: z.string().optional(),
  subject: z.string().optional(),
});

/** A template as a Markdown file with its name, folder, language and subject in a YAML head. */
export function writeTemplateFile({ name, folder, language, subject, body }: TemplateText): string {
  return `---\n${stringify({ name, folder, language, subject }, { lineWidth: 0 })}---\n\n${body}\n`;
}

/**
 * Reads what `writeTemplateFile` wrote, or what people wrote by hand. Other keys of the head are ignored; without a head
 * all is body, and without a name the file's own is taken.
 * @throws Problem 'invalid-input' for a head that is no YAML or holds something else than words.
 */
export function readTemplateFile(fileName: string, text: string): TemplateText {
  const lines = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const found = withHead.exec(lines);
  const { name, folder = '', language = '', subject = '' } = found === null ? {} : readHead(found[1] ?? '');
  const body = found === null ? lines : lines.slice(found[0].length).replace(/^\n/, '');
  const named = name ?? fileName.replace(/^.*[/\\]/, '').replace(/\.(?:md|markdown)$/i, '');
  return { name: named, folder, language, subject, body: body.replace(/\n$/, '') };
}

function readHead(yaml: string): z.infer<typeof Head> {
  const head = Head.safeParse(parseYaml(yaml) ?? {});
  if (head.success) return head.data;
  throw new Problem(
    'invalid-input',
    'In its head, name, folder, language and subject must be one line of text each. It was not imported.',
  );
}

function parseYaml(yaml: string): unknown {
  try {
    // Every value is text (“no” is Norwegian), and nothing stands for something else.
    return parse(yaml, { schema: 'failsafe', maxAliasCount: 0, logLevel: 'error' });
  } catch {
    throw new Problem(
      'invalid-input',
      'Its head between the lines of dashes can’t be read as YAML. It was not imported.',
    );
  }
}
