import { schemaOf } from '../form.ts';
import type { AnyIntent } from '../intent.ts';
import { openQuestion, solvedByArticle } from './answered.ts';
import { article } from './article.ts';
import { askRating, expireRating } from './ask-rating.ts';
import { assign } from './assign.ts';
import { assist, shownToModel, translateReply } from './assist.ts';
import { claim } from './claim.ts';
import { close } from './close.ts';
import { comment } from './comment.ts';
import { becomeDuplicate, duplicate, linkDuplicates, tellDuplicate, unlinkDuplicate } from './duplicate.ts';
import { settle } from './follow-up.ts';
import { gaps } from './gaps.ts';
import { help } from './help.ts';
import { hold, keepHeld, sendHeld } from './hold.ts';
import { left } from './left.ts';
import { link } from './link.ts';
import { list } from './list.ts';
import { note } from './note.ts';
import { notes } from './notes.ts';
import { open } from './open.ts';
import { prioritize } from './prioritize.ts';
import { publishArticle } from './publish-article.ts';
import { rate } from './rate.ts';
import { release } from './release.ts';
import { reopen } from './reopen.ts';
import { reply } from './reply.ts';
import { report } from './report.ts';
import { resolve } from './resolve.ts';
import { resume } from './resume.ts';
import { search } from './search.ts';
import { service } from './service.ts';
import { snooze } from './snooze.ts';
import { status } from './status.ts';
import { answerSurvey, explainSurvey, openSurvey } from './survey.ts';
import { editImported, takeBackArticle } from './take-back-article.ts';
import { wait } from './wait.ts';
import { wake } from './wake.ts';

/** Everything that a person can want, in the order of help. */
export const intents: readonly AnyIntent[] = [
  open,
  status,
  list,
  search,
  reply,
  note,
  claim,
  release,
  notes,
  assign,
  prioritize,
  service,
  wait,
  resume,
  snooze,
  wake,
  duplicate,
  resolve,
  reopen,
  rate,
  comment,
  assist,
  report,
  gaps,
  link,
  help,
  close,
  left,
  hold,
  sendHeld,
  keepHeld,
  askRating,
  expireRating,
  openSurvey,
  answerSurvey,
  explainSurvey,
  settle,
  article,
  solvedByArticle,
  openQuestion,
  publishArticle,
  takeBackArticle,
  editImported,
  linkDuplicates,
  becomeDuplicate,
  tellDuplicate,
  unlinkDuplicate,
  translateReply,
  shownToModel,
];

const byName = new Map(intents.map((intent) => [intent.name, intent]));
const byWord = new Map(
  intents
    .filter(({ typed }) => typed !== false)
    .flatMap((intent) => [intent.name, ...(intent.aliases ?? [])].map((word) => [word, intent] as const)),
);

export function intentNamed(name: string): AnyIntent | undefined {
  return byName.get(name);
}

/** The intent that a typed first word stands for. */
export function intentTyped(word: string): AnyIntent | undefined {
  return byWord.get(word.toLowerCase());
}

/** The common intent format as one JSON Schema (draft 2020-12): an intent's name and its params. */
export function intentSchema(): Readonly<Record<string, unknown>> {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Deskbell intent',
    oneOf: intents.map(({ name, form }) => ({
      type: 'object',
      properties: { intent: { const: name }, params: schemaOf(form) },
      required: ['intent', 'params'],
      additionalProperties: false,
    })),
  };
}
