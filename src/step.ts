import type { PublicMessage } from './adapter.ts';
import { isSame } from './desk/access.ts';
import type { Work } from './desk/batch.ts';
import type { Loaded } from './desk/load.ts';
import type { Deed } from './desk/rows.ts';
import type { Party, Ticket } from './desk/ticket.ts';
import { copiedEffects, instead } from './files.ts';
import { fill } from './form.ts';
import { type Gesture, isForDesk } from './gesture.ts';
import { type Here, keptAmongAgents } from './here.ts';
import type { Act, Actor, Effect } from './intent.ts';
import { intentNamed } from './intents/index.ts';
import { firstReply } from './intents/reply.ts';
import { offerIn } from './offer.ts';
import type { Words } from './say/words.ts';
import type { Setting } from './setting.ts';
import { understandInThread } from './understand/grammar.ts';
import { openingOf } from './understand/subject.ts';
import type { Understood } from './understand/understood.ts';

/** What is to be done about a gesture, before anything of a ticket is changed. */
export type Step =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'say'; readonly message: (words: Words) => PublicMessage }
  | { readonly kind: 'put off'; readonly work: Work }
  | { readonly kind: 'effects'; readonly effects: readonly Effect[] }
  | { readonly kind: 'act'; readonly intent: Act; readonly params: object; readonly named: boolean };

/** What a gesture asks for, in the place where it was made. Pure. */
export function stepOf(
  gesture: Gesture,
  here: Here,
  setting: Setting,
  { actor }: Deed,
  { named, agents }: Loaded,
): Step {
  const { what, incoming } = gesture;
  switch (what.kind) {
    case 'effects':
      return { kind: 'effects', effects: what.effects };
    case 'copied':
      return { kind: 'effects', effects: copiedEffects(what.file, what.copied, named, what.told, setting.wordsFor) };
    case 'revise':
      return { kind: 'nothing' };
    case 'act':
      return { kind: 'act', intent: what.intent, params: what.params, named: true };
    case 'message': {
      if (here.bound !== undefined) {
        const { ticket, thread } = here.bound;
        const text = (incoming && instead(incoming)) ?? what.text;
        // Somebody who can write in the agents' thread but is no agent there (a guest of another company): not ours to carry.
        if (thread.side !== 'requester' && actor?.agent !== true) return { kind: 'nothing' };
        const kept = keptAmongAgents(thread, what.text, setting.agentsGroups);
        if (kept !== undefined) {
          const params = { ticket: String(ticket.number), text };
          return stepFor(
            { kind: 'intent', intent: kept, params, by: 'thread', confidence: 1 },
            gesture,
            setting,
            actor,
          );
        }
        return stepFor(understandInThread(text, ticket, setting.prefix), gesture, setting, actor);
      }
      const belongs = here.raised && belonging(what, here.raised, gesture, setting, actor, agents);
      if (belongs !== undefined) return belongs;
      if (incoming === undefined || !isForDesk(incoming.place)) return { kind: 'nothing' };
      if (what.seeks === true) return { kind: 'put off', work: { kind: 'find', incoming } };
      const offer = offerIn(gesture, setting.wordsFor(actor?.locale));
      return offer ?? stepFor(what.outside, gesture, setting, actor);
    }
    default:
      return what satisfies never;
  }
}

/**
 * What is said in a thread of everybody's that a ticket was raised in, as far as it belongs to that ticket: what its requester
 * says there to the desk, and in a watched place what anybody says: from an agent it is an answer. Undefined for what does
 * not.
 */
function belonging(
  { text, outside }: Extract<Gesture['what'], { kind: 'message' }>,
  ticket: Ticket,
  gesture: Gesture,
  setting: Setting,
  actor: Actor | undefined,
  agents: readonly Party[],
): Step | undefined {
  const { watched, addressed } = gesture.incoming?.place ?? {};
  if (isSame(ticket.requester, actor)) {
    // Called by its name, the desk answers a question and returns a greeting; the rest is more about the same matter.
    const more = outside.kind === 'intent' ? isAboutThis(outside) : outside.kind !== 'greeting';
    if (watched !== true && !more) return undefined;
    return stepFor(understandInThread(text, ticket, setting.prefix), gesture, setting, actor);
  }
  if (watched !== true || addressed === true) return undefined;
  if (ticket.closedAt !== undefined) return { kind: 'nothing' };
  const answered = agents.some((agent) => isSame(agent, actor)) ? firstReply(ticket, gesture.at) : [];
  return { kind: 'effects', effects: [{ do: 'say', ticket: ticket.number, text }, ...answered] };
}

/** What without a ticket's number is said of the one at hand: more about it, or that it is over, or is not. */
const isAboutThis = ({ intent, params }: Extract<Understood, { kind: 'intent' }>): boolean =>
  intent === 'open' || (['resolve', 'reopen', 'reply'].includes(intent) && params['ticket'] === undefined);

function stepFor(understood: Understood, gesture: Gesture, setting: Setting, actor: Actor | undefined): Step {
  const { incoming, what, stored } = gesture;
  if (incoming === undefined) return { kind: 'nothing' };
  switch (understood.kind) {
    case 'greeting':
      if (incoming.place.watched === true) return { kind: 'nothing' };
      return { kind: 'say', message: (words) => words.greeting() };
    case 'thanks':
      if (incoming.place.watched === true) return { kind: 'nothing' };
      return { kind: 'say', message: (words) => words.youAreWelcome() };
    case 'rating':
      return { kind: 'say', message: (words) => words.ratingWhere() };
    case 'proposed':
      return { kind: 'say', message: (words) => words.assist.proposed(understood.intent, understood.params) };
    case 'unsure':
      // A stored one has been to the model already.
      if (setting.model && !stored) return { kind: 'put off', work: { kind: 'understand', incoming } };
      if (what.kind === 'message' && incoming.place.watched === true)
        return requestStep(what.text, gesture, setting, actor);
      return { kind: 'say', message: (words) => words.unsure(what.kind === 'message' ? what.text : '') };
    case 'intent': {
      const intent = intentNamed(understood.intent);
      if (intent === undefined) return { kind: 'say', message: (words) => words.unsure('') };
      const { params } = understood;
      const result = fill(intent.form, params);
      if (!result.ok) return { kind: 'say', message: (words) => words.usage(intent.name, result.problems) };
      if (intent.kind === 'ask') {
        const agent = actor?.agent === true;
        const { locale } = actor ?? {};
        const from = locale === undefined ? incoming.from : { ...incoming.from, locale };
        const work = { kind: 'ask', intent: intent.name, params, agent, incoming: { ...incoming, from } } as const;
        return { kind: 'put off', work };
      }
      return { kind: 'act', intent, params: result.params, named: understood.by !== 'thread' };
    }
    default:
      return understood satisfies never;
  }
}

/** Where every message is a request, one that is not understood is one too. */
function requestStep(text: string, gesture: Gesture, setting: Setting, actor: Actor | undefined): Step {
  const opening = openingOf(text);
  if (opening === undefined) return { kind: 'nothing' };
  return stepFor(
    { kind: 'intent', intent: 'open', params: { ...opening }, by: 'words', confidence: 0 },
    gesture,
    setting,
    actor,
  );
}
