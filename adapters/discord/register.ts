/** Registers `/ticket`, only if what is registered differs. Other commands of the application are left alone. */
import { Routes } from 'discord.js';
import type { Desk } from '../../src/adapter.ts';
import { COMMAND, sameCommand, ticketCommand } from './commands.ts';
import type { Api } from './rest.ts';

export async function register(api: Api, application: string, desk: Desk): Promise<void> {
  const ours = ticketCommand((locale) => desk.forms(locale));
  const route = Routes.applicationCommands(application);
  const registered = await api.call({ method: 'GET', route, query: { with_localizations: 'true' } });
  const same = (Array.isArray(registered) ? registered : []).find((one) => one?.name === COMMAND);
  if (sameCommand(same, ours)) return;
  await api.call({ method: 'POST', route, body: ours });
  desk.log.info({ platform: 'discord' }, 'registered /ticket');
}
