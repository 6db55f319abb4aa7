import { tracked } from '@trpc/server';
import { z } from 'zod';
import { router, teamProcedure } from '../init.ts';
import { streamEvents } from '../../live/stream-events.ts';

const Start = z.object({
  /** Where the client stood; null starts from now. */
  cursor: z.string().max(500).nullable(),
  /** Set by the transport when it reconnects by itself; newer than `cursor`. */
  lastEventId: z.string().max(500).nullish(),
});

export const liveRouter = router({
  events: teamProcedure('discussion.read')
    .input(Start)
    .subscription(async function* ({ ctx, input, signal }) {
      const events = streamEvents(ctx.ports, ctx.team, {
        cursor: input.lastEventId ?? input.cursor ?? undefined,
        signal: signal ?? new AbortController().signal,
      });
      for await (const { cursor, event } of events) yield tracked(cursor, event);
    }),
});
