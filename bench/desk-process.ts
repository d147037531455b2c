/** The whole desk as it always runs, with the real adapters, in a process that does nothing else. */
import { adapters } from '../adapters/index.ts';
import { readConfig } from '../src/config.ts';
import { logger } from '../src/log.ts';
import { COMMAND, run } from '../src/run.ts';
import { answering, usage } from './child.ts';
import { countRoundTrips } from './round-trips.ts';

const trips = countRoundTrips();
const config = readConfig(process.env);
const desk = await run({ config, adapters: adapters(config, COMMAND), log: logger(config.logLevel) });

answering<{ readonly what: 'url' | 'usage' }>(
  async ({ what }) => (what === 'url' ? desk.url : { ...usage(), trips: trips() }),
  () => desk.stop(),
);
