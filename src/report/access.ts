/** Who may see the page: whoever the desk has given a link in the chat, and for as long as they lead it. */
import { randomBytes } from 'node:crypto';

/** Whom a link or a visit belongs to. */
export interface Visitor {
  readonly org: number;
  readonly account: string;
  readonly locale?: string;
}

export interface Access {
  /** A token for a link, good once and for `LINK_MINUTES`. */
  link(visitor: Visitor): string;
  /** Whose link it is, used up now; undefined for one that was used, is too old or was never given out. */
  redeem(token: string): Promise<Visitor | undefined>;
  /** A token for a visit of `VISIT_HOURS`. */
  visit(visitor: Visitor): string;
  /** Whose visit it is, if they may still see it: asked anew at every request. */
  visitor(token: string): Promise<Visitor | undefined>;
}

export interface AccessSettings {
  /** A signature that only this desk can make. */
  sign(purpose: string, payload: string): string;
  /** Remembers a word for as long as links live; false if it was remembered before. */
  once(org: number, word: string): Promise<boolean>;
  /** Whether they lead the desk at this moment. */
  leads(visitor: Visitor): Promise<boolean>;
  now(): Date;
}

export const LINK_MINUTES = 10;
export const VISIT_HOURS = 8;

export function access({ sign, once, leads, now }: AccessSettings): Access {
  const issue = (purpose: string, visitor: Visitor, forMs: number): string => {
    const until = now().getTime() + forMs;
    const payload = Buffer.from(
      JSON.stringify({ ...visitor, until, id: randomBytes(16).toString('base64url') }),
    ).toString('base64url');
    return `${payload}.${sign(purpose, payload)}`;
  };
  const read = (purpose: string, token: string): (Visitor & { readonly id: string }) | undefined => {
    const [payload = '', given = '', ...more] = token.split('.');
    if (more.length > 0 || token.length > 2_000 || !same(given, sign(purpose, payload))) return undefined;
    const { until, ...visitor } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Visitor & {
      readonly id: string;
      readonly until: number;
    };
    return until > now().getTime() ? visitor : undefined;
  };
  const still = async (visitor: Visitor | undefined): Promise<Visitor | undefined> =>
    visitor !== undefined && (await leads(visitor)) ? visitor : undefined;
  return {
    link: (visitor) => issue('report link', visitor, LINK_MINUTES * 60_000),
    redeem: async (token) => {
      const found = await still(read('report link', token));
      if (found === undefined) return undefined;
      const { org, id } = found as Visitor & { readonly id: string };
      return (await once(org, `report link ${id}`)) ? found : undefined;
    },
    visit: ({ org, account, locale }) =>
      issue('report visit', { org, account, ...(locale === undefined ? {} : { locale }) }, VISIT_HOURS * 3_600_000),
    visitor: async (token) => still(read('report visit', token)),
  };
}

/** In a time that says nothing about where they differ; both are signatures of one length, or were never ours. */
function same(given: string, wanted: string): boolean {
  let differ = given.length ^ wanted.length;
  for (let at = 0; at < wanted.length; at += 1) differ |= given.charCodeAt(at) ^ wanted.charCodeAt(at);
  return differ === 0;
}
