import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

const faultOf = (argv: string[], env = {}): string => {
  const result = readConfig(argv, env);
  return result.ok ? 'accepted' : result.message;
};

test('defaults are loopback with the standard ports', () => {
  const result = readConfig([], {});
  expect(result.ok && result.value).toMatchObject({
    host: '127.0.0.1',
    port: { port: 8080, explicit: false },
    mqttPort: { port: 1883, explicit: false },
    simulators: true,
    anonymousIngest: false,
  });
});

test('every option is also an environment variable and the command line wins', () => {
  const result = readConfig(['--port', '0'], {
    METROPANE_PORT: '9000',
    METROPANE_MQTT_PORT: '0',
    METROPANE_NO_SIMULATORS: '1',
  });
  expect(result.ok && result.value).toMatchObject({
    port: { port: 0, explicit: true },
    mqttPort: { port: 0, explicit: true },
    simulators: false,
  });
});

test.each([
  [['--port', '70000'], '--port'],
  [['--port', 'x'], '--port'],
  [['--host', '0.0.0.0'], '--host 0.0.0.0'],
  [['--tls-cert', 'a.pem'], '--tls-key'],
  [['--feeds', 'missing.yaml'], 'missing.yaml'],
  [['--broker', 'http://x'], '--broker'],
  [['--log-level', 'loud'], '--log-level'],
  [['--nonsense'], 'nonsense'],
  [['--history-days', '0'], '--history-days'],
  [['--history-days', '30,Traffic=7'], '--history-days'],
  [['--history-gib', '-1'], '--history-gib'],
  [['--anonymous-ingest', '--trust-proxy', '10.0.0.0/8'], '--anonymous-ingest'],
  [['--anonymous-ingest', '--host', '10.1.2.3', '--insecure-network'], '--anonymous-ingest'],
])('%j is refused and named', (argv, named) => {
  expect(faultOf(argv)).toContain(named);
});

test('a short METROPANE_TOKEN is refused', () => {
  expect(faultOf([], { METROPANE_TOKEN: 'short' })).toContain('METROPANE_TOKEN');
});

test('a public address that is none is refused by name, and JSON output is asked for by an option', () => {
  expect(faultOf(['--public-url', 'city.example'])).toContain('--public-url');
  expect(faultOf(['--public-url', 'https://city.example'])).toBe('accepted');
  const asked = readConfig(['--json'], {});
  expect(asked.ok && asked.value.json).toBe(true);
});

test('history is kept as long as asked, per domain where asked', () => {
  const historyOf = (...argv: string[]) => {
    const result = readConfig(argv, {});
    return result.ok && result.value.history;
  };
  expect(historyOf()).toEqual({ days: null, daysOf: {}, gib: null });
  expect(historyOf('--history-days', '30, traffic=7,air=365', '--history-gib', '0.5')).toEqual({
    days: 30,
    daysOf: { traffic: 7, air: 365 },
    gib: 0.5,
  });
  expect(historyOf('--history-days=traffic=7')).toEqual({ days: null, daysOf: { traffic: 7 }, gib: null });
});

test('the public form is on where only this machine reaches it, else off, unless it is said', () => {
  const on = (...args: string[]) => {
    const read = readConfig(args, {});
    return read.ok ? read.value.publicReports : read.message;
  };
  expect(on()).toBe(true);
  expect(on('--host', '0.0.0.0', '--insecure-network')).toBe(false);
  expect(on('--host', '0.0.0.0', '--insecure-network', '--public-reports', 'on')).toBe(true);
  expect(on('--public-reports', 'off')).toBe(false);
  expect(on('--public-reports', 'maybe')).toBe('--public-reports must be on or off, not maybe');
});
