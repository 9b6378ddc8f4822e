/** Why a broker cannot be reached; stable, shown on screen in words of the language. */
export type DisconnectReason =
  | 'refused'
  | 'unreachable'
  | 'unknown-host'
  | 'bad-credentials'
  | 'tls'
  | 'timeout'
  | 'protocol'
  | 'silent'
  | 'subscribe-refused'
  | 'closed';

const BY_CODE: ReadonlyMap<string, DisconnectReason> = new Map<string, DisconnectReason>([
  ['ECONNREFUSED', 'refused'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['ENOTFOUND', 'unknown-host'],
  ['EAI_AGAIN', 'unknown-host'],
  ['ETIMEDOUT', 'timeout'],
  ['ECONNRESET', 'closed'],
  ['EPIPE', 'closed'],
]);

/** CONNACK 4 and 5 of MQTT 3.1.1; 0x86, 0x87 of MQTT 5. */
const CREDENTIAL_CODES: ReadonlySet<number> = new Set([4, 5, 134, 135]);

/** The reason behind an error of mqtt.js or of the socket under it. What is not known is `closed`. */
export function toDisconnectReason(error: Error): DisconnectReason {
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'number') return CREDENTIAL_CODES.has(code) ? 'bad-credentials' : 'protocol';
  if (typeof code === 'string') {
    if (
      code.startsWith('ERR_TLS') ||
      code.includes('CERT') ||
      code.startsWith('ERR_SSL') ||
      code === 'EPROTO'
    )
      return 'tls';
    return BY_CODE.get(code) ?? 'closed';
  }
  return /timeout/i.test(error.message) ? 'timeout' : 'closed';
}
