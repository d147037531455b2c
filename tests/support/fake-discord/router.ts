/** The table of routes, and what a handler gets and gives. */
import type { Hub } from './hub.ts';
import type { Json, UploadedFile } from './types.ts';

export interface RestRequest {
  readonly hub: Hub;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** A parameter of the path. */
  readonly param: (name: string) => string;
  readonly body: Json;
  /** The body when it is no object: PUT of commands takes a list. */
  readonly rawBody: unknown;
  readonly files: readonly UploadedFile[];
}

/** What is answered: JSON with 200, or nothing with 204. */
type Answer = object | undefined;
export type Handler = (request: RestRequest) => Answer | Promise<Answer>;

export interface Route {
  readonly method: string;
  readonly template: string;
  readonly handler: Handler;
  /** True where a token in the path takes the place of the header. */
  readonly open: boolean;
}

export function route(on: string, handler: Handler, open = false): Route {
  const [method = '', template = ''] = on.split(' ');
  return { method, template, handler, open };
}

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The first route that fits; segments are decoded (discord.js sends `%40original`). */
export function findRoute(routes: readonly Route[], method: string, path: string): Match | undefined {
  const segments = path.split('/').map(decodeSafely);
  for (const candidate of routes) {
    if (candidate.method !== method) continue;
    const wanted = candidate.template.split('/');
    if (wanted.length !== segments.length) continue;
    const params: Record<string, string> = {};
    const fits = wanted.every((part, at) => {
      const given = segments[at] ?? '';
      if (!part.startsWith(':')) return part === given;
      params[part.slice(1)] = given;
      return given !== '';
    });
    if (fits) return { route: candidate, params };
  }
  return undefined;
}

function decodeSafely(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
