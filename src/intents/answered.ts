/** What comes of an article that was offered for a question: it solved it, or there is a ticket after all. */
import type { Question } from '../desk/knowledge/question.ts';
import { Refusal } from '../errors.ts';
import { act, type Scene } from '../intent.ts';
import { open } from './open.ts';

const form = { question: { kind: 'text', required: true, max: 30, hidden: true } } as const;

export const solvedByArticle = act({
  name: 'solved by article',
  form,
  may: 'anyone',
  typed: false,
  needs: ({ question }) => ({ question }),
  decide: (_params, scene) => {
    const question = questionOf(scene);
    const answer = { do: 'answer', message: scene.words.solvedByArticle(question.id) } as const;
    return question.confirmed ? [answer] : [{ do: 'settle question', question: question.id }, answer];
  },
});

/** The ticket is the one that the message would have opened at once, and begins with that message. */
export const openQuestion = act({
  name: 'open question',
  form: { ...form, person: { kind: 'choice', required: false, options: ['yes'], hidden: true } } as const,
  may: 'anyone',
  typed: false,
  needs: ({ question }) => ({ question, number: true }),
  decide: ({ person }, scene) => {
    const { id, prepared } = questionOf(scene);
    const subject = prepared?.params['subject'];
    if (open.kind !== 'act' || prepared === undefined || subject === undefined) throw new Refusal('question gone', {});
    const { source, params } = prepared;
    const place = prepared.place ?? scene.place;
    const kind = person === 'yes' ? { kind: 'question' } : {};
    const effects = open.decide({ ...params, ...kind } as never, { ...scene, place, source, files: [] });
    const from = source && { source, text: params['description'] ?? subject };
    return [
      ...effects.map((effect) => (effect.do === 'open' ? { ...effect, opening: { ...effect.opening, from } } : effect)),
      { do: 'settle question', question: id, opened: numberOf(scene) },
      ...(source === undefined
        ? []
        : [{ do: 'answer', message: scene.words.openedQuestion(numberOf(scene)) } as const]),
    ];
  },
});

/** The asker's own question; anybody else's does not exist. */
function questionOf({ question, actor }: Scene): Question {
  if (question === undefined || question.person !== actor?.person) throw new Refusal('question gone', {});
  if (question.ticket !== undefined) throw new Refusal('already raised', { ticket: question.ticket });
  return question;
}

function numberOf({ number }: Scene): number {
  if (number === undefined) throw new Error('a ticket was opened without a number');
  return number;
}
