import { type Classifier, classifier } from '../src/understand/classifier.ts';
import { predict } from './eval.ts';
import type { Example } from './examples.ts';
import type { Told } from './measure.ts';
import { train } from './softmax.ts';

/** Kinds of a large source that are told apart: how many parts they are dealt into, by the name behind the slash. */
const PARTS = 3;

/**
 * Predicts each example by a classifier that never saw its source: every collection of people is left out in turn. A
 * collection with many topics (`clinc150/weather`) is also left out by topic, which is how more people of the same kind would
 * be met: `whole` has the first, `topics` the second.
 */
export async function leaveOneSourceOut(
  own: readonly Example[],
  others: readonly Example[],
  log: (line: string) => void,
): Promise<{ readonly whole: readonly Told[]; readonly topics: readonly Told[] }> {
  const whole = await foldsBy(collectionOf, own, others, log);
  const large = others.filter((example) => example.source.includes('/'));
  const topics = await foldsBy(partOf, own, others, log, large);
  return { whole, topics };
}

async function foldsBy(
  foldOf: (example: Example) => string,
  own: readonly Example[],
  others: readonly Example[],
  log: (line: string) => void,
  measured = others,
): Promise<readonly Told[]> {
  const told: Told[] = [];
  for (const fold of new Set(measured.map(foldOf))) {
    const classify: Classifier = classifier(train([...own, ...others.filter((one) => foldOf(one) !== fold)]));
    const found = await predict(
      measured.filter((one) => foldOf(one) === fold),
      classify,
    );
    const right = found.filter(({ example, predicted }) => example.intent === predicted).length;
    log(`without ${fold}: ${right} of ${found.length} right`);
    told.push(...found);
  }
  return told;
}

function collectionOf({ source }: Example): string {
  return source.split('/')[0] ?? source;
}

/** Topics of every large collection, dealt into parts by their letters. */
function partOf({ source }: Example): string {
  const [, topic] = source.split('/');
  if (topic === undefined) return source;
  const sum = [...topic].reduce((all, letter) => (all * 31 + letter.charCodeAt(0)) % 9973, 7);
  return `part ${(sum % PARTS) + 1}`;
}
