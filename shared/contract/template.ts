import { z } from 'zod';
import { CorrespondenceId, MailboxId, TemplateId, UserId } from './ids.ts';
import { OutgoingFile, Recipient } from './outgoing-mail.ts';
import { cleanText, Line } from './plain-text.ts';

export const mostTemplateFiles = 10;
export const longestTemplate = 50_000;

/** `team`: every member uses it, its author and admins change it. `own`: nobody else knows of it. */
export const TemplateScope = z.enum(['team', 'own']);
export type TemplateScope = z.infer<typeof TemplateScope>;

/** Names from the outside in; empty parts are left out. */
export const TemplateFolder = Line(200).transform((folder) =>
  folder
    .split('/')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .join('/'),
);

export const TemplateName = Line(120).refine((name) => name !== '', { error: 'Give the template a name.' });

/** A language tag (BCP 47) such as `de` or `pt-BR`; empty: for any. */
export const TemplateLanguage = z
  .string()
  .trim()
  .regex(/^(?:[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3})?$/, {
    error: 'Write the language as a short code, such as en or pt-BR, or leave it empty.',
  });

export const TemplateSubject = Line(900);

export const TemplateBody = z
  .string()
  .transform((text) => cleanText(text.replace(/\r\n?/g, '\n')))
  .refine((text) => text.length <= longestTemplate, {
    error: `A template can hold ${longestTemplate.toLocaleString('en')} characters. Shorten it.`,
  });

/** A template as somebody wrote it; the id is theirs, so that a repeat is harmless. */
export const SaveTemplate = z.object({
  id: TemplateId,
  /** The version that was changed; null: it is new. */
  version: z.int().nullable(),
  scope: TemplateScope,
  folder: TemplateFolder,
  name: TemplateName,
  language: TemplateLanguage,
  subject: TemplateSubject,
  body: TemplateBody,
  files: z
    .array(OutgoingFile)
    .max(mostTemplateFiles, { error: `A template can have ${mostTemplateFiles} files. Take some away.` }),
});
export type SaveTemplate = z.infer<typeof SaveTemplate>;

export const Template = SaveTemplate.extend({
  version: z.int(),
  author: z.object({ id: UserId, name: z.string() }),
  /** Whether the reader may change it. */
  mayChange: z.boolean(),
  /** How often it was put into a mail, by everybody. */
  uses: z.int(),
  lastUsedAt: z.iso.datetime().nullable(),
  updatedAt: z.iso.datetime(),
});
export type Template = z.infer<typeof Template>;

/** For whom a template's variables are filled: whom the mail goes to, what it is about, from where it goes out. */
export const TemplateAbout = z.object({
  recipient: Recipient.nullable(),
  correspondenceId: CorrespondenceId.nullable(),
  mailboxId: MailboxId.nullable(),
});
export type TemplateAbout = z.infer<typeof TemplateAbout>;

/** Values by the name of their variable. What is not known is not there. */
export const TemplateValues = z.record(z.string(), z.string());
export type TemplateValues = z.infer<typeof TemplateValues>;

export const UseTemplate = z.object({ id: TemplateId, about: TemplateAbout });
export type UseTemplate = z.infer<typeof UseTemplate>;

/** A template with its variables filled in. What could not be filled still stands in its braces. */
export const FilledTemplate = z.object({
  subject: z.string(),
  /** Markdown. */
  body: z.string(),
  /** The same without marks, for a text box of another program. */
  text: z.string(),
  files: z.array(OutgoingFile),
});
export type FilledTemplate = z.infer<typeof FilledTemplate>;

/** At most so many bytes of a file that is imported, zip or Markdown. */
export const mostImportBytes = 5 * 1024 * 1024;
export const mostImportFiles = 100;

/** Markdown files, or zips of them, as base64. */
export const ImportTemplates = z.object({
  scope: TemplateScope,
  files: z
    .array(
      z.object({
        name: z.string().max(500),
        base64: z.base64().max(Math.ceil(mostImportBytes / 3) * 4, {
          error: `A file to import can have ${mostImportBytes / 1024 / 1024} MB. Nothing was imported.`,
        }),
      }),
    )
    .min(1)
    .max(mostImportFiles, { error: `Import ${mostImportFiles} files at a time, or one .zip. Nothing was imported.` }),
});
export type ImportTemplates = z.infer<typeof ImportTemplates>;

/** What became of one imported file. */
export const ImportedTemplate = z.object({
  file: z.string(),
  outcome: z.enum(['added', 'known', 'refused']),
  /** Why it was refused, as a sentence. */
  problem: z.string().nullable(),
});
export type ImportedTemplate = z.infer<typeof ImportedTemplate>;

/** Which to export; null: all that one sees. */
export const ExportTemplates = z.object({ ids: z.array(TemplateId).max(2_000).nullable() });
export type ExportTemplates = z.infer<typeof ExportTemplates>;

export const ExportedTemplates = z.object({ name: z.string(), contentType: z.string(), base64: z.string() });
export type ExportedTemplates = z.infer<typeof ExportedTemplates>;
