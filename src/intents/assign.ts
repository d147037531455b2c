import type { Party } from '../desk/ticket.ts';
import { Refusal } from '../errors.ts';
import { act, type Effect } from '../intent.ts';
import { actorOf, openTicketOf } from './scene.ts';

/**
 * Gives a ticket to an agent, whoever has it now. Agents are known by what they did in an agents' place; a mention arrives
 * as a name. Both the new and the old assignee are told, wherever their direct messages are.
 */
export const assign = act({
  name: 'assign',
  form: {
    ticket: { kind: 'ticket', required: true },
    to: { kind: 'text', required: true, max: 100 },
  } as const,
  may: 'agent',
  needs: () => ({ agents: true }),
  decide: ({ to }, scene) => {
    const ticket = openTicketOf(scene);
    const { agent: _, ...me } = actorOf(scene);
    const { number, assignee: old, status } = ticket;
    const assignee = MYSELF.has(plain(to)) ? me : agentNamed(to, [...scene.agents, me]);
    if (old?.person === assignee.person) {
      if (assignee.person === me.person) throw new Refusal('already yours', { ticket: number });
      throw new Refusal('already assigned', { ticket: number, to: assignee.name });
    }
    const next = status === 'new' ? 'in_progress' : status;
    const after = { ...ticket, assignee, status: next } as const;
    const told: Effect[] = [];
    if (assignee.person !== me.person) {
      const message = scene.wordsFor(assignee.locale).assignedToYou(after, me.name);
      told.push({ do: 'tell', to: assignee.account, message, ifReached: true });
    }
    if (old !== undefined && old.person !== me.person) {
      const message = scene.wordsFor(localeOf(old, scene.agents)).assignedAway(after, me.name, assignee.name);
      told.push({ do: 'tell', to: old.account, message, ifReached: true });
    }
    return [
      {
        do: 'change',
        ticket: number,
        event: 'assigned',
        set: { assignee, status: next },
        detail: { assignee: assignee.name, ...(old === undefined ? {} : { was: old.name }) },
      },
      ...told,
      { do: 'answer', message: scene.words.assigned(after, assignee.name, assignee.person === me.person) },
    ];
  },
});

const MYSELF = new Set(['me', 'mich', 'mir', 'mi', 'mí', 'yo']);

/**
 * The one agent who can be meant: by the whole name, else by its beginning. Somebody with several accounts is one person, and
 * hears of it where they were last at work.
 */
function agentNamed(to: string, agents: readonly Party[]): Party {
  const wanted = plain(to);
  const known = [...new Map([...agents].reverse().map((agent) => [agent.person, agent])).values()].reverse();
  const fits = (test: (name: string) => boolean) => {
    const people = new Map<number, Party>();
    for (const agent of agents) {
      if (test(plain(agent.name)) && !people.has(agent.person)) people.set(agent.person, agent);
    }
    return [...people.values()];
  };
  const whole = fits((name) => name === wanted);
  const found = whole.length > 0 || wanted === '' ? whole : fits((name) => name.startsWith(wanted));
  const [one, another] = found;
  if (one !== undefined && another === undefined) return one;
  const names = (found.length > 0 ? found : known).map(({ name }) => name).sort();
  throw new Refusal(found.length > 0 ? 'agent unclear' : 'agent unknown', { name: to, names });
}

/** A name as people type it: without the sign of a mention, whatever the case. */
function plain(name: string): string {
  return name.normalize('NFKC').replace(/\s+/g, ' ').trim().replace(/^@/, '').toLowerCase();
}

const localeOf = (party: Party, agents: readonly Party[]): string | undefined =>
  agents.find(({ account }) => account === party.account)?.locale;
