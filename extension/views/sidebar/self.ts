import { createContext, useContext } from 'react';
import type { Topics } from '#extension/messaging/protocol.ts';
import type { Role } from '#shared/contract/person.ts';

/** The signed-in person in the chosen team. */
export interface Self {
  id: string;
  name: string;
  email: string;
  pictureUrl: string | null;
  role: Role;
  canWrite: boolean;
  teamId: string;
  teamName: string;
  presenceEnabled: boolean;
}

export const SelfContext = createContext<Self | null>(null);

/** Who reads this. Throws where nobody is signed in. */
export function useSelf(): Self {
  const self = useContext(SelfContext);
  if (self === null) throw new Error('Shown without a signed-in person.');
  return self;
}

/** The person of a session; null when signed out or when the chosen team is gone. */
export function selfOf(session: Topics['session']): Self | null {
  if (session.state === 'signed-out') return null;
  const team = session.session.teams.find(({ teamId }) => teamId === session.teamId);
  if (team === undefined) return null;
  return {
    ...session.session.user,
    role: team.role,
    canWrite: team.role !== 'viewer',
    teamId: team.teamId,
    teamName: team.name,
    presenceEnabled: team.presenceEnabled,
  };
}
