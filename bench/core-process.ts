/** The dispatcher alone, without HTTP and without deliveries, asked by this process itself. */
import { answering, usage } from './child.ts';
import { startCore } from './core.ts';
import { turns } from './known.ts';
import { closedLoop, type Timing } from './loop.ts';
import { countRoundTrips } from './round-trips.ts';
import { anybody } from './story.ts';
import type { UnitName } from './units/index.ts';

const trips = countRoundTrips();
const url = process.env['DATABASE_URL'] ?? '';
const core = startCore(url);
const turn = await turns(url);

const once = (unit: UnitName, client: number, clients: number): Promise<void> => {
  switch (unit) {
    case 'open':
      return core.open(anybody());
    case 'mine':
      return core.mine(anybody());
    case 'status':
      return core.status(turn(unit, client, clients).ticket);
    case 'reply':
      return core.reply(turn(unit, client, clients).ticket);
    case 'rate':
      return core.rate(turn(unit, client, clients));
    default:
      return unit satisfies never;
  }
};

const used = () => ({ ...usage(), trips: trips() });

answering<{ readonly unit: UnitName; readonly timing?: Timing }>(
  async ({ unit, timing }) => {
    if (timing === undefined) return once(unit, 0, 1);
    let from = used();
    const run = await closedLoop(
      timing,
      (client) => once(unit, client, timing.clients),
      () => {
        from = used();
      },
    );
    return { run, from, to: used() };
  },
  () => core.stop(),
);
