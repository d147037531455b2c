/** Routes of webhooks, and of interaction tokens, which use the same paths. */
import { ChannelType, MessageFlags, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { botChannel, botGuild, refuseArchived, requirePermission } from './access.ts';
import { invalidForm, refuse } from './errors.ts';
import type { Hub } from './hub.ts';
import { asRecord, asString } from './json.ts';
import { createMessage, deleteMessage } from './messages.ts';
import { applyEdit, checkOutgoing, storeFiles } from './outgoing.ts';
import { apiMessage, apiWebhook, webhookUser } from './payloads.ts';
import { isThread } from './permissions.ts';
import { type RestRequest, type Route, route } from './router.ts';
import { reply } from './routes-interactions.ts';
import { rules } from './rules.ts';
import type { ChannelRecord, InteractionRecord, Json, MessageRecord, WebhookRecord } from './types.ts';
import { checkWebhookName } from './validate-message.ts';

export function webhookRoutes(): readonly Route[] {
  return [
    route('POST /channels/:channel/webhooks', create),
    route('GET /channels/:channel/webhooks', ({ hub, param }) => {
      const channel = botChannel(hub.world, param('channel'));
      requirePermission(hub.world, channel, P.ManageWebhooks);
      return hooksOf(hub, (hook) => hook.channelId === channel.id);
    }),
    route('GET /guilds/:guild/webhooks', ({ hub, param }) => {
      const guild = botGuild(hub.world, param('guild'));
      return hooksOf(hub, (hook) => hook.guildId === guild.id);
    }),
    route('GET /webhooks/:id', ({ hub, param }) => apiWebhook(hub.world, byId(hub, param('id')))),
    route('PATCH /webhooks/:id', ({ hub, param, body }) => {
      const hook = byId(hub, param('id'));
      checkName(body);
      hook.name = String(body['name'] ?? hook.name);
      return apiWebhook(hub.world, hook);
    }),
    route('DELETE /webhooks/:id', ({ hub, param }) => {
      hub.world.webhooks.delete(byId(hub, param('id')).id);
      return undefined;
    }),
    route('GET /webhooks/:id/:token', (request) => apiWebhook(request.hub.world, byToken(request)), true),
    route(
      'DELETE /webhooks/:id/:token',
      (request) => void request.hub.world.webhooks.delete(byToken(request).id),
      true,
    ),
    route(
      'POST /webhooks/:id/:token',
      (request) => (isInteraction(request) ? followUp(request) : execute(request)),
      true,
    ),
    route(
      'GET /webhooks/:id/:token/messages/:message',
      (request) => {
        const { record } = locate(request);
        return apiMessage(request.hub.world, record);
      },
      true,
    ),
    route(
      'PATCH /webhooks/:id/:token/messages/:message',
      (request) => {
        const { channel, record } = locate(request);
        if (!isInteraction(request)) refuseArchived(channel);
        checkOutgoing(request.hub, request.body, 'edit', request.files, record);
        applyEdit(request.hub, channel, record, request.body, request.files);
        return apiMessage(request.hub.world, record);
      },
      true,
    ),
    route(
      'DELETE /webhooks/:id/:token/messages/:message',
      (request) => {
        const { channel, record } = locate(request);
        deleteMessage(request.hub, channel, record);
        return undefined;
      },
      true,
    ),
  ];
}

function hooksOf(hub: Hub, which: (hook: WebhookRecord) => boolean): readonly object[] {
  return [...hub.world.webhooks.values()].filter(which).map((hook) => apiWebhook(hub.world, hook));
}

function byId(hub: Hub, id: string): WebhookRecord {
  const hook = hub.world.webhooks.get(id);
  if (hook === undefined) throw refuse(10015);
  requirePermission(hub.world, botChannel(hub.world, hook.channelId), P.ManageWebhooks);
  return hook;
}

function byToken({ hub, param }: RestRequest): WebhookRecord {
  const hook = hub.world.webhooks.get(param('id'));
  if (hook === undefined) throw refuse(10015);
  if (hook.token !== param('token')) throw refuse(50027);
  return hook;
}

function checkName(body: Json): void {
  const check = rules();
  checkWebhookName(body, 'name', check.add);
  if (check.issues.length > 0) throw invalidForm(check.issues);
}

function create({ hub, param, body }: RestRequest): object {
  const channel = botChannel(hub.world, param('channel'));
  requirePermission(hub.world, channel, P.ManageWebhooks);
  if (isThread(channel.type) || channel.guildId === undefined) throw refuse(50024);
  checkName(body);
  if ([...hub.world.webhooks.values()].filter((hook) => hook.channelId === channel.id).length >= 15)
    throw refuse(30007);
  const id = hub.world.snowflake();
  const token = Buffer.from(`webhook-${id}`).toString('base64url').padEnd(68, 'x');
  const hook = {
    id,
    token,
    channelId: channel.id,
    guildId: channel.guildId,
    name: String(body['name']),
    creatorId: hub.world.botId,
  };
  hub.world.webhooks.set(id, hook);
  return apiWebhook(hub.world, hook);
}

function execute(request: RestRequest): object | undefined {
  const { hub, query, body, files } = request;
  const { world } = hub;
  const hook = byToken(request);
  checkOutgoing(hub, body, 'webhook', files);
  const channel = targetOf(request, hook);
  if (channel.thread?.locked === true && channel.thread.archived) throw refuse(50083);
  const record = createMessage(hub, channel, {
    author: webhookUser(hook, asString(body['username'])),
    body,
    attachments: storeFiles(hub, channel, body, files),
    ownerToken: hook.token,
    mayPing: asRecord(body['allowed_mentions'] ?? { parse: ['users', 'roles', 'everyone'] }),
    more: { webhook_id: hook.id, application_id: world.applicationId },
  });
  return query.get('wait') === 'true' ? apiMessage(world, record) : undefined;
}

function targetOf({ hub, query }: RestRequest, hook: WebhookRecord): ChannelRecord {
  const parent = hub.world.channels.get(hook.channelId);
  if (parent === undefined) throw refuse(10015);
  const threadId = query.get('thread_id');
  if (threadId === null) {
    if (parent.type !== ChannelType.GuildForum) return parent;
    throw invalidForm([
      {
        path: [],
        code: 'WEBHOOK_THREAD_REQUIRED',
        message: 'Webhooks posted to forum channels must have a thread_name or thread_id',
      },
    ]);
  }
  const thread = hub.world.channels.get(threadId);
  if (thread === undefined || thread.parentId !== parent.id) throw refuse(10003);
  return thread;
}

function isInteraction({ hub, param }: RestRequest): boolean {
  return param('id') === hub.world.applicationId;
}

function interactionOf({ hub, param }: RestRequest): InteractionRecord {
  const record = hub.world.interactions.get(param('token'));
  if (record === undefined) throw refuse(50027);
  if (hub.world.now() - record.createdAt > (hub.world.options.interactionTokenMs ?? 900_000)) throw refuse(50027);
  if (record.state !== 'answered') throw refuse(10015);
  return record;
}

/** The first follow-up after a deferral takes the place of the "thinking…" message, as on Discord. */
function followUp(request: RestRequest): object {
  const { hub, body, files } = request;
  const interaction = interactionOf(request);
  checkOutgoing(hub, body, 'interaction', files);
  const original = interaction.original;
  if (original !== undefined && (original.message.flags ?? 0) & MessageFlags.Loading && !original.deleted) {
    applyEdit(hub, hub.world.channel(interaction.channelId), original, body, files);
    return apiMessage(hub.world, original);
  }
  const replyTo = original === undefined ? undefined : apiMessage(hub.world, original);
  const record = reply(hub, interaction, body, files, false, replyTo);
  interaction.followups.push(record);
  return apiMessage(hub.world, record);
}

interface Located {
  readonly channel: ChannelRecord;
  readonly record: MessageRecord;
}

function locate(request: RestRequest): Located {
  const { hub, param, query } = request;
  if (!isInteraction(request)) {
    const hook = byToken(request);
    const channel = targetOf({ ...request, query }, hook);
    const record = hub.world.message(channel, param('message'));
    if (record.message.webhook_id !== hook.id) throw refuse(10008);
    return { channel, record };
  }
  const interaction = interactionOf(request);
  const channel = hub.world.channel(interaction.channelId);
  const asked = param('message');
  const record = asked === '@original' || asked === interaction.original?.message.id ? interaction.original : undefined;
  if (record !== undefined) {
    if (record.deleted) throw refuse(10008);
    return { channel, record };
  }
  const own = hub.world.message(channel, asked === '@original' ? '' : asked);
  if (own.ownerToken !== interaction.token) throw refuse(10008);
  return { channel, record: own };
}
