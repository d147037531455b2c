/** Numbers of tickets in as few signs as a button has room for. Pure. */

/** Each as what it is more than the one before, to the base of 36: as many of the ascending numbers as fit into `most` signs. */
export function packed(first: number, ascending: readonly number[], most: number): string {
  const steps = ascending.map((number, index) => (number - (ascending[index - 1] ?? first)).toString(36));
  const fitting = steps.filter((_, index) => steps.slice(0, index + 1).join('.').length <= most);
  return fitting.join('.');
}

/** What `packed` made of; undefined for what it did not make. */
export function unpacked(first: number, text: string): readonly number[] | undefined {
  const steps = text.split('.').map((step) => (/^[0-9a-z]{1,6}$/.test(step) ? Number.parseInt(step, 36) : 0));
  if (steps.some((step) => step === 0)) return undefined;
  return steps.map((_, index) => steps.slice(0, index + 1).reduce((sum, step) => sum + step, first));
}
