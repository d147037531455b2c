/** Slash commands, buttons and modals → the desk → an answer to the person. */
import {
  type APIInteraction,
  ApplicationCommandType,
  InteractionResponseType,
  InteractionType,
  Routes,
} from 'discord.js';
import type { Desk, DrawnForm, Outcome, Place, Tenant } from '../../src/adapter.ts';
import type { Raw } from '../../src/form.ts';
import { COMMAND, readCommand } from './commands.ts';
import type { Direct } from './direct.ts';
import type { Guilds } from './guilds.ts';
import { tenantOf } from './ids.ts';
import { fromModal, shownFields, toModal } from './modal.ts';
import { channelOf, placeInDirect, placeInGuild, readInteraction, userOf } from './read.ts';
import { plainParts, render } from './render.ts';
import { type Reply, reply } from './reply.ts';
import type { Api } from './rest.ts';

/** Before this the answer comes at once, after it a sign that it will come. */
const PATIENCE = 1_500;

type Gesture = { readonly tenant: Tenant; readonly intent: string; readonly params: Raw };

export interface Parts {
  readonly api: Api;
  readonly desk: () => Desk;
  readonly guilds: Guilds;
  readonly direct: Direct;
}

export function interactions({ api, desk, guilds, direct }: Parts): (interaction: APIInteraction) => Promise<void> {
  const understood = async (interaction: APIInteraction): Promise<Gesture | undefined> => {
    const here = interaction.guild_id === undefined ? undefined : tenantOf(interaction.guild_id);
    if (interaction.type === InteractionType.ApplicationCommand) {
      const tenant = here ?? (await direct.tenant(userOf(interaction).id));
      if (tenant === undefined) return undefined;
      const { data } = interaction;
      const options =
        data.type === ApplicationCommandType.ChatInput && data.name === COMMAND ? (data.options ?? []) : [];
      return { tenant, ...(readCommand(options, desk().forms(undefined)) ?? desk().parse('')) };
    }
    if (interaction.type !== InteractionType.MessageComponent && interaction.type !== InteractionType.ModalSubmit)
      return undefined;
    // A message in somebody's direct messages does not say which guild it is about: the seal does.
    const tenants = here === undefined ? [...guilds.joined.keys()].map(tenantOf) : [here];
    for (const tenant of tenants) {
      const sealed = desk().unseal(tenant, interaction.data.custom_id);
      if (sealed === undefined) continue;
      const params =
        interaction.type === InteractionType.ModalSubmit
          ? { ...sealed.params, ...fromModal(interaction.data) }
          : sealed.params;
      return { tenant, intent: sealed.intent, params };
    }
    return undefined;
  };

  const placeOf = async (interaction: APIInteraction, tenant: Tenant): Promise<Place> => {
    const user = userOf(interaction).id;
    if (interaction.guild_id === undefined) return placeInDirect(tenant, user);
    const guild = interaction.guild_id;
    const id = interaction.channel?.id ?? interaction.channel_id ?? '0';
    const channel = channelOf(interaction) ?? (await guilds.channel(id)) ?? { id, type: 0, name: '' };
    return placeInGuild(guild, user, channel, await guilds.agents(guild));
  };

  /** What the modal does not show travels in its id; what does not fit there is left out, and asked for again. */
  const sealedForm = (form: DrawnForm, { tenant, intent, params }: Gesture): string => {
    const shown = new Set(shownFields(form).map(({ name }) => name));
    const rest = Object.fromEntries(Object.entries(params).filter(([name]) => !shown.has(name)));
    try {
      const id = desk().seal(tenant, intent, rest);
      if (id.length <= 100) return id;
    } catch {
      // Too long to seal.
    }
    return desk().seal(tenant, intent, 'ticket' in rest ? { ticket: rest['ticket'] } : {});
  };

  const show = async (to: Reply, outcome: Outcome, tenant: Tenant): Promise<void> => {
    switch (outcome.kind) {
      case 'answer':
        return to.show(render(outcome.message, ({ intent, params }) => desk().seal(tenant, intent, params)));
      case 'problems':
        return to.show(plainParts(outcome.problems.map(({ text }) => text)));
      case 'done':
        return to.done();
      default:
        return outcome satisfies never;
    }
  };

  const handle = async (interaction: APIInteraction, to: Reply): Promise<void> => {
    const locale = 'locale' in interaction ? interaction.locale : undefined;
    const gesture = await understood(interaction);
    if (gesture === undefined) return to.show(plainParts([desk().phrase('stale button', locale)]));
    const { tenant, intent, params } = gesture;
    if (interaction.type !== InteractionType.ModalSubmit) {
      const form = desk().form(intent, params, locale);
      if (form !== undefined && form.fields.length > 0) return to.modal(toModal(form, sealedForm(form, gesture)));
    }
    const late = setTimeout(() => void to.defer().catch(() => undefined), PATIENCE);
    try {
      const place = await placeOf(interaction, tenant);
      const outcome = await desk().receive(readInteraction(interaction, place, { kind: 'command', intent, params }));
      clearTimeout(late);
      await show(to, outcome, tenant);
    } finally {
      clearTimeout(late);
    }
  };

  return async (interaction) => {
    if (interaction.type === InteractionType.ApplicationCommandAutocomplete) {
      const body = { type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices: [] } };
      const route = Routes.interactionCallback(interaction.id, interaction.token);
      await api.call({ method: 'POST', route, body, auth: false }).catch(() => undefined);
      return;
    }
    if (interaction.type === InteractionType.Ping) return;
    const to = reply(api, interaction);
    try {
      await handle(interaction, to);
    } catch (error) {
      const unavailable = error instanceof Error && error.name === 'Unavailable';
      const where = { platform: 'discord', guild: interaction.guild_id, interaction: interaction.id };
      if (unavailable) desk().log.warn(where, 'the desk could not take an interaction');
      else desk().log.error({ ...where, error: String(error) }, 'an interaction failed');
      const locale = 'locale' in interaction ? interaction.locale : undefined;
      await to.show(plainParts([desk().phrase(unavailable ? 'unavailable' : 'failed', locale)])).catch(() => undefined);
    }
  };
}
