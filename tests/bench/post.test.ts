import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { poster } from '../../bench/slack/post.ts';

test('deliveries go one after another over one connection, whichever way the answers are framed', async () => {
  const heard: string[] = [];
  const sockets = new Set<unknown>();
  const server = createServer((request, response) => {
    sockets.add(request.socket);
    let body = '';
    request.setEncoding('utf8').on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      heard.push(body);
      if (body === 'chunked') response.writeHead(200).write('some of it');
      else response.writeHead(body === 'refused' ? 503 : 200, { 'content-length': 2 });
      setTimeout(() => response.end('ok'), 5);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const to = await poster(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  try {
    const post = (text: string) => to.post({ text, type: 'application/json' });
    expect(await post('chunked')).toMatchObject({ status: 200, text: expect.stringContaining('some of it') });
    expect(await post('of known length, with an ü')).toMatchObject({ status: 200 });
    expect(await post('refused')).toMatchObject({ status: 503 });
    expect(heard).toEqual(['chunked', 'of known length, with an ü', 'refused']);
    expect(sockets.size).toBe(1);
  } finally {
    to.close();
    server.close();
  }
});

test('what is posted when the connection is gone is refused, and waits for nobody', async () => {
  const server = createServer((_, response) => response.end('ok'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const to = await poster(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const body = { text: 'x', type: 'application/json' } as const;
  try {
    expect(await to.post(body)).toMatchObject({ status: 200 });
    const gone = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await gone;
    await expect.poll(() => to.post(body).then(String, String)).toContain('closed the connection');
    await expect(to.post(body)).rejects.toThrow('closed the connection');
  } finally {
    to.close();
    server.close();
  }
});
