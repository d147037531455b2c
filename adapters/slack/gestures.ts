/**
 * What people do in Slack, handed to the desk, and what the desk answers, shown where they did it. Opening a modal comes
 * before anything that waits: its trigger lives three seconds.
 */
import { randomUUID } from 'node:crypto';
import type { Desk, Incoming, Outcome, Said, Tenant } from '../../src/adapter.ts';
import type { Raw } from '../../src/form.ts';
import type { AgentsChannel } from './agents-channel.ts';
import { ephemeralBody, pagesOf, type Where, whisper } from './answers.ts';
import type { Assistant } from './assistant.ts';
import type { Callers } from './clients.ts';
import { problemOf } from './errors.ts';
import { brief } from './files.ts';
import type { Groups } from './groups.ts';
import type { Homes } from './home.ts';
import { tenantId } from './ids.ts';
import {
  type Known,
  messageIncoming,
  namesIn,
  pressIncoming,
  slashIncoming,
  submitIncoming,
  textOf,
} from './incoming.ts';
import type { Json } from './json.ts';
import { redacted } from './logger.ts';
import { drawModal, fieldErrors } from './modal.ts';
import { mentionsGroup, type Names } from './mrkdwn.ts';
import type { People } from './people.ts';
import type { Illustrate, Illustrated } from './pictures.ts';
import {
  readHome,
  readMessage,
  readPress,
  readShortcut,
  readSlash,
  readSubmit,
  readTeam,
  type Submit,
  type Who,
} from './read.ts';
import { isUnavailable } from './receivers.ts';
import { type Page, renderText } from './render.ts';
import type { Watched } from './watched.ts';

export interface Hearing {
  readonly desk: () => Desk;
  /** For what happens after the acknowledgement. */
  readonly web: Callers;
  /** For what has to happen before it. */
  readonly quick: Callers;
  readonly people: People;
  readonly agents: AgentsChannel;
  readonly homes: Homes;
  readonly groups: Groups;
  readonly watched: Watched;
  readonly assistant: Assistant;
  /** The bot's own user in a workspace, where Slack has said. */
  readonly me: (team: string) => string | undefined;
  /** Makes sure that the desk knows the workspace. */
  readonly met: (team: string, name: string | undefined) => Promise<void>;
  /** Shows the picture of an answer. */
  readonly illustrate: Illustrate;
  /** Work that goes on after the acknowledgement. */
  readonly later: (work: Promise<unknown>) => void;
}

/** How long the desk may take before a person is left without an answer for the time being: Slack waits three seconds. */
const PATIENCE_MS = 2_500;
const LOOK_MS = 1_500;
const MOST_NAMES = 20;

/** What an acknowledgement says back. */
export type Answer = Json | undefined;

/** What came of handing a gesture over, in the time there is. */
type Heard = { readonly outcome: Outcome } | { readonly phrase: 'unavailable' | 'failed' } | 'still at it';

export function gestures(hearing: Hearing) {
  const { web, quick, people, agents, homes, later } = hearing;

  return {
    /** `/ticket …` */
    slash: (body: Json): Promise<Answer> => slash(body),

    /** `/desk …` */
    desk: (body: Json): Promise<Answer> => slash(body, 'desk'),

    /** "Open a ticket", perhaps from a message: for its author, whoever presses. */
    async shortcut(body: Json): Promise<Answer> {
      const desk = hearing.desk();
      const shortcut = readShortcut(body);
      if (shortcut === undefined) return undefined;
      const { who, message } = shortcut;
      const author = message?.author === who.user ? undefined : message?.author;
      const { intent, params } = desk.parse(
        `open ${message === undefined ? '' : textOf(message, namesKnown(who, message))}`,
      );
      const form = desk.form(intent, params, localeOf(who), true);
      const view =
        form &&
        drawModal(form, {
          intent,
          params,
          ...(message && { channel: message.spot.channel, thread: message.spot.thread }),
          once: randomUUID(),
          ...(author !== undefined && { behalf: { user: author, name: nameOf(who.team, author), from: 'message' } }),
          ...(message && message.files.length > 0 && { files: brief(message.files) }),
        });
      const problem = view === undefined ? 'failed' : await open(who, shortcut.trigger, view);
      void people.get(who.team, author ?? who.user);
      const where = { ...whereOf(who), ...(message && { channel: message.spot.channel }) };
      if (problem !== undefined) later(tell(where, renderText(desk.phrase(problem, localeOf(who)))));
      return undefined;
    },

    /** A button. */
    async press(body: Json): Promise<Answer> {
      const desk = hearing.desk();
      const press = readPress(body);
      if (press === undefined) return undefined;
      const { who, spot, home, shownIn, responseUrl } = press;
      people.heard(who.team, who.user, who.name);
      const command = desk.unseal(tenantId(who.team), press.value);
      const where: Where = {
        ...whereOf(who),
        ...(home && { home: command && ASKED_AT_HOME.includes(command.intent) ? 'alone' : 'above' }),
        ...(spot && { channel: spot.channel }),
        ...(shownIn !== undefined && { thread: shownIn }),
        ...(responseUrl !== undefined && { responseUrl }),
      };
      if (command === undefined) {
        later(tell(where, renderText(desk.phrase('stale button', localeOf(who)))));
        return undefined;
      }
      const kept = await desk.remembered(tenantId(who.team), command.params);
      const form = desk.form(command.intent, { ...command.params, ...kept }, localeOf(who), kept !== undefined);
      const view =
        form &&
        drawModal(form, {
          ...command,
          ...spot,
          ...(home && { home }),
          ...(shownIn !== undefined && { shownIn }),
          once: randomUUID(),
        });
      if (view !== undefined) {
        const problem = await open(who, press.trigger, view);
        if (problem !== undefined) later(tell(where, renderText(desk.phrase(problem, localeOf(who)))));
        return undefined;
      }
      const said: Said = { kind: 'command', ...command };
      const heard = await hand(who, body, where, async () => pressIncoming(press, said, await known(who, spot, home)));
      if (heard !== 'still at it') later(tell(where, pagesFor(who, heard)));
      if (!home) later(homes.changed(who));
      return undefined;
    },

    /** A modal, sent. */
    async submit(body: Json): Promise<Answer> {
      const submit = readSubmit(body);
      if (submit === undefined) return undefined;
      const { who, memory } = submit;
      people.heard(who.team, who.user, who.name);
      const where: Where = {
        ...whereOf(who),
        ...(memory.channel !== undefined && { channel: memory.channel }),
        ...(memory.shownIn !== undefined && { thread: memory.shownIn }),
        ...(memory.home && { home: 'above' }),
      };
      const heard = await hand(who, body, where, async () =>
        submitIncoming(
          submit,
          await known(who, { direct: memory.channel === undefined || memory.direct === true }, memory.home),
          new Date(),
          memory.behalf && (await people.get(who.team, memory.behalf.user)),
        ),
      );
      // An empty acknowledgement closes the modal; what there is to say comes when it is known.
      if (heard === 'still at it') return undefined;
      if ('phrase' in heard)
        return refused(submit, [{ field: '', text: hearing.desk().phrase(heard.phrase, localeOf(who)) }]);
      if (heard.outcome.kind === 'problems') return refused(submit, heard.outcome.problems);
      later(tell(where, pagesFor(who, heard)));
      if (!memory.home) later(homes.changed(who));
      return { response_action: 'clear' };
    },

    /** Somebody looks at their App Home. */
    async home(body: Json): Promise<void> {
      const who = readHome(body);
      if (who === undefined) return;
      await hearing.met(who.team, undefined);
      later(homes.show(who));
    },

    /** Something said. Rejects when the desk did not take it: Slack brings it again. */
    async message(body: Json): Promise<void> {
      const { watched } = hearing;
      const team = readTeam(body);
      const message = readMessage(body, watched.any, team && hearing.me(team));
      if (message === undefined) return;
      const { who, spot, ts } = message;
      const request = watched.any && !spot.direct && (await watched.has(who.team, spot.channel));
      if (message.atLarge && !request) return;
      await hearing.met(who.team, undefined);
      const ids = namesIn(message).slice(0, MOST_NAMES);
      const [person, agentsId, teams, ...mentioned] = await Promise.all([
        people.get(who.team, who.user),
        spot.direct ? undefined : agentsOrWait(who.team),
        mentionsGroup(message.text) ? hearing.groups(who.team) : undefined,
        ...ids.map((id) => people.get(who.team, id)),
      ]);
      const persons = ids.flatMap((id, n) => (mentioned[n] === undefined ? [] : [[id, mentioned[n].name] as const]));
      const names = new Map([...(teams ?? []), ...persons]);
      if (message.atLarge && spot.channel === agentsId) return;
      const called = people.called(who.team, who.user);
      if (spot.direct && message.replying) await hearing.assistant.works(who.team, who.user, spot.channel, spot.thread);
      await hearing.desk().receive(messageIncoming(message, names, { person, called, agents: agentsId }, request));
      if (request && !message.replying) later(watched.heard(who.team, spot.channel, ts));
    },
  };

  async function slash(body: Json, command?: 'desk'): Promise<Answer> {
    const desk = hearing.desk();
    const typed = readSlash(body);
    if (typed === undefined) return undefined;
    const { who, spot } = typed;
    people.heard(who.team, who.user, who.name);
    const { intent, params } = desk.parse(typed.named === undefined ? typed.text : `open ${typed.text}`, command);
    const form = desk.form(intent, params, localeOf(who), typed.named !== undefined);
    const where: Where = {
      ...whereOf(who),
      channel: spot.channel,
      ...(typed.responseUrl && { responseUrl: typed.responseUrl }),
    };
    if (form !== undefined) {
      const behalf = typed.named && { behalf: { ...typed.named, from: 'name' as const } };
      const view = drawModal(form, { intent, params, channel: spot.channel, once: randomUUID(), ...behalf });
      if (view !== undefined) return shown(who, await open(who, typed.trigger, view));
    }
    const said: Said = { kind: 'command', intent, params };
    const heard = await hand(who, body, where, async () =>
      slashIncoming(typed, said, await known(who, spot), new Date()),
    );
    if (heard === 'still at it') return undefined;
    const [first, ...more] = pagesFor(who, heard);
    if (more.length > 0) later(tell(where, more));
    return first && ephemeralBody(first);
  }

  /** The modal is put up, or what to say instead. */
  async function open(who: Who, trigger_id: string, view: object): Promise<'unavailable' | 'failed' | undefined> {
    try {
      await quick(who.team).apiCall('views.open', { trigger_id, view: { ...view } });
      return undefined;
    } catch (error) {
      const { kind, code, data } = problemOf(error);
      hearing.desk().log.warn({ code, details: data['response_metadata'] }, 'Slack did not open a modal');
      return kind === 'refused' && !/trigger/.test(code) ? 'failed' : 'unavailable';
    }
  }

  function shown(who: Who, problem: 'unavailable' | 'failed' | undefined): Answer {
    void people.get(who.team, who.user);
    const [page] = problem === undefined ? [] : renderText(hearing.desk().phrase(problem, localeOf(who)));
    return page && ephemeralBody(page);
  }

  /** Hands a gesture to the desk, for as long as there is; what takes longer is told to the person when it is done. */
  async function hand(who: Who, body: Json, where: Where, incoming: () => Promise<Incoming>): Promise<Heard> {
    const work = (async (): Promise<Exclude<Heard, 'still at it'>> => {
      try {
        await hearing.met(who.team, teamName(body));
        const outcome = await hearing.desk().receive(await incoming());
        if (outcome.kind === 'answer' && outcome.picture !== undefined)
          later(pictured(where, outcome.message, outcome.picture));
        return { outcome };
      } catch (error) {
        const unavailable = isUnavailable(error);
        const fields = { error: redacted(error instanceof Error ? error.message : String(error)) };
        hearing.desk().log[unavailable ? 'warn' : 'error'](fields, 'A gesture in Slack was not taken');
        return { phrase: unavailable ? 'unavailable' : 'failed' };
      }
    })();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'still at it'>((resolve) => {
      timer = setTimeout(() => resolve('still at it'), PATIENCE_MS);
    });
    const heard = await Promise.race([work, late]).finally(() => clearTimeout(timer));
    if (heard === 'still at it') later(work.then((done) => tell(where, pagesFor(who, done))));
    return heard;
  }

  /** Once the words are there; where there is no picture, they said it all. */
  async function pictured(
    where: Where,
    message: Illustrated['message'],
    picture: Illustrated['picture'],
  ): Promise<void> {
    const desk = hearing.desk();
    try {
      const { channel } = await hearing.illustrate(where, message, picture);
      if (channel !== where.channel) await tell(where, renderText(desk.phrase('picture sent', localeOf(whoOf(where)))));
    } catch (error) {
      desk.log.warn({ code: problemOf(error).code }, 'The picture of an answer in Slack could not be shown');
    }
  }

  async function known(who: Who, spot: { readonly direct: boolean } | undefined, home = false): Promise<Known> {
    const looked = spot === undefined || spot.direct ? undefined : agentsOrWait(who.team);
    const [person, agentsId, member] = await Promise.all([
      people.get(who.team, who.user),
      looked,
      home && homes.isAgent(who),
    ]);
    return { person, agents: agentsId, member };
  }

  /** While it is not known which channel is the agents', nothing that was said in one is taken: a note could be among it. */
  async function agentsOrWait(team: string): Promise<string | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(unavailable()), LOOK_MS);
    });
    const found = agents.find(team).catch(() => {
      throw unavailable();
    });
    return Promise.race([found, late]).finally(() => clearTimeout(timer));
  }

  function pagesFor(who: Who, heard: Exclude<Heard, 'still at it'>): readonly Page[] {
    if ('phrase' in heard) return renderText(hearing.desk().phrase(heard.phrase, localeOf(who)));
    const tenant: Tenant = tenantId(who.team);
    return pagesOf(heard.outcome, (intent: string, params: Raw) => hearing.desk().seal(tenant, intent, params));
  }

  function refused(
    { shown: fields, title }: Submit,
    problems: readonly { readonly field: string; readonly text: string }[],
  ): Answer {
    const errors = fieldErrors(problems, fields);
    if (errors !== undefined) return { response_action: 'errors', errors };
    const text = problems.map((problem) => problem.text).join('\n');
    const blocks = renderText(text).flatMap((page) => page.blocks);
    return { response_action: 'update', view: { type: 'modal', title: { type: 'plain_text', text: title }, blocks } };
  }

  async function tell(where: Where, pages: readonly Page[]): Promise<void> {
    if (where.home !== undefined && pages.length > 0)
      return where.home === 'alone' ? homes.answer(whoOf(where), pages) : homes.show(whoOf(where), pages);
    try {
      await whisper(web, where, pages);
    } catch (error) {
      hearing.desk().log.warn({ code: problemOf(error).code }, 'An answer in Slack could not be shown');
    }
  }

  /** What is known without asking: a trigger does not wait. */
  function namesKnown({ team }: Who, message: { readonly text: string }): Names {
    return new Map(namesIn(message).flatMap((id) => (people.known(team, id) ? [[id, nameOf(team, id)] as const] : [])));
  }

  function nameOf(team: string, user: string): string {
    return people.known(team, user)?.name ?? user;
  }

  function localeOf(who: Who): string | undefined {
    return people.known(who.team, who.user)?.locale;
  }
}

/** Questions whose answers are what a home shows. */
const ASKED_AT_HOME: readonly string[] = ['list', 'status', 'help'];

const whoOf = ({ team, user }: Where): Who => ({ team, user, name: user });
const whereOf = ({ team, user }: Who): Where => ({ team, user });

const teamName = (body: Json): string | undefined => {
  const domain = body['team_domain'] ?? (body['team'] as Json | undefined)?.['domain'];
  return typeof domain === 'string' ? domain : undefined;
};

const unavailable = (): Error =>
  Object.assign(new Error("The agents' channel is not known yet"), { name: 'Unavailable' });
