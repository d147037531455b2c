/** A ticket's counts as a short text, and what changes between two of them. Pure. */
import { FACTORS } from './asking.ts';
import type { Count } from './life.ts';

/** The letter of each is its place here, for good: only ever add to the end. */
const MEASURES: readonly string[] = [
  'opened',
  'first reply',
  'late reply',
  'done',
  'resolved',
  'reopened',
  'resolution',
  'fulfilment',
  'held',
  'first contact',
  'not asked',
  'asked rating',
  'asked advocacy',
  'asked experience',
  'score rating',
  'score advocacy',
  'score experience',
  'lost answers',
  'lost minutes',
  'green',
  'watermelon',
  'follow-up',
  'recovered',
  'not recovered',
  'effort agent',
  'effort lead',
  ...FACTORS.map((factor) => `factor ${factor}`),
];

const DAY_MS = 86_400_000;

/** `20401.0:14 6:35 …`: the first day, then each count as days later, measure, bucket and number, in base 36. */
export function encode(counts: readonly Count[]): string {
  const days = counts.map(({ day }) => Date.parse(day) / DAY_MS);
  const first = Math.min(...days);
  const parts = counts.map(({ measure, bucket, n }, index) => {
    const code = MEASURES.indexOf(measure);
    if (code < 0) throw new Error(`there is no measure ${measure}`);
    return [(days[index] ?? first) - first, code, bucket, n].map((one) => one.toString(36)).join(',');
  });
  return counts.length === 0 ? '' : `${first};${parts.join(' ')}`;
}

export function decode(text: string): readonly Count[] {
  const [first = '', rest = ''] = text.split(';', 2);
  if (rest === '') return [];
  return rest.split(' ').map((part) => {
    const [later = 0, code = 0, bucket = 0, n = 0] = part.split(',').map((one) => Number.parseInt(one, 36));
    const day = new Date((Number(first) + later) * DAY_MS).toISOString().slice(0, 10);
    return { day, measure: MEASURES[code] ?? '', bucket, n };
  });
}

export interface Counted {
  readonly service: string;
  readonly counts: readonly Count[];
}

/** Collects what is to be added to the rollup; what is taken out and put in again cancels out. */
export function difference() {
  const rows = new Map<string, { org: number; span: string; starts: string; service: string } & Omit<Count, 'day'>>();
  const add = (org: number, { service, counts }: Counted, sign: 1 | -1): void => {
    for (const { day, measure, bucket, n } of counts) {
      for (const [span, starts] of [
        ['day', day],
        ['month', `${day.slice(0, 8)}01`],
      ] as const) {
        const key = `${org} ${span} ${starts} ${measure} ${bucket} ${service}`;
        const known = rows.get(key);
        rows.set(key, { org, span, starts, service, measure, bucket, n: (known?.n ?? 0) + sign * n });
      }
    }
  };
  return {
    add,
    /** In one order for everybody who writes them. */
    rows: () =>
      [...rows]
        .filter(([, { n }]) => n !== 0)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, row]) => row),
  };
}
