import type { Button } from '../adapter.ts';
import type { Raw } from '../form.ts';

/** Every button but the five of a rating: what a press means, in any language. */
const BUTTONS = {
  addReply: { intent: 'reply' },
  markSolved: { intent: 'resolve' },
  notSolved: { intent: 'reopen' },
  claim: { intent: 'claim', style: 'primary' },
  reply: { intent: 'reply' },
  note: { intent: 'note' },
  notesThread: { intent: 'notes' },
  resolve: { intent: 'resolve' },
  release: { intent: 'release' },
  reopen: { intent: 'reopen' },
  withdraw: { intent: 'resolve' },
  assign: { intent: 'assign' },
  prioritize: { intent: 'prioritize' },
  wait: { intent: 'wait' },
  resume: { intent: 'resume' },
  snooze: { intent: 'snooze' },
  wake: { intent: 'wake' },
  sendHeld: { intent: 'send held' },
  keepHeld: { intent: 'keep held' },
  answerSurvey: { intent: 'open survey', style: 'primary' },
  explainSurvey: { intent: 'explain survey' },
  recovered: { intent: 'settle', style: 'primary' },
  notRecovered: { intent: 'settle' },
  solvedIt: { intent: 'solved by article', style: 'primary' },
  openQuestion: { intent: 'open question' },
  personForQuestion: { intent: 'open question' },
  wholeArticle: { intent: 'article' },
  readArticle: { intent: 'article' },
  nextOfArticle: { intent: 'article' },
  makeArticle: { intent: 'publish article' },
  seeArticle: { intent: 'publish article' },
  editArticle: { intent: 'publish article' },
  takeBackArticle: { intent: 'take back article' },
  editImported: { intent: 'edit imported article' },
  moreArticles: { intent: 'search' },
  moreGaps: { intent: 'gaps' },
  summarise: { intent: 'assist' },
  draft: { intent: 'assist' },
  translate: { intent: 'assist' },
  translateReply: { intent: 'translate reply' },
  sendDraft: { intent: 'reply', style: 'primary' },
  shownToModel: { intent: 'shown to model' },
  duplicateOf: { intent: 'duplicate' },
  linkDuplicates: { intent: 'link duplicates', style: 'primary' },
  openTicket: { intent: 'open' },
  person: { intent: 'open' },
  myTickets: { intent: 'status' },
  help: { intent: 'help' },
  details: { intent: 'status' },
  addComment: { intent: 'comment' },
  previousPage: { intent: 'list' },
  nextPage: { intent: 'list' },
  firstPage: { intent: 'list' },
} as const satisfies Record<string, Pick<Button, 'intent' | 'style'>>;

export type ButtonName = keyof typeof BUTTONS;

export type Press = (name: ButtonName, params?: Raw, style?: Button['style']) => Button;

/** Buttons with the labels of a language. */
export function press(labels: Readonly<Record<ButtonName, string>>): Press {
  return (name, params = {}, style) => ({
    label: labels[name],
    ...BUTTONS[name],
    params,
    ...(style === undefined ? {} : { style }),
  });
}
