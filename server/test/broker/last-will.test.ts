import { afterEach, expect, test } from 'vitest';
import { BrokerBench } from './broker-bench.ts';

let bench: BrokerBench | undefined;

afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

test('a last will reaches the sink when the client vanishes, and not after DISCONNECT', async () => {
  const started = (bench = await BrokerBench.start());
  const will = (name: string) => ({
    topic: `city/v1/feed/${name}/status`,
    payload: Buffer.from(name),
    qos: 1 as const,
    retain: true,
  });
  const polite = await started.signIn('feed', { clientId: 'polite', will: will('polite') });
  polite.send({ cmd: 'disconnect' });
  polite.socket.end();
  await polite.until(() => polite.isClosed);
  const lost = await started.signIn('feed', { clientId: 'lost', will: will('lost') });
  lost.end();
  await started.sink.reach(1);
  const forbidden = await started.signIn('feed', {
    clientId: 'bad',
    will: { ...will('x'), topic: '$SYS/x' },
  });
  forbidden.end();
  await started.sink.reach(2);
  expect(started.sink.kept.map(({ topic, text, retain, refusal }) => [topic, text, retain, refusal])).toEqual(
    [
      ['city/v1/feed/lost/status', 'lost', true, undefined],
      ['$SYS/x', 'x', false, 'forbidden'],
    ],
  );
  const noisy = await started.signIn('feed', {
    clientId: 'noisy',
    will: { ...will('y'), topic: 'city/v1/obs/air/a' },
  });
  noisy.end();
  await started.sink.reach(3);
  const admin = await started.signIn('admin');
  admin.send({ cmd: 'subscribe', messageId: 9, subscriptions: [{ topic: '#', qos: 0 }] });
  const retained = () => admin.received.flatMap((packet) => (packet.cmd === 'publish' ? [packet.topic] : []));
  await admin.until(() => retained().length > 0);
  await admin.ping();
  expect(retained()).toEqual(['city/v1/feed/lost/status']);
});
