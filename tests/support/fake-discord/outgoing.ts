/** A message body of the bot becomes a message: checks, files, and what the ledger says of its manners. */
import { type APIAttachment, type APIMessage, MessageFlags } from 'discord-api-types/v10';
import type { Hub } from './hub.ts';
import { asList, asRecord, asString, isRecord } from './json.ts';
import { updateMessage } from './messages.ts';
import type { ChannelRecord, FileInput, Json, MessageRecord, UploadedFile } from './types.ts';
import { type BodyKind, checkMessage, mentionsUnsafe, unknownKeys } from './validate-message.ts';

/** Refuses what Discord refuses, and notes what it would let pass but a careful bot would not send. */
export function checkOutgoing(
  hub: Hub,
  body: Json,
  kind: BodyKind,
  files: readonly UploadedFile[],
  before?: MessageRecord,
): void {
  const flags = (typeof body['flags'] === 'number' ? body['flags'] : 0) | (before?.message.flags ?? 0);
  for (const key of unknownKeys(body, kind)) {
    hub.ledger.add('violation', `unknown key "${key}" in a message body (${kind})`, { body });
  }
  checkMessage(body, kind, files, (flags & MessageFlags.IsComponentsV2) !== 0);
  const speaks = ['content', 'embeds', 'components'].some((key) => body[key] !== undefined && body[key] !== null);
  if ((kind !== 'edit' || speaks) && mentionsUnsafe(body)) {
    const text = asString(body['content']) ?? '';
    hub.ledger.add('violation', `a message body without allowed_mentions {parse: []}: ${text.slice(0, 80)}`, {
      mentionsUnsafe: true,
      body,
    });
  }
}

/** Keeps uploaded files where the CDN route finds them. */
export function storeFiles(
  hub: Hub,
  channel: ChannelRecord,
  body: Json,
  files: readonly UploadedFile[],
): readonly APIAttachment[] {
  const given = asList(body['attachments']).filter(isRecord);
  return files.map((file) => {
    const meta = given.find((one) => file.field === `files[${String(one['id'])}]`) ?? {};
    return storeFile(
      hub,
      channel.id,
      { ...file, name: asString(meta['filename']) ?? file.name },
      asString(meta['description']),
    );
  });
}

/** Keeps one file, and tells where it is to be found: with a signature, as Discord's are. */
export function storeFile(hub: Hub, channelId: string, file: FileInput, description?: string): APIAttachment {
  const id = hub.world.snowflake();
  const data = typeof file.data === 'string' ? new TextEncoder().encode(file.data) : file.data;
  const safe = file.name.replaceAll(/[^\w.-]/g, '_');
  const base = hub.world.options.cdnUrl ?? `${hub.origin()}/cdn`;
  const expires = Math.floor(hub.world.now() / 1000 + 86_400).toString(16);
  const url = file.url ?? `${base}/attachments/${channelId}/${id}/${safe}?ex=${expires}&is=0&hm=${'0'.repeat(64)}`;
  const attachment: APIAttachment = {
    id,
    filename: safe,
    ...(safe === file.name ? {} : { title: file.name }),
    size: file.size ?? data.length,
    url,
    proxy_url: url,
    content_type: file.contentType ?? 'application/octet-stream',
    ...(description === undefined ? {} : { description }),
  };
  hub.world.files.set(id, { data, attachment });
  return attachment;
}

/** Applies a PATCH body to a message: only what it names is changed. */
export function applyEdit(
  hub: Hub,
  channel: ChannelRecord,
  record: MessageRecord,
  body: Json,
  files: readonly UploadedFile[],
): void {
  const had = record.message;
  const kept = body['attachments'] === undefined ? had.attachments : keptAttachments(had, body);
  const loading = (had.flags ?? 0) & MessageFlags.Loading;
  const settable = MessageFlags.SuppressEmbeds | MessageFlags.IsComponentsV2;
  const asked = typeof body['flags'] === 'number' ? body['flags'] & settable : (had.flags ?? 0) & settable;
  const stays = (had.flags ?? 0) & ~settable & ~loading;
  updateMessage(hub, channel, record, {
    ...(body['content'] === undefined ? {} : { content: asString(body['content']) ?? '' }),
    ...(body['embeds'] === undefined ? {} : { embeds: richEmbeds(body) }),
    ...(body['components'] === undefined
      ? {}
      : { components: asList(body['components']) as NonNullable<APIMessage['components']> }),
    attachments: [...kept, ...storeFiles(hub, channel, body, files)],
    flags: stays | asked | ((had.flags ?? 0) & MessageFlags.IsComponentsV2),
  });
}

function richEmbeds(body: Json): APIMessage['embeds'] {
  return asList(body['embeds']).map((embed) => ({ type: 'rich', ...asRecord(embed) })) as APIMessage['embeds'];
}

function keptAttachments(message: APIMessage, body: Json): APIMessage['attachments'] {
  const ids = asList(body['attachments']).map((one) => String(asRecord(one)['id']));
  return message.attachments.filter((file) => ids.includes(file.id));
}
