/** The Discord adapter in a process of its own, with a desk that forgets everything: see discord/guilds.ts. */
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { discord } from '../adapters/discord/index.ts';
import { scriptedDesk } from '../tests/support/scripted-desk.ts';
import { answering } from './child.ts';
import type { Held } from './discord/guilds.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const desk = scriptedDesk();
const { DISCORD_API_URL: apiUrl = '', DISCORD_TOKEN: token = '' } = process.env;
const adapter = discord({ token, apiUrl });
await adapter.start(desk);

answering<{ readonly guilds: number }>(
  ({ guilds }) => held(guilds),
  () => adapter.stop(),
);

async function held(guilds: number): Promise<Held> {
  while (new Set(desk.joined).size < guilds) await sleep(50);
  // What was told with the guilds is let go by then.
  for (let round = 0; round < 5; round += 1) {
    await sleep(200);
    collect();
  }
  const { heapUsed, rss } = process.memoryUsage();
  return { guilds, heapBytes: heapUsed, rssBytes: rss };
}
