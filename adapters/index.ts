import type { Adapter } from '../src/adapter.ts';
import type { Config } from '../src/config.ts';
import { discord } from './discord/index.ts';
import { playground } from './playground/index.ts';
import { slack } from './slack/index.ts';

/** The platforms that the settings name. */
export function adapters(config: Config, command: string): readonly Adapter[] {
  return [
    ...(config.slack === undefined ? [] : [slack({ ...config.slack, command })]),
    ...(config.discord === undefined ? [] : [discord(config.discord)]),
    ...(config.playground ? [playground()] : []),
  ];
}
