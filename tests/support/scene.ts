import type { Account, Address } from '../../src/adapter.ts';
import { apply } from '../../src/desk/apply.ts';
import type { Party, Ticket } from '../../src/desk/ticket.ts';
import { ASK_ALWAYS } from '../../src/desk/worth/asking.ts';
import { Refusal } from '../../src/errors.ts';
import { fill, type Raw } from '../../src/form.ts';
import type { Actor, AnyIntent, Effect, Scene } from '../../src/intent.ts';
import { words } from '../../src/say/index.ts';
import { textOf } from './plain-adapter.ts';

/** Tuesday, 10:00 in Berlin. */
export const NOW = new Date('2026-11-24T09:00:00Z');

const wordsFor = words({ prefix: 'INC', timeZone: 'Europe/Berlin', command: '/ticket', now: () => NOW }, 'en');
const party = (person: number, name: string): Party => ({ person, account: `chat:T:${name}` as Account, name });

export const MIRA = party(1, 'Mira');
export const SAM = party(2, 'Sam');
export const DANA = party(3, 'Dana');
export const agent = (who: Party): Actor => ({ ...who, agent: true });

/** What an agent decides over: ticket 12, which Mira raised twenty minutes ago. */
export function scene(change: Partial<Ticket> = {}, more: Partial<Scene> = {}): Scene {
  const ticket: Ticket = {
    number: 12,
    subject: 'VPN drops',
    kind: 'incident',
    impact: 2,
    urgency: 2,
    priority: 3,
    status: 'new',
    requester: MIRA,
    openedAt: new Date(NOW.getTime() - 20 * 60_000),
    replyDueAt: new Date(NOW.getTime() + 220 * 60_000),
    reopened: 0,
    survey: { round: 0, state: 'none' },
    threads: [
      { seq: 0, side: 'requester', at: 'chat:@mira' as Address },
      { seq: 1, side: 'agents', at: 'chat:agents' as Address, address: 'chat:agents/1' as Address },
    ],
    ...change,
  };
  return {
    actor: agent(SAM),
    now: NOW,
    place: undefined,
    source: undefined,
    files: [],
    ticket,
    main: undefined,
    number: undefined,
    behalf: undefined,
    raising: undefined,
    raised: undefined,
    code: undefined,
    question: undefined,
    article: undefined,
    codesGiven: 0,
    codesTried: [],
    opened: [],
    openLimit: 0,
    agents: [SAM, DANA],
    isLead: () => false,
    asked: {},
    said: [],
    asking: ASK_ALWAYS,
    services: [],
    assisted: false,
    random: 'ABCDEFGHJKMNPQRSTVWXYZ0123',
    words: wordsFor('en'),
    wordsFor,
    agentsPlaces: [],
    agentsPlace: undefined,
    closeAfterMs: 7 * 86_400_000,
    timeZone: 'Europe/Berlin',
    ...more,
  };
}

export interface Decided {
  readonly effects: readonly Effect[];
  /** The ticket afterwards. */
  readonly ticket: Ticket;
  /** What was said, by kind of effect. */
  told(what: 'answer' | 'tell requester' | 'tell agents'): string;
  /** Who was told in their direct messages. */
  readonly direct: readonly string[];
}

export function decided(intent: AnyIntent, params: Raw, over: Scene): Decided {
  const filled = fill(intent.form, { ticket: '12', ...params });
  if (intent.kind !== 'act' || !filled.ok) throw new Error(`not to be decided: ${JSON.stringify(filled)}`);
  const effects = intent.decide(filled.params as never, over);
  const ticket = effects.reduce(apply, over.ticket as Ticket);
  const messages = effects.flatMap((effect) => ('message' in effect ? [{ what: effect.do, ...effect }] : []));
  return {
    effects,
    ticket,
    told: (what) =>
      messages
        .filter((one) => one.what === what)
        .map(({ message }) => textOf(message))
        .join('\n'),
    direct: effects.flatMap((effect) => (effect.do === 'tell' ? [`${effect.to}: ${textOf(effect.message)}`] : [])),
  };
}

/** The code of the refusal that it ends with. */
export function refused(intent: AnyIntent, params: Raw, over: Scene): string {
  try {
    decided(intent, params, over);
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return 'nothing';
}
