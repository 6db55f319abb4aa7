import type { CorrespondenceView, OpenCorrespondence } from '#shared/contract/correspondence.ts';
import type { ProblemView } from '#shared/contract/problem.ts';
import type { Database } from '../cache/database.ts';
import { createThreadRow, mergeViews } from '../cache/threads.ts';
import type { Changes } from '../changes.ts';
import type { ThreadFacts } from '../tabs/thread-facts.ts';

export interface OpeningDeps {
  database: Database;
  changes: Changes;
  now(): number;
  findScope(): string | undefined;
  open(input: OpenCorrespondence): Promise<CorrespondenceView>;
  readProblem(error: unknown): ProblemView;
  onPresence(view: CorrespondenceView): void;
  onSignedOut(reason: string): void;
}

export interface Opening {
  /**
   * Reads a thread from the server into the cache, unless the same was asked a moment ago. Views show the cache of
   * their own thread, so an answer that comes late for a thread that was left changes nothing on screen.
   */
  refresh(facts: ThreadFacts, options?: { force: boolean }): Promise<void>;
  /** Why a thread could not be read, as a sentence. */
  findProblem(threadKey: string): string | null;
  /** Forgets what was asked, so that the next refresh asks again. */
  forget(): void;
}

/** Repeats of the same question within this time are answered by the first; a clock that was set back makes no wait. */
const freshMs = 10_000;
const mostRemembered = 500;

interface Asked {
  question: string;
  at: number;
  answer: Promise<void>;
}

/** Builds what reads threads from the server. */
export function createOpening(deps: OpeningDeps): Opening {
  const asked = new Map<string, Asked>();
  const problems = new Map<string, string>();
  /** The newest question of each thread that was answered: answers may overtake each other. */
  const answered = new Map<string, number>();
  let questions = 0;

  async function ask(facts: ThreadFacts, scope: string): Promise<void> {
    const key = facts.threadKey;
    questions += 1;
    const number = questions;
    try {
      const [before, answer] = await Promise.all([deps.database.threads.get(key), deps.open(facts.open)]);
      if (deps.findScope() !== scope || (answered.get(key) ?? 0) > number) return;
      answered.set(key, number);
      if (answered.size > mostRemembered) answered.delete(answered.keys().next().value ?? '');
      await deps.database.transact(async () => {
        const cached = await deps.database.threads.get(key);
        const view = mergeViews(cached?.view, answer, before?.view);
        const hashes = facts.open.addresses;
        await deps.database.threads.put(createThreadRow({ scope, key, view, hashes, fetchedAt: deps.now() }));
      });
      deps.onPresence(answer);
      problems.delete(key);
    } catch (error) {
      asked.delete(key);
      const problem = deps.readProblem(error);
      if (problem.code === 'not-signed-in') deps.onSignedOut(problem.message);
      // That the server can't be reached is said once, by the connection, and not by every thread.
      if (problem.code === 'unavailable') problems.delete(key);
      else problems.set(key, problem.message);
    }
    deps.changes.tell({ kind: 'thread', threadKey: key });
  }

  return {
    async refresh(facts, options = { force: false }) {
      const scope = deps.findScope();
      if (scope === undefined || !facts.threadKey.startsWith(`${scope}/`)) return;
      const question = JSON.stringify(facts.open);
      const before = asked.get(facts.threadKey);
      const isSame = before?.question === question && Math.abs(deps.now() - before.at) < freshMs;
      if (isSame && !options.force) return before.answer;
      const answer = ask(facts, scope);
      asked.set(facts.threadKey, { question, at: deps.now(), answer });
      if (asked.size > mostRemembered) asked.delete(asked.keys().next().value ?? '');
      await answer;
    },
    findProblem: (threadKey) => problems.get(threadKey) ?? null,
    forget: () => {
      asked.clear();
      problems.clear();
    },
  };
}
