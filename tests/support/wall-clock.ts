/**
 * Loaded before a program that is to have a wall clock of its own (`node --import`): its parent sends how far it is ahead of
 * the machine's, in ms, while the program runs, and hears when it is set. Only what asks for the date is moved: timers and
 * what measures how long something takes go on, as they do on a machine whose clock is set.
 */

/** Where a program that begins with a wrong clock finds how far it is ahead, in ms. */
const AHEAD = 'TEST_CLOCK_AHEAD_MS';

const Machine = globalThis.Date;
const machineNow = Machine.now;
let aheadMs = Number(process.env[AHEAD] ?? 0);

Machine.now = () => machineNow() + aheadMs;
globalThis.Date = new Proxy(Machine, {
  construct: (target, given, made) =>
    Reflect.construct(target, given.length === 0 ? [target.now()] : given, made === globalThis.Date ? target : made),
  apply: (target) => new target(target.now()).toString(),
});

process.on('message', (moved: number) => {
  aheadMs = moved;
  process.send?.(moved);
});
// The program ends when it has nothing to do, whether or not somebody could still set its clock.
process.channel?.unref();
