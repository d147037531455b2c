import { isJson, type Json, list, rec, str } from './json.ts';
import { ALLOWED, elementProblems } from './limits-elements.ts';
import { at, items, missing, type Problems, textObject, textProblems, within, withinIfAny } from './limits-text.ts';

/** Where blocks are shown; each place has its own block types and its own number. */
export type Surface = 'message' | 'modal' | 'home';

type Check = (block: Json, path: string) => Problems;

/** Everything wrong with an array of blocks. */
export const blocksProblems = (blocks: unknown, surface: Surface, path: string): Problems => {
  if (!Array.isArray(blocks)) return [at('must provide an array', path)];
  const most = surface === 'message' ? 50 : 100;
  if (blocks.length > most) return [at(`no more than ${most} items allowed`, path)];
  return [...blocks.flatMap((block, n) => blockProblems(block, surface, `${path}/${n}`)), ...twins(blocks, path)];
};

const blockProblems = (block: unknown, surface: Surface, path: string): Problems => {
  if (!isJson(block)) return [at('must provide an object', path)];
  const type = str(block, 'type');
  if (!type) return missing('type', path);
  const check = BLOCKS[type];
  const misplaced = surface === 'message' ? false : MESSAGE_ONLY.includes(type);
  if (!check || misplaced) return [at(`unsupported type: ${type}`, `${path}/type`)];
  return [...withinIfAny(block, 'block_id', path, 255, 1), ...check(block, path), ...twinActions(block, path)];
};

const twins = (blocks: readonly unknown[], path: string): Problems => {
  const ids = blocks.map((block) => str(block, 'block_id')).filter((id) => id !== undefined);
  return duplicates(ids).map((id) => at(`\`block_id\` already exists: ${id}`, path));
};

/** An action_id must be the only one in its block (not in its message: the types say "in the containing block"). */
const twinActions: Check = (block, path) =>
  duplicates(elementsOf(block).map((element) => str(element, 'action_id') ?? '')).map((id) =>
    at(`\`action_id\` "${id}" already exists in this block`, path),
  );

const duplicates = (ids: readonly string[]): readonly string[] => [
  ...new Set(ids.filter((id, n) => id !== '' && ids.indexOf(id) !== n)),
];

/** The interactive elements of a block. */
export const elementsOf = (block: Json): readonly Json[] => {
  const type = str(block, 'type');
  if (type === 'actions' || type === 'context_actions') return list(block, 'elements');
  if (type === 'section' && isJson(block['accessory'])) return [rec(block, 'accessory')];
  if (type === 'input') return [rec(block, 'element')];
  if (type === 'card') return list(block, 'actions');
  if (type === 'container') return list(block, 'child_blocks').flatMap(elementsOf);
  if (type === 'carousel') return list(block, 'elements').flatMap(elementsOf);
  return [];
};

const section: Check = (block, path) => {
  if (block['text'] === undefined && block['fields'] === undefined) return missing('text', path);
  const fields =
    block['fields'] === undefined
      ? []
      : items(block, 'fields', path, { max: 10 }, (field, here) => textProblems(field, here, 2000));
  const accessory = isJson(block['accessory'])
    ? elementProblems(block['accessory'], `${path}/accessory`, ALLOWED.accessory)
    : [];
  return [...textObject(block, 'text', path, { max: 3000, optional: true }), ...fields, ...accessory];
};

const input: Check = (block, path) => [
  ...textObject(block, 'label', path, { max: 2000, plainOnly: true }),
  ...textObject(block, 'hint', path, { max: 2000, plainOnly: true, optional: true }),
  ...(isJson(block['element'])
    ? elementProblems(block['element'], `${path}/element`, ALLOWED.input)
    : missing('element', path)),
];

const context: Check = (block, path) =>
  items(block, 'elements', path, { max: 10 }, (element, here) =>
    element['type'] === 'image' ? elementProblems(element, here, ['image']) : textProblems(element, here, 3000),
  );

const image: Check = (block, path) => [
  ...(block['image_url'] === undefined && block['slack_file'] === undefined ? missing('image_url', path) : []),
  ...withinIfAny(block, 'image_url', path, 3000, 1),
  ...(block['alt_text'] === undefined
    ? missing('alt_text', path)
    : within(block['alt_text'], `${path}/alt_text`, 2000)),
  ...textObject(block, 'title', path, { max: 2000, plainOnly: true, optional: true }),
];

const card: Check = (block, path) => [
  ...(['hero_image', 'title', 'actions', 'body'].some((key) => block[key] !== undefined) ? [] : missing('body', path)),
  ...textObject(block, 'title', path, { max: 150, optional: true }),
  ...textObject(block, 'subtitle', path, { max: 150, optional: true }),
  ...textObject(block, 'body', path, { max: 200, optional: true }),
  ...list(block, 'actions').flatMap((action, n) => elementProblems(action, `${path}/actions/${n}`, ['button'])),
];

const table: Check = (block, path) => {
  const rows = block['rows'];
  if (!Array.isArray(rows)) return missing('rows', path);
  if (rows.length > 100) return [at('no more than 100 items allowed', `${path}/rows`)];
  return rows.flatMap((row, n) =>
    Array.isArray(row) && row.length <= 20 ? [] : [at('no more than 20 items allowed', `${path}/rows/${n}`)],
  );
};

const richText: Check = (block, path) =>
  items(block, 'elements', path, { max: 3000 }, (element, here) =>
    RICH_TEXT.includes(String(element['type']))
      ? []
      : [at(`unsupported type: ${String(element['type'])}`, `${here}/type`)],
  );

const container: Check = (block, path) => [
  ...(block['title'] === undefined && block['rich_text_title'] === undefined ? missing('title', path) : []),
  ...textObject(block, 'title', path, { max: 150, plainOnly: true, optional: true }),
  ...textObject(block, 'subtitle', path, { max: 150, optional: true }),
  ...items(block, 'child_blocks', path, { max: 10 }, (child, here) => blockProblems(child, 'message', here)),
];

const RICH_TEXT = ['rich_text_section', 'rich_text_list', 'rich_text_preformatted', 'rich_text_quote'];
const MESSAGE_ONLY = ['markdown', 'task_card', 'plan', 'context_actions', 'file'];

const BLOCKS: { readonly [type: string]: Check } = {
  section,
  input,
  context,
  image,
  card,
  table,
  container,
  rich_text: richText,
  data_table: table,
  divider: () => [],
  header: (block, path) => textObject(block, 'text', path, { max: 150, plainOnly: true }),
  markdown: (block, path) =>
    block['text'] === undefined ? missing('text', path) : within(block['text'], `${path}/text`, 12_000, 1),
  alert: (block, path) => textObject(block, 'text', path, { max: 3000 }),
  actions: (block, path) =>
    items(block, 'elements', path, { max: 25 }, (element, here) => elementProblems(element, here, ALLOWED.actions)),
  context_actions: (block, path) =>
    items(block, 'elements', path, { max: 5 }, (element, here) =>
      elementProblems(element, here, ALLOWED.context_actions),
    ),
  carousel: (block, path) => items(block, 'elements', path, { max: 10 }, card),
  video: (block, path) => [
    ...['video_url', 'thumbnail_url', 'alt_text'].flatMap((key) =>
      block[key] === undefined ? missing(key, path) : [],
    ),
    ...textObject(block, 'title', path, { max: 199, plainOnly: true }),
    ...withinIfAny(block, 'author_name', path, 49),
  ],
  file: (block, path) => (block['external_id'] === undefined ? missing('external_id', path) : []),
  task_card: (block, path) =>
    ['task_id', 'title', 'status'].flatMap((key) => (block[key] === undefined ? missing(key, path) : [])),
  plan: (block, path) => (block['title'] === undefined ? missing('title', path) : []),
};
