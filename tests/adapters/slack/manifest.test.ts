import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BOT_EVENTS, BOT_SCOPES, manifest } from '../../../adapters/slack/manifest.ts';

const written = JSON.parse(readFileSync(new URL('../../../docs/slack-manifest.json', import.meta.url), 'utf8'));

test('the manifest in docs is the one that the code needs', () => {
  expect(written).toEqual(JSON.parse(JSON.stringify(manifest())));
});

test('every event that is listened to has its scope', () => {
  const others: Readonly<Record<string, string>> = {
    app_mention: 'app_mentions:read',
    reaction_added: 'reactions:read',
  };
  const unscoped = ['app_home_opened', 'app_uninstalled', 'tokens_revoked'];
  const scopeOf = (event: string): string => others[event] ?? `${event.replace('message.', '')}:history`;
  for (const event of BOT_EVENTS) if (!unscoped.includes(event)) expect(BOT_SCOPES).toContain(scopeOf(event));
});
