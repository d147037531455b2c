import { isJson, type Json, list, parseJson, rec, str } from './json.ts';
import { SlackRefusal } from './refusal.ts';
import { respond } from './response-url.ts';
import type { Delivered, View } from './types.ts';
import { closeView, pushView, replaceView, setView } from './views.ts';
import type { Workspace } from './workspace.ts';

/** What the person sees when the bot did not answer properly: Slack's own "… failed with the error …". */
export const noteFailure = (ws: Workspace, user: string, what: string, answer: Delivered, reason?: string): void => {
  const why = reason ?? answer.failure ?? `http status ${answer.status}`;
  ws.ledger.append({ kind: 'gesture_failed', user, text: `${what} failed: ${why}` });
};

/** The answer to a slash command: nothing, words, or a message for the person (or the channel). */
export const applyCommandAck = (
  ws: Workspace,
  { user, channel, what }: { readonly user: string; readonly channel: string; readonly what: string },
  answer: Delivered,
): void => {
  if (!answer.ok)
    return void noteFailure(
      ws,
      user,
      what,
      answer,
      answer.failure === 'timeout' ? 'operation_timeout' : 'dispatch_failed',
    );
  if (answer.body.trim() === '') return;
  const parsed = parseJson(answer.body);
  const message: Json = isJson(parsed) ? parsed : { text: answer.body };
  attempt(ws, user, what, answer, () => respond(ws, channel, user, message, 'ack'));
};

/** The answer to a submission decides what becomes of the modal. */
export const applyViewAck = (ws: Workspace, view: View, answer: Delivered): void => {
  const what = `submit ${str(view.body, 'callback_id')}`;
  if (!answer.ok) return void noteFailure(ws, view.user, what, answer);
  const parsed = answer.body.trim() === '' ? {} : parseJson(answer.body);
  if (!isJson(parsed)) return void noteFailure(ws, view.user, what, answer, 'unreadable answer');
  attempt(ws, view.user, what, answer, () => act(ws, view, parsed));
};

const act = (ws: Workspace, view: View, answer: Json): void => {
  const action = str(answer, 'response_action');
  if (action === undefined) return void closeView(ws, view.user, 'top');
  if (action === 'clear') return void closeView(ws, view.user, 'all');
  if (action === 'update') return void setView(ws, view.id, answer['view']);
  if (action === 'push') return void pushView(ws, view.user, answer['view']);
  if (action === 'errors') return void showErrors(ws, view, rec(answer, 'errors'));
  throw new SlackRefusal(`unknown response_action ${action}`);
};

/** Errors may only name input blocks of the view. */
const showErrors = (ws: Workspace, view: View, errors: Json): void => {
  const inputs = list(view.body, 'blocks').filter((block) => block['type'] === 'input');
  const unknown = Object.keys(errors).filter((id) => !inputs.some((block) => str(block, 'block_id') === id));
  if (unknown.length > 0 || Object.keys(errors).length === 0)
    throw new SlackRefusal(`errors for no input: ${unknown.join(', ')}`);
  const words = Object.fromEntries(Object.entries(errors).map(([id, said]) => [id, String(said)]));
  replaceView(ws, { ...view, errors: words });
  ws.ledger.append({ kind: 'view_errors', user: view.user, viewId: view.id, detail: words });
};

const attempt = (ws: Workspace, user: string, what: string, answer: Delivered, run: () => void): void => {
  try {
    run();
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    noteFailure(ws, user, what, answer, `${error.code} ${JSON.stringify(error.extra['errors'] ?? '')}`);
  }
};
