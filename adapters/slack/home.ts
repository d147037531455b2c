/**
 * The App Home: a person's own tickets, and for agents the queue. What it shows are answers of the desk to the same
 * questions that can be typed; a row of buttons above them asks the others.
 */
import type { HomeView, KnownBlock } from '@slack/types';
import type { Button, Desk } from '../../src/adapter.ts';
import type { AgentsChannel } from './agents-channel.ts';
import { pagesOf } from './answers.ts';
import type { Callers } from './clients.ts';
import { problemOf } from './errors.ts';
import { tenantId } from './ids.ts';
import { homeIncoming } from './incoming.ts';
import type { People } from './people.ts';
import type { Who } from './read.ts';
import { drawRow, type Page, type Seal } from './render.ts';

export interface Homing {
  readonly desk: () => Desk;
  readonly web: Callers;
  readonly people: People;
  readonly agents: AgentsChannel;
}

export interface Homes {
  /** Whether they are among the agents, so that what they do in their home is done as one. */
  isAgent(who: Who): Promise<boolean>;
  /** Shows their tickets, or the queue, under a `notice` if there is one. Never rejects. */
  show(who: Who, notice?: readonly Page[]): Promise<void>;
  /** Shows an answer of the desk, and nothing else. Never rejects. */
  answer(who: Who, pages: readonly Page[]): Promise<void>;
  /** They changed something elsewhere: if their home is known to be in use, it is brought up to date. */
  changed(who: Who): Promise<void>;
}

/** Slack's limit for a view: of blocks, and, with some room for what is around them, of its JSON (250,000). */
const MOST_BLOCKS = 100;
const MOST_SIZE = 240_000;
const MOST_KNOWN = 2_000;

export function homes({ desk, web, people, agents }: Homing): Homes {
  const inUse = new Set<string>();

  async function isAgent(who: Who): Promise<boolean> {
    const [person, members] = await Promise.all([
      people.get(who.team, who.user),
      agents.members(who.team).catch(() => undefined),
    ]);
    return members?.has(who.user) === true && person?.external !== true && (who.home ?? who.team) === who.team;
  }

  async function show(who: Who, notice: readonly Page[] = []): Promise<void> {
    try {
      const [member, person] = await Promise.all([isAgent(who), people.get(who.team, who.user)]);
      const params = { which: member ? 'open' : 'mine' };
      const incoming = homeIncoming(who, { person, agents: undefined, member }, { intent: 'list', params });
      const pages = pagesOf(await desk().receive(incoming), sealFor(who));
      await publish(who, member, [...notice, ...pages]);
    } catch (error) {
      failed(error);
    }
  }

  async function answer(who: Who, pages: readonly Page[]): Promise<void> {
    try {
      await publish(who, await isAgent(who), pages);
    } catch (error) {
      failed(error);
    }
  }

  async function publish(who: Who, member: boolean, pages: readonly Page[]): Promise<void> {
    const key = `${who.team} ${who.user}`;
    inUse.delete(key);
    inUse.add(key);
    const [oldest] = inUse;
    if (inUse.size > MOST_KNOWN && oldest !== undefined) inUse.delete(oldest);
    const locale = people.known(who.team, who.user)?.locale;
    const view = drawHome(buttonsFor(desk(), member, locale), pages, sealFor(who));
    await web(who.team).apiCall('views.publish', { user_id: who.user, view: { ...view } });
  }

  const sealFor =
    (who: Who): Seal =>
    (intent, params) =>
      desk().seal(tenantId(who.team), intent, params);
  const failed = (error: unknown): void =>
    desk().log.warn({ code: problemOf(error).code }, 'An App Home in Slack could not be shown');

  return {
    isAgent,
    show,
    answer,
    changed: async (who) => {
      if (inUse.has(`${who.team} ${who.user}`)) await show(who);
    },
  };
}

/** What can be asked here, worded as the forms word it. */
function buttonsFor(desk: Desk, member: boolean, locale: string | undefined): readonly Button[] {
  const open = desk.form('open', {}, locale, true);
  const lists = desk.form('list', {}, locale, true)?.fields.find(({ name }) => name === 'which')?.options ?? [];
  return [
    ...(open ? [{ label: open.title, intent: 'open', params: {}, style: 'primary' } as const] : []),
    ...lists
      .filter(({ value }) => member || value === 'mine')
      .map(({ value, label }) => ({ label, intent: 'list', params: { which: value } })),
  ];
}

/** The buttons above, and of what follows as much as a view takes. */
export function drawHome(buttons: readonly Button[], pages: readonly Page[], seal: Seal): HomeView {
  const content = pages.flatMap(({ blocks }, n): readonly KnownBlock[] =>
    n === 0 ? blocks : [{ type: 'divider' }, ...blocks],
  );
  const head: readonly KnownBlock[] = buttons.length > 0 ? [drawRow(buttons, seal), { type: 'divider' }] : [];
  return { type: 'home', blocks: numbered(fitting([...head, ...content])) };
}

function fitting(blocks: readonly KnownBlock[]): readonly KnownBlock[] {
  let size = 0;
  return blocks.slice(0, MOST_BLOCKS).filter((block) => {
    size += JSON.stringify(block).length;
    return size <= MOST_SIZE;
  });
}

/** Messages number their own buttons; in a view all of them have to differ. */
function numbered(blocks: readonly KnownBlock[]): KnownBlock[] {
  let next = 0;
  const named = <T extends object>(element: T): T => {
    next += 1;
    return { ...element, action_id: `desk:home:${next}` };
  };
  return blocks.map((block) => {
    if (block.type === 'actions') return { ...block, elements: block.elements.map(named) };
    return block.type === 'section' && block.accessory ? { ...block, accessory: named(block.accessory) } : block;
  });
}
