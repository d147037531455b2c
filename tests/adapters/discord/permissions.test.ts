import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { expect, test } from 'vitest';
import { inviteLink } from '../../../adapters/discord/permissions.ts';
import { fake, TOKEN } from './setup.ts';

const ROOT = new URL('../../../', import.meta.url);

const asked = async (apiUrl: string, env: Readonly<Record<string, string>> = {}) =>
  promisify(execFile)(process.execPath, ['adapters/discord/check.ts'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', DISCORD_TOKEN: TOKEN, DISCORD_API_URL: apiUrl, ...env },
  });

test('npm run discord-permissions says what is lacking where, what is lost by it, and how to invite the bot', async () => {
  const discord = await fake();
  const whole = await asked(discord.apiUrl);
  expect(whole.stdout).toContain('Acme: the bot has every permission');
  expect(whole.stdout).toContain(inviteLink(discord.applicationId));
  discord.denyBot('help', P.CreatePrivateThreads | P.EmbedLinks);
  discord.addChannel({ id: 'hidden', name: 'hidden', members: ['dana'], botDenied: P.ViewChannel });
  const { stdout } = await asked(discord.apiUrl, { DISCORD_AGENTS_CHANNEL: 'hidden' });
  const lines = stdout.split('\n').map((line) => line.trim());
  expect(lines.slice(lines.indexOf('#help lacks'), lines.indexOf('#help lacks') + 3)).toEqual([
    '#help lacks',
    'Create Private Threads: tickets go on in direct messages',
    expect.stringMatching(/^Embed Links: .*picture/),
  ]);
  expect(lines[lines.indexOf('#hidden lacks') + 1]).toMatch(/^View Channels/);
  // Named otherwise, it is nobody's business that the bot does not see that channel.
  const other = await asked(discord.apiUrl);
  expect(other.stdout).not.toContain('hidden');
  expect(`${whole.stdout}${stdout}`).not.toContain(TOKEN);
});

test('without a token it says which setting is missing', async () => {
  await expect(asked('http://127.0.0.1:1/api', { DISCORD_TOKEN: '' })).rejects.toMatchObject({
    stderr: 'DISCORD_TOKEN is not set.\n',
  });
});

test('the README’s link asks for what the desk needs', async () => {
  expect(await readFile(new URL('README.md', ROOT), 'utf8')).toContain(inviteLink('APPLICATION_ID'));
});
