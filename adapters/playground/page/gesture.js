/** Sending what a person does. One gesture keeps its id through every try, so that trying again is always safe. */

const WAITS = [400, 1000, 2500];

/** What went wrong, as a sentence to show. */
class Failed extends Error {}

/** @returns a gesture's name, the same until it is answered or what it says changes. */
export function attempts() {
  let said = '';
  let id = '';
  return {
    idFor: (content) => {
      const now = JSON.stringify(content);
      if (now !== said || id === '') id = crypto.randomUUID();
      said = now;
      return id;
    },
    answered: () => {
      id = '';
    },
  };
}

/** Resolves with the desk's reply; throws Failed when it cannot be had. */
export async function send(gesture) {
  for (const wait of WAITS) {
    const reply = await once(gesture);
    if (reply !== undefined) return reply;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  const reply = await once(gesture, true);
  if (reply !== undefined) return reply;
  throw new Failed('The desk cannot be reached. Nothing is lost: try again in a moment.');
}

/** Uploads a file for a line to bring; resolves with its id. */
export async function upload(who, file) {
  let response;
  try {
    response = await fetch(`api/file?${new URLSearchParams({ who, name: file.name })}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: file,
    });
  } catch {
    throw new Failed('The desk cannot be reached, so the file is not attached. Try again in a moment.');
  }
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body.file;
  throw new Failed(body.error ?? 'The file could not be attached. Try again.');
}

async function once(gesture, last = false) {
  let response;
  try {
    response = await fetch('api/gesture', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(gesture),
    });
  } catch {
    return undefined;
  }
  if (response.status === 503 && !last) return undefined;
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  throw new Failed(body.error ?? 'Something went wrong, and nothing was changed. Try again.');
}
