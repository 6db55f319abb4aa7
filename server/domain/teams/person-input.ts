import { z } from 'zod';
import { Line } from '#shared/contract/plain-text.ts';

export const PersonName = Line(120).refine((name) => name !== '', { error: 'Write your name.' });
export const TeamName = Line(120).refine((name) => name !== '', { error: 'Give the team a name.' });
export const PersonEmail = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'That e-mail address is too long.')
  .pipe(z.email({ error: 'That e-mail address is not complete.' }));
