import { child, type Usage } from './child.ts';

/** From the start of the process to when it listens; the memory is that of a moment later. */
export async function startOn(url: string): Promise<{ readonly ms: number; readonly rssMb: number }> {
  const began = performance.now();
  const desk = await child('desk-process.ts', {
    DATABASE_URL: url,
    PORT: '0',
    PLAYGROUND: 'on',
    LOG_LEVEL: 'error',
    SLACK_SIGNING_SECRET: '',
    SLACK_BOT_TOKEN: '',
    SLACK_APP_TOKEN: '',
    DISCORD_TOKEN: '',
    OPENAI_API_KEY: '',
  });
  await desk.ask<string>({ what: 'url' });
  const ms = Math.round(performance.now() - began);
  await new Promise((wake) => setTimeout(wake, 3_000));
  const { rssMb } = await desk.ask<Usage>({ what: 'usage' });
  await desk.stop();
  return { ms, rssMb };
}
