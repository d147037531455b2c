/** Whether the model answers. */
import { fetchLimited } from './limits.ts';

interface Settings {
  readonly apiKey: string;
  readonly baseUrl?: string;
  readonly model: string;
}

const TIMEOUT_MS = 10_000;

/**
 * Asks for one word, as the desk asks: a list of models is not there at every endpoint that speaks like OpenAI's. What is
 * wrong, in words; undefined where nothing is. Never rejects.
 */
export async function examineModel({ apiKey, baseUrl, model }: Settings): Promise<string | undefined> {
  const base = (baseUrl ?? 'https://api.openai.com/v1').replace(/\/+$/, '');
  let response: Response;
  try {
    response = await fetchLimited(`${base}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Answer with the word ok.' }] }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError';
    return late
      ? `${new URL(base).host} took longer than ${TIMEOUT_MS / 1_000} s`
      : `${new URL(base).host} does not answer: is OPENAI_BASE_URL right, and may this machine reach it?`;
  }
  await response.body?.cancel();
  switch (response.status) {
    case 200:
      return undefined;
    case 401:
    case 403:
      return `OPENAI_API_KEY is not accepted (${response.status}): make another one`;
    case 404:
      return `there is no model "${model}" at ${new URL(base).host} (404): set OPENAI_MODEL, or OPENAI_BASE_URL up to /v1`;
    case 429:
      return 'the quota is used up, or too much is asked (429): look at the billing of the account';
    default:
      return `${new URL(base).host} answers ${response.status}: the desk goes on by rules alone while it does`;
  }
}
