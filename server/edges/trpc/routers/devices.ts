import { listDevices, RevokeDevice, revokeDevice } from '#server/domain/devices/index.ts';
import { router, signedInProcedure } from '../init.ts';

export const devicesRouter = router({
  list: signedInProcedure.query(({ ctx }) => listDevices(ctx.ports, ctx.signedIn)),
  revoke: signedInProcedure
    .input(RevokeDevice)
    .mutation(({ ctx, input }) => revokeDevice(ctx.ports, ctx.signedIn, input)),
});
