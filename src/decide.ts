import { randomBytes } from 'node:crypto';
import type { Account, Address, Incoming, InternalMessage, Outcome, PublicMessage, Tenant } from './adapter.ts';
import { isSame, permit } from './desk/access.ts';
import type { Work } from './desk/batch.ts';
import type { Loaded } from './desk/load.ts';
import { type Deed, laneOf, laneOfAddress, type Recording } from './desk/rows.ts';
import type { Party, Thread, Ticket } from './desk/ticket.ts';
import type { AskedLast, Asking } from './desk/worth/asking.ts';
import { Refusal } from './errors.ts';
import { copiedEffects, instead, type Sifted, saidOfFiles, siftedOf } from './files.ts';
import { fill } from './form.ts';
import { type Gesture, isForDesk, isOverheard, messageOf, raisingAt, showedBy } from './gesture.ts';
import { type Here, whereOf } from './here.ts';
import type { Act, Actor, Effect, Scene } from './intent.ts';
import { intentNamed } from './intents/index.ts';
import { firstReply } from './intents/reply.ts';
import { revise } from './revise.ts';
import type { Words } from './say/words.ts';
import type { Classifier } from './understand/classifier.ts';
import { understandInThread } from './understand/grammar.ts';
import { isSlip } from './understand/slip.ts';
import { openingOf } from './understand/subject.ts';
import type { Understood } from './understand/understood.ts';

/** What every decision of a desk shares. */
export interface Setting {
  wordsFor(locale: string | undefined): Words;
  agentsPlaces(org: number): readonly Address[];
  agentsPlace(tenant: Tenant): Address | undefined;
  readonly closeAfterMs: number;
  readonly timeZone: string;
  readonly asking: Asking;
  readonly services: readonly string[];
  isLead(account: Account): boolean;
  /** Whether anybody is named who looks after the desk; where nobody is, every agent at work does. */
  readonly hasLeads: boolean;
  /** Groups that only agents are in, by name: what mentions one is hardly meant for the requester. */
  readonly agentsGroups: readonly string[];
  /** What stands before a ticket's number. */
  readonly prefix: string;
  /** Says what a text means that the rules are not sure of. */
  readonly classify?: Classifier;
  /** Texts that both are not sure of are put off, to be understood with a model outside any transaction. */
  readonly model: boolean;
  /** The most bytes that one file may have. */
  readonly fileLimit: number;
  /** How many tickets one person may open in an hour; 0: any number. */
  readonly openLimit: number;
}

/**
 * Decides one gesture over what was loaded and adds what follows to the recording. Pure but for the random code. Throws
 * only for bugs; a Refusal becomes the outcome.
 */
export function decide(gesture: Gesture, loaded: Loaded, recording: Recording, setting: Setting): Outcome {
  const { org, key, incoming, what } = gesture;
  if (what.kind === 'revise') {
    revise(gesture, what.revision, loaded, recording, setting);
    return { kind: 'done' };
  }
  const { leftAs } = loaded;
  if (leftAs === undefined || what.kind !== 'message' || incoming?.said.kind !== 'message')
    return decideSaid(gesture, loaded, recording, setting);
  // Its writer has changed it meanwhile: what counts is what they left.
  recording.settle(org, key);
  const { text } = leftAs;
  if (text === undefined) return { kind: 'done' };
  const left = { ...gesture, incoming: { ...incoming, said: { ...incoming.said, text } } };
  const again = messageOf(text, setting.prefix, incoming.files, setting.classify);
  return decideSaid({ ...left, what: again }, loaded, recording, setting);
}

function decideSaid(gesture: Gesture, loaded: Loaded, recording: Recording, setting: Setting): Outcome {
  const { org } = gesture;
  for (const ticket of [loaded.bound, loaded.named]) if (ticket !== undefined) recording.know(org, ticket);
  const here = whereOf(gesture, loaded, recording);
  const files = siftedOf(gesture.incoming, setting.fileLimit);
  const deed = deedOf(gesture, loaded, here, files, setting);
  const words = setting.wordsFor(deed.actor?.locale);
  const answer = (message: PublicMessage | InternalMessage): Outcome => {
    const answered: Effect = { do: 'answer', message };
    recording.add(deed, [answered, ...saidOfFiles([], files, deed, setting.wordsFor)]);
    return deed.answerTo === undefined ? { kind: 'answer', message } : { kind: 'done' };
  };
  try {
    if (loaded.waits && putOffAnswer(gesture, deed, recording)) return { kind: 'done' };
    const step = stepOf(gesture, here, setting, deed, loaded);
    switch (step.kind) {
      case 'nothing':
        return { kind: 'done' };
      case 'say':
        return answer(step.message(words));
      case 'put off':
        recording.putOff(deed, step.work);
        return { kind: 'done' };
      case 'effects':
        return carryOut(recording, deed, step.effects, files, setting);
      case 'act': {
        const { intent, params, named } = step;
        // An earlier gesture of this batch has resolved what this one was bound to when its number was to be taken.
        const wantsNumber = loaded.raised === undefined && intent.needs?.(params as never).number === true;
        const noNumber = wantsNumber && loaded.number === undefined;
        if (noNumber || (here.bound !== undefined && isStale(here.bound, recording, org))) {
          putOffAnswer(gesture, deed, recording);
          return { kind: 'done' };
        }
        const ticket = ticketFor(params, named, loaded, here, recording, org);
        permit(intent, deed.actor, ticket, here.bound?.ticket.number === ticket?.number && here.bound !== undefined);
        const scene = sceneOf(gesture, loaded, deed, ticket, recording, setting, words);
        const effects = intent.decide(params as never, scene);
        return carryOut(recording, deed, [...effects, ...showedBy(gesture, effects, ticket)], files, setting);
      }
      default:
        return step satisfies never;
    }
  } catch (error) {
    if (error instanceof Refusal) return answer(words.refusal(error.code, error.details));
    throw error;
  }
}

/** How long an answer waits for its thread to become known, before it is taken as it stands. */
const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 500;

/**
 * A message in a thread that the platform has made and the desk has not noted yet (it was quick, or a crash came between)
 * is decided anew a little later, and so is what is said behind it: in the order it was said. False if it has waited enough.
 */
function putOffAnswer({ incoming, at, since = at }: Gesture, deed: Deed, recording: Recording): boolean {
  if (incoming === undefined || at.getTime() - since.getTime() > PATIENCE_MS) return false;
  const lane = incoming.place.thread ?? incoming.place.address;
  recording.putOff(deed, { kind: 'again', incoming, since: since.toISOString() }, LOOK_AGAIN_MS, lane);
  return true;
}

/** In a bound thread the thread says which side speaks: an agent in a requester's thread is not at work there. */
function deedOf(
  { org, key, at, incoming }: Gesture,
  { person, leftAs }: Loaded,
  { bound }: Here,
  { kept: files }: Sifted,
  { hasLeads, isLead }: Setting,
): Deed {
  if (incoming === undefined || person === undefined) {
    const nobody = { actor: undefined, place: undefined, source: undefined, answerTo: undefined };
    return { org, key, at, files: [], wordless: false, ...nobody };
  }
  const { place, from, said } = incoming;
  const agent = place.side === 'agents' && bound?.thread.side !== 'requester';
  const actor: Actor = { ...from, person, agent, lead: hasLeads ? isLead(from.account) : agent };
  const address = place.thread ?? place.address;
  const version = leftAs?.version === undefined ? {} : { version: leftAs.version };
  const source = said.remote === undefined ? undefined : { address, remote: said.remote, key, ...version };
  const text = said.kind === 'message' ? said.text : undefined;
  const lane = bound === undefined ? laneOfAddress(org, address) : laneOf(org, bound.ticket.number, bound.thread.seq);
  const side = agent ? ('agents' as const) : ('requester' as const);
  const here = { lane, address, side };
  const home = { lane: laneOfAddress(org, place.home), address: place.home, side: 'requester' as const };
  // Called to where others read, the desk answers in private; agents among themselves are answered where they are.
  const answerTo = isOverheard(place) && bound === undefined && !agent ? home : here;
  const wordless = instead(incoming) !== undefined;
  const spoken = { org, key, at, actor, place, source, text, files, wordless };
  return { ...spoken, answerTo: source === undefined ? undefined : answerTo };
}

type Step =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'say'; readonly message: (words: Words) => PublicMessage }
  | { readonly kind: 'put off'; readonly work: Work }
  | { readonly kind: 'effects'; readonly effects: readonly Effect[] }
  | { readonly kind: 'act'; readonly intent: Act; readonly params: object; readonly named: boolean };

function stepOf(gesture: Gesture, here: Here, setting: Setting, { actor }: Deed, { named, agents }: Loaded): Step {
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
        const kept = keptAmongAgents(thread, what.text, setting);
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
      return incoming !== undefined && isForDesk(incoming.place)
        ? stepFor(what.outside, gesture, setting, actor)
        : { kind: 'nothing' };
    }
    default:
      return what satisfies never;
  }
}

/** The intent by which it goes to no requester, or not yet: the thread that it was written in says so, and its words may. */
function keptAmongAgents({ side }: Thread, text: string, setting: Setting): 'note' | 'hold' | undefined {
  switch (side) {
    case 'notes':
      return 'note';
    case 'agents':
      return isSlip(text, setting.agentsGroups) ? 'hold' : undefined;
    case 'requester':
      return undefined;
    default:
      return side satisfies never;
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
        return { kind: 'put off', work: { kind: 'ask', intent: intent.name, params, agent, incoming } };
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

/** The ticket that the params name, if it was loaded; a ticket that does not exist is refused like one that is not seen. */
function ticketFor(
  params: object,
  named: boolean,
  loaded: Loaded,
  { bound, raised }: Here,
  recording: Recording,
  org: number,
): Ticket | undefined {
  const number = (params as Readonly<Record<string, unknown>>)['ticket'];
  if (typeof number !== 'number') return undefined;
  if (!named || bound?.ticket.number === number) return bound?.ticket ?? raised;
  if (raised?.number === number) return raised;
  const ticket = loaded.named?.number === number ? recording.ticket(org, number) : undefined;
  if (ticket === undefined) throw new Refusal('ticket unknown', { number: String(number) });
  return ticket;
}

/**
 * The ticket has been followed by one that this batch's snapshot did not show: what was said belongs there. Not so among
 * agents, where each ticket keeps its own threads.
 */
function isStale({ ticket, thread }: Here['bound'] & object, recording: Recording, org: number): boolean {
  const next = ticket.closedAt === undefined || thread.side !== 'requester' ? undefined : ticket.followedBy;
  return next !== undefined && recording.ticket(org, next) === undefined;
}

function sceneOf(
  { incoming, at }: Gesture,
  loaded: Loaded,
  deed: Deed,
  ticket: Ticket | undefined,
  recording: Recording,
  setting: Setting,
  words: Words,
): Scene {
  const raising = incoming && raisingAt(incoming);
  return {
    actor: deed.actor,
    now: at,
    place: incoming?.place,
    source: deed.source,
    files: deed.files ?? [],
    ticket,
    number: loaded.number,
    behalf: behalfOf(incoming, loaded),
    raising,
    raised: loaded.raised ?? (raising && recording.raisedAt(deed.org, raising)),
    code: loaded.code,
    codesGiven: loaded.codesGiven,
    codesTried: loaded.codesTried,
    opened: [...recording.openedBy(deed.org, deed.actor?.account), ...loaded.opened],
    openLimit: setting.openLimit,
    agents: loaded.agents,
    isLead: setting.isLead,
    asked:
      ticket === undefined
        ? loaded.asked
        : lately(loaded.asked, recording.askedLast(deed.org, ticket.requester.person)),
    said: loaded.said,
    asking: setting.asking,
    services: setting.services,
    assisted: setting.model,
    get random() {
      return code();
    },
    words,
    wordsFor: setting.wordsFor,
    agentsPlaces: setting.agentsPlaces(deed.org),
    agentsPlace: incoming && setting.agentsPlace(incoming.place.tenant),
    closeAfterMs: setting.closeAfterMs,
    timeZone: setting.timeZone,
  };
}

/** What this batch has asked is later than anything that was loaded. */
const lately = (loaded: AskedLast, now: AskedLast): AskedLast => ({ ...loaded, ...now });

function behalfOf(incoming: Incoming | undefined, { behalf: person }: Loaded): Scene['behalf'] {
  const behalf = incoming?.said.kind === 'command' ? incoming.said.behalf : undefined;
  return behalf === undefined || person === undefined ? undefined : { ...behalf, of: { ...behalf.of, person } };
}

function carryOut(
  recording: Recording,
  deed: Deed,
  effects: readonly Effect[],
  files: Sifted,
  setting: Setting,
): Outcome {
  recording.add(deed, [...effects, ...saidOfFiles(effects, files, deed, setting.wordsFor)]);
  const answer = effects.find((effect) => effect.do === 'answer');
  return answer === undefined || deed.answerTo !== undefined
    ? { kind: 'done' }
    : { kind: 'answer', message: answer.message };
}

/** 26 of 32 signs that are hard to mistake for one another (Crockford's base 32): 130 bits. */
function code(): string {
  return Array.from(randomBytes(26), (byte) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[byte & 31]).join('');
}
