import type { Transport } from './deliver.ts';
import { event } from './events.ts';
import { type InteractiveGestures, interactiveGestures } from './gestures-interactive.ts';
import { type MessageGestures, messageGestures } from './gestures-messages.ts';
import { type ViewGestures, viewGestures } from './gestures-views.ts';
import type { Json } from './json.ts';
import type { Delivered, Delivery, Retry } from './types.ts';
import type { Workspace } from './workspace.ts';

/** What people do in Slack; each verb resolves with the bot's answer to it. */
export type Gestures = MessageGestures &
  InteractiveGestures &
  ViewGestures & {
    /** An inner event of any kind, put into its envelope. */
    readonly event: (inner: Json) => Promise<Delivered>;
    /** Exactly what was delivered before, once more. */
    readonly redeliver: (delivery: Delivery | Delivered, retry?: Retry) => Promise<Delivered>;
  };

export const createGestures = (ws: Workspace, send: Transport): Gestures => ({
  ...messageGestures(ws, send),
  ...interactiveGestures(ws, send),
  ...viewGestures(ws, send),
  event: (inner) => send(event(ws, { event_ts: ws.clock.ts(), ...inner })),
  redeliver: (given, retry) => send('delivery' in given ? given.delivery : given, retry),
});
