import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { expect, test } from 'vitest';
import { mailChannel } from '../../src/delivery/channels/mail.ts';
import { webhookChannel } from '../../src/delivery/channels/webhook.ts';
import { composeMessage } from '../../src/delivery/compose.ts';
import type { MailTarget, WebhookTarget } from '../../src/delivery/delivery-config.ts';
import { incidentOf, parsedTarget, targetOf } from '../../src/delivery/delivery-fixture.ts';

const occasion = {
  seq: 1,
  hash: 'f'.repeat(64),
  event: 'incident-opened',
  detail: 'opened',
  atMs: 0,
  incidentId: 'SC-000001',
} as const;
const target = { id: 'x', texts: true };
const message = composeMessage(
  occasion,
  {
    incident: incidentOf({ title: 'Ngập <b>30 cm</b>\r\nBcc: all@example.org', simulated: true }),
    alarm: null,
  },
  { target, realm: 'live' },
);
const sent = {
  id: message.id,
  event: message.event,
  incidentId: 'SC-000001',
  alarmId: null,
  body: JSON.stringify(message),
};

test('a webhook follows no redirect, gives up on silence, and hears what a receiver asks for', async () => {
  let visited = 0;
  const server = createServer((request, response) => {
    if (request.url === '/elsewhere') visited += 1;
    if (request.url === '/redirect') return void response.writeHead(307, { location: '/elsewhere' }).end();
    if (request.url === '/busy') return void response.writeHead(503, { 'retry-after': '120' }).end('later');
    if (request.url === '/gone') return void response.writeHead(410).end();
    if (request.url === '/endless') return void response.writeHead(200).write('x'.repeat(1_000_000));
    if (request.url !== '/silent') response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const send = (path: string) =>
    webhookChannel(
      targetOf({ url: `http://127.0.0.1:${port}${path}`, timeoutMs: 500 }) as WebhookTarget,
      () => 0,
    ).send(sent);
  expect(await send('/redirect')).toEqual({ isSent: false, answer: 'HTTP 307: redirects are not followed' });
  expect(visited).toBe(0);
  expect(await send('/busy')).toEqual({ isSent: false, answer: 'HTTP 503: later', waitMs: 120_000 });
  expect(await send('/gone')).toMatchObject({ isSent: false, isFinal: true });
  expect(await send('/silent')).toEqual({ isSent: false, answer: 'no answer within 500 ms' });
  expect(await send('/endless')).toMatchObject({ isSent: true });
  expect(await send('/')).toEqual({ isSent: true, answer: 'HTTP 204' });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  expect(await send('/')).toMatchObject({ isSent: false });
});

async function startRelay(
  options: SMTPServerOptions,
): Promise<{ port: number; mails: string[]; close(): Promise<void> }> {
  const mails: string[] = [];
  const relay = new SMTPServer({
    ...options,
    onData(stream, _session, done) {
      let text = '';
      stream.setEncoding('utf8').on('data', (part: string) => (text += part));
      stream.on('end', () => {
        mails.push(text);
        done();
      });
    },
  });
  relay.on('error', () => undefined);
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  const { port } = relay.server.address() as AddressInfo;
  return { port, mails, close: () => new Promise((resolve) => relay.close(() => resolve())) };
}

test('a letter goes by STARTTLS with a password, is plain text in both languages, and nothing in it becomes a header', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'smtp-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert, ...subject],
    { stdio: 'ignore' },
  );
  const relay = await startRelay({
    key: readFileSync(key),
    cert: readFileSync(cert),
    onAuth: ({ username, password }, _session, done) =>
      username === 'centre' && password === 'right' ? done(null, { user: username }) : done(new Error('no')),
  });
  const channelOf = (of: object) =>
    mailChannel(
      parsedTarget({
        ...{
          kind: 'email',
          id: 'mail',
          host: 'localhost',
          port: relay.port,
          from: 'centre@hcm.gov.vn',
          to: ['duty@hcm.gov.vn'],
        },
        ...{ user: 'centre', password: 'right', ca: cert, ...of },
      }) as MailTarget,
      'Asia/Ho_Chi_Minh',
    );
  expect(await channelOf({}).send(sent)).toMatchObject({
    isSent: true,
    answer: expect.stringContaining('250') as string,
  });
  const text = decoded(relay.mails[0]!);
  expect(text).toContain(`Message-ID: <${message.id}@hcm.gov.vn>`);
  expect(text).toContain('Content-Type: text/plain');
  expect(text).not.toContain('text/html');
  expect(relay.mails[0]!.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/im);
  for (const words of [
    'DỮ LIỆU MÔ PHỎNG',
    'SIMULATED DATA',
    'Sự cố mới',
    'New incident',
    'Phường Bến Thành',
    '<b>30 cm</b>',
  ])
    expect(text).toContain(words);
  expect(await channelOf({ password: 'wrong' }).send(sent)).toMatchObject({ isSent: false });
  // A certificate that nobody vouches for is not trusted.
  expect(await channelOf({ ca: undefined }).send(sent)).toMatchObject({
    isSent: false,
    answer: expect.stringContaining('certificate') as string,
  });
  expect(relay.mails).toHaveLength(1);
  await relay.close();
  expect(await channelOf({}).send(sent)).toMatchObject({ isSent: false });
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

test('a relay without encryption is never told anything when encryption is asked for', async () => {
  const relay = await startRelay({ authOptional: true, disabledCommands: ['STARTTLS'] });
  const of = {
    kind: 'email',
    id: 'mail',
    host: 'localhost',
    port: relay.port,
    from: 'a@b.vn',
    to: ['c@d.vn'],
  };
  const channel = mailChannel(parsedTarget({ ...of }) as MailTarget, 'UTC');
  expect(await channel.send(sent)).toMatchObject({ isSent: false });
  expect(relay.mails).toEqual([]);
  await relay.close();
});

/** Headers as they stand, body as text, whichever way it was encoded. */
function decoded(mail: string): string {
  const [head = '', ...body] = mail.split('\r\n\r\n');
  const text = body.join('\r\n\r\n');
  if (/base64/i.test(head)) return `${head}\n${Buffer.from(text, 'base64').toString('utf8')}`;
  const joined = text.replaceAll('=\r\n', '');
  return `${head}\n${Buffer.from(
    joined.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')}`;
}
