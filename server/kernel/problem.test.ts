import { expect, test } from 'vitest';
import { ProblemCode } from '#shared/contract/problem.ts';
import { Problem, toProblemResponse } from './problem.ts';

test('every code has a status that says whose turn it is', () => {
  for (const code of ProblemCode.options) expect(new Problem(code, 'It is so.').status).toBeGreaterThanOrEqual(400);
});

test('an expected failure is answered as RFC 9457 says, with when to come back', async () => {
  const problem = new Problem('too-many', 'Wait a moment.', { retryAfterMs: 1500 });
  const answer = toProblemResponse(problem, 'r1');
  expect(answer.status).toBe(429);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.headers.get('retry-after')).toBe('2');
  expect(await answer.json()).toMatchObject({
    status: 429,
    detail: 'Wait a moment.',
    code: 'too-many',
    requestId: 'r1',
  });
});

test('an unknown failure is answered bare', async () => {
  const answer = toProblemResponse(new Error('password of the database is hunter2'));
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain('hunter2');
});
