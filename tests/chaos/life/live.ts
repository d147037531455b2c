import { AGENTS, type People, pause, REQUESTERS, TRIAGE } from './people.ts';
import { cards, discordThreads, type Found, thread } from './places.ts';
import { type Deed, deedInWords, type Plan } from './plan.ts';
import type { Life } from './record.ts';
import { missing } from './verdict.ts';

/** Plays one ticket's whole life, whatever becomes of the desk meanwhile. Rejects when somebody waited for too long. */
export async function live(people: People, life: Life, note: (what: string) => void): Promise<void> {
  await opened(people, life);
  note('opened');
  for (const deed of life.plan.deeds) {
    await done(people, life, deed);
    note(deedInWords(deed));
  }
  life.finished = true;
}

export function born(plan: Plan): Life {
  return { plan, said: [], scores: [], root: undefined, finished: false, history: [] };
}

async function opened(people: People, life: Life): Promise<void> {
  const { company, bring, sees } = people;
  const { word, home, who } = life.plan;
  const subject = `The VPN drops every ${who + 2} minutes (${word})`;
  const user = REQUESTERS[home][who] ?? '';
  if (home === 'slack') {
    const { ts } = await bring((slack) => slack.message({ user, text: subject }));
    life.root = ts;
    await sees(`the answer to ${word}`, () => thread(company, life, 'slack requester').length > 0);
  } else {
    company.discord.message({ user, channel: 'help', content: `@deskbell ${subject}` });
    await sees(`the thread of ${word}`, () => thread(company, life, 'discord requester').length > 0);
  }
  await sees(`the cards of ${word}`, () => {
    const inDiscord = discordThreads(company, life, TRIAGE.discord);
    return cards(company, life, 'slack').length > 0 && inDiscord.length > 0;
  });
}

async function done(people: People, life: Life, deed: Deed): Promise<void> {
  const { company, insist, sees } = people;
  switch (deed.do) {
    case 'claim': {
      const { name } = AGENTS[deed.where];
      const press = () => twice(deed.twice, () => pressed(people, life, deed.where, 'Claim'));
      return insist(`Claim of ${life.plan.word}`, press, () => onCards(people, life, name));
    }
    case 'ask':
      return said(people, life, life.plan.home, 'ask', deed.word);
    case 'answer':
      return said(people, life, deed.where, 'answer', deed.word);
    case 'note': {
      life.said.push({ word: deed.word, gone: [], kind: 'note', where: deed.where });
      const text = `They owe us three toners ${deed.word}`;
      const seen = () => has(thread(company, life, `${deed.where} agents`), deed.word);
      return onScreen(people, deed.where, () =>
        insist(`the note ${deed.word}`, () => form(people, life, deed.where, 'Note', { text }), seen, { once: true }),
      );
    }
    case 'edit':
    case 'delete':
      return changed(people, life, deed);
    case 'resolve':
      // What is said before and heard after would open it again, as it should.
      await sees(`what was said of ${life.plan.word}`, () => missing(company, life).length === 0);
      return onScreen(people, deed.where, () =>
        insist(
          `Resolve of ${life.plan.word}`,
          () => form(people, life, deed.where, 'Resolve', {}),
          () => offered(people, life, 'Reopen', true),
        ),
      );
    case 'reopen':
      return insist(
        `Reopen of ${life.plan.word}`,
        () => pressed(people, life, deed.where, 'Reopen'),
        () => offered(people, life, 'Reopen', false),
      );
    case 'rate':
      return rated(people, life, deed, sees);
    default:
      return deed satisfies never;
  }
}

const SAYS = { ask: 'The blue one near the stairs', answer: 'Which lamp blinks when you print' } as const;

async function said(people: People, life: Life, where: 'slack' | 'discord', kind: 'ask' | 'answer', word: string) {
  const { company, bring } = people;
  const content = `${SAYS[kind]} ${word}`;
  const user = kind === 'ask' ? (REQUESTERS[where][life.plan.who] ?? '') : AGENTS[where].id;
  const common = { word, gone: [], kind, where };
  if (where === 'slack') {
    const at =
      kind === 'ask'
        ? { user, threadTs: life.root ?? '' }
        : { user, channel: TRIAGE.slack, threadTs: cards(company, life, 'slack')[0]?.id ?? '' };
    const { ts } = await bring((slack) => slack.message({ ...at, text: content }));
    life.said.push({ ...common, id: ts ?? '' });
  } else {
    const below = kind === 'ask' ? 'help' : TRIAGE.discord;
    const channel = discordThreads(company, life, below)[0]?.id ?? '';
    const { id } = company.discord.message({ user, channel, content });
    life.said.push({ ...common, id });
  }
}

async function changed(people: People, life: Life, deed: Deed & { readonly do: 'edit' | 'delete' }): Promise<void> {
  const { company, bring } = people;
  const one = life.said.find(({ word }) => word === deed.what);
  if (one?.id === undefined || one.kind === 'note') throw new Error(`there is no ${deed.what} to be changed`);
  const { id, kind, where } = one;
  const user = kind === 'ask' ? (REQUESTERS[where][life.plan.who] ?? '') : AGENTS[where].id;
  const channel = kind === 'ask' ? company.slack.dm(user) : TRIAGE.slack;
  // Nobody changes a message twice within a millisecond, which is all that tells the two apart.
  await pause(5);
  one.gone.push(deed.what);
  one.word = deed.do === 'edit' ? deed.word : undefined;
  if (where === 'slack') {
    const what = { user, channel, ts: id };
    if (deed.do === 'edit') await bring((slack) => slack.edit({ ...what, text: `${SAYS[kind]} ${deed.word}` }));
    else await bring((slack) => slack.remove(what));
  } else if (deed.do === 'edit') {
    company.discord.edit({ user, message: id, content: `${SAYS[kind]} ${deed.word}` });
  } else company.discord.delete({ user, message: id });
}

const SCORES = ['1 · Poor', '2 · Not good', '3 · OK', '4 · Good', '5 · Great'];

async function rated(
  { company, insist, slack }: People,
  life: Life,
  { score, twice: again }: Deed & { readonly do: 'rate' },
  sees: People['sees'],
): Promise<void> {
  const { home, who, word } = life.plan;
  const user = REQUESTERS[home][who] ?? '';
  const survey = (): Found | undefined =>
    thread(company, life, `${home} requester`).findLast(({ words }) => words.includes('1 · Poor'));
  await sees(`what asks for a rating of ${word}`, () => survey() !== undefined);
  const press = async (label: string): Promise<unknown> => {
    const message = survey()?.id ?? '';
    if (home === 'slack') return slack().press({ user, channel: company.slack.dm(user), ts: message, label });
    return company.discord.press({ user, message, label }).response();
  };
  for (const one of again ? [6 - score, score] : [score]) {
    await insist(
      `a rating of ${word}`,
      () => press(SCORES[one - 1] ?? ''),
      async () => {
        const { rows } = await company.db.pool
          .query('select rated from ticket where subject like $1', [`%(${word})`])
          .catch(() => ({ rows: [] }));
        return rows[0]?.rated === one;
      },
    );
    life.scores.push(one);
  }
}

async function pressed(
  { company, slack }: People,
  life: Life,
  where: 'slack' | 'discord',
  label: string,
): Promise<unknown> {
  const card = cards(company, life, where)[0]?.id ?? '';
  const user = AGENTS[where].id;
  if (where === 'slack') return slack().press({ user, channel: TRIAGE.slack, ts: card, label });
  return company.discord.press({ user, message: card, label }).response();
}

/** A button that opens a form, and the form; one that is open still, because sending it failed, is sent again. */
async function form(
  people: People,
  life: Life,
  where: 'slack' | 'discord',
  label: string,
  values: Readonly<Record<string, string>>,
): Promise<unknown> {
  const { company, slack } = people;
  const user = AGENTS[where].id;
  if (where === 'slack') {
    if (company.slack.views(user).length === 0) await pressed(people, life, where, label);
    const sent = await slack().submit({ user, values });
    // A form that stays open says why; it was not taken.
    if (sent.ok && company.slack.views(user).length > 0) throw new Error(`the form of ${label} stays open`);
    return sent;
  }
  if (company.discord.openModal(user) === undefined) await pressed(people, life, where, label);
  return company.discord.submit({ user, values }).response();
}

/** A form is done with when its effect is seen: what is left of it is closed, for the next one to be the only one. */
function onScreen(people: People, where: 'slack' | 'discord', work: () => Promise<void>): Promise<void> {
  return people.screens[where](async () => {
    await work();
    const user = AGENTS[where].id;
    if (where === 'discord') people.company.discord.dismiss(user);
    else if (people.company.slack.views(user).length > 0) await people.slack().close({ user, all: true });
  });
}

async function twice(really: boolean, does: () => Promise<unknown>): Promise<unknown> {
  const [first] = await Promise.all(really ? [does(), does().catch(() => undefined)] : [does()]);
  return first;
}

const has = (found: readonly Found[], word: string): boolean => found.some(({ words }) => words.includes(word));

/** Both agents' channels show it on the card. */
function onCards({ company }: People, life: Life, words: string): boolean {
  return (['slack', 'discord'] as const).every((where) => has(cards(company, life, where), words));
}

/** Both cards have such a button, or neither has. */
function offered({ company }: People, life: Life, label: string, expected: boolean): boolean {
  const inSlack = cards(company, life, 'slack').some(({ words }) => words.split('\n').includes(label));
  const inDiscord = has(cards(company, life, 'discord'), `"label":"${label}"`);
  return inSlack === expected && inDiscord === expected;
}
