import type { OverlayTexts } from '../../messaging/protocol.ts';
import type { PageEnvironment } from '../webmail/webmail-adapter.ts';
import { guardElement } from './guard-element.ts';
import type { Room } from './make-room.ts';
import { createResizeHandle, HANDLE_WIDTH } from './resize-handle.ts';
import { COLLAPSED_WIDTH, DEFAULT_WIDTH, fitWidth, listWidthLimits } from './sidebar-layout.ts';

export type SidebarLayout = { width: number; collapsed: boolean };

export type Sidebar = {
  setLayout(layout: SidebarLayout): void;
  setTheme(theme: { dark: boolean }): void;
};

type SidebarOptions = PageEnvironment & {
  /** Address of our own page, with the pairing nonce as its fragment. */
  src: string;
  room: Room;
  texts: OverlayTexts;
  layout: SidebarLayout;
  dark: boolean;
  /** The person made the sidebar wider, narrower or collapsed it. */
  onLayout(layout: SidebarLayout): void;
  /** The page took the sidebar out: the frame's document is gone. */
  onRemoved(): void;
  /** The page keeps tampering with the sidebar, which is taken out for good. */
  onGivenUp(): void;
};

const MAX_Z_INDEX = 2_147_483_647;

/**
 * Puts the one frame of the tab beside the page, in a closed shadow tree outside the body, and keeps it there until
 * the signal aborts. Every style is inline and important, so that no style sheet of the page reaches it.
 */
export function mountSidebar(options: SidebarOptions): Sidebar {
  const { window, signal, room } = options;
  const { document } = window;
  let { layout, dark } = options;
  let isHidden = false;

  const host = document.createElement('div');
  const frame = createFrame(document, options.src);
  const handle = createResizeHandle({
    window,
    signal,
    label: options.texts.width,
    side: room.side,
    width: () => fitWidth(layout.width, window.innerWidth),
    limits: () => listWidthLimits(window.innerWidth),
    onDrag: (width) => setLayout({ ...layout, width: fitWidth(width, window.innerWidth) }),
    onDone: () => options.onLayout(layout),
    onReset: () => change({ ...layout, width: DEFAULT_WIDTH }),
    onCollapse: () => change({ ...layout, collapsed: true }),
  });
  host.attachShadow({ mode: 'closed' }).append(handle.element, frame);

  function change(next: SidebarLayout): void {
    setLayout(next);
    options.onLayout(next);
  }

  function setLayout(next: SidebarLayout): void {
    layout = next;
    paint();
  }

  function paint(): void {
    if (signal.aborted) return;
    const width = layout.collapsed ? COLLAPSED_WIDTH : fitWidth(layout.width, window.innerWidth);
    const side = room.side();
    setStyle(host, hostStyle({ width, side, dark, isHidden }));
    setStyle(frame, frameStyle({ side, isCollapsed: layout.collapsed, dark }));
    setStyle(handle.element, handleStyle({ side, isCollapsed: layout.collapsed, dark }));
    handle.update();
    room.set(isHidden ? 0 : width);
  }

  function setHidden(next: boolean): void {
    isHidden = next;
    paint();
  }

  document.documentElement.append(host);
  paint();
  guardElement(host, paint, {
    window,
    signal,
    isIntact: () => isAsPainted(host),
    onRemoved: options.onRemoved,
    onGivenUp: options.onGivenUp,
  });
  // A resize of our own making changes nothing here: the width it leads to is the one already painted.
  window.addEventListener('resize', paint, { signal });
  window.addEventListener('beforeprint', () => setHidden(true), { signal });
  window.addEventListener('afterprint', () => setHidden(false), { signal });
  document.addEventListener('fullscreenchange', () => setHidden(document.fullscreenElement !== null), { signal });
  signal.addEventListener(
    'abort',
    () => {
      host.remove();
      room.set(0);
    },
    { once: true },
  );
  return {
    setLayout,
    setTheme(theme) {
      dark = theme.dark;
      paint();
    },
  };
}

function createFrame(document: Document, src: string): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.title = 'Sidethread';
  frame.allow = 'clipboard-write';
  frame.src = src;
  return frame;
}

type Styles = Record<string, string>;

/** What was last painted on an element, as the browser writes it. */
const painted = new WeakMap<HTMLElement, string>();

function setStyle(element: HTMLElement, styles: Styles): void {
  element.style.cssText = Object.entries({ all: 'initial', ...styles })
    .map(([name, value]) => `${name}:${value}!important`)
    .join(';');
  painted.set(element, element.style.cssText);
}

/** Whether the element is as it was painted, with nothing added to it. */
function isAsPainted(element: HTMLElement): boolean {
  return element.getAttributeNames().join() === 'style' && element.style.cssText === painted.get(element);
}

type HostLook = { width: number; side: 'left' | 'right'; dark: boolean; isHidden: boolean };

function hostStyle({ width, side, dark, isHidden }: HostLook): Styles {
  return {
    display: isHidden ? 'none' : 'block',
    position: 'fixed',
    top: '0',
    bottom: '0',
    [side]: '0',
    width: `${width}px`,
    'z-index': String(MAX_Z_INDEX),
    // Seen until the frame has painted, and under the handle, where a narrowed page leaves its bare white canvas.
    background: dark ? '#1b1c1f' : '#ffffff',
    // One line between the mail and the panel; closed, the frame lies over it and draws its own.
    'box-shadow': `inset ${side === 'right' ? 1 : -1}px 0 ${dark ? '#35393b' : '#e2e5e6'}`,
    'color-scheme': dark ? 'dark' : 'light',
    'pointer-events': 'auto',
    opacity: '1',
    visibility: 'visible',
  };
}

function frameStyle({ side, isCollapsed, dark }: { side: string; isCollapsed: boolean; dark: boolean }): Styles {
  const inset = isCollapsed ? 0 : HANDLE_WIDTH;
  return {
    display: 'block',
    position: 'absolute',
    top: '0',
    height: '100%',
    [side]: '0',
    width: `calc(100% - ${inset}px)`,
    border: '0',
    'color-scheme': dark ? 'dark' : 'light',
  };
}

function handleStyle({ side, isCollapsed, dark }: { side: string; isCollapsed: boolean; dark: boolean }): Styles {
  return {
    display: isCollapsed ? 'none' : 'block',
    position: 'absolute',
    top: '0',
    bottom: '0',
    [side === 'right' ? 'left' : 'right']: '0',
    width: `${HANDLE_WIDTH}px`,
    cursor: 'col-resize',
    'touch-action': 'none',
    outline: '0',
    'color-scheme': dark ? 'dark' : 'light',
  };
}
