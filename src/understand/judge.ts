import type { Classifier } from './classifier.ts';
import { featuresOf, isQuestion } from './features.ts';
import type { Label } from './label.ts';
import { patterns } from './lexicon.ts';
import { mannersOf } from './manners.ts';
import { type Meaning, meaningOf } from './meaning.ts';
import type { Token } from './tokens.ts';

/** What a message outside any ticket is about, and whose opinion that is. */
export interface Judged extends Meaning {
  readonly by: 'grammar' | 'words' | 'classifier';
}

/** Below this the desk asks and never guesses: for what the rules say alone, for what both say, for the classifier alone. */
export const SURE = 0.6;
const SURE_TOGETHER = 0.4;
const SURE_ALONE = 0.4;
/**
 * What is meant for a desk has to be so many times as likely as what is not, unless the rules say the same and are as sure as
 * this. From predictions of sources that were left out: it finds a quarter more of what is no desk's, for 0.3 % of what is.
 */
const CAUTION = 1.5;
const RULES_SURE = 0.8;
/** What is said on a ticket is read by others at once. */
const SURE_TO_POST = 0.5;
/** What changes a ticket that is named needs more than what is only asked for. */
const SURE_TO_CHANGE = 0.7;

/** An order of so few words about a ticket that is named has no room for anything else. */
const SHORT_WORDS = 5;

/**
 * Weighs the rules and the classifier. A precise shape (nothing but manners, a short order about a ticket that is named) is
 * what it looks like; everything else is the classifier's to say, which has seen what the rules made of it.
 */
export function judge(tokens: readonly Token[], text: string, classify?: Classifier): Judged {
  const ruled = meaningOf(tokens, isQuestion(text));
  const byRule = { ...ruled, by: ruled.label === 'open' ? ('words' as const) : ('grammar' as const) };
  if (classify === undefined || tokens.length === 0 || isPrecise(ruled, tokens)) {
    return ruled.confidence < SURE ? { ...byRule, label: 'none' } : byRule;
  }
  const judged = classify(featuresOf(tokens, text, ruled));
  const label = meaningBehind(judged.label, ruled, tokens);
  const agree = label === ruled.label;
  const unruled = !agree || ruled.confidence < RULES_SURE;
  if (label !== 'none' && unruled && judged.outside * CAUTION > judged.confidence) {
    return { label: 'none', confidence: judged.outside, tickets: ruled.tickets, by: 'classifier' };
  }
  const confidence = agree ? Math.max(judged.confidence, ruled.confidence) : judged.confidence;
  const changes = ruled.tickets.length > 0 && (label === 'resolve' || label === 'reopen');
  const alone = label === 'update' ? SURE_TO_POST : SURE_ALONE;
  const isSure = confidence >= (changes ? SURE_TO_CHANGE : agree ? SURE_TOGETHER : alone);
  return { label: isSure ? label : 'none', confidence, tickets: ruled.tickets, by: agree ? byRule.by : 'classifier' };
}

function isPrecise({ label, confidence, tickets }: Meaning, tokens: readonly Token[]): boolean {
  if (label === 'link') return true;
  // "It is fixed, thanks" may be thanks, or the wish to have a ticket closed.
  if (label === 'thanks' || label === 'greeting' || label === 'bye') return !patterns('solved').in(tokens);
  return tickets.length > 0 && confidence >= 0.9 && label !== 'open' && tokens.length <= SHORT_WORDS;
}

const MEANINGS = {
  open_ticket: 'open',
  check_status: 'status',
  update_ticket: 'update',
  resolve: 'resolve',
  reopen: 'reopen',
  rate: 'rate',
  human: 'human',
  greet: 'greeting',
  help: 'help',
  none: 'none',
} as const satisfies Record<Label, Meaning['label']>;

/** The labels are fewer than the meanings: a list is a kind of status, thanks and farewells are kinds of greeting. */
function meaningBehind(label: Label, ruled: Meaning, tokens: readonly Token[]): Meaning['label'] {
  if (label === 'check_status' && ruled.label === 'list') return 'list';
  if (label !== 'greet') return MEANINGS[label];
  const { thanks, bye } = mannersOf(tokens);
  return thanks ? 'thanks' : bye ? 'bye' : 'greeting';
}
