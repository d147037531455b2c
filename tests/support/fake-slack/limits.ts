import { isJson, type Json, parseJson, rec, str } from './json.ts';
import { blocksProblems, elementsOf } from './limits-blocks.ts';
import { missing, type Problems, textObject, withinIfAny } from './limits-text.ts';
import { refuse, refuseAll } from './refusal.ts';

/** The content of a message, checked. */
export type Content = {
  readonly text: string;
  readonly blocks: readonly Json[] | undefined;
  readonly attachments: readonly Json[] | undefined;
  readonly metadata: Json | undefined;
};

const MAX_TEXT = 40_000;
const MAX_MARKDOWN = 12_000;
/** bolt-js#2509: msg_blocks_too_long at some 13,200 characters of any mixture of blocks. */
const MAX_ALL_BLOCKS = 13_200;
/** Undocumented ([?] in reliability-and-security.md); a strict guess. */
const MAX_METADATA = 8_000;

/** Content of chat.postMessage, chat.update, chat.postEphemeral or a response URL; refuses what Slack refuses. */
export const checkContent = (args: Json): Content => {
  const markdown = str(args, 'markdown_text');
  const text = str(args, 'text') ?? '';
  const blocks = jsonArray(args['blocks'], 'invalid_blocks_format');
  const attachments = jsonArray(args['attachments'], 'invalid_attachments');
  if (markdown !== undefined && (args['text'] !== undefined || blocks)) refuse('markdown_text_conflict');
  // Slack cuts at 40,000 with a warning; a cut ticket is a defect, so the double refuses.
  if (text.length > MAX_TEXT || (markdown ?? '').length > MAX_MARKDOWN) refuse('msg_too_long');
  if ((attachments ?? []).length > 100) refuse('too_many_attachments');
  if (!text.trim() && !markdown && !blocks?.length && !attachments?.length) refuse('no_text');
  if (blocks) checkMessageBlocks(blocks);
  for (const attachment of attachments ?? []) checkAttachment(attachment);
  const shown = blocks ?? (markdown === undefined ? undefined : [{ type: 'markdown', text: markdown }]);
  return { text: markdown ?? text, blocks: shown, attachments, metadata: checkMetadata(args) };
};

/** A view of views.open, push, update or publish, or of an acknowledgement. */
export const checkView = (given: unknown, types: readonly string[]): Json => {
  const view = typeof given === 'string' ? parseJson(given) : given;
  if (!isJson(view)) return refuseAll('invalid_arguments', missing('view', ''));
  if (JSON.stringify(view).length > 250_000) refuse('view_too_large');
  const problems = viewProblems(view, types);
  if (problems.length > 0) refuseAll('invalid_arguments', problems);
  return view;
};

const viewProblems = (view: Json, types: readonly string[]): Problems => {
  const type = String(view['type']);
  if (!types.includes(type)) return [`unsupported type: ${type} [json-pointer:/view/type]`];
  const modal = type === 'modal';
  const blocks = view['blocks'];
  const hasInputs = Array.isArray(blocks) && blocks.some((block) => str(block, 'type') === 'input');
  const short = { max: 24, plainOnly: true };
  return [
    ...(modal ? textObject(view, 'title', '/view', short) : []),
    ...textObject(view, 'submit', '/view', { ...short, optional: !(modal && hasInputs) }),
    ...textObject(view, 'close', '/view', { ...short, optional: true }),
    ...withinIfAny(view, 'private_metadata', '/view', 3000),
    ...withinIfAny(view, 'callback_id', '/view', 255),
    ...withinIfAny(view, 'external_id', '/view', 255),
    ...(blocks === undefined
      ? missing('blocks', '/view')
      : blocksProblems(blocks, modal ? 'modal' : 'home', '/view/blocks')),
  ];
};

const checkMessageBlocks = (blocks: readonly Json[]): void => {
  const problems = blocksProblems(blocks, 'message', '/blocks');
  if (problems.length > 0) refuseAll('invalid_blocks', problems);
  const markdown = blocks.filter((block) => block['type'] === 'markdown').map(charactersIn);
  if (sum(markdown) > MAX_MARKDOWN || sum(blocks.map(charactersIn)) > MAX_ALL_BLOCKS) refuse('msg_blocks_too_long');
};

/** Characters a reader would see, those of elements included. */
const charactersIn = (value: unknown): number => {
  if (Array.isArray(value)) return sum(value.map(charactersIn));
  if (!isJson(value)) return 0;
  return sum(
    Object.entries(value).map(([key, held]) =>
      key === 'text' && typeof held === 'string' ? held.length : charactersIn(held),
    ),
  );
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

const checkAttachment = (attachment: Json): void => {
  if ((str(attachment, 'footer') ?? '').length > 300) refuse('invalid_attachments');
  const inner = attachment['blocks'];
  if (inner === undefined) return;
  const problems = blocksProblems(inner, 'message', '/attachments/blocks');
  if (problems.length > 0) refuseAll('invalid_attachments', problems);
};

const checkMetadata = (args: Json): Json | undefined => {
  if (args['metadata'] === undefined) return undefined;
  const given = typeof args['metadata'] === 'string' ? parseJson(args['metadata']) : args['metadata'];
  if (!isJson(given)) return refuse('invalid_metadata_format');
  if (JSON.stringify(given).length > MAX_METADATA) refuse('metadata_too_large');
  if (Object.keys(given).length === 0) return given;
  if (typeof given['event_type'] !== 'string' || !given['event_type'] || !isJson(given['event_payload']))
    refuse('invalid_metadata_schema');
  if (!Object.values(rec(given, 'event_payload')).every(metadataValue)) refuse('invalid_metadata_schema');
  // Slack posts the message and drops metadata whose event_type has, say, a dot in it (bolt-python#863).
  return /^[\w-]+$/.test(given['event_type'] as string) ? given : undefined;
};

/** @slack/types: string, number, boolean, a flat object, or an array of flat objects (strings are taken too). */
const metadataValue = (value: unknown): boolean => {
  const simple = (held: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof held);
  const flat = (held: unknown): boolean => simple(held) || (isJson(held) && Object.values(held).every(simple));
  return flat(value) || (Array.isArray(value) && value.every(flat));
};

const jsonArray = (given: unknown, code: string): readonly Json[] | undefined => {
  if (given === undefined || given === null || given === '') return undefined;
  const parsed = typeof given === 'string' ? parseJson(given) : given;
  if (!Array.isArray(parsed)) return refuse(code);
  return parsed as readonly Json[];
};

/** Blocks as Slack stores them: every block_id and action_id filled in. */
export const withIds = (blocks: readonly Json[], prefix: string): readonly Json[] =>
  blocks.map((block, n) => {
    const id = str(block, 'block_id') ?? `${prefix}${n}`;
    const given = new Set(elementsOf(block));
    return { ...nameActions(block, given, id), block_id: id };
  });

const nameActions = (block: Json, elements: ReadonlySet<Json>, blockId: string): Json => {
  const named = (element: Json, n: number): Json =>
    elements.has(element) && element['type'] !== 'image' ? { action_id: `${blockId}-a${n}`, ...element } : element;
  const copy = (key: string): Json => {
    const held = block[key];
    if (Array.isArray(held)) return { [key]: held.map((item, n) => (isJson(item) ? named(item, n) : item)) };
    return isJson(held) ? { [key]: named(held, 0) } : {};
  };
  return { ...block, ...copy('elements'), ...copy('accessory'), ...copy('element'), ...copy('actions') };
};
