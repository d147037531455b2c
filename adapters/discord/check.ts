/** `npm run discord-permissions` says what the bot lacks, channel by channel, what is lost by that, and how to invite it. */
import { existsSync } from 'node:fs';
import { type Examined, examine } from './examine.ts';
import { INTENT_MISSING } from './messages.ts';
import { inviteLink } from './permissions.ts';
import { api } from './rest.ts';

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { DISCORD_TOKEN: token, DISCORD_API_URL: url } = process.env;
  if (!token) throw new Error('DISCORD_TOKEN is not set.');
  const named = [process.env['DISCORD_AGENTS_CHANNEL'] || 'it-triage'].concat(
    (process.env['DISCORD_FORUM_CHANNELS'] ?? '').split(',').map((name) => name.trim()),
  );
  const { application, readsContent, guilds } = await examine(
    api(token, url || undefined, () => undefined),
    named,
  );
  const lines = readsContent ? [] : [INTENT_MISSING, ''];
  for (const guild of guilds) lines.push(...reportOf(guild), '');
  process.stdout.write(
    `${[...lines, `To invite the bot, or to give it what it lacks: ${inviteLink(application)}`].join('\n')}\n`,
  );
}

function reportOf({ name, channels }: Examined['guilds'][number]): readonly string[] {
  if (channels.length === 0) return [`${name}: the bot has every permission that it needs.`];
  const lines = channels.flatMap((channel) => [
    `  #${channel.name} lacks`,
    ...channel.missing.map((one) => `    ${one.name}: ${one.without}`),
  ]);
  return [`${name}:`, ...lines];
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
