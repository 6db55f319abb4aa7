import type { Message } from '#shared/contract/discussion.ts';
import type { PickedMention } from '../composer/mentions.ts';

interface BegunEdit {
  text: string;
  picked: readonly PickedMention[];
}

/** By message: what was changed in it and neither saved nor given up. It outlives the row, as long as the sidebar lives. */
const begun = new Map<string, BegunEdit>();

export const findEdit = (messageId: string): BegunEdit | undefined => begun.get(messageId);
export const keepEdit = (messageId: string, edit: BegunEdit): void => void begun.set(messageId, edit);
export const dropEdit = (messageId: string): void => void begun.delete(messageId);

/** The message of these whose edit was left in the middle. */
export function findBegun(messages: readonly Message[]): string | null {
  return messages.find(({ id, deletedAt }) => deletedAt === null && begun.has(id))?.id ?? null;
}
