import type { SanitisedMail } from './sanitise-mail.ts';

export interface FrameLook {
  /** The view's own `color-scheme`. */
  colorScheme: string;
  /** Whether pictures may come from elsewhere. */
  pictures: boolean;
  /** Where the mail's own pictures come from; null while signed out. */
  ownOrigin: string | null;
}

/** A mail without colours of its own takes those of the view; one with colours stands on white paper, as it was meant. */
const plainColours = `:root { background: light-dark(#ffffff, #1b1c1f); color: light-dark(#1b1f21, #e8ebec); }
a { color: light-dark(#0b5b61, #8ddade); }
body { padding: 0; }`;
const paperColours = ':root { background: #ffffff; color: #1b1f21; } body { padding: 10px; }';

/** Narrow views are narrower than most mails: what can give way does. */
const layout = `:root { margin: 0; overflow-x: auto; overflow-y: hidden; font: 14px/1.5 system-ui, sans-serif; }
body { margin: 0; overflow-wrap: anywhere; box-sizing: border-box; min-width: 0 !important; height: auto !important; }
img { max-width: 100% !important; height: auto; }
table { max-width: 100%; }
pre { white-space: pre-wrap; }
blockquote { margin: 4px 0 4px 4px; padding-inline-start: 8px; border-inline-start: 2px solid #868e91; }
summary { cursor: pointer; width: fit-content; margin: 6px 0; padding: 1px 8px; border-radius: 6px; background: color-mix(in srgb, currentColor 10%, transparent); font: 12px/1.5 system-ui, sans-serif; }`;

/**
 * Puts a sanitised mail into an empty frame of ours. The frame's sandbox runs nothing; its policy lets it load the
 * mail's own pictures, and others only where they were asked for.
 */
export function fillFrame(frame: Document, mail: SanitisedMail, look: FrameLook): void {
  const sources = ['data:', look.ownOrigin, look.pictures ? 'https:' : null].filter((source) => source !== null);
  const policy = frame.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = `default-src 'none'; style-src 'unsafe-inline'; img-src ${sources.join(' ')}; base-uri 'none'; form-action 'none'`;
  // By itself and first: what is inserted together with a policy is not yet under it.
  frame.head.append(policy);
  frame.documentElement.style.colorScheme = mail.isPainted ? 'light' : look.colorScheme;
  frame.documentElement.dir = 'auto';
  for (const text of [`${layout}\n${mail.isPainted ? paperColours : plainColours}`, ...mail.styles]) {
    const style = frame.createElement('style');
    style.textContent = text;
    frame.head.append(style);
  }
  frame.body.replaceWith(frame.adoptNode(mail.body));
}
