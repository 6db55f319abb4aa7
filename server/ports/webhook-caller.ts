/** What an address of other people's answered, or why it did not. */
export type WebhookAnswer =
  | { readonly status: number }
  | { readonly status: null; readonly problem: 'not-reachable' | 'not-public' | 'too-slow' };

/** Calls addresses that a team's admin wrote down: nothing in our own network can be reached through them. */
export interface WebhookCaller {
  /** Why an address can't be called, as a sentence; undefined when it can. */
  refuse(url: string): string | undefined;
  /** Posts JSON. Never throws for what the address does; redirects are not followed, and no answer's body is read. */
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<WebhookAnswer>;
}
