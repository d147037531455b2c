import { readConfig } from '../src/config.ts';
import { model } from '../src/understand/model.ts';
import { propose } from '../src/understand/propose.ts';
import type { Understood } from '../src/understand/understood.ts';
import { Unreadable } from './examples.ts';

/** The model that the environment names, as the desk asks it, without a daily budget. */
export function proposer(
  env: Readonly<Record<string, string | undefined>>,
): (text: string, lang: string) => Promise<Understood> {
  const { openai } = readConfig(env);
  if (openai === undefined)
    throw new Unreadable('--model needs OPENAI_API_KEY (and OPENAI_BASE_URL for another endpoint).');
  const log = { debug: () => {}, warn: (fields: unknown, message: string) => console.error(message, fields) };
  const asked = model({ ...openai, log });
  return async (text, lang) => (await propose(asked, text, lang)).understood;
}
