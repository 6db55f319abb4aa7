import type { Runtime } from 'webextension-polyfill';

/** Sends on an extension port; false when it has closed. (A port is no window: it has no target origin.) */
export function sendOnPort(port: Runtime.Port, message: unknown): boolean {
  try {
    Reflect.apply(port.postMessage, port, [message]);
    return true;
  } catch {
    return false;
  }
}
