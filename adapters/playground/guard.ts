/** Who may speak to the playground over HTTP: this machine's own browser, from the playground's own page. Pure. */
import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/**
 * Whether the request names this machine. A site that points its own name at 127.0.0.1 (DNS rebinding) still sends its
 * name here, and is refused.
 */
export const isLoopback = (headers: IncomingHttpHeaders): boolean => LOOPBACK.test(headers.host ?? '');

/** Whether the connection itself comes from this machine: a Host is only what the other side says. */
export const isLocalPeer = (address: string | undefined): boolean =>
  address !== undefined && /^(::ffff:)?127\.|^::1$/.test(address);

/** Whether a browser says that another site's page sent the request. Programs that are no browsers say neither thing. */
export function isForeign({ host, origin, ...headers }: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  return origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`;
}

export const isJson = (headers: IncomingHttpHeaders): boolean =>
  /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '');

/** Sent with everything. The page has no inline script or style and loads nothing from elsewhere, so the policy can be this short. */
export const SAFE_HEADERS = {
  'Content-Security-Policy': "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
} as const;
