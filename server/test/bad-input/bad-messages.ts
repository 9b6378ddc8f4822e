/** Messages that must be refused, each with the code of the contract. `item`: index of the refused item, -1 for the whole. */
export interface BadMessage {
  name: string;
  code: string;
  item: number;
  /** As it is sent on an observation topic; `forHttp` where an HTTP body must name domain and entity to come as far. */
  payload: string | Buffer;
  forHttp?: string | Buffer;
}

const HOUR_MS = 3_600_000;
const MIB = 1_048_576;

const now = Date.now();
/** One good observation around a bad detail, as the two transports write it. */
const both = (name: string, code: string, inside: string): BadMessage => ({
  name,
  code,
  item: 0,
  payload: `{${inside}}`,
  forHttp: `{"domain":"air","entity":"bad",${inside}}`,
});

const good = `"v":{"pm25UgM3":1}`;

/** An array that the limit of 1 MiB lets pass: 1,000 items are the most. */
export const TOO_MANY_ITEMS = 1_001;

export const BAD_MESSAGES: BadMessage[] = [
  {
    name: 'not UTF-8',
    code: 'malformed',
    item: -1,
    payload: Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]),
  },
  {
    name: 'half a UTF-8 character at the end',
    code: 'malformed',
    item: -1,
    payload: Buffer.from([0x22, 0xe1, 0xba]),
  },
  { name: 'not JSON', code: 'malformed', item: -1, payload: '{"t": 1, "v": {' },
  { name: 'empty', code: 'malformed', item: -1, payload: '' },
  { name: 'NaN', code: 'malformed', item: -1, payload: `{"t":${now},"v":{"pm25UgM3":NaN}}` },
  { name: 'array of 1,000,000', code: 'oversize', item: -1, payload: `[${'0,'.repeat(999_999)}0]` },
  { name: 'array of 1,001', code: 'schema', item: -1, payload: `[${'0,'.repeat(TOO_MANY_ITEMS - 1)}0]` },
  { name: 'empty array', code: 'schema', item: -1, payload: '[]' },
  {
    name: 'depth 10,000 of arrays',
    code: 'unsafe',
    item: 0,
    payload: '['.repeat(10_000) + ']'.repeat(10_000),
  },
  { name: 'depth 10,000 never closed', code: 'unsafe', item: -1, payload: '['.repeat(10_000) },
  both(
    'depth 10,000 of objects inside an observation',
    'unsafe',
    `"t":${now},${good},"x":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
  ),
  both('__proto__', 'unsafe', `"t":${now},${good},"__proto__":{"isAdmin":true}`),
  both('__proto__ spelt with escapes', 'unsafe', `"t":${now},${good},"\\u005f_proto__":{"isAdmin":true}`),
  both('constructor as a metric', 'unsafe', `"t":${now},"v":{"constructor":1}`),
  both('1e400', 'not-finite', `"t":${now},"v":{"pm25UgM3":1e400}`),
  both('a number as text', 'schema', `"t":${now},"v":{"pm25UgM3":"31"}`),
  both('no time', 'no-time', good),
  both('a time without offset', 'no-time', `"t":"2026-11-23T14:05:07",${good}`),
  both('time 1 h ahead', 'future', `"t":${now + HOUR_MS},${good}`),
  both('year 9999', 'future', `"t":"9999-12-31T23:59:59Z",${good}`),
  both('year 0001', 'schema', `"t":"0001-01-01T00:00:00Z",${good}`),
  both('time 1e300', 'future', `"t":1e300,${good}`),
  both('one observation of 100 kB', 'oversize', `"t":${now},${good},"note":"${'x'.repeat(100_000)}"`),
  {
    name: 'a payload of 1 MiB and one byte',
    code: 'oversize',
    item: -1,
    payload: Buffer.alloc(MIB + 1, 0x20),
  },
];
