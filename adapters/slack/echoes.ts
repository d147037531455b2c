/** Our own messages as Slack tells them back: proof that a post got through, where the answer to it was lost. */
import { type Json, object, string } from './json.ts';

export const METADATA = 'deskbell_delivery';

export interface Echoes {
  /** Takes note of a message of ours. */
  heard(event: Json): void;
  find(channel: string, key: string): string | undefined;
}

const MOST = 2_000;

/** The key that a message of ours carries. */
export function metadataKey(message: Json): string | undefined {
  const metadata = object(message, 'metadata');
  return metadata['event_type'] === METADATA ? string(object(metadata, 'event_payload'), 'key') : undefined;
}

export function echoes(): Echoes {
  const seen = new Map<string, string>();
  return {
    heard: (event) => {
      const key = metadataKey(event);
      const channel = string(event, 'channel');
      const ts = string(event, 'ts');
      if (key === undefined || channel === undefined || ts === undefined) return;
      seen.set(`${channel} ${key}`, ts);
      const [oldest] = seen.keys();
      if (seen.size > MOST && oldest !== undefined) seen.delete(oldest);
    },
    find: (channel, key) => seen.get(`${channel} ${key}`),
  };
}
