import { z } from 'zod';
import { EmailId, FileId } from '#shared/contract/ids.ts';
import { readEmailMarkup, readFileText } from '#server/domain/emails/index.ts';
import { router, teamProcedure } from '../init.ts';

const read = teamProcedure('correspondence.read');

/** What one e-mail holds beyond what lists and threads show. */
export const emailsRouter = router({
  markup: read.input(z.object({ id: EmailId })).query(({ ctx, input }) => readEmailMarkup(ctx.ports, ctx.team, input)),
  fileText: read.input(z.object({ id: FileId })).query(({ ctx, input }) => readFileText(ctx.ports, ctx.team, input)),
});
