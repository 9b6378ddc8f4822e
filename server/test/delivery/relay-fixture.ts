/** Only for tests: a real mail server on loopback that keeps what it is given. */
import { SMTPServer } from 'smtp-server';

export interface Relay {
  port: number;
  /** Every letter as it came, headers first. */
  mails: string[];
  close(): Promise<void>;
}

export async function startRelay(): Promise<Relay> {
  const mails: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, _session, done) {
      let text = '';
      stream.setEncoding('utf8').on('data', (part: string) => (text += part));
      stream.on('end', () => {
        mails.push(text);
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as { port: number };
  return { port, mails, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
