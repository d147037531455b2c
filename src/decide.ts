import type { InternalMessage, Outcome, PublicMessage } from './adapter.ts';
import { deedOf } from './deed.ts';
import { permit } from './desk/access.ts';
import type { Loaded } from './desk/load.ts';
import type { Deed, Recording } from './desk/rows.ts';
import type { Ticket } from './desk/ticket.ts';
import { Refusal } from './errors.ts';
import { type Sifted, saidOfFiles, siftedOf } from './files.ts';
import { type Gesture, messageOf, showedBy } from './gesture.ts';
import { type Here, whereOf } from './here.ts';
import type { Effect } from './intent.ts';
import { gapIn } from './offer.ts';
import { revise } from './revise.ts';
import { sceneOf } from './scene.ts';
import type { Setting } from './setting.ts';
import { stepOf } from './step.ts';

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
  for (const ticket of [loaded.bound, loaded.named, loaded.main]) if (ticket !== undefined) recording.know(org, ticket);
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
    if (here.bound === undefined) recording.add(deed, gapIn(gesture));
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
