/** What every part of the double shares: the world, the record, and the way to the bot. */
import type { GatewayDispatchEvents } from 'discord-api-types/v10';
import type { Ledger } from './ledger.ts';
import type { ChannelRecord } from './types.ts';
import type { World } from './world.ts';

/** One dispatch, before it is known which sessions get it. */
export interface WireEvent {
  readonly t: GatewayDispatchEvents;
  readonly d: object;
  /** The session must have asked for one of these bits. [0: no intent is needed] */
  readonly intents?: number;
  readonly guildId?: string | undefined;
  /** The bot must be able to view it. */
  readonly channel?: ChannelRecord;
}

export interface Hub {
  readonly world: World;
  readonly ledger: Ledger;
  readonly emit: (event: WireEvent) => void;
  /** http://127.0.0.1:PORT */
  readonly origin: () => string;
}
