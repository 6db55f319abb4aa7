import { router } from './init.ts';
import { devicesRouter } from './routers/devices.ts';
import { sessionRouter } from './routers/session.ts';
import { teamsRouter } from './routers/teams.ts';

/** Everything the extension may ask of the server. */
export const appRouter = router({
  devices: devicesRouter,
  session: sessionRouter,
  teams: teamsRouter,
});

export type AppRouter = typeof appRouter;
