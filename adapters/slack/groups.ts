/** User groups by name: Slack writes only their ids into a message. */
import type { Callers } from './clients.ts';
import { problemOf } from './errors.ts';
import { list, string } from './json.ts';

const FRESH_MS = 600_000;
const RETRY_MS = 30_000;
const PATIENCE_MS = 1_500;

/** The names of a workspace's groups, by id; none where Slack does not tell in time. Never rejects. */
export type Groups = (team: string) => Promise<ReadonlyMap<string, string>>;

export function groups(web: Callers): Groups {
  const known = new Map<string, { readonly until: number; readonly names: ReadonlyMap<string, string> }>();
  const asking = new Map<string, Promise<ReadonlyMap<string, string>>>();

  const ask = async (team: string): Promise<ReadonlyMap<string, string>> => {
    try {
      const answer = await web(team).apiCall('usergroups.list', { include_disabled: true, team_id: team });
      const names = list(answer, 'usergroups').flatMap((group) => {
        const [id, handle] = [string(group, 'id'), string(group, 'handle')];
        return id === undefined || handle === undefined ? [] : [[id, handle] as const];
      });
      known.set(team, { until: Date.now() + FRESH_MS, names: new Map(names) });
    } catch (error) {
      const passes = ['limited', 'later', 'ambiguous'].includes(problemOf(error).kind);
      const names = known.get(team)?.names ?? new Map();
      known.set(team, { until: Date.now() + (passes ? RETRY_MS : FRESH_MS), names });
    }
    return known.get(team)?.names ?? new Map();
  };

  return async (team) => {
    const before = known.get(team);
    if (before !== undefined && before.until > Date.now()) return before.names;
    const asked = asking.get(team) ?? ask(team).finally(() => asking.delete(team));
    asking.set(team, asked);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<ReadonlyMap<string, string>>((resolve) => {
      timer = setTimeout(() => resolve(before?.names ?? new Map()), PATIENCE_MS);
    });
    return Promise.race([asked, late]).finally(() => clearTimeout(timer));
  };
}
