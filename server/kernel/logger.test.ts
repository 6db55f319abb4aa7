import { expect, test } from 'vitest';
import { createLogger, withoutTokens } from './logger.ts';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger('trace', { write: (line: string) => void lines.push(line) }));
  return lines.join('');
}

test.each([
  'xoxb-1234567890-abcdef',
  'xoxe.xoxp-1-Mi0yLTEyMzQ1Njc4',
  'xapp-1-A111-222-abcdef',
  'ya29.a0AfH6SMBxyz123',
  '1//0gLmNoPqRsTuVwXyZ-abc',
  '4/0AeanS0bCdEfGhIjKl',
  'EwBIA8l6BAAUbDba3x2OMJElkF7gJ4z/VbCPEz0AAV==',
  'M.C507_BAY.0.U.-CsFg!abc*def',
  '0.AXoAabcdefghijklmnop.AgABAwEAAAD',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
  'Bearer abcdefgh12345678',
])('a token is removed from any text: %s', (token) => {
  expect(withoutTokens(`failed with ${token}, sorry`)).toBe('failed with [removed], sorry');
});

test("a URL's password is removed", () => {
  expect(withoutTokens('postgres://me:hunter2@db:5432/x')).toBe('postgres://me:[removed]@db:5432/x');
});

test('fields that hold secrets or what people wrote are removed, two levels down too', () => {
  const out = logged((logger) =>
    logger.info(
      {
        token: 'one',
        request: { authorization: 'two', mail: { body: 'three', subject: 'four', 'set-cookie': 'five' } },
      },
      'it',
    ),
  );
  for (const word of ['one', 'two', 'three', 'four', 'five']) expect(out).not.toContain(`"${word}"`);
});

test('an error keeps type, code, place and cause, and loses tokens', () => {
  const cause = Object.assign(new Error('no route with xoxb-1234567890'), { code: 'ECONNREFUSED' });
  const out = logged((logger) => logger.error({ err: new TypeError('call failed', { cause }) }, 'it'));
  expect(out).toContain('TypeError');
  expect(out).toContain('ECONNREFUSED');
  expect(out).toContain('logger.test.ts');
  expect(out).not.toContain('xoxb');
});

test("a failed query's text and values are left out", () => {
  const error = Object.assign(new Error('Failed query: insert\nparams: private words'), {
    query: 'insert',
    params: ['private words'],
  });
  expect(logged((logger) => logger.error({ err: error }, 'it'))).not.toContain('private words');
});

test('one line is one JSON object with level, time and message', () => {
  const line: unknown = JSON.parse(logged((logger) => logger.warn({ mailbox: 7 }, 'slow')));
  expect(line).toMatchObject({ level: 'warn', msg: 'slow', mailbox: 7, time: expect.stringMatching(/Z$/) });
});
