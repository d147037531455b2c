/**
 * CPU that the database server has used: steadier than rates on a machine that others use too. Read from /proc, so only on
 * Linux and only for a server on this machine.
 */
import { execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';

/** µs since the server's start, of all of its processes, those that have ended included. */
export type ServerCpu = () => Promise<number | undefined>;

export async function serverCpu(url: string): Promise<ServerCpu> {
  const parent = process.platform === 'linux' ? await postmaster(url) : undefined;
  if (parent === undefined) return async () => undefined;
  return async () => {
    const all = await processes();
    const ours = all.filter(({ pid, ppid }) => pid === parent || ppid === parent);
    const ticks = ours.reduce((sum, one) => sum + one.own + (one.pid === parent ? one.ended : 0), 0);
    return ticks * TICK_US;
  };
}

/** The parent of any backend; who is told no more of the server than its own database sees its own. */
async function postmaster(url: string): Promise<number | undefined> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    return (await processes()).find(({ pid }) => pid === rows[0]?.pid)?.ppid;
  } finally {
    await client.end();
  }
}

interface Process {
  readonly pid: number;
  readonly ppid: number;
  /** In clock ticks: its own, and that of children that have ended. */
  readonly own: number;
  readonly ended: number;
}

async function processes(): Promise<readonly Process[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')));
  return read.flatMap((stat) => {
    // The second field is a name in brackets that may hold anything.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [, ppid, , , , , , , , , , user, system, endedUser, endedSystem] = fields;
    const times = [user, system, endedUser, endedSystem].map((ticks) => ticks ?? 0);
    const [own, ended] = [(times[0] ?? 0) + (times[1] ?? 0), (times[2] ?? 0) + (times[3] ?? 0)];
    return ppid === undefined ? [] : [{ pid: Number.parseInt(stat, 10), ppid, own, ended }];
  });
}

const TICK_US = 1e6 / (process.platform === 'linux' ? Number(execFileSync('getconf', ['CLK_TCK'])) : 100);
