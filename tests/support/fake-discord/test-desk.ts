/** The double with a small company in it, and a real discord.js client: shared by the double's own tests. */
import {
  ChannelType,
  Client,
  type ClientOptions,
  DiscordAPIError,
  GatewayIntentBits as I,
  Partials,
  type TextChannel,
} from 'discord.js';
import { type FakeDiscord, type FakeDiscordOptions, startFakeDiscord } from './index.ts';

export const intents = [I.Guilds, I.GuildMessages, I.MessageContent, I.DirectMessages, I.GuildMessageReactions];
const running: (() => Promise<unknown>)[] = [];

/** Stops what was started since; for `afterEach`. */
export async function stopAll(): Promise<void> {
  for (const stop of running.splice(0).reverse()) await stop();
}

export async function startDesk(options: Partial<FakeDiscordOptions> = {}): Promise<FakeDiscord> {
  const discord = await startFakeDiscord({
    token: 'a-token',
    applicationId: 'desk',
    guild: {
      id: 'acme',
      name: 'Acme',
      roles: [{ id: 'agents', name: 'Agents' }],
      channels: [
        { id: 'help', name: 'help' },
        { id: 'agents-only', name: 'agents-only', viewerRoles: ['agents'] },
        { id: 'forum', name: 'forum', type: ChannelType.GuildForum },
      ],
    },
    ...options,
  });
  running.push(() => discord.stop());
  discord.addUser({ id: 'D1', username: 'mira', globalName: 'Mira', locale: 'de' });
  discord.addUser({ id: 'D2', username: 'theo' });
  discord.addUser({ id: 'D3', username: 'ada', roles: ['agents'] });
  return discord;
}

export async function connect(discord: FakeDiscord, options: Partial<ClientOptions> = {}): Promise<Client<true>> {
  const client = new Client({
    intents,
    partials: [Partials.Channel],
    allowedMentions: { parse: [], repliedUser: false },
    ...options,
    rest: { api: discord.apiUrl, version: '10', retries: 0, ...options.rest },
  });
  running.push(() => client.destroy());
  client.on('error', () => {});
  const ready = new Promise<Client<true>>((resolve) => client.once('clientReady', resolve));
  await client.login('a-token');
  return ready;
}

export async function desk(options: Partial<FakeDiscordOptions> = {}) {
  const discord = await startDesk(options);
  const client = await connect(discord);
  const help = client.channels.cache.get(discord.idOf('help')) as TextChannel;
  const contents: string[] = [];
  client.on('messageCreate', (message) => {
    if (!message.author.bot) contents.push(message.content);
  });
  return { discord, client, help, contents };
}

export async function codeOf(promise: Promise<unknown>): Promise<number | string | undefined> {
  return promise.then(
    () => undefined,
    (error: unknown) => (error instanceof DiscordAPIError ? error.code : String(error)),
  );
}
