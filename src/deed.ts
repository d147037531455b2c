/** A gesture as the deed of somebody, somewhere: what its effects are recorded under. Pure. */
import type { Loaded } from './desk/load.ts';
import { type Deed, laneOf, laneOfAddress } from './desk/rows.ts';
import { instead, type Sifted } from './files.ts';
import { type Gesture, isOverheard } from './gesture.ts';
import type { Here } from './here.ts';
import type { Actor } from './intent.ts';
import type { Setting } from './setting.ts';

/** In a bound thread the thread says which side speaks: an agent in a requester's thread is not at work there. */
export function deedOf(
  { org, key, at, incoming }: Gesture,
  { person, locale, leftAs, revises }: Loaded,
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
  const heard = locale === undefined ? from : { ...from, locale };
  const actor: Actor = { ...heard, person, agent, lead: hasLeads ? isLead(from.account) : agent };
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
  const quoted = said.kind === 'command' && revises === undefined ? said.quoted : undefined;
  const titled = said.kind === 'command' && said.remote !== undefined;
  const spoken = { org, key, at, actor, place, source, quoted, titled, text, files, wordless };
  return { ...spoken, answerTo: source === undefined ? undefined : answerTo };
}
