import type { Adapter, Finding } from '../src/adapter.ts';
import type { Config } from '../src/config.ts';
import { examineDiscord } from './discord/examine.ts';
import { discord } from './discord/index.ts';
import { playground } from './playground/index.ts';
import { examineSlack } from './slack/examine.ts';
import { slack } from './slack/index.ts';

/** The platforms that the settings name. */
export function adapters(config: Config, command: string): readonly Adapter[] {
  return [
    ...(config.slack === undefined ? [] : [slack({ ...config.slack, command })]),
    ...(config.discord === undefined ? [] : [discord(config.discord)]),
    ...(config.playground ? [playground()] : []),
  ];
}

/** Asks those platforms whether they accept what the settings say of them. Shows nobody anything; never rejects. */
export async function examined(config: Config): Promise<readonly Finding[]> {
  const found = await Promise.all([
    config.slack === undefined ? [] : examineSlack(config.slack),
    config.discord === undefined ? [] : examineDiscord(config.discord),
  ]);
  return found.flat();
}
