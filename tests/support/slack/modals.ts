import { checkBlocks } from './blocks.ts';
import { createSecret, createSlackId } from './ids.ts';
import { refuse } from './refusal.ts';

/** A form as an app gives it to `views.open`. */
export interface ModalDraft extends Record<string, unknown> {
  type: 'modal';
  blocks: unknown[];
}

/** A form that somebody has open. */
export interface OpenModal {
  id: string;
  hash: string;
  userId: string;
  view: ModalDraft;
}

const MOST_BLOCKS = 100;
const MOST_IN_TITLE = 24;
const MOST_METADATA = 3000;
const MOST_IN_INPUT = 3000;

type Json = Record<string, unknown>;

/** Checks a form as Slack does (docs.slack.dev/reference/views/modal-views). */
export function checkModal(value: unknown): ModalDraft {
  if (!isObject(value) || value['type'] !== 'modal' || !Array.isArray(value['blocks']))
    return refuse('invalid_arguments');
  for (const name of ['title', 'submit', 'close']) checkLabel(value[name], name);
  if (value['title'] === undefined) fail('missing required field: title');
  const blocks = value['blocks'] as unknown[];
  if (blocks.length > MOST_BLOCKS) fail('too many blocks');
  const inputs = blocks.filter((block): block is Json => isObject(block) && block['type'] === 'input');
  if (inputs.length > 0 && value['submit'] === undefined) fail('a form with inputs needs a submit button');
  for (const input of inputs) checkInput(input);
  checkBlocks(blocks.filter((block) => !isObject(block) || block['type'] !== 'input'));
  const ids = blocks.flatMap((block) =>
    isObject(block) && typeof block['block_id'] === 'string' ? block['block_id'] : [],
  );
  if (new Set(ids).size < ids.length) fail('block_id is used twice');
  if (String(value['private_metadata'] ?? '').length > MOST_METADATA) fail('private_metadata is too long');
  if (String(value['callback_id'] ?? '').length > 255) fail('callback_id is too long');
  return { ...value, type: 'modal', blocks };
}

function checkLabel(label: unknown, name: string): void {
  if (label === undefined) return;
  const text = isObject(label) && label['type'] === 'plain_text' ? label['text'] : undefined;
  if (typeof text !== 'string' || text === '' || text.length > MOST_IN_TITLE) fail(`invalid ${name}`);
}

function checkInput(input: Json): void {
  const { label, element } = input;
  const text = isObject(label) && label['type'] === 'plain_text' ? label['text'] : undefined;
  if (typeof text !== 'string' || text === '' || text.length > 2000) fail('invalid label of an input');
  if (!isObject(element) || typeof element['action_id'] !== 'string') return fail('an input needs an element');
  if (element['type'] === 'static_select') {
    const options = element['options'];
    if (!Array.isArray(options) || options.length === 0 || options.length > 100) fail('invalid options');
    return;
  }
  if (element['type'] !== 'plain_text_input') fail('unsupported element');
  if (Number(element['max_length'] ?? 1) > MOST_IN_INPUT) fail('max_length is over 3000');
  if (String(element['initial_value'] ?? '').length > MOST_IN_INPUT) fail('initial_value is too long');
}

/** A form as it stands open, under a hash that changes with it. */
export function openModal(view: ModalDraft, userId: string): OpenModal {
  return { id: createSlackId('V'), hash: createSecret(6), userId, view };
}

/** As Slack shows it to the app. */
export function viewModal({ id, hash, view }: OpenModal, values: Json = {}): Json {
  return { ...view, id, hash, state: { values } };
}

/** What people filled in, as Slack tells it: by block, then by element. */
export function fillIn(view: ModalDraft, filled: Readonly<Record<string, string>>): Json {
  const values: Json = {};
  for (const block of view.blocks) {
    if (!isObject(block) || block['type'] !== 'input' || !isObject(block['element'])) continue;
    const { element } = block;
    const id = String(block['block_id']);
    values[id] = { [String(element['action_id'])]: valueOf(element, filled[id]) };
  }
  return values;
}

function valueOf(element: Json, value: string | undefined): Json {
  if (element['type'] !== 'static_select')
    return { type: 'plain_text_input', value: value ?? element['initial_value'] ?? null };
  const options = element['options'] as { value: string }[];
  const initial = element['initial_option'] ?? null;
  return {
    type: 'static_select',
    selected_option: value === undefined ? initial : options.find((option) => option.value === value),
  };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fail(why: string): never {
  return refuse('invalid_arguments', { response_metadata: { messages: [`[ERROR] ${why}`] } });
}
