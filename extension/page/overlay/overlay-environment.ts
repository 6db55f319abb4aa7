import type { Input, InsertOutcome, OverlayCommand, Output, Result } from '../../messaging/protocol.ts';
import type { PageEnvironment, WebmailAdapter } from '../webmail/webmail-adapter.ts';

export type PageRequest = 'page.hello' | 'page.email' | 'page.theme' | 'page.layout' | 'page.losses';

/** What the overlay is given: the page, its adapter, and the way to the worker. */
export type OverlayEnvironment = PageEnvironment & {
  adapter: WebmailAdapter;
  /** Our own page, without a fragment. */
  sidebarUrl: string;
  /** Never throws; a failure is a Result. */
  request<Name extends PageRequest>(name: Name, input: Input<Name>): Promise<Result<Output<Name>>>;
  watchCommands(
    listener: (command: OverlayCommand) => InsertOutcome | undefined,
    options: { signal: AbortSignal },
  ): void;
};
