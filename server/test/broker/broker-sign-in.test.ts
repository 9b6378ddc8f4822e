import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectAsync } from 'mqtt';
import { afterEach, expect, test } from 'vitest';
import type { EmbeddedBrokerOptions } from '../../src/broker/embedded-broker.ts';
import { BrokerBench } from './broker-bench.ts';

let bench: BrokerBench | undefined;

async function start(options: Partial<EmbeddedBrokerOptions> = {}): Promise<BrokerBench> {
  bench = await BrokerBench.start(options);
  return bench;
}

afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

async function connackOf(started: BrokerBench, password: string | undefined): Promise<number | undefined> {
  const client = await started.connect();
  client.sendConnect(password);
  await client.until(() => client.received.length > 0 || client.isClosed);
  const connack = client.received[0];
  if (connack?.cmd !== 'connack') return undefined;
  if (connack.returnCode !== 0) await client.until(() => client.isClosed);
  return connack.returnCode;
}

test('a wrong password gets CONNACK 5 and the end of the connection, and so does none', async () => {
  const started = await start();
  expect(await connackOf(started, 'wrong')).toBe(5);
  expect(await connackOf(started, undefined)).toBe(5);
  expect(await connackOf(started, '')).toBe(5);
  expect(await connackOf(started, 'viewer')).toBe(5);
  expect(await connackOf(started, 'feed')).toBe(0);
  expect(started.events.filter(({ kind }) => kind === 'sign-in-refused').length).toBeGreaterThan(0);
});

test('anonymous ingest takes no password for loopback, but never a wrong one, and only observations and reports', async () => {
  const started = await start({ anonymousIngest: true });
  expect(await connackOf(started, 'wrong')).toBe(5);
  const client = await started.signIn();
  client.publish('city/v1/obs/air/a', '{}', { qos: 1, messageId: 1 });
  client.publish('city/v1/report/camera', '{}', { qos: 1, messageId: 2 });
  client.publish('city/v1/case/dvc', '{}', { qos: 1, messageId: 3 });
  client.publish('town/x', '{}', { qos: 1, messageId: 4 });
  await client.until(() => client.received.length === 5);
  expect(started.sink.kept.map(({ refusal }) => refusal)).toEqual([
    undefined,
    undefined,
    'forbidden',
    'forbidden',
  ]);
  expect(started.sink.kept[0]?.principal.kind).toBe('anonymous-ingest');
});

test('publishing right behind CONNECT works: packets wait for the sign-in', async () => {
  const started = await start();
  const { sink } = started;
  const client = await started.connect();
  client.socket.cork();
  client.sendConnect('feed');
  for (let id = 1; id <= 100; id += 1)
    client.publish('city/v1/obs/air/a', String(id), { qos: 1, messageId: id });
  client.socket.uncork();
  await sink.reach(100);
  expect(sink.kept.map(({ text }) => Number(text))).toEqual(Array.from({ length: 100 }, (_, at) => at + 1));
});

test('only the same token may take a client id over', async () => {
  const started = await start();
  const first = await started.signIn('feed', { clientId: 'gateway' });
  const stranger = await started.connect();
  stranger.sendConnect('simulator', { clientId: 'gateway' });
  await stranger.until(() => stranger.isClosed);
  expect(stranger.received).toMatchObject([{ cmd: 'connack', returnCode: 2 }]);
  expect(first.isClosed).toBe(false);
  await started.signIn('feed', { clientId: 'gateway' });
  await first.until(() => first.isClosed);
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

test.skipIf(!hasOpenssl)('over TLS the same door stands open, and clear text does not get in', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'metropane-tls-'));
  const [keyFile, certFile] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
  spawnSync('openssl', [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
    '-keyout',
    keyFile,
    '-out',
    certFile,
    ...subject,
  ]);
  const [key, cert] = [readFileSync(keyFile), readFileSync(certFile)];
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  const { port, sink } = await start({ tls: { key, cert } });
  const options = {
    host: '127.0.0.1',
    port,
    protocol: 'mqtts',
    ca: cert,
    username: 'x',
    reconnectPeriod: 0,
  } as const;
  const client = await connectAsync({ ...options, password: 'admin' });
  await client.publishAsync('city/v1/obs/air/a', 'sealed', { qos: 2 });
  await client.endAsync();
  expect(sink.kept.map(({ text }) => text)).toEqual(['sealed']);
  await expect(connectAsync({ ...options, password: 'wrong' })).rejects.toMatchObject({ code: 5 });
  const clear = await bench?.connect();
  clear?.sendConnect('feed');
  await clear?.until(() => clear.isClosed);
  expect(sink.count).toBe(1);
});
