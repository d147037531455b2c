/**
 * The answer to one interaction: to the person alone, within Discord's three seconds. Nothing here is tried twice but the
 * first word, which Discord itself takes only once.
 */
import {
  type APIInteraction,
  type APIModalInteractionResponseCallbackData,
  InteractionType,
  MessageFlags,
  Routes,
  InteractionResponseType as Type,
} from 'discord.js';
import { DeliveryFailure } from '../../src/adapter.ts';
import { body, type Part } from './render.ts';
import type { Api } from './rest.ts';

export interface Reply {
  modal(data: APIModalInteractionResponseCallbackData): Promise<void>;
  /** Takes more time: the person sees that it is being worked on. */
  defer(): Promise<void>;
  /** Shows this to the speaker alone. A file needs that the answer was deferred. */
  show(parts: readonly Part[]): Promise<void>;
  /** Nothing to show. */
  done(): Promise<void>;
}

export function reply(api: Api, interaction: APIInteraction): Reply {
  /** A press or a modal on a message needs no words; a command does. */
  const onMessage =
    'message' in interaction &&
    interaction.message !== undefined &&
    interaction.type !== InteractionType.ApplicationCommand;
  const callback = Routes.interactionCallback(interaction.id, interaction.token);
  const followUp = Routes.webhook(interaction.application_id, interaction.token);
  let first: Promise<'deferred' | 'answered'> | undefined;

  const answer = async (type: number, data?: object): Promise<void> => {
    const request = {
      method: 'POST',
      route: callback,
      body: { type, ...(data === undefined ? {} : { data }) },
      auth: false,
    } as const;
    try {
      await api.call(request);
    } catch (error) {
      if (!(error instanceof DeliveryFailure) || error.fault.kind !== 'ambiguous') throw error;
      await api.call(request).catch((again: unknown) => {
        if (!(again instanceof DeliveryFailure) || again.code !== '40060') throw again;
      });
    }
  };
  const begin = (state: 'deferred' | 'answered', type: number, data?: object): Promise<'deferred' | 'answered'> => {
    first ??= answer(type, data).then(() => state);
    return first;
  };
  const more = async (parts: readonly Part[]): Promise<void> => {
    for (const part of parts)
      await api.call({ method: 'POST', route: followUp, body: body(part, true), ...filesOf(part), auth: false });
  };

  return {
    modal: async (data) => void (await begin('answered', Type.Modal, data)),
    defer: async () => {
      if (onMessage) await begin('deferred', Type.DeferredMessageUpdate);
      else await begin('deferred', Type.DeferredChannelMessageWithSource, { flags: MessageFlags.Ephemeral });
    },
    show: async (parts) => {
      const [head, ...rest] = parts;
      if (head === undefined) return;
      if (first === undefined) await begin('answered', Type.ChannelMessageWithSource, body(head, true));
      else if ((await first) === 'deferred') {
        if (onMessage) return more(parts);
        const route = Routes.webhookMessage(interaction.application_id, interaction.token);
        await api.call({ method: 'PATCH', route, body: body(head), ...filesOf(head), auth: false });
      }
      await more(rest);
    },
    done: async () => {
      if (onMessage) await begin('deferred', Type.DeferredMessageUpdate);
      else if (first === undefined) await begin('answered', Type.ChannelMessageWithSource, body(DONE, true));
      else if ((await first) === 'deferred') {
        const route = Routes.webhookMessage(interaction.application_id, interaction.token);
        await api.call({ method: 'PATCH', route, body: body(DONE), auth: false });
      }
    },
  };
}

const filesOf = ({ file }: Part) => (file === undefined ? {} : { files: [file] });

/** A command must be answered with something. */
const DONE: Part = { content: '✅', components: [] };
