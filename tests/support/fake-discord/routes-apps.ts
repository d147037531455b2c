/** Routes of the application itself: who am I, where is the gateway, and the commands. */
import { type APIApplicationCommand, ApplicationCommandType } from 'discord-api-types/v10';
import { botGuild } from './access.ts';
import { invalidForm, refuse } from './errors.ts';
import { asRecord } from './json.ts';
import { apiApplication } from './payloads.ts';
import { type RestRequest, type Route, route } from './router.ts';
import type { Json, RegisteredCommand } from './types.ts';
import { commandIssues, commandListIssues } from './validate-commands.ts';
import type { World } from './world.ts';

export interface GatewayInfo {
  readonly url: () => string;
  readonly identifies: () => number;
}

export function appRoutes(gateway: GatewayInfo): readonly Route[] {
  const paths = ['/applications/:app/commands', '/applications/:app/guilds/:guild/commands'];
  return [
    route('GET /gateway', () => ({ url: gateway.url() }), true),
    route('GET /gateway/bot', ({ hub }) => {
      const total = hub.world.options.identifyBudget ?? 1000;
      const remaining = Math.max(0, total - gateway.identifies());
      const limit = {
        total,
        remaining,
        reset_after: 86_400_000,
        max_concurrency: hub.world.options.maxConcurrency ?? 1,
      };
      return { url: gateway.url(), shards: hub.world.options.shards ?? 1, session_start_limit: limit };
    }),
    route('GET /users/@me', ({ hub }) => ({
      ...hub.world.user(hub.world.botId).user,
      verified: true,
      mfa_enabled: false,
      locale: 'en-US',
      email: null,
      flags: 0,
    })),
    route('GET /applications/@me', ({ hub }) => apiApplication(hub.world)),
    route('GET /oauth2/applications/@me', ({ hub }) => apiApplication(hub.world)),
    ...paths.flatMap((path) => [
      route(`GET ${path}`, (request) => mine(request).map((one) => one.command)),
      route(`PUT ${path}`, replaceAll),
      route(`POST ${path}`, (request) => {
        check(request.body);
        const same = mine(request).find((one) => sameName(one.command, request.body));
        return save(request, request.body, same);
      }),
      route(`GET ${path}/:command`, (request) => one(request).command),
      route(`PATCH ${path}/:command`, (request) => {
        const had = one(request);
        const changed = { ...had.command, ...request.body };
        check(changed);
        return save(request, changed, had);
      }),
      route(`DELETE ${path}/:command`, (request) => {
        const had = one(request);
        request.hub.world.commands = request.hub.world.commands.filter((other) => other !== had);
        return undefined;
      }),
    ]),
  ];
}

function scope({ hub, param }: RestRequest): string | undefined {
  if (param('app') !== hub.world.applicationId) throw refuse(10002);
  return param('guild') === '' ? undefined : botGuild(hub.world, param('guild')).id;
}

function mine(request: RestRequest): readonly RegisteredCommand[] {
  const guildId = scope(request);
  return request.hub.world.commands.filter((one) => one.guildId === guildId);
}

function one(request: RestRequest): RegisteredCommand {
  const found = mine(request).find((each) => each.command.id === request.param('command'));
  if (found === undefined) throw refuse(10063);
  return found;
}

function check(command: Json): void {
  const issues = commandIssues(command);
  if (issues.length > 0) throw invalidForm(issues);
}

function sameName(command: APIApplicationCommand, given: Json): boolean {
  return command.name === given['name'] && command.type === (given['type'] ?? ApplicationCommandType.ChatInput);
}

function replaceAll(request: RestRequest): readonly APIApplicationCommand[] {
  const guildId = scope(request);
  if (!Array.isArray(request.rawBody)) {
    throw invalidForm([{ path: [], code: 'LIST_TYPE_CONVERT', message: 'Only iterables may be used in a ListType' }]);
  }
  const issues = commandListIssues(request.rawBody);
  if (issues.length > 0) throw invalidForm(issues);
  const { world, ledger } = request.hub;
  const before = mine(request);
  const made = request.rawBody.map((given) => {
    const body = asRecord(given);
    return make(world, guildId, body, before.find((each) => sameName(each.command, body))?.command.id);
  });
  world.commands = [
    ...world.commands.filter((each) => each.guildId !== guildId),
    ...made.map((command) => ({ guildId, command })),
  ];
  ledger.add('script', `commands registered: ${made.map((command) => command.name).join(', ')}`, {
    action: 'commands',
  });
  return made;
}

function save(request: RestRequest, body: Json, had: RegisteredCommand | undefined): APIApplicationCommand {
  const { world } = request.hub;
  const guildId = scope(request);
  const command = make(world, guildId, body, had?.command.id);
  world.commands = [...world.commands.filter((other) => other !== had), { guildId, command }];
  return command;
}

function make(world: World, guildId: string | undefined, body: Json, id: string | undefined): APIApplicationCommand {
  return {
    default_member_permissions: null,
    description: '',
    nsfw: false,
    ...(guildId === undefined
      ? { integration_types: [0], contexts: null, dm_permission: true }
      : { guild_id: guildId }),
    ...(body as Partial<APIApplicationCommand> & Pick<APIApplicationCommand, 'name'>),
    type: (body['type'] as ApplicationCommandType | undefined) ?? ApplicationCommandType.ChatInput,
    id: id ?? world.snowflake(),
    application_id: world.applicationId,
    version: world.snowflake(),
  };
}
