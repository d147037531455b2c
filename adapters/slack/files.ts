/** Files: what payloads tell of them, and their bytes, out of Slack and into it. */
import {
  type Adapter,
  type Attachment,
  type Delivery,
  DeliveryFailure,
  type FileRef,
  type Picture,
  type Remote,
  type Sent,
} from '../../src/adapter.ts';
import { type Allowed, download, isAllowed } from '../../src/download.ts';
import { type Callers, NotInstalled } from './clients.ts';
import { failureOf, problemOf } from './errors.ts';
import { remoteId, teamOf } from './ids.ts';
import { type Json, list, object, parsed, string } from './json.ts';
import { mustBeOurs } from './lease.ts';
import { literal } from './mrkdwn.ts';
import { cut, oneLine } from './text.ts';

export interface Filing {
  readonly web: Callers;
  readonly token: (team: string) => Promise<string>;
  readonly allowed: Allowed;
  /** Whether a workspace's token has the scope, as far as Slack has said. */
  readonly may: (team: string, scope: string) => boolean;
  readonly keep: (team: string, key: string, value: string) => Promise<void>;
  readonly kept: (team: string, key: string) => Promise<string | undefined>;
  /** How long a file may take to show after its upload was completed: Slack does it by and by. */
  readonly settleMs?: number;
}

/** Where Slack's files are, or where the stand-in for Slack that the settings name has them. */
export function filesFrom(apiUrl: string | undefined): Allowed {
  return apiUrl === undefined
    ? { origins: ['https://files.slack.com'], trusted: false }
    : { origins: [new URL(apiUrl).origin], trusted: true };
}

/** What was attached, as the desk is told of it. Pure. */
export function filesOf(message: Json): readonly FileRef[] {
  return list(message, 'files').map((file) => {
    const id = string(file, 'id');
    const url = string(file, 'url_private_download') ?? string(file, 'url_private');
    // One without an id cannot be asked for; whoever sent it is told so.
    const state = id === undefined ? 'gone' : stateOf(file);
    const type = string(file, 'mimetype');
    const bytes = Number(file['size']);
    return {
      ref: JSON.stringify({ id, ...(url !== undefined && url.length < 1_500 && { url }), ...(state && { state }) }),
      name: oneLine(string(file, 'name') ?? string(file, 'title') ?? 'file'),
      ...(type !== undefined && { type }),
      ...(Number.isSafeInteger(bytes) && bytes > 0 && { bytes }),
    };
  });
}

/** `ask`: of another organisation, so that only files.info tells of it. `gone`: deleted. `elsewhere`: no bytes of it are here. */
type State = 'ask' | 'gone' | 'elsewhere';

function stateOf(file: Json): State | undefined {
  if (file['mode'] === 'tombstone') return 'gone';
  if (file['mode'] === 'hidden_by_limit' || file['mode'] === 'external' || file['is_external'] === true)
    return 'elsewhere';
  return file['file_access'] === 'check_file_info' ? 'ask' : undefined;
}

export function fetcher({ web, token, allowed, may }: Filing): Adapter['fetch'] {
  return async (tenant, ref) => {
    const team = teamOf(tenant);
    const known = parsed(ref) ?? {};
    const id = string(known, 'id') ?? '';
    if (known['state'] === 'gone') throw gone('tombstone');
    if (known['state'] === 'elsewhere') throw new DeliveryFailure({ kind: 'refused' }, 'not_in_slack');
    if (!may(team, READ)) throw notPermitted(READ);
    const url = string(known, 'url');
    if (url !== undefined && known['state'] !== 'ask') {
      try {
        return await download(url, allowed, await headersFor(team));
      } catch (error) {
        // The address may be an old one: files.info knows.
        const kind = error instanceof DeliveryFailure ? error.fault.kind : undefined;
        if (kind !== 'place gone' && kind !== 'refused') throw error;
      }
    }
    const fresh = await address(team, id);
    return download(fresh, allowed, await headersFor(team));
  };

  async function headersFor(team: string) {
    return { authorization: `Bearer ${await token(team).catch(asFailure)}` };
  }

  async function address(team: string, id: string): Promise<string> {
    const answer: Json = await web(team)
      .apiCall('files.info', { file: id })
      .catch((error) => {
        const { code } = problemOf(error);
        if (code === 'missing_scope') throw notPermitted(READ);
        if (/^file_(?:not_found|deleted)$/.test(code)) throw gone(code);
        throw failureOf(error, 'files', false);
      });
    const file = object(answer, 'file');
    const state = stateOf(file);
    if (state === 'gone') throw gone('tombstone');
    const url = string(file, 'url_private_download') ?? string(file, 'url_private');
    if (url === undefined || state === 'elsewhere') throw new DeliveryFailure({ kind: 'refused' }, 'not_in_slack');
    return url;
  }
}

/** The same in few words, for a modal to remember: Slack is asked for the rest. */
export const brief = (files: readonly FileRef[]): readonly FileRef[] =>
  files.slice(0, 10).map(({ ref, name, ...more }) => {
    const { id, state = 'ask' } = parsed(ref) ?? {};
    return { ...more, ref: JSON.stringify({ id, state }), name: cut(name, 60) };
  });

/** Where a file goes, once its address is resolved. */
export interface FileWay {
  readonly delivery: Delivery & { readonly op: 'post' };
  readonly team: string;
  readonly bucket: string;
  readonly channel: string;
  readonly thread: string | undefined;
}

/**
 * Uploads a file and shows it, once. Only the last step shows anything, and by then Slack's id of the file is kept: a try
 * whose answer was lost looks for that file before it repeats the step, and then repeats it for the same file.
 */
export function uploader({ web, allowed, may, keep, kept, settleMs = 1_500 }: Filing) {
  return async (way: FileWay, file: Attachment | Picture): Promise<Sent> => {
    const { delivery, team } = way;
    if (!may(team, WRITE)) throw notPermitted(WRITE);
    const key = `${UPLOADED}${delivery.key}`;
    const before = delivery.tried === undefined ? undefined : idIn(await kept(team, key));
    if (before !== undefined && (await isThere(way, before))) return { remote: remoteId(before) };
    const id = before ?? (await upload(way, file));
    if (before === undefined) await keep(team, key, `${Date.now()} ${id}`);
    try {
      await complete(way, id, file);
    } catch (error) {
      if (before === undefined || !(error instanceof DeliveryFailure) || error.fault.kind !== 'refused') throw error;
      // That upload can no longer be completed, and was not: another one can.
      const next = await upload(way, file);
      await keep(team, key, `${Date.now()} ${next}`);
      await complete(way, next, file);
      return { remote: remoteId(next) };
    }
    return { remote: remoteId(id) };
  };

  async function upload({ team, bucket }: FileWay, file: Attachment | Picture): Promise<string> {
    const { name, bytes, read } = file;
    const answer: Json = await web(team)
      .apiCall('files.getUploadURLExternal', {
        filename: name,
        length: bytes,
        ...('alt' in file && { alt_txt: cut(file.alt, ALT) }),
      })
      .catch((error) => {
        throw unlessPermitted(error, bucket, false);
      });
    const url = string(answer, 'upload_url') ?? '';
    const id = string(answer, 'file_id');
    if (id === undefined || !isAllowed(url, allowed)) throw new DeliveryFailure({ kind: 'refused' }, 'no_upload_url');
    const body = await read();
    // Nothing is shown by this, so whatever went wrong, it can be done again.
    const response = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'error',
      headers: { 'content-type': 'application/octet-stream' },
      signal: AbortSignal.timeout(UPLOAD_MS),
    }).catch((error: unknown) => {
      throw new DeliveryFailure({ kind: 'later' }, 'upload_failed', error);
    });
    await response.body?.cancel();
    if (!response.ok) throw new DeliveryFailure({ kind: 'later' }, `upload_http_${response.status}`);
    return id;
  }

  async function complete(
    { delivery, team, channel, thread, bucket }: FileWay,
    id: string,
    file: Attachment,
  ): Promise<void> {
    const args = {
      files: [{ id, title: file.name }],
      channel_id: channel,
      ...(thread !== undefined && { thread_ts: thread }),
      ...commentOf(delivery),
    };
    await web(team)
      .apiCall('files.completeUploadExternal', args, () => mustBeOurs(delivery, false))
      .catch((error) => {
        throw unlessPermitted(error, bucket, true);
      });
  }

  /** Whether the file is in its place already, or turns up there soon. */
  async function isThere(way: FileWay, id: string): Promise<boolean> {
    if (await look(way, id)) return true;
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    return look(way, id);
  }

  async function look({ delivery, team, channel, thread, bucket }: FileWay, id: string): Promise<boolean> {
    const oldest = (((delivery.tried?.getTime() ?? 0) - CLOCK_MS) / 1000).toFixed(6);
    const [method, where] =
      thread === undefined ? ['conversations.history', {}] : ['conversations.replies', { ts: thread }];
    let cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer: Json = await web(team)
        .apiCall(method, { channel, ...where, oldest, limit: PAGE, cursor })
        .catch((error) => {
          throw failureOf(error, bucket, false);
        });
      if (list(answer, 'messages').some((message) => list(message, 'files').some((one) => one['id'] === id)))
        return true;
      cursor = string(object(answer, 'response_metadata'), 'next_cursor');
      if (cursor === undefined) return false;
    }
    throw new DeliveryFailure({ kind: 'ambiguous' }, 'too_long_to_read');
  }
}

/** Whether it is a file that the desk has uploaded: it is named by its own id. */
export const isFile = (remote: Remote): boolean => /^F[A-Z0-9]+$/.test(remote);

/** Takes a file out of Slack, for everybody, and with it the message that shows it: its line would stay without the file. */
export function remover({ web }: Filing) {
  return async (team: string, bucket: string, remote: Remote): Promise<Sent> => {
    // The messages first: once the file is gone, Slack does not say any more which they were.
    for (const { channel, ts } of await messagesOf(team, bucket, remote))
      await web(team)
        .apiCall('chat.delete', { channel, ts })
        .catch((error) => {
          if (!NOT_OURS.has(problemOf(error).code)) throw failureOf(error, bucket, true);
        });
    await web(team)
      .apiCall('files.delete', { file: remote })
      .catch((error) => {
        if (!/^file_(?:not_found|deleted)$/.test(problemOf(error).code)) throw unlessPermitted(error, bucket, true);
      });
    return { remote };
  };

  /** Where it is shown. Without the scope to ask, its messages are left as they are. */
  async function messagesOf(team: string, bucket: string, file: Remote): Promise<readonly Shown[]> {
    const answer: Json = await web(team)
      .apiCall('files.info', { file })
      .catch((error) => {
        const { kind } = problemOf(error);
        if (kind === 'limited' || kind === 'later' || kind === 'ambiguous') throw failureOf(error, bucket, false);
        return {};
      });
    const shares = object(object(answer, 'file'), 'shares');
    return Object.keys(shares).flatMap((kind) => {
      const channels = object(shares, kind);
      return Object.keys(channels).flatMap((channel) =>
        list(channels, channel).flatMap((share) => {
          const ts = string(share, 'ts');
          return ts === undefined ? [] : [{ channel, ts }];
        }),
      );
    });
  }
}

interface Shown {
  readonly channel: string;
  readonly ts: string;
}

/** The file was passed on by somebody else, or its message is gone already. */
const NOT_OURS = new Set(['message_not_found', 'cant_delete_message', 'channel_not_found', 'is_archived']);

/** The kept ids of uploads begin with this. */
export const UPLOADED = 'upload:';
/** Long after every delivery has ended. */
const FORGOTTEN_MS = 7 * 86_400_000;
export const isOldUpload = (value: string): boolean => Date.now() - Number(value.split(' ')[0]) > FORGOTTEN_MS;

const READ = 'files:read';
const WRITE = 'files:write';
const UPLOAD_MS = 120_000;
const CLOCK_MS = 5_000;
const PAGE = 15;
const MOST_PAGES = 20;
const NAME = 80;
/** Slack's limit for what is told of a file to who does not see it. */
const ALT = 1_000;
const COMMENT = 3_000;

const idIn = (value: string | undefined): string | undefined => value?.split(' ')[1];
/** Without an installation there is no token: everything of the workspace waits for one. */
const asFailure = (error: unknown): never => {
  throw error instanceof NotInstalled
    ? new DeliveryFailure({ kind: 'revoked' }, error.code, error)
    : failureOf(error, 'files', false);
};
const gone = (code: string): DeliveryFailure => new DeliveryFailure({ kind: 'place gone' }, code);
const notPermitted = (permission: string): DeliveryFailure =>
  new DeliveryFailure({ kind: 'not permitted', permission }, 'missing_scope');

function unlessPermitted(error: unknown, bucket: string, wrote: boolean): DeliveryFailure {
  const { code } = problemOf(error);
  if (code === 'missing_scope') return notPermitted(WRITE);
  // It is there when it is completed a second time.
  return failureOf(error, bucket, wrote);
}

/** A file cannot be shown under another name than the bot's: who sent it stands above it. */
function commentOf(delivery: Delivery & { readonly op: 'post' }): { readonly initial_comment?: string } {
  const name = oneLine(delivery.as?.name ?? '');
  const words = delivery.message.lines.flatMap((line) => ('text' in line ? [oneLine(line.text)] : []));
  const lines = [...(name === '' ? [] : [`*${literal(cut(name, NAME))}*`]), ...words.map(literal)];
  return lines.length === 0 ? {} : { initial_comment: cut(lines.join('\n'), COMMENT) };
}
