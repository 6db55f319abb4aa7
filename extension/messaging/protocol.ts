import type { ProblemView } from '#shared/contract/problem.ts';
import type { OutgoingRequests } from './outgoing-requests.ts';
import type { PageRequests } from './page-requests.ts';
import type { TalkRequests } from './talk-requests.ts';
import type { TeamRequests } from './team-requests.ts';
import type { TemplateRequests } from './template-requests.ts';
import type { WebhookRequests } from './webhook-requests.ts';
import type { Topic, Topics } from './topics.ts';

export type { AccountChoice, InsertOutcome, OverlayCommand, OverlaySettings, OverlayTexts } from './page-requests.ts';
export type { AttachedFile, Connection, PageView, QueuedMessage, TabView, Topic, Topics } from './topics.ts';

/**
 * The only bridge between page (content script), view (our own frames) and worker. Each message names who may send
 * it; the worker checks the sender before it looks at anything else. Requests are answered with a Result; what views
 * show comes by watching topics on a port.
 */
export type Result<Value> = { ok: true; value: Value } | { ok: false; problem: ProblemView };

/** Every request: what it carries, what it answers, who may send it. */
export type Requests = OutgoingRequests &
  PageRequests &
  TalkRequests &
  TeamRequests &
  TemplateRequests &
  WebhookRequests;

export type RequestName = keyof Requests;
export type Input<Name extends RequestName> = Requests[Name]['input'];
export type Output<Name extends RequestName> = Requests[Name]['output'];

/** On a port named `watch`: the view names topics, the worker pushes values. A view reconnects when the port closes. */
export type WatchRequest = { watch: Topic };
export type WatchUpdate = { [Name in Topic]: { topic: Name; value: Topics[Name] } }[Topic];
