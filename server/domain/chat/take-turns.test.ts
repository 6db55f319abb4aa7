import { expect, it } from 'vitest';
import { createTurns } from './take-turns.ts';

it('runs so many at once, the others in their order, also after a failure', async () => {
  const takeTurns = createTurns(2);
  const log: string[] = [];
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  const runs = gates.map((gate, at) =>
    takeTurns(async () => {
      log.push(`begin ${at}`);
      await gate.promise;
      log.push(`end ${at}`);
    }).catch(() => log.push(`failed ${at}`)),
  );
  gates[1]?.reject(new Error('no'));
  await runs[1];
  gates[0]?.resolve();
  await runs[0];
  gates[2]?.resolve();
  gates[3]?.resolve();
  await Promise.all(runs);
  expect(log.filter((line) => line.startsWith('begin'))).toEqual(['begin 0', 'begin 1', 'begin 2', 'begin 3']);
  expect(log.indexOf('begin 2')).toBeGreaterThan(log.indexOf('begin 1'));
  expect(log).toContain('failed 1');
  expect(log.indexOf('begin 3')).toBeGreaterThan(log.indexOf('end 0'));
});
