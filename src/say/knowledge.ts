import type { Line } from '../adapter.ts';
import type { Article } from '../desk/knowledge/article.ts';
import type { Ticket } from '../desk/ticket.ts';
import { cut, oneLine } from './cut.ts';
import { about, hint, said, text, toAgents, toEveryone, type Voice } from './voice.ts';
import type { Words } from './words.ts';

type Knowledge = Pick<
  Words,
  | 'offered'
  | 'solvedByArticle'
  | 'openedQuestion'
  | 'found'
  | 'notKnown'
  | 'article'
  | 'gaps'
  | 'articleBody'
  | 'articlePublished'
  | 'articleThere'
  | 'articleTakenBack'
>;

/** What is said about articles. What an article says is somebody's text, and shown like what people write. */
export function knowledge(voice: Voice): Knowledge {
  const { phrases: all, press, label, full } = voice;
  const phrases = all.knowledge;
  const wayTo = ({ title: name }: Pick<Article, 'title'>): Line =>
    hint(phrases.findIt(`${voice.command} search ${cut(oneLine(name), 60)}`));
  const cited = ({ title, updatedAt }: Article): Line => hint(phrases.cited(oneLine(title), full(updatedAt)));
  const read = ({ id }: Pick<Article, 'id'>, page: number) => ({ article: String(id), page: String(page) });
  const changing = (ticket: Pick<Ticket, 'number'>) => [
    press('editArticle', { ...about(ticket), write: 'again' }),
    press('takeBackArticle', about(ticket)),
  ];
  return {
    offered: (article, passage, question) =>
      readersOf(article)(
        [text(phrases.mayHelp), title(article), said(passage), cited(article), hint(phrases.offerHint)],
        [
          press('solvedIt', { question }),
          press('openQuestion', { question }),
          press('personForQuestion', { question, person: 'yes' }),
          ...(passage === article.body ? [] : [press('wholeArticle', read(article, 1))]),
        ],
      ),
    notKnown: (asked, question) =>
      toEveryone(
        [text(phrases.notKnown(cut(oneLine(asked), 150)))],
        [press('openQuestion', { question }, 'primary'), press('personForQuestion', { question, person: 'yes' })],
      ),
    solvedByArticle: (question) => toEveryone([text(phrases.solved)], [press('openQuestion', { question })]),
    openedQuestion: (number) => toEveryone([text(phrases.openedQuestion(label(number)))]),
    found: ({ asked, articles, total }, { page, size }, forAgent) => {
      const to = forAgent ? toAgents : toEveryone;
      const shown = cut(oneLine(asked), 100);
      if (total === 0) return to([text(phrases.foundNone(shown))], [press('openTicket')]);
      const pages = Math.ceil(total / size);
      if (articles.length === 0) return to([text(all.noSuchPage(page, pages))]);
      const next =
        page < pages && fitsButton(asked)
          ? [press('moreArticles', { words: oneLine(asked), page: String(page + 1) })]
          : [];
      return to(
        [
          { kind: 'title', text: phrases.found(shown) },
          ...articles.map(
            (article): Line => ({
              kind: 'item',
              text: oneLine(article.title),
              detail: detail(voice, article),
              button: press('readArticle', read(article, 1)),
            }),
          ),
          hint(phrases.foundPage(page, pages, total)),
        ],
        [...next, press('openTicket')],
      );
    },
    gaps: ({ tally, gaps }, { page, size }) => {
      const sums = [text(phrases.offered(tally)), ...(tally.offered > 0 ? [text(phrases.ends(tally))] : [])];
      if (gaps.length === 0) return toAgents([...sums, text(phrases.gapsNone)]);
      const pages = Math.ceil(gaps.length / size);
      const shown = gaps.slice((page - 1) * size, page * size);
      if (shown.length === 0) return toAgents([text(all.noSuchPage(page, pages))]);
      return toAgents(
        [
          { kind: 'title', text: phrases.gapsTitle },
          ...sums,
          ...shown.map(
            (gap): Line => ({ kind: 'item', text: cut(oneLine(gap.text), 150), detail: phrases.times(gap.times) }),
          ),
          hint(phrases.pageOfArticle(page, pages)),
        ],
        page < pages ? [press('moreGaps', { page: String(page + 1) })] : [],
      );
    },
    articleBody: (problem, solution) =>
      `## ${phrases.problem}\n\n${problem}\n\n## ${phrases.solution}\n\n${solution}`.trim(),
    articlePublished: (ticket, article) =>
      toAgents(
        [text(phrases.published[article.audience](label(ticket.number))), title(article), wayTo(article)],
        [press('seeArticle', about(ticket)), ...changing(ticket)],
      ),
    articleThere: (ticket, article, wrote) =>
      toAgents(
        [
          text(phrases.thereIs[article.audience](label(ticket.number))),
          title(article),
          wayTo(article),
          ...(wrote === undefined ? [] : [text(phrases.notReplaced), said(wrote)]),
        ],
        [press('readArticle', read(article, 1)), ...changing(ticket)],
      ),
    articleTakenBack: (ticket, { title: name, body }) =>
      toAgents(
        [text(phrases.takenBack(label(ticket.number))), title({ title: name }), said(body)],
        [press('makeArticle', { ...about(ticket), write: 'new' })],
      ),
    article: (article, { text: words, page, pages }, forAgent = false) => {
      const { ticket, path } = article;
      const changes = [
        ...(ticket === undefined ? [] : changing({ number: ticket })),
        ...(path === undefined ? [] : [press('editImported', { article: String(article.id) })]),
      ];
      return readersOf(article)(
        [title(article), said(words), cited(article), ...(pages > 1 ? [hint(phrases.pageOfArticle(page, pages))] : [])],
        [
          ...(page < pages ? [press('nextOfArticle', read(article, page + 1))] : []),
          ...(forAgent ? changes : [press('openTicket')]),
        ],
      );
    },
  };
}

const readersOf = ({ audience }: Pick<Article, 'audience'>) => (audience === 'agents' ? toAgents : toEveryone);

const title = ({ title: words }: Pick<Article, 'title'>): Line => ({ kind: 'title', text: oneLine(words) });

function detail({ phrases, full }: Voice, { service, tags, audience, updatedAt }: Article): string {
  const about = [service, ...tags].filter((one) => one !== undefined).map(oneLine);
  const parts = [...about, full(updatedAt), ...(audience === 'agents' ? [phrases.knowledge.forAgents] : [])];
  return cut(parts.join(' · '), 200);
}

/** What a button carries is signed in 100 characters. */
function fitsButton(asked: string): boolean {
  const words = oneLine(asked);
  return /^[ !#-[\]-~]{1,30}$/.test(words) && encodeURIComponent(words).length <= 45;
}
