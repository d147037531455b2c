import type { Delivered } from '../support/fake-slack/index.ts';
import { type MortalCompany, settled } from './mortal-company.ts';

/**
 * What happens to one ticket, in this order: Mira opens it with a message to the bot, Sam claims it, asks her something, she
 * answers, Sam leaves a note for the other agents, resolves it, and she rates the help.
 */
export const STEPS = ['open', 'claim', 'ask', 'answer', 'note', 'resolve', 'rate'] as const;
export type Step = (typeof STEPS)[number];

/** What is only ever for agents' eyes. */
export const CANARY = 'canary-layoffs';

export interface Story {
  readonly subject: string;
  /** What Sam asks, what Mira answers. */
  readonly question: string;
  readonly answer: string;
  /** The card in Slack's agents' channel, and its thread in Discord's. */
  card(): { readonly ts: string; readonly said: string } | undefined;
  discordCard(): string | undefined;
  /** The root of Mira's thread. */
  root(): string;
  /** The gesture alone; resolves with the answer to it, whatever that was. */
  does(step: Step): Promise<Delivered>;
  /** Does everybody see what comes of it? */
  seen(step: Step): boolean;
  /** Waits until they do. */
  shows(step: Step): Promise<void>;
  /** Everything from one step to another, each one seen before the next is done; then nothing is left to do. */
  goes(from: Step, to: Step): Promise<void>;
}

/** Long, because the machine may be busy; nothing waits for it to pass. */
export const PATIENT = { timeoutMs: 40_000 };

export function story(company: MortalCompany, word: string, { timeoutMs } = PATIENT): Story {
  const { slack, discord, desk } = company;
  const subject = `The VPN drops every 10 minutes (${word})`;
  const question = `Which network are you on? (${word})`;
  const answer = `At home, on the *old* router (${word})`;
  const { inSlack } = desk;
  const dm = slack.dm('U1');
  let root = '';
  const card: Story['card'] = () =>
    slack.channel('C2').messages.find(({ threadTs, said }) => threadTs === undefined && said.includes(subject));
  const inCard = () => slack.channel('C2').thread(card()?.ts ?? '');
  const inDiscord = () => discord.threads('triage').find(({ name }) => name.includes(word));
  const discordCard: Story['discordCard'] = () => {
    const message = discord.channel('triage').messages.find((one) => JSON.stringify(one).includes(subject));
    return message === undefined ? undefined : JSON.stringify(message);
  };
  const inMiras = () => slack.seenBy('U1').filter(({ channel, threadTs }) => channel === dm && threadTs === root);
  const survey = () => inMiras().find(({ said }) => said.includes('1 · Poor'));
  const onCard = (label: string) => inSlack.press({ user: 'U2', channel: 'C2', ts: card()?.ts ?? '', label });

  /** A button that opens a form, and the form; one that is open still, because sending it failed, is sent again. */
  const form = async (label: string, values: Readonly<Record<string, string>>): Promise<Delivered> => {
    const pressed = slack.views('U2').length > 0 ? undefined : await onCard(label);
    return pressed?.ok === false ? pressed : inSlack.submit({ user: 'U2', values });
  };

  const does: Story['does'] = async (step) => {
    switch (step) {
      case 'open': {
        // Its own timestamp is known before Slack has delivered it.
        root = `${Math.floor(Date.now() / 1000)}.${String(Math.floor(Math.random() * 1e6)).padStart(6, '0')}`;
        return inSlack.message({ user: 'U1', text: subject, ts: root });
      }
      case 'claim':
        return onCard('Claim');
      case 'ask':
        return inSlack.message({ user: 'U2', channel: 'C2', threadTs: card()?.ts ?? '', text: question });
      case 'answer':
        return inSlack.message({ user: 'U1', channel: dm, threadTs: root, text: answer });
      case 'note':
        return form('Note', { text: `${CANARY} (${word})` });
      case 'resolve':
        return form('Resolve', {});
      case 'rate':
        return inSlack.press({ user: 'U1', channel: dm, ts: survey()?.ts ?? '', label: '4 · Good' });
      default:
        return step satisfies never;
    }
  };
  const inSlackIs: Record<Step, () => unknown> = {
    open: () => card() && inMiras().some((one) => one.said.includes('I took your message')),
    claim: () => card()?.said.includes('sam'),
    ask: () => inMiras().some((one) => one.said.includes(question)),
    answer: () => inCard().some((one) => one.said.includes(`router (${word})`)),
    note: () => inCard().some((one) => one.said.includes(CANARY)),
    resolve: () => survey() && card()?.said.includes('Reopen'),
    rate: () => inCard().some((one) => one.said.includes('rated the help')),
  };
  const inDiscordIs: Record<Step, () => unknown> = {
    open: () => inDiscord() && discordCard(),
    claim: () => discordCard()?.includes('sam'),
    ask: () => inDiscord()?.messages.some(({ content }) => content.includes(question)),
    answer: () => inDiscord()?.messages.some(({ content }) => content.includes(`router (${word})`)),
    note: () => JSON.stringify(inDiscord()?.messages).includes(CANARY),
    resolve: () => discordCard()?.includes('Reopen'),
    rate: () => JSON.stringify(inDiscord()?.messages).includes('rated the help'),
  };
  const shows: Story['shows'] = async (step) => {
    await slack.waitFor(inSlackIs[step], { timeoutMs, what: `${step} (${word}) in Slack` });
    await discord.waitFor(inDiscordIs[step], { timeoutMs, what: `${step} (${word}) in Discord` });
  };
  return {
    subject,
    question,
    answer,
    card,
    discordCard,
    root: () => root,
    does,
    seen: (step) => Boolean(inSlackIs[step]() && inDiscordIs[step]()),
    shows,
    goes: async (from, to) => {
      for (const step of STEPS.slice(STEPS.indexOf(from), STEPS.indexOf(to) + 1)) {
        const done = await does(step);
        if (!done.ok) throw new Error(`${step} was answered with ${done.status} ${done.failure ?? ''}`);
        await shows(step);
      }
      // What was seen may not be recorded yet; what comes next is to be stopped at its own moments.
      await settled(company);
    },
  };
}
