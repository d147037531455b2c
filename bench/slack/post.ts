/**
 * One keep-alive connection over which signed deliveries go, one after another. By hand, over a bare socket: Node's own HTTP
 * client would need as much CPU as the desk that it is to load, and all share the same cores.
 */
import { connect, type Socket } from 'node:net';
import { signed } from '../story.ts';
import type { Body } from './gestures.ts';

export interface Answer {
  readonly status: number;
  /** With its head. */
  readonly text: string;
}

export interface Poster {
  /** Resolves with the answer, once all of it is here; rejects when the connection is gone. */
  post(body: Body): Promise<Answer>;
  close(): void;
}

export async function poster(url: string): Promise<Poster> {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname).setNoDelay(true).setEncoding('latin1');
  await opened(socket);
  let waiting: { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void } | undefined;
  let heard = '';
  socket.on('data', (chunk) => {
    heard += chunk;
    if (!isWhole(heard)) return;
    const answer = { status: Number(heard.slice(9, 12)), text: heard };
    heard = '';
    waiting?.resolve(answer);
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('the desk closed the connection')));
  return {
    post: (body) =>
      new Promise((resolve, reject) => {
        // What is written to it then would be heard of by nobody.
        if (socket.destroyed) return reject(new Error('the desk closed the connection'));
        waiting = { resolve, reject };
        const { text, type } = body;
        const { time, signature } = signed(text);
        socket.write(
          `POST /slack/events HTTP/1.1\r\nHost: ${host}\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(text)}\r\nUser-Agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\nX-Slack-Request-Timestamp: ${time}\r\nX-Slack-Signature: ${signature}\r\n\r\n${text}`,
        );
      }),
    close: () => {
      waiting = undefined;
      socket.destroy();
    },
  };
}

const opened = (socket: Socket): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });

function isWhole(heard: string): boolean {
  const end = heard.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const length = /^content-length: *(\d+)/im.exec(heard.slice(0, end))?.[1];
  if (length !== undefined) return heard.length >= end + 4 + Number(length);
  return !/^transfer-encoding: *chunked/im.test(heard.slice(0, end)) || heard.endsWith('0\r\n\r\n');
}
