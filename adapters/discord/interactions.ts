/** Slash commands, buttons and modals → the desk → an answer to the person. */
import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIApplicationCommandInteraction,
  type APIGuildMember,
  type APIInteraction,
  type APIMessage,
  type APIUser,
  ApplicationCommandType,
  InteractionResponseType,
  InteractionType,
  Routes,
} from 'discord.js';
import {
  type Address,
  type Behalf,
  DeliveryFailure,
  type Desk,
  type Outcome,
  type Picture,
  type Place,
  type Tenant,
} from '../../src/adapter.ts';
import type { DrawnForm, Raw } from '../../src/form.ts';
import { choicesOf, readCommand, typedSoFar } from './commands.ts';
import type { Direct } from './direct.ts';
import { filesOf } from './files.ts';
import type { Guilds } from './guilds.ts';
import { accountOf, addressOf, guildOf, parseAddress, tenantOf } from './ids.ts';
import { fromModal, shownFields, toModal, uploadedWith } from './modal.ts';
import type { Notices } from './notice.ts';
import { isPanel, panels } from './panel.ts';
import type { Poster } from './post.ts';
import { quote, quotedIn } from './quote.ts';
import { channelOf, isSpoken, placeInDirect, placeInGuild, readInteraction, speaker, userOf } from './read.ts';
import { type Part, plainParts, render } from './render.ts';
import { type Reply, reply } from './reply.ts';
import type { Api } from './rest.ts';

/** Before this the answer comes at once, after it a sign that it will come. */
const PATIENCE = 1_500;

interface Gesture {
  readonly tenant: Tenant;
  readonly intent: string;
  readonly params: Raw;
  /** The form is shown even if nothing is missing: the person has not written it. */
  readonly ask?: boolean;
}

export interface Parts {
  readonly api: Api;
  readonly desk: () => Desk;
  readonly guilds: Guilds;
  readonly direct: Direct;
  readonly poster: Poster;
  readonly notices: Notices;
}

/**
 * Params of the adapter's own, which travel in a form's sealed id and are never handed over: whose ticket it is, and the
 * message that it is made of.
 */
const FOR = '_for';
const ABOUT = '_about';

export function interactions({
  api,
  desk,
  guilds,
  direct,
  poster,
  notices,
}: Parts): (interaction: APIInteraction) => Promise<void> {
  const typed = async (interaction: APIApplicationCommandInteraction): Promise<Gesture | undefined> => {
    const { data, guild_id: guild } = interaction;
    const tenant = guild === undefined ? await direct.tenant(userOf(interaction).id) : tenantOf(guild);
    if (tenant === undefined) return undefined;
    switch (data.type) {
      case ApplicationCommandType.ChatInput:
        return { tenant, ...(readCommand(data.options ?? [], desk().forms(undefined)) ?? desk().parse('')) };
      case ApplicationCommandType.Message: {
        const message = data.resolved.messages[data.target_id];
        if (message === undefined || guild === undefined) return undefined;
        await guilds.load(guild);
        const params = quote(message, guilds.names(guild));
        const behalf = isSpoken(message) ? forWhom(interaction, message.author.id) : {};
        return { tenant, intent: 'open', params: { ...params, ...behalf, [ABOUT]: message.id }, ask: true };
      }
      case ApplicationCommandType.User: {
        const behalf = forWhom(interaction, data.target_id);
        return { tenant, intent: 'open', params: behalf, ask: true };
      }
      default:
        return undefined;
    }
  };
  const forWhom = (interaction: APIInteraction, user: string): Raw =>
    user === userOf(interaction).id ? {} : { [FOR]: user };

  const understood = async (interaction: APIInteraction): Promise<Gesture | undefined> => {
    const here = interaction.guild_id === undefined ? undefined : tenantOf(interaction.guild_id);
    if (interaction.type === InteractionType.ApplicationCommand) return typed(interaction);
    if (interaction.type !== InteractionType.MessageComponent && interaction.type !== InteractionType.ModalSubmit)
      return undefined;
    // A message in somebody's direct messages does not say which guild it is about: the seal does.
    const tenants = () => (here === undefined ? [...guilds.joined.keys()].map(tenantOf) : [here]);
    const isSealedBy = (tenant: Tenant): boolean => desk().unseal(tenant, interaction.data.custom_id) !== undefined;
    if (here === undefined && !tenants().some(isSealedBy)) await guilds.refresh();
    for (const tenant of tenants()) {
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

  /** Whose ticket it is, if not the speaker's own. Of a message it was made of, they are the author. */
  const behalfOf = async (place: Place, user: string, from: Behalf['from']): Promise<Behalf> => {
    const guild = guildOf(place.tenant);
    const [member, agents] = await Promise.all([memberOf(guild, user), guilds.agents(guild)]);
    const channel = await guilds.channel(parseChannel(place.address));
    const { home } = placeInGuild(guild, user, channel ?? { id: '0', type: -1, name: '' }, agents, undefined);
    return { of: speaker(accountOf(guild, user), member.user, member.nick), home, from };
  };
  const memberOf = async (guild: string, user: string): Promise<Pick<APIGuildMember, 'user' | 'nick'>> => {
    try {
      return (await api.call({ method: 'GET', route: Routes.guildMember(guild, user) })) as APIGuildMember;
    } catch (error) {
      // Who has left has still written it.
      if (!(error instanceof DeliveryFailure) || error.fault.kind !== 'unreachable') throw error;
      return { user: (await api.call({ method: 'GET', route: Routes.user(user) })) as APIUser };
    }
  };

  /** A modal does not bring it along: the message is asked for once more. Undefined where it is not there any more. */
  const messageAbout = async (interaction: APIInteraction, message: string): Promise<APIMessage | undefined> => {
    const channel = interaction.channel?.id ?? '0';
    try {
      return (await api.call({ method: 'GET', route: Routes.channelMessage(channel, message) })) as APIMessage;
    } catch (error) {
      desk().log.warn({ platform: 'discord', channel, message, error: String(error) }, 'a message was not found again');
      return undefined;
    }
  };

  const placeOf = async (interaction: APIInteraction, tenant: Tenant): Promise<Place> => {
    const user = userOf(interaction).id;
    if (interaction.guild_id === undefined) return placeInDirect(tenant, user);
    const guild = interaction.guild_id;
    const id = interaction.channel?.id ?? interaction.channel_id ?? '0';
    const channel = channelOf(interaction) ?? (await guilds.channel(id)) ?? { id, type: 0, name: '' };
    const [agents, parent] = await Promise.all([guilds.agents(guild), guilds.parent(channel)]);
    return placeInGuild(guild, user, channel, agents, parent);
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
    const kept = ['ticket', FOR, ABOUT].flatMap((name) => (rest[name] === undefined ? [] : [[name, rest[name]]]));
    return desk().seal(tenant, intent, Object.fromEntries(kept));
  };

  const show = async (to: Reply, outcome: Outcome, tenant: Tenant): Promise<void> => {
    switch (outcome.kind) {
      case 'answer': {
        const parts = render(outcome.message, ({ intent, params }) => desk().seal(tenant, intent, params));
        return outcome.picture === undefined ? to.show(parts) : illustrate(to, parts, outcome.picture);
      }
      case 'problems':
        return to.show(plainParts(outcome.problems.map(({ text }) => text)));
      case 'done':
        return to.done();
      default:
        return outcome satisfies never;
    }
  };

  /** With the first part, so that nothing is shown yet where Discord will not have the picture: the words then come alone. */
  const illustrate = async (to: Reply, parts: readonly Part[], picture: Picture): Promise<void> => {
    await to.defer();
    const data = await picture.read();
    const file = { name: picture.name, type: picture.type, data, alt: picture.alt };
    const pictured = parts.map((part, index) => (index === 0 ? { ...part, file } : part));
    try {
      await to.show(pictured);
    } catch (error) {
      if (!(error instanceof DeliveryFailure) || error.fault.kind === 'ambiguous') throw error;
      desk().log.warn({ platform: 'discord', code: error.code }, 'a picture was not taken; its text goes without');
      await to.show(parts);
    }
  };

  const handle = async (interaction: APIInteraction, to: Reply): Promise<void> => {
    const locale = 'locale' in interaction ? interaction.locale : undefined;
    const gesture = await understood(interaction);
    if (gesture === undefined) return to.show(plainParts([desk().phrase('stale button', locale)]));
    const { tenant, intent, params } = gesture;
    if (interaction.type !== InteractionType.ModalSubmit) {
      const known = await desk().remembered(tenant, params);
      const form = desk().form(intent, { ...params, ...known }, locale, known !== undefined || gesture.ask);
      if (form !== undefined && form.fields.length > 0) return to.modal(toModal(form, sealedForm(form, gesture)));
    }
    const late = setTimeout(() => void to.defer().catch(() => undefined), PATIENCE);
    try {
      const { [FOR]: user, [ABOUT]: about, ...own } = params;
      const where = await placeOf(interaction, tenant);
      notices.spoke(where);
      // Of each message one ticket.
      const place = about === undefined ? where : { ...where, thread: threadOn(where, about) };
      const message = about === undefined ? undefined : await messageAbout(interaction, about);
      const added = interaction.type === InteractionType.ModalSubmit ? uploadedWith(interaction.data) : [];
      const files = [...(message === undefined ? [] : filesOf(message)), ...added];
      const at = where.thread ?? where.address;
      const quoted =
        message === undefined || added.length > 0
          ? undefined
          : quotedIn(own, message, guilds.names(guildOf(tenant)), at);
      const from = about === undefined ? 'name' : quoted === undefined ? 'message' : 'quote';
      const behalf = user === undefined ? {} : { behalf: await behalfOf(where, user, from) };
      const said = {
        kind: 'command',
        intent,
        params: own,
        ...behalf,
        ...(quoted === undefined ? {} : { quoted }),
      } as const;
      const incoming = readInteraction(interaction, place, said);
      const outcome = await desk().receive(files.length === 0 ? incoming : { ...incoming, files });
      clearTimeout(late);
      await show(to, outcome, tenant);
    } finally {
      clearTimeout(late);
    }
  };

  const suggest = async (interaction: APIApplicationCommandAutocompleteInteraction): Promise<void> => {
    const from = userOf(interaction);
    const sought = typedSoFar(interaction.data.options, desk().forms(undefined));
    const tenant = interaction.guild_id === undefined ? await direct.tenant(from.id) : tenantOf(interaction.guild_id);
    if (sought === undefined || tenant === undefined) return choose(interaction, []);
    const place = await placeOf(interaction, tenant);
    const { from: asking } = readInteraction(interaction, place, { kind: 'command', intent: '', params: {} });
    await choose(interaction, await desk().suggest(asking, place, sought.typed, sought.what));
  };
  const choose = async (
    interaction: APIInteraction,
    found: readonly { readonly value: string; readonly label: string }[],
  ): Promise<void> => {
    const data = { choices: choicesOf(found) };
    const body = { type: InteractionResponseType.ApplicationCommandAutocompleteResult, data };
    const route = Routes.interactionCallback(interaction.id, interaction.token);
    await api.call({ method: 'POST', route, body, auth: false });
  };

  const panel = panels({ desk, guilds, poster });

  return async (interaction) => {
    if (interaction.type === InteractionType.ApplicationCommandAutocomplete) {
      // What comes too late is not shown, and nothing is lost with it.
      await suggest(interaction).catch(() => undefined);
      return;
    }
    if (interaction.type === InteractionType.Ping) return;
    const to = reply(api, interaction);
    try {
      if (isPanel(interaction)) await panel(interaction, to);
      else await handle(interaction, to);
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

function parseChannel(address: Address): string {
  const where = parseAddress(address);
  return 'channel' in where ? where.channel : '0';
}

/** What a ticket made of a message is raised in: the post that begins with it, else what answers it. */
function threadOn({ tenant, address, thread }: Place, message: string): Address {
  const inside = thread === undefined ? undefined : parseAddress(thread);
  if (thread !== undefined && inside?.kind === 'thread' && inside.thread === message) return thread;
  return addressOf({ kind: 'answer', guild: guildOf(tenant), channel: parseChannel(address), message });
}
