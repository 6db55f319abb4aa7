import { z } from 'zod';
import { CreateApiToken } from '#shared/contract/api-token.ts';
import { ApiTokenId } from '#shared/contract/ids.ts';
import { createApiToken, listApiTokens, revokeApiToken } from '#server/domain/api-tokens/index.ts';
import { router, teamProcedure } from '../init.ts';

const own = teamProcedure('api-token.own');

export const apiTokensRouter = router({
  list: own.query(({ ctx }) => listApiTokens(ctx.ports, ctx.team)),
  create: own.input(CreateApiToken).mutation(({ ctx, input }) => createApiToken(ctx.ports, ctx.team, input)),
  revoke: own
    .input(z.object({ id: ApiTokenId }))
    .mutation(({ ctx, input }) => revokeApiToken(ctx.ports, ctx.team, input)),
});
