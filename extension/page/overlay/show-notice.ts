type NoticeOptions = {
  window: Window & typeof globalThis;
  text: string;
  /** Label of the button that takes the notice away. */
  dismiss: string;
  side: 'left' | 'right';
  dark: boolean;
};

const MAX_Z_INDEX = 2_147_483_647;

/**
 * Says one sentence of ours in the page, where there is no frame any more to say it in: a card in a closed shadow tree,
 * there until a person takes it away. The page could cover or change it, so nothing hangs on it and no data is in it.
 */
export function showNotice({ window, text, dismiss, side, dark }: NoticeOptions): void {
  const { document } = window;
  const host = document.createElement('div');
  const card = document.createElement('div');
  const words = document.createElement('p');
  const button = document.createElement('button');
  card.setAttribute('role', 'status');
  words.textContent = text;
  button.type = 'button';
  button.textContent = '×';
  button.setAttribute('aria-label', dismiss);
  button.addEventListener('click', ({ isTrusted }) => isTrusted && host.remove());

  const ink = dark ? '#e8e8ea' : '#1f2024';
  style(host, { position: 'fixed', bottom: '16px', [side]: '16px', 'z-index': String(MAX_Z_INDEX) });
  style(card, {
    display: 'flex',
    gap: '12px',
    'align-items': 'flex-start',
    'max-width': '320px',
    padding: '12px 12px 12px 16px',
    'border-radius': '12px',
    border: `1px solid ${dark ? '#4a4c52' : '#d5d7db'}`,
    background: dark ? '#26272b' : '#ffffff',
    'box-shadow': '0 4px 16px rgb(0 0 0 / 0.18)',
    color: ink,
    font: '14px/20px system-ui, sans-serif',
  });
  style(words, { display: 'block', margin: '0', flex: '1', color: ink, font: 'inherit' });
  style(button, {
    width: '24px',
    height: '24px',
    // The browser's own focus ring.
    outline: 'revert',
    cursor: 'pointer',
    color: ink,
    'text-align': 'center',
    font: '18px/22px system-ui, sans-serif',
  });
  card.append(words, button);
  host.attachShadow({ mode: 'closed' }).append(card);
  document.documentElement.append(host);
}

/** Inline and important, so that no style sheet of the page reaches it. */
function style(element: HTMLElement, styles: Record<string, string>): void {
  element.style.cssText = Object.entries({ all: 'initial', ...styles })
    .map(([name, value]) => `${name}:${value}!important`)
    .join(';');
}
