import { ASK_ALWAYS } from '../../src/desk/worth/asking.ts';
import type { Setting } from '../../src/setting.ts';

/** A desk's settings as they are where nobody has set any, in UTC and without a classifier or a model. */
export const PLAIN_SETTING = {
  closeAfterMs: 7 * 86_400_000,
  timeZone: 'UTC',
  agentsGroups: [],
  fileLimit: 25 * 1024 * 1024,
  openLimit: 0,
  asking: ASK_ALWAYS,
  services: [],
  hasLeads: false,
  isLead: () => false,
  model: false,
  prefix: 'INC',
} satisfies Partial<Setting>;
