export { readEmail } from './mime/read-email.ts';
export type { ParsedEmail } from './mime/read-email.ts';
