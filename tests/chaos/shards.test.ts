import { afterEach, describe, expect, it } from 'vitest';
import { type MortalCompany, mortalCompany } from './mortal-company.ts';

const SHARDS = 4;
/** Discord tells of a guild on the shard that its id leads to. */
const guildOn = (shard: number): string => String((BigInt(1_000_000 * SHARDS + shard) << 22n) + 77n);

describe('replicas that divide the shards of the connection to Discord', () => {
  let desk: MortalCompany | undefined;
  afterEach(() => desk?.stop());

  const guild = (shard: number) => ({
    id: guildOn(shard),
    name: `Guild ${shard}`,
    channels: [
      { id: `help${shard}`, name: 'help' },
      { id: `triage${shard}`, name: 'it-triage' },
    ],
  });

  /** Four guilds, one on each shard, and two replicas with two shards each. */
  const begun = async (options: object = {}) => {
    const company = await mortalCompany({
      discord: { guild: guild(0), shards: SHARDS, maxConcurrency: SHARDS, identifyGapMs: 5_000, ...options },
    });
    desk = company;
    const { discord } = company;
    for (const shard of [1, 2, 3]) discord.addGuild(guild(shard));
    for (const shard of [0, 1, 2, 3]) discord.addUser({ id: `M${shard}`, username: `mira${shard}` });
    const second = await company.another();
    await Promise.all([company.desk.start(), second.start()]);
    await discord.waitFor(() => discord.gateway.connected === SHARDS, { what: 'all shards', timeoutMs: 40_000 });
    return { company, discord, second };
  };
  type Begun = Awaited<ReturnType<typeof begun>>;

  /** The requester's thread, once they are in it: before that nobody can write there. */
  const threadOf = ({ discord }: Begun, shard: number) =>
    discord.threads(`help${shard}`).find(({ members }) => members.includes(discord.idOf(`M${shard}`)))?.id ?? '';
  const heard = ({ discord }: Begun, shard: number, word: string): number =>
    discord
      .threads(`triage${shard}`)
      .flatMap(({ messages }) => messages)
      .filter(({ content }) => content.includes(word)).length;

  const openEverywhere = async (all: Begun): Promise<void> => {
    const { discord } = all;
    for (const shard of [0, 1, 2, 3]) {
      const user = `M${shard}`;
      await discord.slash({ user, channel: `help${shard}`, command: 'ticket', sub: 'open' }).response();
      await discord.submit({ user, values: { subject: `VPN ${shard}` } }).response();
    }
    for (const shard of [0, 1, 2, 3])
      await discord.waitFor(() => threadOf(all, shard) !== '' && discord.threads(`triage${shard}`).length === 1, {
        what: `the ticket on shard ${shard}`,
      });
  };
  const write = (all: Begun, word: string): void => {
    for (const shard of [0, 1, 2, 3])
      all.discord.message({ user: `M${shard}`, channel: threadOf(all, shard), content: word });
  };
  const arrives = async (all: Begun, word: string, timeoutMs = 40_000): Promise<void> => {
    const { discord } = all;
    for (const shard of [0, 1, 2, 3])
      await discord.waitFor(() => heard(all, shard, word) === 1, { what: `${word} on shard ${shard}`, timeoutMs });
  };
  const nothingTwice = (all: Begun, words: readonly string[]): void => {
    for (const shard of [0, 1, 2, 3])
      for (const word of words) expect([shard, word, heard(all, shard, word)]).toEqual([shard, word, 1]);
    expect(all.discord.violations).toEqual([]);
  };

  it('two each; one is killed, and the other serves all guilds: nothing is lost, nothing comes twice', async () => {
    const all = await begun();
    const { discord, company, second } = all;
    expect(discord.gateway.shards).toEqual([0, 1, 2, 3]);
    await openEverywhere(all);
    write(all, 'first');
    await arrives(all, 'first');
    const identified = discord.gateway.identifies;
    await second.kill();
    write(all, 'while nobody heard it');
    await discord.waitFor(() => discord.gateway.shards.length === SHARDS, {
      what: 'all shards again',
      timeoutMs: 40_000,
    });
    write(all, 'afterwards');
    await arrives(all, 'while nobody heard it');
    await arrives(all, 'afterwards');
    // It had two, and took the others' sessions up.
    expect(discord.gateway.identifies).toBe(identified);
    await second.start();
    await discord.waitFor(() => company.output().includes('Deskbell is running'), { what: 'the second' });
    write(all, 'with both again');
    await arrives(all, 'with both again');
    nothingTwice(all, ['first', 'while nobody heard it', 'afterwards', 'with both again']);
  }, 120_000);

  it('F32: one that stands still is taken over within seconds, and when it goes on it lets go', async () => {
    const all = await begun();
    const { second } = all;
    await openEverywhere(all);
    second.freeze();
    write(all, 'while it stood still');
    await arrives(all, 'while it stood still');
    second.thaw();
    write(all, 'when it went on');
    await arrives(all, 'when it went on');
    nothingTwice(all, ['while it stood still', 'when it went on']);
  }, 120_000);

  it('shards of one bucket identify five seconds apart, whichever replica they are of', async () => {
    const { discord } = await begun({ maxConcurrency: 2 });
    expect(discord.violations).toEqual([]);
    expect(discord.gateway.identifies).toBe(SHARDS);
  }, 120_000);
});
