import type { Account, Address, InternalMessage, PublicMessage } from '../../src/adapter.ts';
import type { Missing } from '../../src/desk/file.ts';
import type { Article } from '../../src/desk/knowledge/article.ts';
import type { Party, Ticket } from '../../src/desk/ticket.ts';
import { type Material, type Report, reportOf } from '../../src/desk/worth/report.ts';
import type { RefusalCodes } from '../../src/errors.ts';
import type { Problem } from '../../src/form.ts';
import type { Saying } from '../../src/intent.ts';
import { de } from '../../src/say/de.ts';
import { en } from '../../src/say/en.ts';
import { es } from '../../src/say/es.ts';
import type { Tone, Words } from '../../src/say/words.ts';

export const LANGUAGES = { en, de, es } as const;

/** Tuesday, 10:00 in Berlin. */
export const NOW = new Date('2026-11-24T09:00:00Z');
export const minutesFrom = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);

export function tone(now: Date = NOW): Tone {
  return { prefix: 'INC', timeZone: 'Europe/Berlin', command: '/ticket', now: () => now };
}

const mira: Party = { person: 1, account: 'slack:T1:U1' as Account, name: 'Mira' };
export const sam: Party = { person: 2, account: 'slack:T1:U2' as Account, name: 'Sam' };

const fresh: Ticket = {
  number: 12,
  subject: 'VPN drops every 10 min',
  kind: 'incident',
  impact: 2,
  urgency: 2,
  priority: 3,
  status: 'new',
  requester: mira,
  openedAt: minutesFrom(-20),
  replyDueAt: minutesFrom(40),
  reopened: 0,
  survey: { round: 0, state: 'none' },
  threads: [{ seq: 0, side: 'requester', at: 'slack:T1:D1' as Address }],
};

export function ticket(change: Partial<Ticket> = {}): Ticket {
  return { ...fresh, ...change };
}

const over = {
  assignee: sam,
  firstReplyAt: minutesFrom(-10),
  resolvedAt: minutesFrom(-5),
  resolutionCode: 'workaround',
  resolution: 'Use the *other* gateway until Friday.',
} as const;

/** A ticket at each point of its life. */
export const TICKETS: Readonly<Record<string, Ticket>> = {
  new: ticket(),
  late: ticket({ openedAt: minutesFrom(-1600), replyDueAt: minutesFrom(-160) }),
  'in progress': ticket({ status: 'in_progress', assignee: sam }),
  'claimed and late': ticket({ status: 'in_progress', assignee: sam, replyDueAt: minutesFrom(-1) }),
  answered: ticket({ status: 'in_progress', assignee: sam, firstReplyAt: minutesFrom(-10) }),
  'released after an answer': ticket({ status: 'in_progress', firstReplyAt: minutesFrom(-10) }),
  'waiting for the requester': ticket({ status: 'waiting_requester', assignee: sam, firstReplyAt: minutesFrom(-10) }),
  'waiting for a third party': ticket({ status: 'waiting_third_party', assignee: sam }),
  snoozed: ticket({ status: 'in_progress', assignee: sam, snoozedUntil: minutesFrom(240) }),
  'of a priority set by hand': ticket({ priority: 1, replyDueAt: minutesFrom(-5) }),
  resolved: ticket({ status: 'resolved', ...over, survey: { round: 1, state: 'offered' } }),
  withdrawn: ticket({ status: 'resolved', resolvedAt: minutesFrom(-5), resolutionCode: 'cancelled' }),
  rated: ticket({ status: 'resolved', ...over, survey: { round: 1, state: 'offered' }, rated: 4, reopened: 1 }),
  closed: ticket({ status: 'closed', ...over, closedAt: NOW, rated: 5 }),
  'a duplicate': ticket({ status: 'resolved', resolvedAt: NOW, resolutionCode: 'duplicate', duplicateOf: 7 }),
  'with duplicates': ticket({ status: 'in_progress', assignee: sam, duplicates: [13, 14] }),
  followed: ticket({ status: 'closed', ...over, closedAt: NOW, follows: 3, followedBy: 15 }),
};

const ARTICLE: Article = {
  id: 999_999_999,
  title: 'Reset your VPN password',
  body: 'Open the portal and press *Reset*. Then wait.',
  language: 'en',
  tags: ['vpn', 'password'],
  service: 'Network',
  audience: 'everyone',
  updatedAt: NOW,
};

export const SAYINGS: readonly Saying[] = [
  { author: 'Mira', text: 'It drops *again*.', at: minutesFrom(-15), visibility: 'public' },
  { author: 'Dana', text: 'user is on the layoff list', at: minutesFrom(-12), visibility: 'note' },
  { author: 'Sam', text: 'Which gateway?', at: minutesFrom(-10), visibility: 'public' },
];

const REFUSALS: { readonly [C in keyof RefusalCodes]: RefusalCodes[C] } = {
  'ticket unknown': { number: '99' },
  'not allowed': { intent: 'claim' },
  'already claimed': { ticket: 12, by: 'Dana' },
  'already raised': { ticket: 12 },
  'already yours': { ticket: 12 },
  'already resolved': { ticket: 12 },
  'already closed': { ticket: 12 },
  'already followed': { ticket: 12, next: 15 },
  'already assigned': { ticket: 12, to: 'Dana' },
  'agent unknown': { name: 'frog', names: ['Dana', 'Sam'] },
  'agent unclear': { name: 'sam', names: ['Sam A', 'Sam B'] },
  'nothing changed': { ticket: 12, priority: 3 },
  'already waiting': { ticket: 12 },
  'not waiting': { ticket: 12 },
  'not snoozed': { ticket: 12 },
  'already decided': { ticket: 12 },
  'already noting': { ticket: 12 },
  'not claimed': { ticket: 12 },
  'not resolved': { ticket: 12 },
  'not rateable yet': { ticket: 12 },
  'not yet rated': { ticket: 12 },
  'already settled': { ticket: 12 },
  'service unknown': { name: 'Coffee', names: ['Network', 'Hardware'] },
  'period unknown': { text: 'lastmnth', services: ['Network'] },
  'own work': { ticket: 12 },
  'which ticket': {},
  'code unknown': {},
  'code own': {},
  'too many codes': { minutes: 60 },
  'article unknown': {},
  'same ticket': { ticket: 12 },
  'itself a duplicate': { ticket: 12, of: 7 },
  'article imported': { path: 'network/vpn.md' },
  'article too early': { ticket: 12, wrote: 'Restart the VPN' },
  'article incomplete': { ticket: 12, wrote: undefined },
  'question gone': {},
  'no model': {},
  'too many tries': { minutes: 60 },
  'too many tickets': { most: 60, again: new Date('2026-11-24T09:40:00Z'), wrote: 'VPN drops' },
  'unknown intent': { intent: 'frobnicate' },
};

const MISSING: readonly Missing[] = [
  { why: 'too large', limit: 25 * 1024 * 1024 },
  { why: 'too large there', limit: 10 * 1024 * 1024 },
  { why: 'too large there', limit: undefined },
  { why: 'too many', limit: 10 },
  { why: 'not permitted', permission: 'files:read' },
  { why: 'gone' },
  { why: 'empty' },
  { why: 'failed' },
];

const MODEL_SHOWN: Parameters<Words['assist']['shown']>[1] = [
  {
    at: minutesFrom(-5),
    purpose: 'meaning',
    model: 'some-model',
    text: '{"message":"mail ⟨EMAIL-1⟩"}',
    size: 28,
    left: { EMAIL: 1 },
    outcome: 'answered',
    ms: 400,
  },
  {
    at: minutesFrom(-4),
    purpose: 'summary',
    model: 'some-model',
    text: '{}',
    size: 2,
    left: {},
    outcome: 'nothing usable',
    ms: 8000,
  },
];

export const PROBLEMS: readonly (readonly [string, Problem])[] = [
  ['open', { field: 'subject', code: 'missing' }],
  ['open', { field: 'subject', code: 'too long', limit: 150 }],
  ['open', { field: 'urgency', code: 'not a choice' }],
  ['resolve', { field: 'ticket', code: 'not a ticket' }],
  ['list', { field: 'page', code: 'not a number' }],
  ['list', { field: 'page', code: 'out of range', limit: 1 }],
  ['list', { field: 'page', code: 'out of range', limit: 1000 }],
  ['rate', { field: 'score', code: 'out of range', limit: 5 }],
  ['rate', { field: 'score', code: 'not a number' }],
  ['no such intent', { field: 'field', code: 'out of range' }],
];

export interface Spoken {
  /** What was asked for: the same in every language. */
  readonly what: string;
  readonly message: PublicMessage | InternalMessage;
}

/** Everything that the words can say, over sample tickets. */
export function everything(words: Words): readonly Spoken[] {
  const spoken: Spoken[] = [];
  const say = (what: string, message: PublicMessage | InternalMessage) => spoken.push({ what, message });
  const all = Object.values(TICKETS);
  const page = (tickets: readonly Ticket[], total: number) => ({ tickets, total });

  for (const [state, one] of Object.entries(TICKETS)) {
    say(`agentsCard ${state}`, words.agentsCard(one));
    say(`notesCard ${state}`, words.notesCard(one));
    say(`notesOpened ${state}`, words.notesOpened(one));
    say(`requesterCard ${state}`, words.requesterCard(one));
    say(`status ${state}`, words.status(one, SAYINGS, false));
    say(`status ${state}, for an agent`, words.status(one, SAYINGS, true));
    for (const what of [
      'opened',
      'openedFromMessage',
      'openedElsewhere',
      'openedFor',
      'replied',
      'noted',
      'claimed',
      'released',
    ] as const) {
      say(`${what} ${state}`, words[what](one));
    }
    for (const what of ['resolved', 'reopened', 'tellReopened', 'ratingRequest', 'commented'] as const) {
      say(`${what} ${state}`, words[what](one));
    }
    for (const what of ['resolvedBy', 'reopenedBy', 'tellResolved', 'openedForYou', 'openedOnBehalf'] as const)
      say(`${what} ${state}`, words[what](one, 'Sam'));
    for (const score of [1, 5]) {
      say(`rated ${score} ${state}`, words.rated(one, score));
      say(`ratedBy ${score} ${state}`, words.ratedBy(one, 'Mira', score));
    }
    for (const why of ['left', 'unreachable', 'place gone', 'failed'] as const) {
      say(`notDelivered ${why} ${state}`, words.notDelivered(one, why));
    }
    for (const what of [
      'prioritized',
      'tellPriority',
      'waiting',
      'tellWaiting',
      'resumed',
      'snoozed',
      'woken',
    ] as const) {
      say(`${what} ${state}`, words[what](one));
    }
    say(`prioritizedBy ${state}`, words.prioritizedBy(ticket({ priority: 4 }), one, 'Sam', 'the boss cannot print'));
    say(`assigned ${state}`, words.assigned(one, 'Dana', false));
    say(`assigned to oneself ${state}`, words.assigned(one, 'Sam', true));
    say(`assignedToYou ${state}`, words.assignedToYou(one, 'Sam'));
    say(`assignedAway ${state}`, words.assignedAway(one, 'Sam', 'Dana'));
    say(`resumedBy ${state}`, words.resumedBy(one, 'Mira'));
    say(`wokenBy ${state}`, words.wokenBy(one, 'Mira'));
    say(`wokenBy the clock ${state}`, words.wokenBy(one, undefined));
    say(`askHeld ${state}`, words.askHeld(one, 'ABCDEFGHJK', 10));
    say(`sentHeld ${state}`, words.sentHeld(one));
    say(`keptHeld ${state}`, words.keptHeld(one, false));
    say(`keptHeld, unanswered ${state}`, words.keptHeld(one, true));
    say(`commentedBy ${state}`, words.commentedBy(one, 'Mira', 'third time this week'));
    for (const kind of ['advocacy', 'experience'] as const)
      say(`answered ${kind} ${state}`, words.answered(one, kind, 0));
    say(`invitation ${state}`, words.invitation(one, 'experience'));
    say(`question ${state}`, words.question(one, 'experience'));
    say(`explained ${state}`, words.explained(one));
    for (const why of ['score', 'comment'] as const) say(`followUp ${why} ${state}`, words.followUp(one, why, SAYINGS));
    for (const how of ['recovered', 'not recovered'] as const) say(`settled ${how} ${state}`, words.settled(one, how));
    say(`served ${state}`, words.served(one, 'Network'));
    for (const over of ['withdrawn', 'expired'] as const)
      say(`askedOver ${over} ${state}`, words.askedOver(one, { round: 1, over }));
    for (const kind of ['summary', 'draft', 'translation', 'reply'] as const)
      say(`thinking of a ${kind} ${state}`, words.assist.thinking(one, kind));
    for (const why of ['no model', 'allowance', 'failed', 'same language'] as const)
      say(`by a model, nothing thought, ${why} ${state}`, words.assist.nothing(one, why));
    say(`by a model, summary ${state}`, words.assist.summary(one, { about: 'VPN', done: 'Restarted.', open: '' }));
    say(`by a model, draft ${state}`, words.assist.draft(one, 'Sam', 'Please restart it.', 'ABCDEFGHJKLMNPQR'));
    const both = { author: 'Mira', text: 'Es geht nicht.', translated: 'It does not work.' };
    say(`by a model, translation ${state}`, words.assist.translation(one, [both]));
    say(`by a model, shown ${state}`, words.assist.shown(one, MODEL_SHOWN));
    say(`by a model, shown, nothing ${state}`, words.assist.shown(one, []));
    say(`by a model, alike ${state}`, words.assist.alike(one, [ticket({ number: 15 })], undefined));
    say(
      `by a model, alike, a crowd ${state}`,
      words.assist.alike(one, [ticket({ number: 15 })], {
        people: 4,
        minutes: 30,
        main: 999_999_999,
        others: '1.2.3.4.5.6.7.8.9.a',
        linked: 10,
      }),
    );
    say(`linkedDuplicate ${state}`, words.linkedDuplicate(one, ticket({ number: 7 })));
    for (const how of ['own', 'open', 'over'] as const)
      say(`tellDuplicate ${how} ${state}`, words.tellDuplicate(one, 7, how));
    for (const solved of [true, false]) say(`duplicateOver ${solved} ${state}`, words.duplicateOver(one, solved));
    for (const some of [[], [13, 14]]) say(`linkingDuplicates ${some} ${state}`, words.linkingDuplicates(one, some));
    say(`followed ${state}`, words.followed(one, ticket({ number: 15 })));
  }
  const file = { name: 'report.pdf', bytes: 60 * 1024 * 1024 };
  for (const why of MISSING) say(`fileMissing ${why.why}`, words.fileMissing(12, file, why));
  say('fileMissed', words.fileMissed('Dana', 'report.pdf'));
  say('filesNotKept', words.filesNotKept());
  say('note above a file', words.note('Dana', ''));
  for (const code of ['solved', 'workaround', 'duplicate', 'unreproducible', 'cancelled'] as const) {
    say(`tellResolved ${code}`, words.tellResolved(ticket({ status: 'resolved', resolutionCode: code }), 'Sam'));
  }
  say('status, nothing said', words.status(ticket(), [], false));
  say('mine', words.mine(page(all.slice(0, 5), 11), { page: 1, size: 5 }));
  say('mine, middle page', words.mine(page(all.slice(5, 10), 11), { page: 2, size: 5 }));
  say('mine, no such page', words.mine(page([], 11), { page: 9, size: 5 }));
  say('mine, one', words.mine(page(all.slice(0, 1), 1), { page: 1, size: 5 }));
  say('mine, none', words.mine(page([], 0), { page: 1, size: 5 }));
  for (const which of ['open', 'unassigned', 'assigned'] as const) {
    say(`queue ${which}`, words.queue(page(all.slice(0, 5), 11), { page: 1, size: 5 }, which));
    say(`queue ${which}, none`, words.queue(page([], 0), { page: 1, size: 5 }, which));
  }
  say('invitation, advocacy', words.invitation(ticket(), 'advocacy'));
  say('question, advocacy', words.question(ticket(), 'advocacy'));
  const link = { url: 'http://127.0.0.1:3000/report/open?token=x', minutes: 10 };
  say('report', words.report(sampleReport(), link));
  say('report of nothing', words.report(sampleReport([]), undefined));
  say('report of no low score', words.report(sampleReport(FINE), undefined));
  const found = { asked: 'vpn password', articles: [ARTICLE, { ...ARTICLE, audience: 'agents' as const }], total: 11 };
  say('offered', words.offered(ARTICLE, 'Press *Reset*.', 'A1b2C3d4E5f6'));
  say('offered, all of it', words.offered(ARTICLE, ARTICLE.body, 'A1b2C3d4E5f6'));
  say('notKnown', words.notKnown('How do I fold a map?', 'A1b2C3d4E5f6'));
  say('solvedByArticle', words.solvedByArticle('A1b2C3d4E5f6'));
  say('openedQuestion', words.openedQuestion(12));
  say('found', words.found(found, { page: 1, size: 5 }, false));
  say('found, in many words', words.found({ ...found, asked: 'ä'.repeat(300) }, { page: 1, size: 5 }, false));
  say('found, one', words.found({ ...found, total: 1 }, { page: 1, size: 5 }, false));
  say('found, for an agent', words.found(found, { page: 1, size: 5 }, true));
  say('found, none', words.found({ ...found, articles: [], total: 0 }, { page: 1, size: 5 }, false));
  say('found, no such page', words.found({ ...found, articles: [] }, { page: 9, size: 5 }, false));
  const tally = { offered: 6, solved: 1, silent: 2, cameBack: 2, open: 1, unanswered: 3 };
  const gaps = Array.from({ length: 11 }, (_, n) => ({ text: `How do I fold a map ${n}?`, times: 11 - n }));
  say('gaps, for an agent', words.gaps({ tally, gaps }, { page: 1, size: 10 }));
  say('gaps, last page, for an agent', words.gaps({ tally, gaps }, { page: 2, size: 10 }));
  say('gaps, no such page, for an agent', words.gaps({ tally, gaps }, { page: 9, size: 10 }));
  say('gaps, none, for an agent', words.gaps({ tally: { ...tally, offered: 0 }, gaps: [] }, { page: 1, size: 10 }));
  say('article', words.article(ARTICLE, { text: ARTICLE.body, page: 1, pages: 1 }));
  say('article, a page of it', words.article(ARTICLE, { text: ARTICLE.body, page: 1, pages: 3 }));
  const made = { ...ARTICLE, audience: 'agents' as const };
  say('articlePublished, for an agent', words.articlePublished(ticket(), ARTICLE));
  say('articlePublished for agents, for an agent', words.articlePublished(ticket(), made));
  say('articleThere, for an agent', words.articleThere(ticket(), ARTICLE));
  say('articleThere in vain, for an agent', words.articleThere(ticket(), made, 'Restart the *VPN*'));
  say('articleTakenBack, for an agent', words.articleTakenBack(ticket(), ARTICLE));
  const shownPage = { text: ARTICLE.body, page: 1, pages: 1 };
  say('article, made, for an agent', words.article({ ...made, ticket: 12 }, shownPage, true));
  say('article, imported, for an agent', words.article({ ...made, path: 'vpn.md' }, shownPage, true));
  say('help', words.help(false));
  say('help, for an agent', words.help(true));
  say('greeting', words.greeting());
  say('youAreWelcome', words.youAreWelcome());
  say('ratingWhere', words.ratingWhere());
  for (const intent of ['reply', 'resolve', 'reopen'] as const) {
    say(`proposed ${intent}, INC-12`, words.assist.proposed(intent, { ticket: '12', draft: 'ABCDEFGHJKLMNPQR' }));
    say(`proposed ${intent}`, words.assist.proposed(intent, {}));
  }
  say('note', words.note('Dana', 'user is on the layoff list'));
  say('linkCode', words.linkCode('7KQ2M-XW4PA', minutesFrom(10)));
  say('linked', words.linked('Mira', 'mira#42'));
  say('alreadyLinked', words.alreadyLinked());
  say('unsure', words.unsure('the thing by the window'));
  say('refusal agent unknown, nobody', words.refusal('agent unknown', { name: 'frog', names: [] }));
  const crowd = Array.from({ length: 30 }, (_, n) => `Agent ${n}`);
  say('refusal agent unknown, a crowd', words.refusal('agent unknown', { name: 'x'.repeat(90), names: crowd }));
  say('unsure, long', words.unsure('ä'.repeat(400)));
  for (const [code, details] of Object.entries(REFUSALS)) {
    say(`refusal ${code}`, words.refusal(code as keyof RefusalCodes, details as never));
  }
  say('refusal period unknown, alone', words.refusal('period unknown', { text: '2026-13' }));
  say('refusal period unknown, no services', words.refusal('period unknown', { text: 'x', services: [] }));
  say('refusal service unknown, none', words.refusal('service unknown', { name: 'Coffee', names: [] }));
  for (const intent of ['list', 'rate', 'settle', 'report', 'answer survey', 'resolve']) {
    say(`refusal not allowed, ${intent}`, words.refusal('not allowed', { intent }));
  }
  for (const [intent, problem] of PROBLEMS) {
    say(`usage ${intent}: ${problem.code} ${problem.limit ?? ''}`, words.usage(intent, [problem]));
  }
  return spoken;
}

/** Every string of a message that somebody reads. */
export function read({ lines, buttons = [] }: PublicMessage | InternalMessage): readonly string[] {
  const inLines = lines.flatMap((line) => {
    if (line.kind === 'fields') return line.fields.flatMap(({ label, value }) => [label, value]);
    if (line.kind !== 'item') return [line.text];
    return [
      line.text,
      ...(line.detail === undefined ? [] : [line.detail]),
      ...(line.button ? [line.button.label] : []),
    ];
  });
  return [...inLines, ...buttons.map(({ label }) => label)];
}

/** Every button of a message, in its lines too. */
export function buttonsOf({ lines, buttons = [] }: PublicMessage | InternalMessage) {
  return [...lines.flatMap((line) => (line.kind === 'item' && line.button ? [line.button] : [])), ...buttons];
}

const FINE: Material['now'] = [
  { service: 'Mail', measure: 'opened', bucket: 34, n: 12 },
  { service: 'Mail', measure: 'first reply', bucket: 20, n: 12 },
  { service: 'Mail', measure: 'resolution', bucket: 90, n: 9 },
  { service: 'Mail', measure: 'score rating', bucket: 5, n: 8 },
  { service: 'Mail', measure: 'asked rating', bucket: 1, n: 9 },
  { service: 'Mail', measure: 'asked rating', bucket: 3, n: 8 },
];
const MIXED: Material['now'] = [
  ...FINE,
  { service: '', measure: 'opened', bucket: 35, n: 5 },
  { service: '', measure: 'score rating', bucket: 1, n: 4 },
  { service: '', measure: 'score experience', bucket: 3, n: 4 },
  { service: '', measure: 'factor speed', bucket: 3, n: 2 },
  { service: '', measure: 'lost minutes', bucket: 0, n: 240 },
  { service: '', measure: 'lost answers', bucket: 0, n: 2 },
  { service: 'Mail', measure: 'score experience', bucket: 10, n: 4 },
  { service: 'Mail', measure: 'effort agent', bucket: 0, n: 3600 },
];

const TREND: Material['trend'] = Array.from({ length: 30 }, (_, day) => `2026-11-${String(day + 1).padStart(2, '0')}`)
  .filter((_, day) => day % 7 < 5)
  .flatMap((starts, day) => [
    { starts, measure: 'opened', n: 2 + (day % 5) },
    { starts, measure: 'done', n: 1 + (day % 4) },
  ]);

/** November against October. */
export function sampleReport(now: Material['now'] = MIXED): Report {
  return reportOf(
    {
      period: { from: '2026-11-01', to: '2026-12-01' },
      before: { from: '2026-10-01', to: '2026-11-01' },
      service: undefined,
      people: 200,
      now,
      past: FINE,
      trend: now.length === 0 ? [] : TREND,
      backlog: 7,
      backlogThen: 5,
      ageing: { week: 4, fortnight: 2, month: 1, older: 0 },
      uncounted: now.length === 0 ? 40 : 0,
    },
    {
      peopleServed: 200,
      rates: { agent: 40, lead: 60, person: 50 },
      monthlyCost: 12_000,
      currency: 'EUR',
      effort: { reply: 300, note: 120, change: 60 },
      workHours: 'Mon-Fri 09:00-17:00',
      holidays: ['2026-12-25'],
      timeZone: 'Europe/Berlin',
    },
  );
}
