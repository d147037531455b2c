import { expect, onTestFinished, test } from 'vitest';
import type { Moment } from '../support/postgres-proxy.ts';
import { goesOn, oneAtATime } from './insist.ts';
import { checkInvariants, mark, witness } from './invariants.ts';
import { joined, letTimePass, mortalCompany } from './mortal-company.ts';
import { seeded } from './seeded.ts';
import { STEPS, type Story, story } from './story.ts';

const KILLS = 15;
/** Stories that are told at the same time. */
const TOLD = 3;

/** Somebody may be unlucky with every kill. */
const UNTIL_ALL_IS_OVER = { timeoutMs: 240_000 };

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));

test(`a process that is killed ${KILLS} times at random, under load, loses nothing and says nothing twice (SEED=${seed})`, {
  timeout: 420_000,
}, async () => {
  const random = seeded(seed);
  const company = await mortalCompany();
  onTestFinished(() => company.stop());
  const { desk } = company;
  await desk.start();
  await joined(company);
  await witness(company);
  const since = await mark(company);

  let running = true;
  const waiting: (() => void)[] = [];
  const up = (): Promise<void> => (running ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve)));

  const told: Story[] = [];
  let killing = true;
  const alone = oneAtATime();
  const teller = async (): Promise<void> => {
    while (killing) {
      const one = story(company, `s${told.length}`, UNTIL_ALL_IS_OVER);
      told.push(one);
      await goesOn(one, () => desk.inSlack, up, alone);
    }
  };
  const killer = async (): Promise<void> => {
    const moments: string[] = [];
    for (let n = 0; n < KILLS; n += 1) {
      // Most are killed at their work, some at whatever they do, their start above all.
      const counts = random.chance(0.25) ? () => true : isWork;
      let left = random.between(0, 80);
      const stop = desk.proxy.stopAt((moment) => counts(moment) && --left < 0);
      if (!running) {
        const process = await desk.begin();
        const first = await Promise.race([process.running, stop.reached(120_000)]);
        if (typeof first === 'string') {
          running = true;
          for (const go of waiting.splice(0)) go();
        }
      }
      const { at, statement } = await stop.reached(120_000);
      moments.push(`${at} ${statement.split(/\s/, 3).join(' ')}`);
      running = false;
      await desk.kill();
      await letTimePass(company);
      // Discord is not to be bothered by a bot that begins anew all the time: the adapter would wait longer and longer.
      await company.db.pool.query("delete from kept where key like 'gateway/%'");
    }
    killing = false;
    await desk.start();
    running = true;
    for (const go of waiting.splice(0)) go();
    console.info(`SEED=${seed}, killed at: ${moments.join(' · ')}; stories told: ${told.length}`);
  };
  await Promise.all([killer(), ...Array.from({ length: TOLD }, teller)]);
  await letTimePass(company);
  await checkInvariants(
    company,
    since,
    told.map((one) => ({ story: one, steps: STEPS })),
  );
  expect(told.length).toBeGreaterThanOrEqual(TOLD);
});

/** A moment of something being taken, decided, shown or put off; not of looking whether there is anything. */
function isWork({ statement, at, rows }: Moment): boolean {
  const [name] = statement.split(' ');
  if (name === 'claim' || name === 'due') return at !== 'sent' && rows > 0;
  return name === 'load' || name === 'record' || name === 'done' || name === 'retry';
}
