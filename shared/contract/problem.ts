import { z } from 'zod';

/** Expected failures. `code` is for programs, `message` one sentence that a person can act on. RFC 9457 on REST. */
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
  retryAfterMs: z.number().int().optional(),
});
export type ProblemView = z.infer<typeof ProblemView>;
