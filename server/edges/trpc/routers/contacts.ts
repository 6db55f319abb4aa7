import { z } from 'zod';
import { SaveContact, UpdateContact } from '#shared/contract/contact.ts';
import { ContactId } from '#shared/contract/ids.ts';
import { removeContact, saveContact, updateContact } from '#server/domain/contacts/index.ts';
import { router, teamProcedure } from '../init.ts';

export const contactsRouter = router({
  save: teamProcedure('contact.write')
    .input(SaveContact)
    .mutation(({ ctx, input }) => saveContact(ctx.ports, ctx.team, input)),
  update: teamProcedure('contact.write')
    .input(UpdateContact)
    .mutation(({ ctx, input }) => updateContact(ctx.ports, ctx.team, input)),
  remove: teamProcedure('contact.write')
    .input(z.object({ id: ContactId }))
    .mutation(({ ctx, input }) => removeContact(ctx.ports, ctx.team, input)),
});
