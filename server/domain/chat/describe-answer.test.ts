import { expect, test } from 'vitest';
import { describeAnswer, type AnswerFacts } from './describe-answer.ts';

const queued = {
  state: 'queued',
  isUnderWay: false,
  isLater: false,
  problem: null,
  to: ['Marta'],
  from: 'desk@a.example',
} as const;

const tell = (change: Partial<NonNullable<AnswerFacts['outgoing']>>) =>
  describeAnswer({ writer: 'Ben', outgoing: { ...queued, ...change } });

test('an answer says what became of it, and can be taken back only while nobody has it', () => {
  expect(tell({})).toEqual({ text: 'Ben answers Marta from desk@a.example: it goes out in a moment.', canUndo: true });
  expect(tell({ isUnderWay: true })).toEqual({
    text: 'Ben answers Marta from desk@a.example: it is on its way.',
    canUndo: false,
  });
  expect(tell({ isLater: true }).canUndo).toBe(true);
  expect(tell({ problem: 'Gmail asks to wait.', isUnderWay: true })).toEqual({
    text: 'Ben answers Marta from desk@a.example: it waits. Gmail asks to wait.',
    canUndo: false,
  });
  expect(tell({ state: 'unknown' }).text).toContain('look in the Sent folder');
  expect(tell({ state: 'failed', problem: 'It was refused.' }).text).toBe('Ben’s answer was not sent. It was refused.');
  expect(describeAnswer({ writer: 'Ben', outgoing: null }).text).toBe('Ben answered the customer.');
});

test('a hundred recipients with long names stay one line that Slack takes', () => {
  const to = Array.from({ length: 100 }, (_, index) => `${index} ${'x'.repeat(300)}`);
  const { text } = tell({ to });
  expect(text.length).toBeLessThan(400);
  expect(text).toContain('and 97 more');
});
