import { isJson, type Json, parseJson } from './json.ts';

/** The arguments of a call, whichever of Slack's content types it came in; undefined when they cannot be read. */
export const parseBody = (body: Buffer, type: string): Json | undefined => {
  if (body.length === 0) return {};
  if (type.startsWith('application/json')) {
    const parsed = parseJson(body.toString());
    return isJson(parsed) ? parsed : undefined;
  }
  if (type.startsWith('multipart/')) return parseMultipart(body, type).fields;
  return Object.fromEntries(new URLSearchParams(body.toString()));
};

/** Fields of a multipart body, and its first file. */
export const parseMultipart = (body: Buffer, type: string): { readonly fields: Json; readonly file?: Buffer } => {
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1] ?? '';
  const parts = body.toString('latin1').split(`--${boundary}`).slice(1, -1);
  const fields: { [name: string]: string } = {};
  let file: Buffer | undefined;
  for (const part of parts) {
    const [head = '', ...rest] = part.split('\r\n\r\n');
    const content = Buffer.from(rest.join('\r\n\r\n').replace(/\r\n$/, ''), 'latin1');
    if (/filename=/.test(head)) file ??= content;
    else fields[/name="([^"]+)"/.exec(head)?.[1] ?? ''] = content.toString();
  }
  return file ? { fields, file } : { fields };
};
