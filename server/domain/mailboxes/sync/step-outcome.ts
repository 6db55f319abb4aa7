/** `done`: something was done, go on. `idle`: there was nothing to do. `waitMs`: there is, but not before. */
export type StepOutcome = 'done' | 'idle' | { readonly waitMs: number };
