/** A process that asks for something over a connection that takes long to open, and asks again when it was given up. */
import { dropLateConnections } from '../../../adapters/slack/lease.ts';

const [, , url = ''] = process.argv;
const ask = (path: string): Promise<string> =>
  fetch(`${url}${path}`, { method: 'POST', body: 'x', signal: AbortSignal.timeout(5_000) }).then(
    (answer) => answer.text(),
    (error: Error) => error.name,
  );

dropLateConnections();
process.stdout.write(`late: ${await ask('/late')}\n`);
process.stdout.write(`afterwards: ${await ask('/afterwards')}\n`);
process.exit();
