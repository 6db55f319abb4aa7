import { Language } from '#shared/contract/language.ts';
import { SetPicture } from '#shared/contract/person.ts';
import { askForEmailFromDevice, NewEmail, NewName, setName, setPicture } from '#server/domain/accounts/index.ts';
import { getSession } from '#server/domain/teams/index.ts';
import { revokeDevice } from '#server/domain/devices/index.ts';
import { router, signedInProcedure } from '../init.ts';

export const sessionRouter = router({
  get: signedInProcedure.query(({ ctx }) => getSession(ctx.ports, ctx.signedIn)),
  end: signedInProcedure.mutation(({ ctx }) => revokeDevice(ctx.ports, ctx.signedIn, { id: ctx.signedIn.deviceId })),
  setName: signedInProcedure.input(NewName).mutation(({ ctx, input }) => setName(ctx.ports, ctx.signedIn, input)),
  setPicture: signedInProcedure
    .input(SetPicture)
    .mutation(({ ctx, input }) => setPicture(ctx.ports, ctx.signedIn, input)),
  /** Mails a link to the new address; opening it changes it. */
  askForEmail: signedInProcedure
    .input(NewEmail.extend({ language: Language }))
    .mutation(({ ctx, input }) => askForEmailFromDevice(ctx.ports, ctx.signedIn, input, input.language)),
});
