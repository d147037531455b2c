/**
 * `npm run bench`: what the README's figures come from. Alone it compares the desk with pgbench (throughput.ts), `--quick` within
 * a minute, `--rounds=1` with fewer rounds than three; each other mode measures something else, and says so in its own file.
 * The last line of every one is a JSON object.
 */
import { backlog } from './backlog.ts';
import { discordGuilds } from './discord/guilds.ts';
import { growth } from './growth.ts';
import { inMode, say } from './mode.ts';
import { replicas } from './replicas.ts';
import { start } from './start.ts';
import { throughput } from './throughput.ts';

const asked = (mode: string): string | undefined =>
  process.argv.find((one) => one === mode || one.startsWith(`${mode}=`));

const wantsGrowth = asked('--growth');
if (wantsGrowth !== undefined) await growth(wantsGrowth.split('=')[1]);
else if (asked('--discord')) await discordGuilds(say);
else if (asked('--replicas')) await inMode(replicas);
else if (asked('--backlog')) await inMode(backlog);
else if (asked('--start')) await inMode(start);
else await inMode((undo) => throughput(undo, asked('--quick') !== undefined, asked('--rounds')?.split('=')[1]));
