import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { signatureOf } from '../../src/delivery/channels/webhook.ts';
import type { OutMessage } from '../../src/delivery/compose.ts';

export const SECRET = 'a-secret-of-the-receiver';

export interface Heard {
  id: string;
  message: OutMessage;
  isAuthentic: boolean;
  status: number;
}

/** A webhook receiver on this machine; `answer` says which status a message gets. */
export async function startReceiver(answer: (message: OutMessage) => number): Promise<{
  url: string;
  heard: Heard[];
  close(): Promise<void>;
}> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const header = (name: string): string => String(request.headers[name] ?? '');
      const id = header('idempotency-key');
      const signed = signatureOf(SECRET, { timestamp: header('metropane-timestamp'), id, body });
      const message = JSON.parse(body) as OutMessage;
      const status = answer(message);
      heard.push({ id, message, isAuthentic: header('metropane-signature') === `v1=${signed}`, status });
      response.writeHead(status).end('noted');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`,
    heard,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A token that sends to `exercise:drill`. */
export function simulatorToken(dataDir: string): string {
  const admin = fileURLToPath(new URL('../../src/operations/admin.ts', import.meta.url));
  const bounds = ['--role', 'simulator', '--realm', 'exercise:drill', '--data', dataDir, '--json'];
  const made = execFileSync(process.execPath, [admin, 'token', 'create', ...bounds], { encoding: 'utf8' });
  return (JSON.parse(made) as { secret: string }).secret;
}
