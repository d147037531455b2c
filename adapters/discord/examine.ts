/** Whether Discord accepts the settings, and what the bot may do where; asked without showing anybody anything. */
import { ChannelType, Routes } from 'discord.js';
import { DeliveryFailure, type Finding } from '../../src/adapter.ts';
import { isNamed } from './forum.ts';
import { INTENT_MISSING } from './messages.ts';
import { inviteLink, lacking, type Member, type Overwrite, permissionsIn } from './permissions.ts';
import type { ChannelFacts } from './read.ts';
import { type Api, api, hasId, type Made } from './rest.ts';

/** What the bot lacks. */
export interface Examined {
  readonly application: string;
  /** Whether it is told what people write in threads. */
  readonly readsContent: boolean;
  readonly guilds: readonly ExaminedGuild[];
}

interface ExaminedGuild {
  readonly name: string;
  /** The channels in which something is missing. */
  readonly channels: readonly { readonly name: string; readonly missing: ReturnType<typeof lacking> }[];
  /** Whether the agents' channel is there, that the bot sees it or not. */
  readonly hasAgents: boolean;
}

const MESSAGE_CONTENT = (1 << 18) | (1 << 19);
const PAGE = 200;

/** `named`: the channels that the settings name, the agents' first. */
export async function examine(rest: Api, named: readonly string[]): Promise<Examined> {
  const application = await rest.made({ method: 'GET', route: Routes.currentApplication() });
  const { id: bot } = await rest.made({ method: 'GET', route: Routes.user() });
  const guilds: ExaminedGuild[] = [];
  for (const guild of await guildsOf(rest)) guilds.push(await examineGuild(rest, guild, bot, named));
  const readsContent = (Number(application['flags'] ?? 0) & MESSAGE_CONTENT) !== 0;
  return { application: application.id, readsContent, guilds };
}

interface Settings {
  readonly token: string;
  readonly apiUrl?: string;
  readonly agentsChannel: string;
  readonly forumChannels: readonly string[];
}

export async function examineDiscord(settings: Settings): Promise<readonly Finding[]> {
  const found = (how: Finding['how'], says: string): Finding => ({ about: 'Discord', how, says });
  const { token, apiUrl, agentsChannel, forumChannels } = settings;
  let examined: Examined;
  try {
    examined = await examine(
      api(token, apiUrl, () => undefined),
      [agentsChannel, ...forumChannels],
    );
  } catch (error) {
    const fault = error instanceof DeliveryFailure ? error : undefined;
    return [
      fault?.fault.kind === 'revoked'
        ? found(
            'wrong',
            'Discord does not accept DISCORD_TOKEN: copy the bot\'s token from the application\'s page "Bot"',
          )
        : found('wrong', `Discord does not answer (${fault?.code ?? 'unknown'}): is this machine allowed to reach it?`),
    ];
  }
  const { application, readsContent, guilds } = examined;
  const invite = `Invite it anew: ${inviteLink(application)}`;
  return [
    found('ok', `the token is for the application ${application}`),
    readsContent ? found('ok', 'the Message Content Intent is on') : found('wrong', INTENT_MISSING),
    ...(guilds.length === 0 ? [found('wrong', `the bot is in no server. ${invite}`)] : []),
    ...guilds.flatMap(({ name, channels, hasAgents }) => [
      ...(hasAgents
        ? []
        : [
            found(
              'lacks',
              `${name} has no channel "${agentsChannel}": make it, or set DISCORD_AGENTS_CHANNEL, if its agents are to answer in Discord`,
            ),
          ]),
      ...channels.map((channel) =>
        found(
          'lacks',
          `#${channel.name} of ${name} lacks ${channel.missing.map((one) => `${one.name} (${one.without})`).join(', ')}. Allow it in the channel's permissions, or: ${invite}`,
        ),
      ),
      ...(hasAgents && channels.length === 0
        ? [found('ok', `${name}: the bot has every permission that it needs`)]
        : []),
    ]),
  ];
}

async function guildsOf(rest: Api): Promise<readonly Made[]> {
  const all: Made[] = [];
  for (let after = '0'; ; after = all.at(-1)?.id ?? after) {
    const query = { after, limit: String(PAGE) };
    const page = list(await rest.call({ method: 'GET', route: Routes.userGuilds(), query }));
    all.push(...page);
    if (page.length < PAGE) return all;
  }
}

async function examineGuild(rest: Api, guild: Made, bot: string, named: readonly string[]): Promise<ExaminedGuild> {
  const [member, roles, channels] = await Promise.all([
    rest.call({ method: 'GET', route: Routes.guildMember(guild.id, bot) }),
    rest.call({ method: 'GET', route: Routes.guildRoles(guild.id) }),
    rest.call({ method: 'GET', route: Routes.guildChannels(guild.id) }),
  ]);
  const granted = new Map(list(roles).map(({ id, permissions }) => [id, BigInt(String(permissions ?? 0))]));
  const own: Member = {
    ...{ guild: guild.id, user: bot, granted },
    roles: (member as { readonly roles?: readonly string[] }).roles ?? [],
  };
  const facts = list(channels).flatMap((channel) => {
    const { id, type, permission_overwrites: overwrites } = channel;
    if (type !== ChannelType.GuildText && type !== ChannelType.GuildForum) return [];
    const about: ChannelFacts = { id, type, name: String(channel['name']) };
    return [{ about, bits: permissionsIn(own, (overwrites ?? []) as readonly Overwrite[]) }];
  });
  return {
    name: String(guild['name']),
    hasAgents: facts.some(({ about }) => isNamed(about, named.slice(0, 1))),
    channels: facts.flatMap(({ about, bits }) => {
      // A channel that the bot does not see is none of its business, unless the settings name it.
      if (bits === 0n && !isNamed(about, named)) return [];
      const missing = bits === 0n ? lacking(0n).slice(0, 1) : lacking(bits);
      return missing.length === 0 ? [] : [{ name: about.name, missing }];
    }),
  };
}

const list = (given: unknown): readonly Made[] => (Array.isArray(given) ? given.filter(hasId) : []);
