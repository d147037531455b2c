import type { MortalCompany } from '../mortal-company.ts';
import { REQUESTERS, TRIAGE } from './people.ts';
import type { Life } from './record.ts';

/** A message as somebody finds it, on either platform. */
export interface Found {
  readonly id: string;
  /** Every legible word of it. */
  readonly words: string;
  readonly byDesk: boolean;
}

/** The four places that a ticket can be seen in; a ticket has three of them. */
export type Place = 'slack agents' | 'discord agents' | 'slack requester' | 'discord requester';

export function placesOf({ plan }: Life): readonly Place[] {
  return ['slack agents', 'discord agents', `${plan.home} requester`];
}

/** The card of a ticket in an agents' channel. */
export function cards({ slack, discord }: MortalCompany, { plan: { word } }: Life, where: 'slack' | 'discord') {
  return where === 'slack'
    ? slack
        .channel(TRIAGE.slack)
        .messages.filter(({ threadTs, said, byBot }) => threadTs === undefined && byBot && said.includes(word))
        .map(({ ts, said }): Found => ({ id: ts, words: said, byDesk: true }))
    : discord
        .channel(TRIAGE.discord)
        .messages.filter((one) => JSON.stringify(one).includes(word))
        .map((one): Found => ({ id: one.id, words: JSON.stringify(one), byDesk: true }));
}

/** What stands in the ticket's thread in a place, in order, without the card. */
export function thread(company: MortalCompany, life: Life, place: Place): readonly Found[] {
  const { slack } = company;
  const inSlack = (messages: readonly { readonly ts: string; readonly said: string; readonly byBot: boolean }[]) =>
    messages.map(({ ts, said, byBot }): Found => ({ id: ts, words: said, byDesk: byBot }));
  switch (place) {
    case 'slack agents': {
      const card = cards(company, life, 'slack')[0];
      return card === undefined ? [] : inSlack(slack.channel(TRIAGE.slack).thread(card.id).slice(1));
    }
    case 'slack requester': {
      const user = REQUESTERS.slack[life.plan.who] ?? '';
      return life.root === undefined ? [] : inSlack(slack.channel(slack.dm(user)).thread(life.root).slice(1));
    }
    case 'discord agents':
      return inDiscord(company, discordThreads(company, life, TRIAGE.discord)[0]?.messages ?? []);
    case 'discord requester':
      return inDiscord(company, discordThreads(company, life, 'help')[0]?.messages ?? []);
    default:
      return place satisfies never;
  }
}

/** The threads of a ticket below a channel of Discord: they are named after it. */
export function discordThreads({ discord }: MortalCompany, { plan }: Life, channel: string) {
  return discord.threads(channel).filter(({ name }) => name.includes(plan.word));
}

function inDiscord(
  { discord }: MortalCompany,
  messages: readonly { readonly id: string; readonly author: { readonly id: string } }[],
) {
  return messages.map(
    (one): Found => ({ id: one.id, words: JSON.stringify(one), byDesk: one.author.id === discord.botId }),
  );
}
