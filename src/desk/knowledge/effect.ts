import type { ArticleText } from './article.ts';
import type { Noted } from './question.ts';

/** What becomes so of articles and of questions; see `Effect`. */
export type KnowledgeEffect =
  /** Somebody asked something, and was offered an article for it or not. */
  | { readonly do: 'note question'; readonly question: Noted }
  /** Its asker says that the article solved it; or made a ticket of it, which was `opened`. */
  | { readonly do: 'settle question'; readonly question: string; readonly opened?: number }
  /** What a ticket taught is an article from now on, word for word; in place of the one that there was of it. */
  | { readonly do: 'publish article'; readonly ticket: number; readonly article: Written }
  /** It is an article no more. */
  | { readonly do: 'take back article'; readonly ticket: number; readonly article: TicketArticle };

/** As somebody wrote it: tags are for files. */
export type Written = Omit<ArticleText, 'tags'>;

/** The article of a ticket, as far as a decision must know it. */
export type TicketArticle = Pick<ArticleText, 'title' | 'body' | 'audience'> & { readonly id: number };
