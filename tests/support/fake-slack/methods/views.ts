import { type Json, str } from '../json.ts';
import { wireView } from '../payloads.ts';
import { refuse } from '../refusal.ts';
import { publishHome, pushView, setView, startView } from '../views.ts';
import type { Trigger, Workspace } from '../workspace.ts';
import { type Methods, need } from './method.ts';

/** Uses up a trigger; 3 seconds, once. */
const exchange = (ws: Workspace, args: Json): Trigger => {
  const id = str(args, 'trigger_id') ?? str(args, 'interactivity_pointer') ?? need(args, 'trigger_id');
  const trigger = ws.triggers.get(id) ?? refuse('invalid_trigger_id');
  if (trigger.used) refuse('exchanged_trigger_id');
  if (ws.clock.now() - trigger.at > 3000) refuse('expired_trigger_id');
  return trigger;
};

const all = (
  ws: Workspace,
): readonly { readonly id: string; readonly externalId: string | undefined; readonly hash: string | undefined }[] =>
  [...[...ws.modals.values()].flat(), ...ws.homes.values()].map((view) => ({
    id: view.id,
    externalId: str(view.body, 'external_id') || undefined,
    hash: str(view.body, 'hash'),
  }));

/** views.* */
export const viewMethods: Methods = {
  'views.open': {
    scopes: [],
    run: (ws, args) => {
      const trigger = exchange(ws, args);
      const view = startView(ws, trigger.user, args['view']);
      trigger.used = true;
      return { ok: true, view: wireView(view) };
    },
  },
  'views.push': {
    scopes: [],
    run: (ws, args) => {
      const trigger = exchange(ws, args);
      const view = pushView(ws, trigger.user, args['view']);
      trigger.used = true;
      return { ok: true, view: wireView(view) };
    },
  },
  'views.update': {
    scopes: [],
    run: (ws, args) => {
      const [id, externalId] = [str(args, 'view_id'), str(args, 'external_id')];
      if (!id && !externalId) need(args, 'view_id');
      const found = all(ws).find((view) => view.id === id || (externalId && view.externalId === externalId));
      if (!found) return refuse('not_found');
      const hash = str(args, 'hash');
      if (hash && hash !== found.hash) refuse('hash_conflict');
      return { ok: true, view: wireView(setView(ws, found.id, args['view'])) };
    },
  },
  'views.publish': {
    scopes: [],
    run: (ws, args) => {
      const user = need(args, 'user_id');
      if (!ws.users.has(user)) refuse('invalid_arguments');
      const hash = str(args, 'hash');
      const old = ws.homes.get(user);
      if (hash && old && hash !== str(old.body, 'hash')) refuse('hash_conflict');
      return { ok: true, view: wireView(publishHome(ws, user, args['view'])) };
    },
  },
};
