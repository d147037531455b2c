/** What a decision may look at, out of what was loaded and what the batch has decided before. */
import { randomBytes } from 'node:crypto';
import type { Incoming } from './adapter.ts';
import type { Loaded } from './desk/load.ts';
import type { Deed, Recording } from './desk/rows.ts';
import type { Ticket } from './desk/ticket.ts';
import type { AskedLast } from './desk/worth/asking.ts';
import { type Gesture, raisingAt } from './gesture.ts';
import type { Scene } from './intent.ts';
import type { Words } from './say/words.ts';
import type { Setting } from './setting.ts';

export function sceneOf(
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
    main: loaded.main && recording.ticket(deed.org, loaded.main.number),
    number: loaded.number,
    behalf: behalfOf(incoming, loaded),
    raising,
    raised: loaded.raised ?? (raising && recording.raisedAt(deed.org, raising)),
    code: loaded.code,
    question: loaded.question && recording.question(deed.org, loaded.question),
    article: loaded.article,
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

/** 26 of 32 signs that are hard to mistake for one another (Crockford's base 32): 130 bits. */
function code(): string {
  return Array.from(randomBytes(26), (byte) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[byte & 31]).join('');
}
