/** Registers the desk's commands, only those that differ from what is registered. Others of the application are left alone. */
import { Routes } from 'discord.js';
import type { Desk } from '../../src/adapter.ts';
import { commands, sameCommand } from './commands.ts';
import type { Api } from './rest.ts';

export async function register(api: Api, application: string, desk: Desk): Promise<void> {
  const route = Routes.applicationCommands(application);
  const answer = await api.call({ method: 'GET', route, query: { with_localizations: 'true' } });
  const registered: readonly { readonly name?: unknown; readonly type?: unknown }[] = Array.isArray(answer)
    ? answer
    : [];
  for (const ours of commands(desk)) {
    const same = registered.find(({ name, type }) => name === ours.name && (type ?? 1) === ours.type);
    if (sameCommand(same, ours)) continue;
    await api.call({ method: 'POST', route, body: ours });
    desk.log.info({ platform: 'discord' }, `registered ${ours.name}`);
  }
}
