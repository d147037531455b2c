import { afterEach, beforeEach, expect, test } from 'vitest';
import { DRAWN, ILLUSTRATED } from '../../support/drawn.ts';
import { type Office, openOffice } from './setup.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
  office.desk.answerWith(() => ILLUSTRATED);
});
afterEach(() => office.stop());

const asks = (channel?: string) =>
  office.people.slash({
    user: 'USAM',
    ...(channel === undefined ? {} : { channel }),
    command: '/desk',
    text: 'report last month',
  });
const pictures = (user: string) => office.slack.seenBy(user).filter(({ files }) => files.length > 0);

test('/desk is answered where it was typed, and the picture comes in direct messages, with the sentences and its words', async () => {
  const answer = await asks('CHELP');
  expect(JSON.parse(answer.body)).toMatchObject({ response_type: 'ephemeral' });
  expect(answer.body).toContain('What the desk is worth');
  await office.slack.waitFor(() => pictures('USAM').length > 0);
  await office.slack.waitFor(() => office.slack.seenBy('USAM').some(({ said }) => said.includes('(picture sent)')));
  const [shown, ...more] = pictures('USAM');
  expect(more).toEqual([]);
  expect(shown?.said).toContain('80 % were satisfied');
  expect(shown?.said).not.toContain('<!channel>');
  expect(shown?.said).not.toContain('token=');
  const file = office.slack.files().find(({ name }) => name === 'report.png');
  expect(file?.bytes.equals(Buffer.from(await DRAWN.read()))).toBe(true);
  const [upload] = office.slack.calls.filter(({ method }) => method === 'files.getUploadURLExternal');
  expect(upload?.args).toMatchObject({ alt_txt: DRAWN.alt });
  for (const other of ['UMIRA', 'UEXT']) expect(pictures(other)).toEqual([]);
  expect(office.desk.heard).toMatchObject([
    { said: { kind: 'command', intent: 'report', params: { line: 'report last month' } } },
  ]);
});

test('typed in the direct messages, nobody has to be told where the picture is', async () => {
  await asks();
  await office.slack.waitFor(() => pictures('USAM').length > 0);
  await office.adapter.stop();
  expect(office.slack.seenBy('USAM').some(({ said }) => said.includes('(picture sent)'))).toBe(false);
});

test('without the scope, or when Slack does not take it, the words still come', async () => {
  office.slack.faults.add('files.getUploadURLExternal', { reply: { status: 503 } });
  const answer = await asks('CHELP');
  expect(answer.body).toContain('80 % were satisfied');
  await expect.poll(() => office.desk.lines.some(({ message }) => message.includes('could not be shown'))).toBe(true);
  expect(pictures('USAM')).toEqual([]);
});
