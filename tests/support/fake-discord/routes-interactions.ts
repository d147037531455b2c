/** The callback of an interaction: the one answer that must come in time, and what it makes appear. */
import {
  type APIMessage,
  ComponentType as C,
  MessageFlags,
  MessageType,
  InteractionResponseType as R,
  InteractionType as T,
} from 'discord-api-types/v10';
import { invalidForm, refuse } from './errors.ts';
import type { Hub } from './hub.ts';
import { asList, asRecord, asString, isRecord } from './json.ts';
import { createMessage, guildOf } from './messages.ts';
import { applyEdit, checkOutgoing, storeFiles } from './outgoing.ts';
import { apiMessage } from './payloads.ts';
import { type RestRequest, type Route, route } from './router.ts';
import { componentTexts } from './text.ts';
import type { InteractionRecord, Json, MessageRecord, ModalField, OpenModal, Outcome, UploadedFile } from './types.ts';
import { choiceIssues } from './validate-commands.ts';
import { modalIssues } from './validate-components.ts';
import { settableFlags } from './validate-message.ts';

export function interactionRoutes(): readonly Route[] {
  return [route('POST /interactions/:id/:token/callback', callback, true)];
}

const answersOf: Readonly<Record<number, readonly R[]>> = {
  [T.ApplicationCommand]: [R.ChannelMessageWithSource, R.DeferredChannelMessageWithSource, R.Modal],
  [T.MessageComponent]: [
    R.ChannelMessageWithSource,
    R.DeferredChannelMessageWithSource,
    R.DeferredMessageUpdate,
    R.UpdateMessage,
    R.Modal,
  ],
  [T.ApplicationCommandAutocomplete]: [R.ApplicationCommandAutocompleteResult],
  [T.ModalSubmit]: [R.ChannelMessageWithSource, R.DeferredChannelMessageWithSource],
};

function callback({ hub, param, query, body, files }: RestRequest): object | undefined {
  const { world, ledger } = hub;
  const record = world.interactions.get(param('token'));
  if (record === undefined || record.id !== param('id') || record.state === 'dead') throw refuse(10062);
  if (record.state === 'answered') throw refuse(40060);
  if (world.now() - record.createdAt > (world.options.interactionAckMs ?? 3000)) throw refuse(10062);
  const type = Number(body['type']) as R;
  const fromMessage = record.type === T.ModalSubmit && record.source !== undefined;
  const may = [...(answersOf[record.type] ?? []), ...(fromMessage ? [R.DeferredMessageUpdate, R.UpdateMessage] : [])];
  if (!may.includes(type)) {
    throw invalidForm([
      { path: ['type'], code: 'BASE_TYPE_CHOICES', message: `Value must be one of {${may.join(', ')}}.` },
    ]);
  }
  const outcome = carryOut(hub, record, type, asRecord(body['data']), files);
  record.state = 'answered';
  record.outcome = outcome;
  ledger.add('interaction', `answered ${record.name} with ${outcome.kind}${outcome.ephemeral ? ' (ephemeral)' : ''}`, {
    action: 'answered',
    interactionId: record.id,
    userId: record.userId,
    channelId: record.channelId,
  });
  if (query.get('with_response') !== 'true') return undefined;
  return withResponse(record, type, outcome);
}

function withResponse(record: InteractionRecord, type: R, outcome: Outcome): object {
  const message = outcome.message;
  const told = message === undefined ? {} : { response_message_id: message.id };
  return {
    interaction: {
      id: record.id,
      type: record.type,
      ...told,
      response_message_loading: outcome.kind === 'deferred',
      response_message_ephemeral: outcome.ephemeral,
      channel_id: record.channelId,
      ...(record.guildId === undefined ? {} : { guild_id: record.guildId }),
    },
    resource: { type, ...(message === undefined ? {} : { message }) },
  };
}

const nothing = { ephemeral: false, message: undefined, modal: undefined, choices: [] } as const;

function carryOut(hub: Hub, record: InteractionRecord, type: R, data: Json, files: readonly UploadedFile[]): Outcome {
  switch (type) {
    case R.ChannelMessageWithSource:
    case R.DeferredChannelMessageWithSource: {
      const deferred = type === R.DeferredChannelMessageWithSource;
      if (!deferred) checkOutgoing(hub, data, 'interaction', files);
      record.original = reply(hub, record, deferred ? { flags: data['flags'] } : data, deferred ? [] : files, deferred);
      const message = apiMessage(hub.world, record.original);
      return {
        ...nothing,
        kind: deferred ? 'deferred' : 'message',
        ephemeral: record.original.ephemeralFor !== undefined,
        message,
      };
    }
    case R.UpdateMessage: {
      checkOutgoing(hub, data, 'edit', files, record.source);
      const source = sourceOf(record);
      applyEdit(hub, hub.world.channel(record.channelId), source, data, files);
      record.original = source;
      return {
        ...nothing,
        kind: 'update',
        ephemeral: source.ephemeralFor !== undefined,
        message: apiMessage(hub.world, source),
      };
    }
    case R.DeferredMessageUpdate:
      record.original = sourceOf(record);
      return { ...nothing, kind: 'deferred-update', message: apiMessage(hub.world, record.original) };
    case R.ApplicationCommandAutocompleteResult: {
      const issues = choiceIssues(data);
      if (issues.length > 0) throw invalidForm(issues);
      return { ...nothing, kind: 'choices', choices: asList(data['choices']) as Outcome['choices'] };
    }
    case R.Modal: {
      const issues = modalIssues(data);
      if (issues.length > 0) throw invalidForm(issues);
      return { ...nothing, kind: 'modal', modal: openModal(hub, record, data) };
    }
    default:
      throw refuse(50035);
  }
}

function sourceOf(record: InteractionRecord): MessageRecord {
  if (record.source === undefined || record.source.deleted) throw refuse(10008);
  return record.source;
}

/** A message of the bot that answers an interaction: the first answer, or a follow-up. */
export function reply(
  hub: Hub,
  record: InteractionRecord,
  data: Json,
  files: readonly UploadedFile[],
  loading = false,
  replyTo?: APIMessage,
): MessageRecord {
  const { world } = hub;
  const channel = world.channel(record.channelId);
  const flags = settableFlags(data);
  const ephemeral = (flags & MessageFlags.Ephemeral) !== 0;
  const referenced = replyTo ?? (record.source === undefined ? undefined : apiMessage(world, record.source));
  const kind = record.type === T.ApplicationCommand ? MessageType.ChatInputCommand : MessageType.Default;
  return createMessage(hub, channel, {
    author: world.user(world.botId).user,
    body: data,
    attachments: storeFiles(hub, channel, data, files),
    type: referenced === undefined ? kind : MessageType.Reply,
    flags: loading ? MessageFlags.Loading : 0,
    ephemeralFor: ephemeral ? record.userId : undefined,
    ownerToken: record.token,
    mayPing: asRecord(data['allowed_mentions'] ?? { parse: ['users'] }),
    more: {
      webhook_id: world.applicationId,
      application_id: world.applicationId,
      interaction_metadata: metadata(hub, record),
      ...(referenced === undefined
        ? {}
        : {
            message_reference: { type: 0, channel_id: channel.id, message_id: referenced.id, ...guildOf(channel) },
            referenced_message: referenced,
          }),
    },
  });
}

function metadata(hub: Hub, record: InteractionRecord): NonNullable<APIMessage['interaction_metadata']> {
  return {
    id: record.id,
    type: record.type,
    user: hub.world.user(record.userId).user,
    authorizing_integration_owners: { 0: record.guildId ?? '0' },
    ...(record.type === T.MessageComponent ? { interacted_message_id: record.source?.message.id ?? '' } : {}),
  } as NonNullable<APIMessage['interaction_metadata']>;
}

function openModal(hub: Hub, record: InteractionRecord, data: Json): OpenModal {
  const components = asList(data['components']);
  const modal: OpenModal = {
    customId: String(data['custom_id']),
    title: String(data['title']),
    fields: components.flatMap(fieldsOf),
    userId: record.userId,
    channelId: record.channelId,
    text: [String(data['title']), ...components.flatMap(componentTexts)].join('\n'),
    components,
    source: record.source,
  };
  hub.world.modals.set(record.userId, modal);
  hub.ledger.add('interaction', `modal "${modal.title}" opens for ${hub.world.user(record.userId).user.username}`, {
    action: 'modal',
    userId: record.userId,
    interactionId: record.id,
    text: modal.text,
    visibleTo: [record.userId],
  });
  return modal;
}

function fieldsOf(component: unknown): readonly ModalField[] {
  const outer = asRecord(component);
  if (outer['type'] === C.TextDisplay) return [];
  const inner = outer['type'] === C.Label ? asRecord(outer['component']) : asRecord(asList(outer['components'])[0]);
  const options = asList(inner['options']).filter(isRecord);
  return [
    {
      customId: String(inner['custom_id']),
      label: asString(outer['label']) ?? asString(inner['label']) ?? '',
      type: Number(inner['type']),
      required: inner['required'] !== false && inner['type'] !== C.Checkbox,
      minLength: Number(inner['min_length'] ?? 0),
      maxLength: Number(inner['max_length'] ?? 4000),
      maxValues: Number(inner['max_values'] ?? 1),
      value: asString(inner['value']),
      options: options.map((one) => ({ label: String(one['label']), value: String(one['value']) })),
    },
  ];
}
