import type { Level } from '../desk/ticket.ts';

/** What impact and urgency are called where people choose them. */
export const URGENCY: Readonly<Record<'low' | 'medium' | 'high', Level>> = { high: 1, medium: 2, low: 3 };
export const IMPACT: Readonly<Record<'me' | 'team' | 'everyone', Level>> = { everyone: 1, team: 2, me: 3 };
