import browser, { type Runtime } from 'webextension-polyfill';
import { answerRequest, isRequest, type Handlers, type RequestRules } from './answer-request.ts';
import { ownUrl } from './own-url.ts';
import { readSender } from './sender.ts';

/** Answers requests in the worker, each as `answerRequest` says. */
export function handleRequests(handlers: Handlers, rules: RequestRules): void {
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    if (!isRequest(message)) return undefined;
    return answerRequest(message, readSender(sender, ownExtension()), { handlers, rules });
  });
}

/** This extension's id and origin, as the browser names senders. */
export function ownExtension(): { id: string; origin: string } {
  const url = new URL(ownUrl('/'));
  const isPinned = url.protocol === 'chrome-extension:';
  return { id: browser.runtime.id, origin: `${url.protocol}//${isPinned ? browser.runtime.id : url.host}` };
}
