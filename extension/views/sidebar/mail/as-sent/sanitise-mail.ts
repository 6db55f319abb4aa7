import DOMPurify, { type Config } from 'dompurify';

export interface SanitiseOptions {
  /** Whether pictures may come from elsewhere. */
  pictures: boolean;
  /** Where the mail's own pictures are, by their Content-ID. */
  inline: ReadonlyMap<string, string>;
}

export interface SanitisedMail {
  /** Style sheets of the mail. */
  styles: string[];
  /** In a document of its own, in which nothing runs or loads. */
  body: HTMLElement;
  /** Pictures from elsewhere that were left out. */
  hiddenPictures: number;
  /** Whether the mail sets colours of its own, which are readable on white only. */
  isPainted: boolean;
}

const forbidden =
  'form input button select option optgroup textarea label fieldset legend datalist output dialog menu video audio source track picture map area link base meta iframe object embed frame frameset noscript template slot marquee progress meter canvas';
const forbiddenAttributes =
  'srcset sizes ping cite longdesc xlink:href contenteditable tabindex autofocus accesskey draggable popover popovertarget popovertargetaction is slot part exportparts form formaction action method download usemap ismap poster srcdoc name nonce target enterkeyhint inputmode loading decoding fetchpriority crossorigin';

const config = {
  WHOLE_DOCUMENT: true,
  RETURN_DOM: true,
  USE_PROFILES: { html: true },
  FORBID_TAGS: forbidden.split(' '),
  FORBID_ATTR: forbiddenAttributes.split(' '),
  ALLOW_DATA_ATTR: false,
} satisfies Config;

/**
 * What a mail says as its sender laid it out, without anything that runs, sends, loads or leads elsewhere unasked. The
 * nodes are made by the parser of a document without a window; shown, they are moved and not parsed again.
 */
export function sanitiseMail(html: string, options: SanitiseOptions): SanitisedMail {
  const purify = DOMPurify(window);
  let hiddenPictures = 0;
  let isPainted = false;
  const refuseRemote = (): void => void (hiddenPictures += options.pictures ? 0 : 1);

  purify.addHook('afterSanitizeAttributes', (node) => {
    isPainted ||= isPaint(node);
    settleLink(node);
    if (node.nodeName === 'IMG') settlePicture(node, options, refuseRemote);
    settleStyle(node, options, refuseRemote);
  });
  // Whatever is asked for above, the result is the root of the inert document.
  const root = purify.sanitize(html, config) as unknown as HTMLElement;
  const styles = [...root.querySelectorAll('style')].map((style) => {
    style.remove();
    return style.textContent.replace(/@import[^;]*;?/gi, '');
  });
  for (const text of styles) {
    isPainted ||= paints.test(text);
    if (remoteInStyle.test(text)) refuseRemote();
  }
  const body = root.querySelector('body') ?? root.appendChild(root.ownerDocument.createElement('body'));
  return { styles, body, hiddenPictures, isPainted };
}

const paints = /(?:^|[;{\s])(?:color|background(?:-color|-image)?)\s*:/i;
const paintAttributes = ['bgcolor', 'background', 'color', 'text'];

const isPaint = (node: Element): boolean =>
  paintAttributes.some((name) => node.hasAttribute(name)) || paints.test(node.getAttribute('style') ?? '');

/** Links go to a tab of their own, which learns nothing of where they were. Others lead nowhere. */
function settleLink(node: Element): void {
  if (!node.hasAttribute('href')) return;
  const href = node.getAttribute('href')?.trim() ?? '';
  if (node.nodeName !== 'A' || !/^(?:https?:|mailto:|tel:)/i.test(href) || !URL.canParse(href)) {
    node.removeAttribute('href');
    return;
  }
  node.setAttribute('target', '_blank');
  node.setAttribute('rel', 'noopener noreferrer nofollow');
  node.setAttribute('title', new URL(href).href.slice(0, 300));
}

/** The mail's own pictures come from our server; those from elsewhere only when asked for, and never invisible ones. */
function settlePicture(node: Element, { pictures, inline }: SanitiseOptions, refuse: () => void): void {
  const source = node.getAttribute('src')?.trim() ?? '';
  if (/^data:image\/(?:png|jpe?g|gif|webp)[;,]/i.test(source)) return;
  node.removeAttribute('src');
  const own = /^cid:/i.test(source) ? inline.get(readContentId(source)) : undefined;
  if (own !== undefined) return node.setAttribute('src', own);
  if (!isRemote(source) || isPixel(node)) return;
  refuse();
  if (pictures) node.setAttribute('src', source.replace(/^http:/i, 'https:'));
}

function readContentId(source: string): string {
  const id = source.slice('cid:'.length);
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

const isRemote = (url: string): boolean => /^https?:/i.test(url) && URL.canParse(url);

/** A picture that nobody sees only tells that the mail was read. */
const isPixel = (node: Element): boolean =>
  [node.getAttribute('width'), node.getAttribute('height')].some(
    (size) => size !== null && Number.parseFloat(size) <= 1,
  );

const remoteInStyle = /url\(\s*["']?\s*(?:https?:)?\/\//i;

/** Styles may place and paint, but not load, and not follow the window. */
function settleStyle(node: Element, { pictures }: SanitiseOptions, refuse: () => void): void {
  if (node.hasAttribute('background')) {
    const source = node.getAttribute('background') ?? '';
    if (isRemote(source)) refuse();
    if (!pictures || !isRemote(source)) node.removeAttribute('background');
  }
  const text = node.getAttribute('style');
  if (text === null) return;
  if (remoteInStyle.test(text)) refuse();
  const { style } = node as HTMLElement;
  if (/fixed|sticky/i.test(style.position)) style.removeProperty('position');
}
