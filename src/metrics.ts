/** What the desk tells Prometheus. A label has few values: a platform, a kind, an outcome; never a tenant or a person. */
import type { Pool } from 'pg';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Adapter } from './adapter.ts';
import { backlog, unfinished } from './desk/backlog.ts';
import type { Model } from './understand/model.ts';

export interface Metrics {
  /** Times a gesture until it can be acknowledged, and counts what became of it. Settles as `work` does. */
  heard<T extends { readonly kind: string } | undefined>(
    platform: string,
    said: 'message' | 'command' | 'revision',
    work: Promise<T>,
  ): Promise<T>;
  /** A batch was decided and committed; `seconds` with everything that was tried. */
  decided(size: number, seconds: number): void;
  /** A platform was asked to show something: what came of it, and how long it took over it. */
  delivered(platform: string, op: string, outcome: string, seconds: number): void;
  /** Something was shown so long after it was recorded. */
  shown(platform: string, seconds: number): void;
  /** It will never be shown. */
  givenUp(platform: string, fault: string): void;
  /** The model, with its every call timed. */
  asked(model: Model): Model;
  /** All of it in Prometheus' text format. Never rejects: what cannot be read for now is left out. */
  scrape(): Promise<{ readonly type: string; readonly text: string }>;
}

export interface MetricsSettings {
  readonly adapters: readonly Pick<Adapter, 'platform' | 'answers'>[];
  /** Gestures that wait to be decided. */
  waiting(): number;
  readonly pool: Pool;
}

/** Seconds; the platforms wait for three. */
const QUICK = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5];
/** Seconds; what a platform limits waits for minutes. */
const PATIENT = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800];
const SIZES = [1, 2, 4, 8, 16, 32, 64];

export function metrics({ adapters, waiting, pool }: MetricsSettings): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const histogram = <L extends string>(name: string, help: string, buckets: number[], labelNames: readonly L[] = []) =>
    new Histogram({ name, help, buckets, labelNames, registers });
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name, help, labelNames, registers });
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge({ name, help, labelNames, registers });

  const heard = counter('deskbell_inbox_gestures_total', 'Gestures that were heard, by what became of them.', [
    'platform',
    'said',
    'outcome',
  ]);
  const ack = histogram(
    'deskbell_ack_duration_seconds',
    'From hearing a gesture to when it can be acknowledged.',
    QUICK,
    ['platform'],
  );
  const due = gauge('deskbell_inbox_due', 'Work put off that is due now, counted no further than 1000.');
  const dueAge = gauge('deskbell_inbox_oldest_due_seconds', 'For how long the first of it has been due.');
  const size = histogram('deskbell_dispatch_batch_size', 'Gestures that were decided in one transaction.', SIZES);
  const took = histogram(
    'deskbell_dispatch_duration_seconds',
    'How long such a transaction took, tries included.',
    QUICK,
  );
  const queued = gauge('deskbell_dispatch_waiting', 'Gestures that wait to be decided.');
  const pending = gauge('deskbell_outbox_pending', 'Deliveries not yet shown, counted no further than 1000.');
  const oldest = gauge('deskbell_outbox_oldest_due_seconds', 'For how long the first delivery has been due.');
  const delivered = counter('deskbell_deliveries_total', 'What platforms were asked to show, by what came of it.', [
    'platform',
    'op',
    'outcome',
  ]);
  const asked = histogram(
    'deskbell_platform_request_duration_seconds',
    'How long a platform took to show one thing.',
    PATIENT,
    ['platform'],
  );
  const delay = histogram(
    'deskbell_delivery_delay_seconds',
    'From when a delivery was recorded to when it was shown.',
    PATIENT,
    ['platform'],
  );
  const dead = counter('deskbell_deliveries_given_up_total', 'Deliveries that will never be shown, by why.', [
    'platform',
    'fault',
  ]);
  const model = histogram('deskbell_model_call_duration_seconds', 'How long the model took over a question.', PATIENT, [
    'purpose',
    'outcome',
  ]);
  const database = gauge('deskbell_database_up', 'Whether the database answers.');
  const connections = gauge('deskbell_database_connections', 'Connections to the database, by what they do.', [
    'state',
  ]);
  const platforms = gauge('deskbell_platform_up', 'Whether a platform has answered since the start.', ['platform']);

  const look = async (): Promise<void> => {
    queued.set(waiting());
    connections.set({ state: 'idle' }, pool.idleCount);
    connections.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
    connections.set({ state: 'wanted' }, pool.waitingCount);
    for (const { platform, answers } of adapters) platforms.set({ platform }, answers?.() === false ? 0 : 1);
    const both = await Promise.all([backlog(pool), unfinished(pool)]).catch(() => undefined);
    database.set(both === undefined ? 0 : 1);
    for (const one of [pending, oldest, due, dueAge]) one.reset();
    if (both === undefined) {
      // What is not known is not nought.
      for (const one of [pending, oldest, due, dueAge]) one.remove();
      return;
    }
    pending.set(both[0].pending);
    oldest.set(both[0].oldestSeconds);
    due.set(both[1].pending);
    dueAge.set(both[1].oldestSeconds);
  };

  return {
    heard: async (platform, said, work) => {
      const began = performance.now();
      let outcome = 'failed';
      try {
        const given = await work;
        outcome = given?.kind ?? 'done';
        return given;
      } catch (error) {
        if (error instanceof Error && error.name === 'Unavailable') outcome = 'unavailable';
        throw error;
      } finally {
        heard.inc({ platform, said, outcome });
        ack.observe({ platform }, (performance.now() - began) / 1_000);
      }
    },
    decided: (count, seconds) => {
      size.observe(count);
      took.observe(seconds);
    },
    delivered: (platform, op, outcome, seconds) => {
      delivered.inc({ platform, op, outcome });
      asked.observe({ platform }, seconds);
    },
    shown: (platform, seconds) => delay.observe({ platform }, Math.max(0, seconds)),
    givenUp: (platform, fault) => dead.inc({ platform, fault }),
    asked: (ask) => async (question) => {
      const began = performance.now();
      const answered = await ask(question);
      const outcome = answered.answer === undefined ? 'nothing' : 'answered';
      model.observe({ purpose: question.purpose, outcome }, (performance.now() - began) / 1_000);
      return answered;
    },
    scrape: async () => {
      await look();
      const all = await Promise.all([registry.metrics(), ofProcess().metrics()]);
      return { type: registry.contentType, text: all.join('\n') };
    },
  };
}

let process: Registry | undefined;

/** `process_…` and `nodejs_…`: of the process, however many desks are in it. */
function ofProcess(): Registry {
  if (process !== undefined) return process;
  process = new Registry();
  collectDefaultMetrics({ register: process });
  return process;
}
