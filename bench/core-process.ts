/** The dispatcher alone, without HTTP and without deliveries, asked by this process itself. */
import { answering, usage } from './child.ts';
import { startCore } from './core.ts';
import { closedLoop, type Timing } from './loop.ts';
import { anybody } from './story.ts';

const core = startCore(process.env['DATABASE_URL'] ?? '');

answering<Timing>(
  async (timing) => {
    let from = usage();
    const run = await closedLoop(
      timing,
      () => core.open(anybody()),
      () => {
        from = usage();
      },
    );
    const { cpuUs, rssMb } = usage();
    return { ...run, cpuUs: cpuUs - from.cpuUs, rssMb };
  },
  () => core.stop(),
);
