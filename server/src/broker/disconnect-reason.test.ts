import { expect, test } from 'vitest';
import { toDisconnectReason } from './disconnect-reason.ts';

test('errors of the socket and of the broker get one stable word', () => {
  const cases: [code: string | number | undefined, message: string, reason: string][] = [
    ['ECONNREFUSED', '', 'refused'],
    ['EHOSTUNREACH', '', 'unreachable'],
    ['ENOTFOUND', '', 'unknown-host'],
    ['ETIMEDOUT', '', 'timeout'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', '', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', '', 'tls'],
    ['EPROTO', '', 'tls'],
    ['EWHATEVER', '', 'closed'],
    [5, '', 'bad-credentials'],
    [135, '', 'bad-credentials'],
    [1, '', 'protocol'],
    [undefined, 'connack timeout', 'timeout'],
    [undefined, 'Keepalive timeout', 'timeout'],
    [undefined, 'something', 'closed'],
  ];
  for (const [code, message, reason] of cases) {
    expect([
      code,
      toDisconnectReason(Object.assign(new Error(message), code === undefined ? {} : { code })),
    ]).toEqual([code, reason]);
  }
});
