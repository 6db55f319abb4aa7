import type { Topics } from '#extension/messaging/protocol.ts';
import type { Author, SessionView, Teammate } from '#shared/contract/person.ts';

/** An id that is the same in every run. */
export const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
export const hash = (number: number): string => String(number).padStart(64, '0');
export const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
export const day = 24 * 60;

const person = (number: number, name: string, email: string, role: Teammate['role']): Teammate =>
  ({ kind: 'teammate', id: id(number), name, email, pictureUrl: null, role }) as Teammate;

export const mara = person(1, 'Mara Lindqvist', 'mara@larkfield.example', 'owner');
export const tom = person(2, 'Tom Okafor', 'tom@larkfield.example', 'member');
export const priya = person(3, 'Priya Nair', 'priya@larkfield.example', 'admin');
export const ben = person(4, 'Ben Aaltonen', 'ben@larkfield.example', 'viewer');
export const teammates = [mara, tom, priya, ben];
export const as = ({ kind, id: userId, name, pictureUrl }: Teammate): Author => ({
  kind,
  id: userId,
  name,
  pictureUrl,
});
export const guest = { kind: 'guest', id: id(90), name: 'Kelly (Calibration Lab)', pictureUrl: null } as Author;

export const session = (role: Teammate['role'] = 'owner'): Topics['session'] => ({
  state: 'signed-in',
  teamId: id(500),
  serverUrl: 'https://sidethread.larkfield.example',
  session: {
    user: { id: mara.id, name: mara.name, email: mara.email, pictureUrl: null },
    teams: [
      { teamId: id(500), name: 'Larkfield Instruments', role, hashKey: '', presenceEnabled: true },
      { teamId: id(501), name: 'Harbour Robotics', role: 'member', hashKey: '', presenceEnabled: true },
    ],
    serverTime: ago(0),
    expiresAt: ago(-30 * day),
  } as SessionView,
});
