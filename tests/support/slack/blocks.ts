import { refuse } from './refusal.ts';

const MOST_BLOCKS = 50;
const MOST_IN_SECTION = 3000;
const MOST_IN_FIELD = 2000;
const MOST_IN_HEADER = 150;
const MOST_IN_MARKDOWN = 12_000;
/**
 * Slack refuses long messages as a whole without documenting where: people measured about 13,200
 * characters of text, less with many blocks. This is the strict reading of those measurements.
 */
const MOST_IN_MESSAGE = 13_200;
const COST_OF_BLOCK = 50;

type Json = Record<string, unknown>;

/** Checks blocks as Slack does for messages; refuses with `invalid_blocks` and where it hurts. */
export function checkBlocks(value: unknown): unknown[] {
  if (!Array.isArray(value)) return fail('invalid_blocks_format', 'must be an array', '/blocks');
  if (value.length > MOST_BLOCKS) fail('invalid_blocks', `no more than ${MOST_BLOCKS} items allowed`, '/blocks');
  const ids = new Set<string>();
  value.forEach((block: unknown, index) => checkBlock(block, `/blocks/${index}`, ids));
  if (countText(value) + value.length * COST_OF_BLOCK > MOST_IN_MESSAGE) refuse('msg_blocks_too_long');
  return value;
}

function checkBlock(block: unknown, path: string, ids: Set<string>): void {
  if (!isObject(block)) return fail('invalid_blocks', 'must be an object', path);
  const id = block['block_id'];
  if (id !== undefined) {
    if (typeof id !== 'string' || id.length > 255)
      fail('invalid_blocks', 'must be less than 256 characters', `${path}/block_id`);
    if (ids.has(String(id))) fail('invalid_blocks', 'block_id is used twice', `${path}/block_id`);
    ids.add(String(id));
  }
  const check = CHECKS[String(block['type'])];
  if (!check) return fail('invalid_blocks', `unsupported type: ${String(block['type'])}`, path);
  check(block, path);
}

const CHECKS: Record<string, (block: Json, path: string) => void> = {
  divider: () => {},
  section: (block, path) => {
    if (block['text'] === undefined && block['fields'] === undefined)
      fail('invalid_blocks', 'missing required field: text', path);
    if (block['text'] !== undefined) checkText(block['text'], `${path}/text`, MOST_IN_SECTION);
    checkList(block['fields'], `${path}/fields`, 10, (field, at) => checkText(field, at, MOST_IN_FIELD));
    if (block['accessory'] !== undefined) checkElement(block['accessory'], `${path}/accessory`);
  },
  header: (block, path) => checkText(block['text'], `${path}/text`, MOST_IN_HEADER, true),
  context: (block, path) =>
    checkRequiredList(block['elements'], `${path}/elements`, 10, (element, at) =>
      isObject(element) && element['type'] === 'image'
        ? checkImage(element, at)
        : checkText(element, at, MOST_IN_SECTION),
    ),
  actions: (block, path) => checkRequiredList(block['elements'], `${path}/elements`, 25, checkElement),
  image: (block, path) => checkImage(block, path),
  markdown: (block, path) => {
    const text = block['text'];
    if (typeof text !== 'string' || text === '') return fail('invalid_blocks', 'missing required field: text', path);
    if (text.length > MOST_IN_MARKDOWN) refuse('msg_too_long');
  },
  rich_text: (block, path) =>
    checkRequiredList(block['elements'], `${path}/elements`, 1000, (element, at) => {
      const type = isObject(element) ? String(element['type']) : '';
      if (!/^rich_text_(section|list|quote|preformatted)$/.test(type))
        fail('invalid_blocks', 'unsupported element', at);
    }),
};

function checkText(text: unknown, path: string, most: number, isPlainOnly = false): void {
  if (!isObject(text)) return fail('invalid_blocks', 'missing required field: text', path);
  const isKnown = text['type'] === 'plain_text' || (text['type'] === 'mrkdwn' && !isPlainOnly);
  if (!isKnown) fail('invalid_blocks', 'failed to match all allowed schemas', path);
  const value = text['text'];
  if (typeof value !== 'string' || value.length === 0)
    return fail('invalid_blocks', 'must be more than 0 characters', `${path}/text`);
  if (value.length > most) fail('invalid_blocks', `must be less than ${most + 1} characters`, `${path}/text`);
}

function checkImage(image: Json, path: string): void {
  if (typeof image['image_url'] !== 'string' && !isObject(image['slack_file'])) {
    fail('invalid_blocks', 'missing required field: image_url', path);
  }
  const url = image['image_url'];
  if (typeof url === 'string' && (!/^https?:\/\//.test(url) || url.length > 3000))
    fail('invalid_blocks', 'invalid url', `${path}/image_url`);
  if (typeof image['alt_text'] !== 'string') fail('invalid_blocks', 'missing required field: alt_text', path);
}

function checkElement(element: unknown, path: string): void {
  if (!isObject(element)) return fail('invalid_blocks', 'must be an object', path);
  if (element['type'] === 'image') return checkImage(element, path);
  if (element['type'] !== 'button') {
    if (typeof element['action_id'] !== 'string') fail('invalid_blocks', 'unsupported element', path);
    if (element['type'] === 'static_select') checkMenu(element, path);
    return;
  }
  checkText(element['text'], `${path}/text`, 75, true);
  const url = element['url'];
  if (url !== undefined && (typeof url !== 'string' || !/^[a-z][a-z0-9+.-]*:/i.test(url) || url.length > 3000)) {
    fail('invalid_blocks', 'invalid url', `${path}/url`);
  }
}

function checkMenu(menu: Json, path: string): void {
  if (menu['placeholder'] !== undefined) checkText(menu['placeholder'], `${path}/placeholder`, 150, true);
  checkRequiredList(menu['options'], `${path}/options`, 100, (option, at) => {
    if (!isObject(option) || typeof option['value'] !== 'string' || option['value'].length > 150)
      return fail('invalid_blocks', 'invalid option', at);
    checkText(option['text'], `${at}/text`, 75, true);
  });
}

function checkRequiredList(
  list: unknown,
  path: string,
  most: number,
  check: (item: unknown, path: string) => void,
): void {
  if (!Array.isArray(list) || list.length === 0)
    return fail('invalid_blocks', 'missing required field: elements', path);
  checkList(list, path, most, check);
}

function checkList(list: unknown, path: string, most: number, check: (item: unknown, path: string) => void): void {
  if (list === undefined) return;
  if (!Array.isArray(list)) return fail('invalid_blocks', 'must be an array', path);
  if (list.length > most) fail('invalid_blocks', `no more than ${most} items allowed`, path);
  list.forEach((item: unknown, index) => check(item, `${path}/${index}`));
}

/** Characters of every text in a tree of blocks. */
function countText(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item: unknown) => sum + countText(item), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]) => sum + (key === 'text' && typeof item === 'string' ? item.length : countText(item)),
    0,
  );
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fail(error: string, why: string, path: string): never {
  const message = `${why} [json-pointer:${path}]`;
  return refuse(error, { errors: [message], response_metadata: { messages: [`[ERROR] ${message}`] } });
}
