import { z } from 'zod';
import type { CorrespondenceId } from '#shared/contract/ids.ts';

export const PressKey = z.object({ teamId: z.uuid(), pressId: z.uuid() });
export type PressKey = z.infer<typeof PressKey>;

/** A press as it is taken up. */
export interface Press extends Record<string, unknown> {
  readonly team_id: string;
  readonly id: string;
  readonly link_id: string;
  readonly installation_id: string;
  readonly external_team_id: string;
  readonly app_id: string;
  readonly channel_id: string;
  readonly root_ts: string | null;
  readonly subject_id: string;
  readonly action: string;
  readonly choice: string | null;
  readonly trigger_id: string;
  readonly chat_user_id: string;
  /** How long ago it was pressed. */
  readonly age_ms: number;
  /** Of the mail that it is about, while the team may see it. */
  readonly correspondence_id: CorrespondenceId | null;
}
