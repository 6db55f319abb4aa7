export { leaveTeam, readDeparture, ReadDeparture, RemoveMember, removeMember } from './leave-team.ts';
