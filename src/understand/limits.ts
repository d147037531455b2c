const ANSWER_MAX = 256 * 1024;

/** Says whether an account may ask once more today, and counts it; in this process. `together`: all accounts, a day. */
export function budget(limit: number, together: number, now: () => Date): (account: string) => boolean {
  let day = '';
  let all = 0;
  const used = new Map<string, number>();
  return (account) => {
    const today = now().toISOString().slice(0, 10);
    if (today !== day) {
      day = today;
      used.clear();
      all = 0;
    }
    const count = used.get(account) ?? 0;
    if (count >= limit || all >= together) return false;
    all++;
    used.set(account, count + 1);
    return true;
  };
}

/** Reads no more than an answer can be, whatever is sent. */
export async function fetchLimited(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: 'error' });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > ANSWER_MAX) throw new TooLong();
    chunks.push(chunk);
  }
  const { status, statusText, headers } = response;
  return new Response(size > 0 ? Buffer.concat(chunks) : null, { status, statusText, headers });
}

class TooLong extends Error {
  override name = 'TooLong';
}
