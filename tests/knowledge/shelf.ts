import { connect, type Database } from '../../src/db/connect.ts';
import type { ArticleText } from '../../src/desk/knowledge/article.ts';
import { articles, type Searching, search } from '../../src/desk/knowledge/search.ts';
import { importArticles } from '../../src/desk/knowledge/store.ts';

type Short = Pick<ArticleText, 'title' | 'body'> & Partial<ArticleText>;

/** What a desk of a small company would have written down. */
export const SHELF: readonly Short[] = [
  {
    title: 'Reset your VPN password',
    body: 'Open the portal, choose *VPN*, and press **Reset**.',
    tags: ['vpn', 'password'],
  },
  {
    title: 'Connect to the guest Wi-Fi',
    body: 'Visitors choose the network Guest. The code is at the reception, new every week.',
  },
  {
    title: 'Set up your phone for company mail',
    body: 'Install the mail app, then sign in with your company address.',
  },
  {
    title: 'Book a meeting room',
    body: 'Open the calendar, choose a room and a time. Rooms on floor 3 have a screen.',
  },
  { title: 'Connect a printer on Windows', body: 'Open Settings, then Printers, then add the printer of your floor.' },
  { title: 'Claim travel expenses', body: 'Send the receipts with the expense form before the end of the month.' },
  { title: 'Order a new laptop', body: 'Laptops are replaced every four years. Your manager orders one in the shop.' },
  {
    title: 'Install software from the self-service portal',
    body: 'Open the portal, find the software, press Install.',
  },
  {
    title: 'Drucker einrichten',
    body: 'Öffne die Einstellungen, wähle Drucker und füge den deines Stockwerks hinzu.',
    language: 'de',
  },
  {
    title: 'Urlaub beantragen',
    body: 'Den Urlaub beantragst du im Personalportal; deine Vorgesetzten genehmigen ihn.',
    language: 'de',
  },
  {
    title: 'Restablecer la contraseña del correo',
    body: 'Abre el portal, elige Correo y pulsa Restablecer.',
    language: 'es',
  },
  {
    title: 'Reset a locked domain account',
    body: 'Agents: unlock the account in the directory with the break-glass login canary-4711.',
    audience: 'agents',
  },
];

const whole = (short: Short): ArticleText => ({ language: 'en', tags: [], audience: 'everyone', ...short });

export async function fill(db: Database, org: number, shelf: readonly Short[] = SHELF): Promise<void> {
  const files = shelf.map((short, index) => ({ path: `${index}.md`, article: whole(short) }));
  await importArticles(db, org, files, { prune: true, kept: [] });
}

export const shelfAt = (url: string): Database => connect(url, { max: 2, applicationName: 'test' });

/** What is found, best first: titles, and whether each would be offered unasked. */
export async function found(db: Database, text: string, who: Partial<Searching> = {}) {
  const searching = { org: 1, agent: false, ...who };
  const hits = await search(db.pool, searching, text);
  const its = await articles(
    db.pool,
    searching,
    hits.map(({ id }) => id),
  );
  return hits.flatMap(({ isGood, match }, index) => {
    const title = its[index]?.title;
    return title === undefined ? [] : [{ title, isGood, match }];
  });
}
