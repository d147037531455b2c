/** The limits of a message body, for every route that takes one. */
import { MessageFlags } from 'discord-api-types/v10';
import { type Issue, invalidForm, refuse } from './errors.ts';
import { asList, asRecord, isRecord } from './json.ts';
import { records, rules } from './rules.ts';
import type { Json, UploadedFile } from './types.ts';
import { componentIssues } from './validate-components.ts';

export type BodyKind = 'create' | 'edit' | 'webhook' | 'interaction';

const common = ['content', 'tts', 'embeds', 'allowed_mentions', 'components', 'attachments', 'flags', 'poll'];
const known: Readonly<Record<BodyKind, readonly string[]>> = {
  create: [...common, 'nonce', 'enforce_nonce', 'message_reference', 'sticker_ids', 'shared_client_theme'],
  edit: common.filter((key) => key !== 'tts' && key !== 'poll'),
  webhook: [...common, 'username', 'avatar_url', 'thread_name', 'applied_tags'],
  interaction: common,
};
const maxFileBytes = 10 * 1024 * 1024;

/** discord.js sends `tts: false` and the like with every body; that asks for nothing. */
const unsaid: readonly unknown[] = [undefined, null, false];

/** Keys that Discord would silently ignore: a typo, or a hope. */
export function unknownKeys(body: Json, kind: BodyKind): readonly string[] {
  return Object.keys(body).filter((key) => !known[kind].includes(key) && !unsaid.includes(body[key]));
}

/** True when the body would let Discord ping whoever its text names. */
export function mentionsUnsafe(body: Json): boolean {
  const allowed = body['allowed_mentions'];
  return !isRecord(allowed) || !Array.isArray(allowed['parse']) || allowed['parse'].length > 0;
}

/** Throws what Discord would answer to a body it refuses. */
export function checkMessage(body: Json, kind: BodyKind, files: readonly UploadedFile[], isV2: boolean): void {
  const issues = [...messageIssues(body, kind), ...componentIssues(body, isV2), ...v2Issues(body, isV2)];
  issues.push(...attachmentIssues(body, files, kind));
  if (issues.length > 0) throw invalidForm(issues);
  if (files.some((file) => file.data.length > maxFileBytes)) throw refuse(40005);
  if (kind !== 'edit' && isEmpty(body, files)) throw refuse(50006);
}

function isEmpty(body: Json, files: readonly UploadedFile[]): boolean {
  const content = typeof body['content'] === 'string' ? body['content'].trim() : '';
  const some = ['embeds', 'components', 'sticker_ids'].some((key) => asList(body[key]).length > 0);
  return content === '' && !some && files.length === 0 && body['poll'] === undefined && !isForward(body);
}

function isForward(body: Json): boolean {
  return asRecord(body['message_reference'])['type'] === 1;
}

function messageIssues(body: Json, kind: BodyKind): readonly Issue[] {
  const check = rules();
  check.text(body, 'content', 0, 2000);
  check.bool(body, 'tts');
  check.integer(body, 'flags', 0, Number.MAX_SAFE_INTEGER);
  if (kind === 'create') nonce(body, check.add);
  if (kind === 'webhook') webhookName(body);
  let total = 0;
  for (const [embed, here] of records(check.list(body, 'embeds', 0, 10), (i) => check.at('embeds', i))) {
    here.text(embed, 'title', 0, 256);
    here.text(embed, 'description', 0, 4096);
    here.integer(embed, 'color', 0, 0xffffff);
    const footer = asRecord(embed['footer']);
    const author = asRecord(embed['author']);
    if (isRecord(embed['footer'])) here.at('footer').text(footer, 'text', 1, 2048, true);
    if (isRecord(embed['author'])) here.at('author').text(author, 'name', 1, 256, true);
    const fields = records(here.list(embed, 'fields', 0, 25), (i) => here.at('fields', i));
    for (const [field, at] of fields) {
      at.text(field, 'name', 1, 256, true);
      at.text(field, 'value', 1, 1024, true);
    }
    for (const url of [embed['url'], author['url']]) {
      if (typeof url === 'string' && !/^https?:\/\/./.test(url))
        here.add(['url'], 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
    }
    total += size(embed['title']) + size(embed['description']) + size(footer['text']) + size(author['name']);
    total += fields.reduce((sum, [field]) => sum + size(field['name']) + size(field['value']), 0);
  }
  if (total > 6000) check.add(['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000');
  allowedMentions(body, check.add);
  return check.issues;
}

type Add = (path: readonly (string | number)[], code: string, message: string) => void;

function size(text: unknown): number {
  return typeof text === 'string' ? text.length : 0;
}

function nonce(body: Json, add: Add): void {
  const given = body['nonce'];
  if (given === undefined || given === null) return;
  if (typeof given !== 'string' && typeof given !== 'number') {
    add(['nonce'], 'NONCE_TYPE_INVALID', 'Nonce must be a string or an integer.');
  } else if (String(given).length > 25) {
    add(['nonce'], 'NONCE_TYPE_TOO_LONG', 'Nonce must be 25 or fewer in length.');
  }
}

function allowedMentions(body: Json, add: Add): void {
  const given = body['allowed_mentions'];
  if (given === undefined || given === null) return;
  if (!isRecord(given)) {
    add(['allowed_mentions'], 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
    return;
  }
  const parse = asList(given['parse']);
  for (const [at, word] of parse.entries()) {
    if (word !== 'users' && word !== 'roles' && word !== 'everyone') {
      add(
        ['allowed_mentions', 'parse', at],
        'BASE_TYPE_CHOICES',
        "Value must be one of ('everyone', 'roles', 'users').",
      );
    }
  }
  for (const key of ['users', 'roles']) {
    const ids = asList(given[key]);
    if (ids.length > 100)
      add(['allowed_mentions', key], 'BASE_TYPE_BAD_LENGTH', 'Must be between 0 and 100 in length.');
    if (ids.length > 0 && parse.includes(key)) {
      add(
        ['allowed_mentions'],
        'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
        `parse:["${key}"] and ${key}: [ids...] are mutually exclusive.`,
      );
    }
    for (const [at, id] of ids.entries()) {
      if (!/^\d{15,20}$/.test(String(id)))
        add(['allowed_mentions', key, at], 'NUMBER_TYPE_COERCE', `Value "${String(id)}" is not snowflake.`);
    }
  }
}

function webhookName(body: Json): void {
  const name = body['username'];
  if (name === undefined || name === null) return;
  const check = rules();
  checkWebhookName(body, 'username', check.add);
  if (check.issues.length > 0) throw invalidForm(check.issues);
}

/** Names of webhooks: 1–80, and neither "discord" nor "clyde" within. */
export function checkWebhookName(body: Json, key: string, add: Add): void {
  const name = body[key];
  if (typeof name !== 'string' || name.trim().length < 1 || name.length > 80) {
    add([key], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 80 in length.');
    return;
  }
  const banned = ['discord', 'clyde'].find((word) => name.toLowerCase().includes(word));
  if (banned !== undefined) add([key], 'USERNAME_INVALID_CONTAINS', `Username cannot contain "${banned}"`);
}

function v2Issues(body: Json, isV2: boolean): readonly Issue[] {
  if (!isV2) return [];
  const message = (key: string) => `The '${key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`;
  return ['content', 'embeds', 'poll', 'sticker_ids']
    .filter((key) => (Array.isArray(body[key]) ? (body[key] as unknown[]).length > 0 : Boolean(body[key])))
    .map((key) => ({
      path: [key],
      code: 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      message: message(key),
    }));
}

function attachmentIssues(body: Json, files: readonly UploadedFile[], kind: BodyKind): readonly Issue[] {
  const check = rules();
  if (files.length > 10) check.add(['files'], 'BASE_TYPE_MAX_LENGTH', 'Must be 10 or fewer in length.');
  for (const [given, here] of records(check.list(body, 'attachments', 0, 10), (i) => check.at('attachments', i))) {
    here.text(given, 'description', 0, 1024);
    const id = String(given['id']);
    const uploaded = files.some((file) => file.field === `files[${id}]`);
    if (!uploaded && (kind !== 'edit' || !/^\d{15,20}$/.test(id))) {
      here.add([], 'ATTACHMENT_NOT_FOUND', `Attachment data for id ${id} not found`);
    }
  }
  return check.issues;
}

/** Flags a bot may set; the rest are Discord's own. */
export function settableFlags(body: Json): number {
  const given = typeof body['flags'] === 'number' ? body['flags'] : 0;
  const may =
    MessageFlags.SuppressEmbeds |
    MessageFlags.Ephemeral |
    MessageFlags.SuppressNotifications |
    MessageFlags.IsComponentsV2;
  return given & may;
}
