import { expect, test } from 'vitest';
import { people } from '../../../adapters/slack/people.ts';

const user = (fields: object = {}) => ({
  ok: true,
  user: {
    id: 'U1',
    team_id: 'T1',
    name: 'mira.n',
    real_name: 'Mira Novak',
    locale: 'de-DE',
    profile: { display_name: 'mira', image_192: 'https://a.test/m.png' },
    ...fields,
  },
});

test('somebody is asked about once, however many ask at once', async () => {
  let asked = 0;
  const cache = people(async () => {
    asked += 1;
    return user();
  });
  expect(cache.known('T1', 'U1')).toBeUndefined();
  const [a, b] = await Promise.all([cache.get('T1', 'U1'), cache.get('T1', 'U1')]);
  expect(a).toEqual({ name: 'mira', avatar: 'https://a.test/m.png', locale: 'de-DE', external: false });
  expect(b).toBe(a);
  expect(await cache.get('T1', 'U1')).toBe(a);
  expect(cache.known('T1', 'U1')).toBe(a);
  expect(asked).toBe(1);
});

test('Slack is not waited for long, and what it says later is remembered', async () => {
  let tell: (answer: object) => void = () => undefined;
  const cache = people(() => new Promise((resolve) => (tell = resolve as typeof tell)), 20);
  expect(await cache.get('T1', 'U1')).toBeUndefined();
  tell(user());
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(cache.known('T1', 'U1')?.name).toBe('mira');
});

test('a failure is remembered for a moment, so that a platform that is down is not asked at every word', async () => {
  let asked = 0;
  const cache = people(async () => {
    asked += 1;
    throw new Error('down');
  });
  expect(await cache.get('T1', 'U1')).toBeUndefined();
  expect(await cache.get('T1', 'U1')).toBeUndefined();
  expect(asked).toBe(1);
});

test('names fall back from display name to handle, and are clean', async () => {
  const name = async (fields: object) => (await people(async () => user(fields)).get('T1', 'U1'))?.name;
  expect(await name({ profile: { display_name: '', real_name: 'Mira\u202e N.' } })).toBe('Mira N.');
  expect(await name({ profile: {}, real_name: undefined })).toBe('mira.n');
  expect(await name({ profile: {}, real_name: undefined, name: undefined })).toBeUndefined();
});

test('people of another organisation are external, those of another workspace of ours are not', async () => {
  const external = async (fields: object) => (await people(async () => user(fields)).get('T1', 'U1'))?.external;
  expect(await external({ team_id: 'T9' })).toBe(true);
  expect(await external({ is_stranger: true })).toBe(true);
  expect(await external({ team_id: 'T2', enterprise_user: { teams: ['T1', 'T2'] } })).toBe(false);
});
