import type { EmailAttachment } from '#shared/contract/email.ts';

/** How a file is looked at: here as a picture or as text, in the browser's own viewer, or only after saving it. */
export type PreviewKind = 'picture' | 'text' | 'viewer' | 'none';

const pictures = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
const textTypes = new Set(['application/json', 'application/xml', 'application/x-yaml', 'message/rfc822']);
const textEndings = /\.(?:txt|csv|tsv|log|md|json|xml|ya?ml|ini|conf|ics|vcf|eml|sql|html?|svg)$/i;

/** By the type that the server found, then by the name. Markup of any kind is only ever shown as its letters. */
export function previewKind({ contentType, name }: Pick<EmailAttachment, 'contentType' | 'name'>): PreviewKind {
  if (pictures.has(contentType)) return 'picture';
  if (contentType === 'application/pdf') return 'viewer';
  if (contentType.startsWith('text/') || textTypes.has(contentType) || textEndings.test(name)) return 'text';
  return 'none';
}
