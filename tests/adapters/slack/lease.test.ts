import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const CHILD = fileURLToPath(new URL('./stands-still.ts', import.meta.url));

it('F32: writes nothing to a connection that was opened while the process stood still', {
  timeout: 60_000,
}, async () => {
  const asked: string[] = [];
  const slack = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end('ok');
  });
  const url = await listening(slack);
  const proxy = slowProxy();
  const env = { ...process.env, NODE_USE_ENV_PROXY: '1', HTTP_PROXY: await listening(proxy.server), NO_PROXY: '' };
  const child = spawn(process.execPath, [CHILD, url], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    await proxy.opening;
    child.stdin.write('stop\n');
    expect((await lines.next()).value).toBe('stops');
    proxy.open();
    // For longer than whoever asks would wait.
    await sleep(6_000);
    child.kill('SIGCONT');
    expect((await lines.next()).value).toBe('late: TimeoutError');
    expect((await lines.next()).value).toBe('afterwards: ok');
    expect(asked).toEqual(['/afterwards']);
  } finally {
    child.kill('SIGKILL');
    for (const server of [slack, proxy.server]) server.close();
  }
});

/** Connections through it are open when it says so; after that, at once. */
function slowProxy() {
  const server = createServer();
  const opening = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  server.on('connect', async (request, near: Socket) => {
    opening.resolve();
    await opened.promise;
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const far = connect(Number(port), host, () => {
      near.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      near.pipe(far).pipe(near);
    });
    for (const one of [near, far]) one.on('error', () => [near, far].map((each) => each.destroy()));
  });
  return { server, opening: opening.promise, open: opened.resolve };
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
