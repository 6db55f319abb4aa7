import type { TestPerson } from '#tests/support/people.ts';
import type { TeamWorld } from '#tests/support/team-world/team-world.ts';

/** Makes a valid input for a person, with things of their team that nothing else uses. */
export type MakeInput<Input = unknown> = (world: TeamWorld, person: TestPerson) => Promise<Input> | Input;
