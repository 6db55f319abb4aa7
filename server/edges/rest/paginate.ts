import type { Context as Request } from 'hono';
import { z } from '@hono/zod-openapi';
import type { Pagination } from './formats.ts';

/** Beside numbered pages: what was added at the top meanwhile moves nothing. */
export const Cursor = z.string().max(500).optional().openapi({
  description:
    'Instead of a page number or offset: goes on after the end of an earlier answer, as its Link header names it.',
});

/** A page by number. */
export const Pages = z.object({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  per_page: z.coerce.number().int().min(1).max(100).default(15),
});

interface Page {
  readonly page: number;
  readonly per_page: number;
  readonly total: number;
}

/** The pagination object of an answer, with the addresses of the pages beside it. */
export function paginate(c: Request, publicUrl: string, { page, per_page, total }: Page): Pagination {
  const at = (other: number) => addressOf(c, publicUrl, { page: String(other), cursor: undefined });
  const last = Math.max(1, Math.ceil(total / per_page));
  return {
    total,
    page,
    per_page,
    urls: { previous: page > 1 ? at(Math.min(page - 1, last)) : null, next: page < last ? at(page + 1) : null },
  };
}

/** Says in a Link header (RFC 8288) where the list goes on, whatever is added or changed at its top meanwhile. */
export function linkNext(c: Request, publicUrl: string, cursor: string | null): void {
  if (cursor === null) return;
  c.header('link', `<${addressOf(c, publicUrl, { page: undefined, offset: undefined, cursor })}>; rel="next"`);
}

function addressOf(c: Request, publicUrl: string, change: Readonly<Record<string, string | undefined>>): string {
  const { pathname, searchParams } = new URL(c.req.url);
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) searchParams.delete(name);
    else searchParams.set(name, value);
  }
  const query = searchParams.toString();
  return `${publicUrl}${pathname}${query === '' ? '' : `?${query}`}`;
}
