/**
 * Says how long ago it was made, in ms, by whichever clock says more: the steady one stands still while the machine is suspended,
 * and the wall clock can be set back. For what must not be thought to be shorter than it was; it may be too long.
 */
export function stopwatch(): () => number {
  const [steady, wall] = [performance.now(), Date.now()];
  return () => Math.max(performance.now() - steady, Date.now() - wall);
}
