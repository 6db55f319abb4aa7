import { z } from 'zod';
import { SaveContact, UpdateContact } from '#shared/contract/contact.ts';
import { ContactId } from '#shared/contract/ids.ts';
import {
  addAddress,
  CompleteRecipient,
  completeRecipient,
  mergeContacts,
  removeAddress,
  removeContact,
  saveContact,
  undoContactMerge,
  updateContact,
} from '#server/domain/contacts/index.ts';
import { router, teamProcedure } from '../init.ts';

const Address = SaveContact.pick({ id: true, address: true });

export const contactsRouter = router({
  complete: teamProcedure('contact.read')
    .input(CompleteRecipient)
    .query(({ ctx, input }) => completeRecipient(ctx.ports, ctx.team, input)),
  save: teamProcedure('contact.write')
    .input(SaveContact)
    .mutation(({ ctx, input }) => saveContact(ctx.ports, ctx.team, input)),
  update: teamProcedure('contact.write')
    .input(UpdateContact)
    .mutation(({ ctx, input }) => updateContact(ctx.ports, ctx.team, input)),
  remove: teamProcedure('contact.write')
    .input(z.object({ id: ContactId }))
    .mutation(({ ctx, input }) => removeContact(ctx.ports, ctx.team, input)),
  addAddress: teamProcedure('contact.write')
    .input(Address)
    .mutation(({ ctx, input }) => addAddress(ctx.ports, ctx.team, input)),
  removeAddress: teamProcedure('contact.write')
    .input(Address)
    .mutation(({ ctx, input }) => removeAddress(ctx.ports, ctx.team, input)),
  merge: teamProcedure('contact.write')
    .input(z.object({ keptId: ContactId, mergedId: ContactId }))
    .mutation(({ ctx, input }) => mergeContacts(ctx.ports, ctx.team, input)),
  undoMerge: teamProcedure('contact.write')
    .input(z.object({ mergeId: z.uuid() }))
    .mutation(({ ctx, input }) => undoContactMerge(ctx.ports, ctx.team, input)),
});
