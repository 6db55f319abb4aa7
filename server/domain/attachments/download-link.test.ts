import { expect, test } from 'vitest';
import type { FileId, TeamId } from '#shared/contract/ids.ts';
import { createId } from '#server/kernel/ids.ts';
import { downloadLinks } from './download-link.ts';

const claim = { teamId: createId<TeamId>(), fileId: createId<FileId>() };
const hour = 60 * 60 * 1000;
const now = new Date('2026-11-20T10:30:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);

test('a link works for at least an hour and less than two, and stays the same text within an hour', () => {
  const links = downloadLinks('a secret of at least thirty-two characters');
  const token = links.sign(claim, now);
  expect(links.sign(claim, later(29 * 60_000))).toBe(token);
  expect(links.sign(claim, later(hour))).not.toBe(token);
  expect(links.verify(token, later(hour))).toEqual(claim);
  expect(links.verify(token, later(2 * hour))).toBeUndefined();
});

test('a link of another server’s secret is none', () => {
  const token = downloadLinks('a secret of at least thirty-two characters').sign(claim, now);
  expect(downloadLinks('another secret of thirty-two characters').verify(token, now)).toBeUndefined();
});
