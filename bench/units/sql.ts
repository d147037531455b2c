/** What the scripts for pgbench are made of. */
import { avatarOf, channelOf, nameOf, TEAM, userOf } from '../story.ts';

/** pgbench takes a colon and a word for one of its variables even inside a string, so there is no colon. */
export const literal = (text: string): string =>
  `U&'${text.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll(':', '\\003A')}'`;

/** An id of the story with the number of `person` in it, which is SQL. */
const idOf = (make: (person: number) => string, person: string): string => {
  const [before = '', after = ''] = make(99_999_999).split('99999999');
  return `(${literal(before)} || lpad((${person})::text, 8, '0') || ${literal(after)})`;
};

/** What the story calls a person, whose number is the SQL `person`. */
export const personIn = (person: string) => ({
  name: idOf((one) => nameOf(userOf(one)), person),
  avatar: idOf((one) => avatarOf(userOf(one)), person),
  account: idOf((one) => `slack:${TEAM}:${userOf(one)}`, person),
  /** Stands before a message's timestamp in its key. */
  key: idOf((one) => `slack:${TEAM}:${channelOf(one)}:`, person),
  /** Stands before a thread's timestamp in its address. */
  place: idOf((one) => `slack:${TEAM}/${channelOf(one)}/`, person),
});

/** SQL of a JSON text: `value`, with the SQL of `parts` in place of each of its `#`, in order. */
export function filled(value: object, ...parts: readonly string[]): string {
  const [first = '', ...more] = JSON.stringify(value).split('#');
  if (more.length !== parts.length) throw new Error(`${parts.length} parts for ${more.length} gaps`);
  return [literal(first), ...more.flatMap((text, index) => [parts[index] ?? '', literal(text)])].join(' || ');
}

/** The moment of the gesture, and how Slack would write it. */
export const NOW = `now as materialized (
  select t, to_char(extract(epoch from t), 'FM9999999999.000000') as ts from (select clock_timestamp() as t) x
)`;
