/** A process that stops in the middle of its work when a line says so, while it opens a connection; and asks again afterwards. */
import { createInterface } from 'node:readline';
import { dropLateConnections } from '../../../adapters/slack/lease.ts';

const [, , url = ''] = process.argv;
const ask = (path: string): Promise<string> =>
  fetch(`${url}${path}`, { method: 'POST', body: 'x', signal: AbortSignal.timeout(5_000) }).then(
    (answer) => answer.text(),
    (error: Error) => error.name,
  );

dropLateConnections();
// In a timer: what its sockets have for it is looked at before the next timers are.
createInterface(process.stdin).once('line', () =>
  setTimeout(() => {
    process.stdout.write('stops\n');
    process.kill(process.pid, 'SIGSTOP');
  }),
);
process.stdout.write(`late: ${await ask('/late')}\n`);
process.stdout.write(`afterwards: ${await ask('/afterwards')}\n`);
process.exit();
