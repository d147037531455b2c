import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { api, restOptions } from '../../../adapters/discord/rest.ts';

test('the API’s address is taken as people write it', () => {
  for (const written of ['http://x.test/api', 'http://x.test/api/', 'http://x.test/api/v10', 'http://x.test/api/v10/'])
    expect(restOptions(written)).toMatchObject({ api: 'http://x.test/api', version: '10' });
  expect(restOptions(undefined)).not.toHaveProperty('api');
});

test('an answer without a body is an answer, whatever content type it claims', async () => {
  const server = createServer((request, response) => {
    response.writeHead(request.method === 'PUT' ? 204 : 200, { 'content-type': 'application/json' });
    response.end(request.method === 'GET' ? '{"id":"1"}' : request.method === 'POST' ? '{"id":' : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const rest = api('token', `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`, () => undefined);
  expect(await rest.call({ method: 'PUT', route: '/nothing' })).toBeUndefined();
  expect(await rest.call({ method: 'GET', route: '/one' })).toEqual({ id: '1' });
  await expect(rest.call({ method: 'POST', route: '/half' })).rejects.toMatchObject({ fault: { kind: 'ambiguous' } });
  await expect(rest.made({ method: 'PUT', route: '/nothing' })).rejects.toMatchObject({ code: 'answer without id' });
  server.close();
});
