import { z } from 'zod';

/**
 * Expected failures. `code` is for programs, `message` one English sentence that a person can act on; `reason` and
 * `values` say it to whoever has texts of their own (see `sentences.ts`). RFC 9457 on REST.
 */
export const ProblemCode = z.enum([
  'not-signed-in',
  'not-allowed',
  'not-found',
  'invalid-input',
  'conflict',
  'too-large',
  'too-many',
  'gone',
  'unavailable',
  'internal',
]);
export type ProblemCode = z.infer<typeof ProblemCode>;

export const ProblemView = z.object({
  code: ProblemCode,
  message: z.string(),
  reason: z.string().optional(),
  values: z.record(z.string(), z.string()).optional(),
  retryAfterMs: z.number().int().optional(),
});
export type ProblemView = z.infer<typeof ProblemView>;
