/** The whole desk as it always runs, with the real adapters, in a process that does nothing else. */
import { adapters } from '../adapters/index.ts';
import type { Adapter, Desk } from '../src/adapter.ts';
import { readConfig } from '../src/config.ts';
import { logger } from '../src/log.ts';
import { COMMAND, run } from '../src/run.ts';
import { answering, teller, usage } from './child.ts';
import { countRoundTrips } from './round-trips.ts';

const trips = countRoundTrips();
const config = readConfig(process.env);
const all = adapters(config, COMMAND);
const desk = await run({
  config,
  adapters: process.env['BENCH_TELLS'] === 'on' ? all.map(telling) : all,
  log: logger(config.logLevel),
});

answering<{ readonly what: 'url' | 'usage' }>(
  async ({ what }) => (what === 'url' ? desk.url : { ...usage(), trips: trips() }),
  () => desk.stop(),
);

/** A gateway acknowledges nothing: when a gesture is committed, its key is told. */
function telling(adapter: Adapter): Adapter {
  const tell = teller();
  const watched = (seen: Desk): Desk => ({
    ...seen,
    receive: async (incoming) => {
      const outcome = await seen.receive(incoming);
      tell(incoming.key);
      return outcome;
    },
  });
  return { ...adapter, start: (seen) => adapter.start(watched(seen)) };
}
