/** `npm run slack-scopes` says which scopes the token in the settings lacks, and what is lost without each. */
import { existsSync } from 'node:fs';
import { OPTIONAL_SCOPES } from './manifest.ts';
import { askSession, lackingScopes } from './session.ts';

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { SLACK_BOT_TOKEN: token, SLACK_API_URL: slackApiUrl } = process.env;
  if (!token) throw new Error('SLACK_BOT_TOKEN is not set.');
  const options = { ...(slackApiUrl && { slackApiUrl }), retryConfig: { retries: 0 }, timeout: 10_000 };
  const { teamName, scopes } = await askSession(token, options);
  if (scopes === undefined) throw new Error(`${teamName} does not say which scopes the token has.`);
  const { required, optional } = lackingScopes(scopes);
  const lines = [
    ...required.map((scope) => `${scope}: the desk does not start without it`),
    ...optional.map((scope) => `${scope}: ${OPTIONAL_SCOPES[scope]}`),
  ];
  process.stdout.write(
    lines.length === 0
      ? `The token for ${teamName} has every scope.\n`
      : `The token for ${teamName} lacks:\n${lines.map((line) => `  ${line}\n`).join('')}Add them on the app's page "OAuth & Permissions" (or apply docs/slack-manifest.json), and install the app again.\n`,
  );
  if (required.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
