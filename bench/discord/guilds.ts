/** `npm run bench -- --discord`: what a guild in which nothing happens costs the desk's process. */
import { startFakeDiscord } from '../../tests/support/fake-discord/index.ts';
import { child } from '../child.ts';

const COUNTS = [1, 501, 1_001];
/** What a guild of a company looks like: Discord tells all of it when the desk connects. */
const CHANNELS = 20;
const ROLES = 10;

export interface Held {
  readonly guilds: number;
  readonly heapBytes: number;
  readonly rssBytes: number;
}

/** Prints the memory after a collection, with more and more guilds, and the bytes for each beyond the first. */
export async function discordGuilds(say: (line: string) => void): Promise<void> {
  const measured: Held[] = [];
  for (const count of COUNTS) {
    const held = await measure(count);
    measured.push(held);
    say(`${held.guilds} guilds: ${mb(held.heapBytes)} MB of heap, ${mb(held.rssBytes)} MB of memory`);
  }
  const [first, last] = [measured[0], measured.at(-1)];
  if (first === undefined || last === undefined) return;
  const more = last.guilds - first.guilds;
  const heap = Math.round((last.heapBytes - first.heapBytes) / more);
  say(`${(heap / 1024).toFixed(1)} KB of heap for each idle guild of ${CHANNELS} channels and ${ROLES} roles`);
  say(JSON.stringify({ discord: { heapBytesPerGuild: heap, measured } }));
}

const mb = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);

async function measure(count: number): Promise<Held> {
  const guild = (index: number) => ({
    id: `g${index}`,
    name: `Company ${index}`,
    channels: Array.from({ length: CHANNELS }, (_, at) => ({
      id: `g${index}c${at}`,
      name: at === 0 ? 'it-triage' : `channel-${at}`,
    })),
    roles: Array.from({ length: ROLES }, (_, at) => ({ id: `g${index}r${at}`, name: `Role ${at}` })),
  });
  const discord = await startFakeDiscord({ token: 'bench', applicationId: '900000000000000001', guild: guild(0) });
  try {
    for (let index = 1; index < count; index += 1) discord.addGuild(guild(index));
    const desk = await child('./discord-process.ts', { DISCORD_API_URL: discord.apiUrl, DISCORD_TOKEN: discord.token });
    const held = await desk.ask<Held>({ guilds: count });
    await desk.stop();
    return held;
  } finally {
    await discord.stop();
  }
}
