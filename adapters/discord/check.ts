/** `npm run discord-permissions` says what the bot lacks, channel by channel, what is lost by that, and how to invite it. */
import { existsSync } from 'node:fs';
import { ChannelType, Routes } from 'discord.js';
import { isNamed } from './forum.ts';
import { INTENT_MISSING } from './messages.ts';
import { inviteLink, lacking, type Member, type Overwrite, permissionsIn } from './permissions.ts';
import type { ChannelFacts } from './read.ts';
import { type Api, api, hasId, type Made } from './rest.ts';

const MESSAGE_CONTENT = (1 << 18) | (1 << 19);
const PAGE = 200;

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { DISCORD_TOKEN: token, DISCORD_API_URL: url } = process.env;
  if (!token) throw new Error('DISCORD_TOKEN is not set.');
  const named = [process.env['DISCORD_AGENTS_CHANNEL'] || 'it-triage'].concat(
    (process.env['DISCORD_FORUM_CHANNELS'] ?? '').split(',').map((name) => name.trim()),
  );
  const rest = api(token, url || undefined, () => undefined);
  const application = await rest.made({ method: 'GET', route: Routes.currentApplication() });
  const { id: bot } = await rest.made({ method: 'GET', route: Routes.user() });
  const lines = (Number(application['flags'] ?? 0) & MESSAGE_CONTENT) === 0 ? [INTENT_MISSING, ''] : [];
  for (const guild of await guildsOf(rest)) lines.push(...(await reportOf(rest, guild, bot, named)), '');
  process.stdout.write(
    `${[...lines, `To invite the bot, or to give it what it lacks: ${inviteLink(application.id)}`].join('\n')}\n`,
  );
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

async function reportOf(rest: Api, guild: Made, bot: string, named: readonly string[]): Promise<readonly string[]> {
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
  const found = list(channels).flatMap((channel) => {
    const { id, type, permission_overwrites: overwrites } = channel;
    if (type !== ChannelType.GuildText && type !== ChannelType.GuildForum) return [];
    const facts: ChannelFacts = { id, type, name: String(channel['name']) };
    const bits = permissionsIn(own, (overwrites ?? []) as readonly Overwrite[]);
    // A channel that the bot does not see is none of its business, unless the settings name it.
    if (bits === 0n && !isNamed(facts, named)) return [];
    const missing = bits === 0n ? lacking(0n).slice(0, 1) : lacking(bits);
    return missing.length === 0
      ? []
      : [`  #${facts.name} lacks`, ...missing.map(({ name, without }) => `    ${name}: ${without}`)];
  });
  const title = String(guild['name']);
  return found.length === 0 ? [`${title}: the bot has every permission that it needs.`] : [`${title}:`, ...found];
}

const list = (given: unknown): readonly Made[] => (Array.isArray(given) ? given.filter(hasId) : []);

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
