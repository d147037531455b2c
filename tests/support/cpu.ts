/** What `work` takes of this process's processor, in milliseconds: the clock on the wall counts the neighbours too. */
export function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
