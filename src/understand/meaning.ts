import { negations, type PatternList, patterns } from './lexicon.ts';
import { mannersOf } from './manners.ts';
import { hasSubstance, scoreOfOpening } from './score.ts';
import type { Token } from './tokens.ts';

/** What a message outside any ticket is about, before anything is made of it. */
type Label =
  | 'greeting'
  | 'thanks'
  | 'bye'
  | 'help'
  | 'human'
  | 'rate'
  | 'link'
  | 'status'
  | 'list'
  | 'resolve'
  | 'reopen'
  | 'update'
  | 'open'
  | 'none';

export interface Meaning {
  readonly label: Label;
  readonly confidence: number;
  /** Tickets named by number, each once, in order. */
  readonly tickets: readonly number[];
}

/** Commands are short; whatever is longer describes something. */
const COMMAND_WORDS = 32;

/** Reads a message by rules alone. */
export function meaningOf(tokens: readonly Token[], isQuestion: boolean): Meaning {
  const tickets = [...new Set(tokens.flatMap((token) => (token.ticket === undefined ? [] : [token.ticket])))];
  const say = (label: Label, confidence: number): Meaning => ({ label, confidence, tickets });
  if (tokens.length === 0) return say('none', 0);

  const manners = mannersOf(tokens);
  if (manners.rest.length === 0) {
    if (manners.thanks) return say('thanks', 1);
    if (manners.bye) return say('bye', 1);
    if (manners.hello) return say('greeting', 1);
  }
  if (tokens.length <= COMMAND_WORDS) {
    const named = tickets.length > 0;
    const { core } = manners;
    const framed = core.length < tokens.length;
    const command = commandOf(tokens, named, isQuestion) ?? (framed ? commandOf(core, named, isQuestion) : undefined);
    if (command) return say(...command);
  }
  const score = scoreOfOpening(tokens);
  return score > 0 ? say('open', score) : say('none', 0);
}

function commandOf(
  tokens: readonly Token[],
  named: boolean,
  isQuestion: boolean,
): readonly [Label, number] | undefined {
  const said = (list: PatternList) => patterns(list).in(tokens);
  const orders = {
    reopen: orderIn('reopen', tokens),
    resolve: orderIn('resolve', tokens),
    solved: orderIn('solved', tokens),
  };
  const about = named ? 1 : 0.8;
  if (said('link')) return ['link', 1];
  if (said('rate') && !named) return ['rate', 0.8];
  if (said('needless')) return ['resolve', about];
  if (orders.reopen === 'forbidden' || orders.resolve === 'forbidden') return ['update', about];
  if (orders.reopen === 'yes') return ['reopen', about];
  if (named && said('again')) return isQuestion || asks(tokens) ? ['status', 0.8] : ['reopen', 0.9];
  if (orders.resolve === 'yes') return ['resolve', about];
  if (named && orders.solved === 'yes') return isQuestion ? ['status', 0.9] : ['resolve', 1];
  if (said('list')) return ['list', 1];
  if (said('status')) return ['status', about];
  if (said('update')) return ['update', about];
  if (!named && orders.solved === 'yes' && !isQuestion) return ['resolve', 0.65];
  if (said('human')) return ['human', 0.7];
  if (said('help') && !hasSubstance(tokens)) return ['help', 0.9];
  return undefined;
}

/** "Is ticket 4 still open" asks, with or without its question mark. */
function asks(tokens: readonly Token[]): boolean {
  return patterns('asking').in(tokens.slice(0, 1));
}

/** "Please do not close INC-4" and "INC-4 bitte nicht schließen" forbid it. Why something is reopened may well have a "not". */
function orderIn(list: 'reopen' | 'resolve' | 'solved', tokens: readonly Token[]): 'no' | 'yes' | 'forbidden' {
  const start = patterns(list).startIn(tokens);
  if (start === undefined) return 'no';
  const end = list === 'reopen' ? start : patterns(list).longestAt(tokens, start);
  const around = tokens.slice(Math.max(0, start - (list === 'solved' ? 6 : 3)), end);
  return around.some((token) => negations.has(token.word)) ? 'forbidden' : 'yes';
}
