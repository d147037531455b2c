/**
 * `/desk panel`: buttons for everybody in the channel that it is typed in, for whoever manages the server. A channel has one
 * panel: typed again, it is changed where it stands, and its pin stays. To take it away is to delete the message.
 */
import {
  type APIApplicationCommandInteraction,
  type APIInteraction,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  InteractionType,
  PermissionFlagsBits,
} from 'discord.js';
import { type Button, DeliveryFailure, type Desk, type Phrase, type PublicMessage } from '../../src/adapter.ts';
import { DESK, PANEL, PANEL_TEXT } from './commands.ts';
import { PERMISSION_CODES } from './errors.ts';
import type { Guilds } from './guilds.ts';
import { tenantOf } from './ids.ts';
import { fromDiscord } from './markdown.ts';
import type { Poster } from './post.ts';
import { type Part, plainParts, render } from './render.ts';
import type { Reply } from './reply.ts';

export interface PanelParts {
  readonly desk: () => Desk;
  readonly guilds: Guilds;
  readonly poster: Poster;
}

export type Panel = (interaction: APIApplicationCommandInteraction, to: Reply) => Promise<void>;

export const isPanel = (interaction: APIInteraction): interaction is APIApplicationCommandInteraction =>
  interaction.type === InteractionType.ApplicationCommand &&
  interaction.data.type === ApplicationCommandType.ChatInput &&
  interaction.data.name === DESK &&
  interaction.data.options?.some(({ name }) => name === PANEL) === true;

const BUCKET = 'discord:other';

export function panels({ desk, guilds, poster }: PanelParts): Panel {
  /** Whether it was there already. */
  const place = async (guild: string, channel: string, part: Part, nonce: string): Promise<boolean> => {
    const tenant = tenantOf(guild);
    const key = `panel:${channel}`;
    const before = await desk().kept(tenant, key);
    if (before !== undefined && (await poster.edit(channel, before, part, BUCKET))) return true;
    const message = await poster.post({ channel, part, nonce, tried: undefined, bucket: BUCKET });
    await desk().keep(tenant, key, message);
    return false;
  };

  /** In the server's own language, as everybody reads it; in the words of whoever typed it, if there are any. */
  const drawn = (interaction: APIApplicationCommandInteraction, guild: string): readonly Part[] => {
    const panel = desk().panel(interaction.guild_locale);
    const own = fromDiscord(textOf(interaction), guilds.names(guild)).trim();
    const shown: PublicMessage = own === '' ? panel : { ...panel, lines: [{ kind: 'said', text: own }] };
    return render(shown, ({ intent, params }: Button) => desk().seal(tenantOf(guild), intent, params));
  };

  return async (interaction, to) => {
    const { guild_id: guild, locale } = interaction;
    const channel = interaction.channel.id;
    const tell = (phrase: Phrase): Promise<void> => to.show(plainParts([desk().phrase(phrase, locale)]));
    if (guild === undefined || !managesServer(interaction)) return tell('managers only');
    await to.defer();
    await guilds.load(guild);
    const [part, more] = drawn(interaction, guild);
    if (part === undefined || more !== undefined) throw new Error('a panel is one message');
    try {
      await tell((await place(guild, channel, part, interaction.id)) ? 'panel changed' : 'panel placed');
    } catch (error) {
      if (!(error instanceof DeliveryFailure) || !PERMISSION_CODES.has(error.code)) throw error;
      await tell('panel refused');
    }
  };
}

/** As Discord says with the gesture itself. */
function managesServer({ member }: APIInteraction): boolean {
  const may = BigInt(member?.permissions ?? 0);
  return (may & (PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator)) !== 0n;
}

function textOf({ data }: APIApplicationCommandInteraction): string {
  if (data.type !== ApplicationCommandType.ChatInput) return '';
  const [chosen] = data.options ?? [];
  if (chosen?.type !== ApplicationCommandOptionType.Subcommand) return '';
  const option = chosen.options?.find(({ name }) => name === PANEL_TEXT);
  return option !== undefined && 'value' in option ? String(option.value) : '';
}
