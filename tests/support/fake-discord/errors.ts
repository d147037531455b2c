/** The refusals of the API, worded as Discord words them. */

/** One finding about a request body: where, which rule, in words. */
export interface Issue {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

/** A refusal: an HTTP status and Discord's own code. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: object | undefined;
  constructor(status: number, code: number, message: string, errors?: object) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
  body(): object {
    return this.errors === undefined
      ? { message: this.message, code: this.code }
      : { message: this.message, code: this.code, errors: this.errors };
  }
}

const table: Readonly<Record<number, readonly [status: number, message: string]>> = {
  0: [404, '404: Not Found'],
  10002: [404, 'Unknown Application'],
  10003: [404, 'Unknown Channel'],
  10004: [404, 'Unknown Guild'],
  10007: [404, 'Unknown Member'],
  10008: [404, 'Unknown Message'],
  10011: [404, 'Unknown Role'],
  10013: [404, 'Unknown User'],
  10014: [404, 'Unknown Emoji'],
  10015: [404, 'Unknown Webhook'],
  10062: [404, 'Unknown interaction'],
  10063: [404, 'Unknown application command'],
  20016: [429, 'This action cannot be performed due to slowmode rate limit'],
  20028: [429, 'The channel you are writing has hit the write rate limit'],
  30007: [400, 'Maximum number of webhooks reached (15)'],
  30033: [400, 'Maximum number of thread participants has been reached (1000)'],
  40001: [401, 'Unauthorized. Provide a valid token and try again'],
  40003: [429, 'You are opening direct messages too fast'],
  40005: [413, 'Request entity too large. Try sending something smaller in size'],
  40060: [400, 'Interaction has already been acknowledged.'],
  50001: [403, 'Missing Access'],
  50005: [403, 'Cannot edit a message authored by another user'],
  50006: [400, 'Cannot send an empty message'],
  50007: [403, 'Cannot send messages to this user'],
  50008: [400, 'Cannot send messages in a non-text channel'],
  50013: [403, 'Missing Permissions'],
  50021: [403, 'Cannot execute action on a system message'],
  50024: [400, 'Cannot execute action on this channel type'],
  50027: [401, 'Invalid Webhook Token'],
  50033: [400, 'Invalid Recipient(s)'],
  50035: [400, 'Invalid Form Body'],
  50045: [413, 'File uploaded exceeds the maximum size'],
  50083: [400, 'Thread is archived'],
  50109: [400, 'The request body contains invalid JSON.'],
  50278: [403, 'Cannot send messages to this user due to having no mutual guilds'],
  130000: [503, 'API resource is currently overloaded. Try again a little later'],
  160002: [403, 'Cannot reply without permission to read message history'],
  160004: [400, 'A thread has already been created for this message'],
  160005: [400, 'Thread is locked'],
  160006: [400, 'Maximum number of active threads reached'],
  160007: [400, 'Maximum number of active announcement threads reached'],
  200000: [400, 'Message was blocked by automatic moderation'],
  240000: [400, 'Message blocked by harmful links filter'],
};

/** Discord's refusal by its code; a code that is not in the table comes as 400. */
export function refuse(code: number, status?: number): ApiError {
  const [usual, message] = table[code] ?? [400, `Error ${code}`];
  return new ApiError(status ?? usual, code, message);
}

/** 50035 with the nested `errors` object that clients flatten. */
export function invalidForm(issues: readonly Issue[]): ApiError {
  const root: Record<string, unknown> = {};
  for (const issue of issues) {
    let node = root;
    for (const step of issue.path) {
      const key = String(step);
      const next = node[key];
      if (typeof next === 'object' && next !== null) node = next as Record<string, unknown>;
      else {
        const made: Record<string, unknown> = {};
        node[key] = made;
        node = made;
      }
    }
    const list = Array.isArray(node['_errors']) ? (node['_errors'] as unknown[]) : [];
    node['_errors'] = [...list, { code: issue.code, message: issue.message }];
  }
  return new ApiError(400, 50035, 'Invalid Form Body', root);
}
