/** How often this process has waited for PostgreSQL. */
import type { Socket } from 'node:net';
import pg from 'pg';

interface Connection {
  readonly stream: Socket;
  connect(...args: unknown[]): unknown;
}

/**
 * Counts the round trips of every connection that is made from now on: something was sent after something was heard.
 * Statements that travel together are one.
 */
export function countRoundTrips(): () => number {
  let trips = 0;
  const connection = pg.Connection.prototype as unknown as Connection;
  const connect = connection.connect;
  connection.connect = function (this: Connection, ...args) {
    const { stream } = this;
    let heard = true;
    const sent = (): void => {
      if (heard) trips += 1;
      heard = false;
    };
    const { _write: write, _writev: writev } = stream;
    stream._write = function (...given) {
      sent();
      return write.apply(this, given);
    };
    if (writev) {
      stream._writev = function (...given: Parameters<typeof writev>) {
        sent();
        return writev.apply(this, given);
      };
    }
    stream.on('data', () => {
      heard = true;
    });
    return connect.apply(this, args);
  };
  return () => trips;
}
