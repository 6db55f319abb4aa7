import { z } from 'zod';

/** The languages that every text for people is written in. */
export const Language = z.enum(['en', 'de']);
export type Language = z.infer<typeof Language>;
