import { httpTransport, type Transport } from './deliver.ts';
import { messageEvent, metadataEvent } from './events.ts';
import type { Change, Workspace } from './workspace.ts';

/** What the bot is told of without anybody's gesture: the echo of its own doings. */
export type Subscription = {
  /** The bot's request URL; left out: through Socket Mode. */
  readonly eventsUrl?: string;
  /** How long the echo takes. [0 ms] */
  readonly delayMs?: number;
  /**
   * `metadata_subscriptions` of the manifest: event types whose payload the echo carries, and for which
   * `message_metadata_posted` comes too. For others Slack tells the type alone. [none]
   */
  readonly metadataSubscriptions?: readonly string[];
  /** Pauses before Slack tries a failed echo again. [none: it does not] */
  readonly retryAfterMs?: readonly number[];
  /** Keep an echo from arriving. */
  readonly lose?: (change: Change) => boolean;
};

export const connectEvents = (ws: Workspace, subscription: Subscription, socket: Transport): void => {
  const { eventsUrl, delayMs = 0, metadataSubscriptions = [], retryAfterMs = [], lose } = subscription;
  const send = eventsUrl ? httpTransport(ws, eventsUrl, { retryAfterMs }).send : socket;
  ws.watchers.clear();
  ws.watchers.add((change) => {
    // People's own gestures deliver their event themselves.
    if (change.byUser || lose?.(change)) return;
    const echo = messageEvent(ws, change, metadataSubscriptions);
    const said = change.kind === 'new' ? change.message : undefined;
    const wanted = said && metadataSubscriptions.includes(String(said.metadata?.['event_type']));
    const extra = said && wanted ? metadataEvent(ws, said) : undefined;
    setTimeout(() => {
      for (const delivery of [echo, extra]) if (delivery) void send(delivery);
    }, delayMs);
  });
};
