import { flag, type Json, str } from '../json.ts';
import { wireProfile, wireUser } from '../payloads.ts';
import { refuse } from '../refusal.ts';
import type { User } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import { type Methods, need, page } from './method.ts';

const person = (ws: Workspace, args: Json): User => ws.users.get(need(args, 'user')) ?? refuse('user_not_found');

const mayEmail = (ws: Workspace): boolean => ws.settings.scopes.includes('users:read.email');

/** users.*, bots.info, team.info */
export const peopleMethods: Methods = {
  'users.info': {
    scopes: ['users:read'],
    run: (ws, args) => {
      const shown = { locale: flag(args, 'include_locale'), email: mayEmail(ws) };
      return { ok: true, user: wireUser(ws, person(ws, args), shown) };
    },
  },
  'users.list': {
    scopes: ['users:read'],
    run: (ws, args) => {
      const { items, cursor } = page([...ws.users.values()], args);
      const shown = { locale: flag(args, 'include_locale'), email: mayEmail(ws) };
      const members = items.map((user) => wireUser(ws, user, shown));
      return { ok: true, members, cache_ts: Math.floor(Date.now() / 1000), response_metadata: { next_cursor: cursor } };
    },
  },
  'users.lookupByEmail': {
    scopes: ['users:read.email'],
    run: (ws, args) => {
      const email = need(args, 'email').toLowerCase();
      const found = [...ws.users.values()].find((user) => user.email?.toLowerCase() === email && !user.deleted);
      return { ok: true, user: wireUser(ws, found ?? refuse('users_not_found')) };
    },
  },
  'users.profile.get': {
    scopes: ['users.profile:read'],
    run: (ws, args) => {
      const user = str(args, 'user') ? person(ws, args) : person(ws, { user: ws.settings.botUserId });
      return { ok: true, profile: wireProfile(user, mayEmail(ws)) };
    },
  },
  'usergroups.list': {
    scopes: ['usergroups:read'],
    run: (ws) => ({
      ok: true,
      usergroups: [...ws.groups].map(([id, handle]) => ({
        id,
        handle,
        name: handle,
        is_usergroup: true,
        user_count: 1,
      })),
    }),
  },
  'bots.info': {
    scopes: ['users:read'],
    run: (ws, args) => {
      const { botId, appId, botUserId } = ws.settings;
      if ((str(args, 'bot') ?? botId) !== botId) refuse('bot_not_found');
      const bot = { id: botId, deleted: false, name: 'Deskbell', updated: 1_700_000_000, app_id: appId };
      return { ok: true, bot: { ...bot, user_id: botUserId, icons: {} } };
    },
  },
  'team.info': {
    scopes: ['team:read'],
    run: (ws) => {
      const { team, teamDomain } = ws.settings;
      return { ok: true, team: { id: team, name: 'Acme', domain: teamDomain, email_domain: '', icon: {} } };
    },
  },
};
