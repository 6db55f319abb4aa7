import { getSession } from '#server/domain/teams/index.ts';
import { revokeDevice } from '#server/domain/devices/index.ts';
import { router, signedInProcedure } from '../init.ts';

export const sessionRouter = router({
  get: signedInProcedure.query(({ ctx }) => getSession(ctx.ports, ctx.signedIn)),
  end: signedInProcedure.mutation(({ ctx }) => revokeDevice(ctx.ports, ctx.signedIn, { id: ctx.signedIn.deviceId })),
});
