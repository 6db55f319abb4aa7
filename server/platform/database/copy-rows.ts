import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Client, Connection, Submittable } from 'pg';

/** The part of pg's connection that COPY needs and its types leave out. */
interface CopyConnection {
  readonly stream: Writable;
  query(text: string): void;
  sendCopyFromChunk(chunk: Uint8Array): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

function asCopyConnection(connection: Connection): CopyConnection {
  if (!('sendCopyFromChunk' in connection && 'endCopyFrom' in connection && 'sendCopyFail' in connection))
    throw new Error('this version of pg does not know COPY');
  return connection as Connection & CopyConnection;
}

/**
 * Runs `COPY … TO STDOUT` and hands over what comes, row by row (each chunk is one whole row in COPY's text form).
 * `take` must not be slow: rows are not held back.
 */
export async function copyOut(client: Client, text: string, take: (row: Buffer) => void): Promise<void> {
  const done = Promise.withResolvers<void>();
  let failure: Error | undefined;
  const query: Submittable & Record<string, unknown> = {
    submit: (connection) => asCopyConnection(connection).query(text),
    handleCopyData: ({ chunk }: { chunk: Buffer }) => {
      try {
        // The buffer is reused by the parser.
        if (failure === undefined) take(Buffer.from(chunk));
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
      }
    },
    handleCommandComplete: () => undefined,
    handleError: (error: Error) => done.reject(error),
    handleReadyForQuery: () => (failure === undefined ? done.resolve() : done.reject(failure)),
  };
  client.query(query);
  await done.promise;
}

/** Runs `COPY … FROM STDIN` with the rows of `chunks`; returns how many rows came in. */
export async function copyIn(client: Client, text: string, chunks: Iterable<Uint8Array>): Promise<number> {
  const done = Promise.withResolvers<number>();
  let rows = 0;
  const query: Submittable & Record<string, unknown> = {
    submit: (connection) => asCopyConnection(connection).query(text),
    handleCopyInResponse: (connection: Connection) => {
      sendAll(asCopyConnection(connection), chunks).catch((error: unknown) => done.reject(error));
    },
    handleCommandComplete: ({ text: tag }: { text: string }) => {
      rows = Number(tag.split(' ')[1] ?? 0);
    },
    handleError: (error: Error) => done.reject(error),
    handleReadyForQuery: () => done.resolve(rows),
  };
  client.query(query);
  return done.promise;
}

async function sendAll(connection: CopyConnection, chunks: Iterable<Uint8Array>): Promise<void> {
  try {
    for (const chunk of chunks) {
      connection.sendCopyFromChunk(chunk);
      if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
    }
    connection.endCopyFrom();
  } catch (error) {
    connection.sendCopyFail('the backup could not be read');
    throw error;
  }
}
