import type { Rng } from '@metropane/base';

/**
 * Texts for the differential fuzz: observations as devices write them, and the same with one or several things wrong or merely
 * unusual. All from `rng`, so that a seed names a case.
 */
export class HostileObservations {
  readonly #rng: Rng;
  readonly #arrivalMs: number;
  /** How likely each part of the message is to be an odd one: most messages are tame, as those of devices are. */
  #oddness = 0;

  constructor(rng: Rng, arrivalMs: number) {
    this.#rng = rng;
    this.#arrivalMs = arrivalMs;
  }

  /** The bytes of one message. */
  next(): Buffer {
    this.#oddness = this.#pick([0, 0, 0.05, 0.4]);
    const bytes = Buffer.from(this.#message(), 'utf8');
    return this.#chance(this.#oddness === 0 ? 0.2 : 0.4) ? this.#damaged(bytes) : bytes;
  }

  #message(): string {
    if (this.#chance(0.7)) return this.#item();
    const items = Array.from({ length: this.#below(4) }, () => this.#item());
    return `[${items.join(this.#pick([',', ', ', ',\n', ' ,']))}${this.#isOdd() ? ',' : ''}]`;
  }

  #item(): string {
    if (this.#isOdd()) return this.#pick(['null', '7', '"x"', '[]', '{}', 'true', '', '{"v":{"a":1}}']);
    const fields = [`"t":${this.#time()}`, `"v":${this.#readings()}`];
    if (this.#chance(0.3)) fields.push(`"id":${this.#id()}`);
    if (this.#chance(0.3)) fields.push(`"loc":${this.#loc()}`);
    if (this.#chance(0.3)) fields.push(`"seq":${this.#isOdd() ? this.#number() : this.#below(1e9)}`);
    if (this.#isOdd()) fields.push(this.#oddField());
    if (this.#chance(0.5)) fields.push(...fields.splice(0, this.#below(fields.length)));
    const gap = !this.#isOdd() ? '' : this.#pick([' ', '\n', '\t', '\r\n', '  ', '\u00a0', '\ufeff', '\v']);
    return `${gap}{${gap}${fields.join(`${gap},${gap}`)}${gap}}${gap}`;
  }

  #oddField(): string {
    const key = this.#pick(['q', 'unit', 't', 'v', 'id', '__proto__', 'constructor', 'prototype', 'é', '']);
    const value = this.#pick([
      '{"a":3}',
      '{"a":9,"b":4}',
      '{"a":7}',
      'null',
      '"m/s"',
      '{"t":1}',
      this.#time(),
      this.#number(),
      this.#readings(),
      `${'['.repeat(34)}${']'.repeat(34)}`,
      `${'{"a":'.repeat(31)}1${'}'.repeat(31)}`,
    ]);
    return `${this.#key(key)}:${value}`;
  }

  #readings(): string {
    const count = this.#isOdd() ? this.#below(70) : 1 + this.#below(3);
    const gap = this.#isOdd() ? ' ' : '';
    const pairs = Array.from({ length: count }, (_, n) => {
      const name = this.#isOdd() ? this.#oddName() : this.#pick([`m${n}`, `pm25UgM3${n}`, `speedKmh${n}`]);
      return `${gap}${this.#key(name)}${gap}:${gap}${this.#chance(0.05) ? 'null' : this.#number()}`;
    });
    return `{${pairs.join(`${gap},`)}${gap}}`;
  }

  #oddName(): string {
    return this.#pick([
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'PM',
      'b b',
      'é',
      '',
      'a'.repeat(65),
      '\u{1f600}',
    ]);
  }

  /** A key, now and then with a character spelt as an escape. */
  #key(name: string): string {
    const text = JSON.stringify(name);
    if (!this.#isOdd() || name === '') return text;
    const code = name.charCodeAt(0).toString(16).padStart(4, '0');
    return `"\\u${code}${text.slice(2)}`;
  }

  #time(): string {
    const ms = this.#arrivalMs - this.#below(this.#pick([6e4, 4e9, 1.6e12])) + (this.#isOdd() ? 3e9 : 0);
    const text = new Date(ms).toISOString();
    if (!this.#isOdd())
      return this.#pick([String(ms), JSON.stringify(text), JSON.stringify(`${text.slice(0, 19)}+07:00`)]);
    return this.#pick([
      JSON.stringify(text),
      JSON.stringify(`${text.slice(0, 19)}Z`),
      JSON.stringify(`${text.slice(0, 19)}+07:00`),
      JSON.stringify(`${text.slice(0, 21)}-05:30`),
      JSON.stringify(text.replace('T', ' ')),
      JSON.stringify(text.toLowerCase()),
      JSON.stringify(`${text.slice(0, 17)}60Z`),
      JSON.stringify(`${text.slice(0, 17)}61Z`),
      JSON.stringify(`${text.slice(0, 10)}T24:00:00Z`),
      JSON.stringify(`${text.slice(0, 8)}31T00:00:00Z`),
      JSON.stringify(`${text.slice(0, 19)}`),
      JSON.stringify(`${text.slice(0, 23)}456Z`),
      `${ms}.5`,
      `${ms / 1000}e3`,
      `-${ms}`,
      '0',
      '-0',
      'null',
      'true',
      '"soon"',
      '1e400',
    ]);
  }

  #number(): string {
    if (!this.#isOdd())
      return this.#pick([this.#below(1000), this.#below(1e5) / 100, -this.#below(1e6) / 1000]).toString();
    const digits = Math.floor(this.#rng.next() * 10 ** this.#below(20));
    return this.#pick([
      String(this.#below(100_000) / 100),
      `-${this.#below(100_000) / 1000}`,
      String(digits),
      `${digits}.${this.#below(1e9)}`,
      `0.${'0'.repeat(this.#below(20))}${this.#below(1e6)}`,
      `${this.#below(100)}e${this.#below(330) - 20}`,
      `${this.#below(100)}E-${this.#below(330)}`,
      String(this.#rng.next() * 2 - 1),
      this.#pick([
        '0',
        '-0',
        '-0.0',
        '0.0',
        '00',
        '01',
        '-01',
        '1.',
        '.5',
        '-',
        '+1',
        '1e',
        '1.e3',
        '0x1f',
        '1_0',
      ]),
      this.#pick(['NaN', 'Infinity', '-Infinity', '"NaN"', '"12"', 'true', '[1]', '{}', '1e309', '-1e309']),
      this.#pick([
        '999999999999999',
        '9999999999999999',
        '9007199254740993',
        '123456789.123456',
        '1e-324',
        '5e-324',
      ]),
    ]);
  }

  #id(): string {
    if (!this.#isOdd()) return JSON.stringify(`x-${this.#below(1e6)}`);
    return this.#pick([
      JSON.stringify(`x-${this.#below(1e6)}`),
      '"a\\"b"',
      '"\\ud800"',
      '"é"',
      '""',
      'null',
      '7',
      JSON.stringify('i'.repeat(this.#pick([255, 256, 257]))),
      '"\t"',
    ]);
  }

  #loc(): string {
    if (!this.#isOdd()) return `[${this.#below(18e8) / 1e7},${-this.#below(9e8) / 1e7}]`;
    const [lon, lat] = [this.#number(), this.#number()];
    return this.#pick([
      '[106.7,10.77]',
      '[106.7, -10.77]',
      `[${lon},${lat}]`,
      '[1,2,3]',
      '[1]',
      'null',
      '[200,0]',
      '[0,-91]',
      '"x"',
    ]);
  }

  /** Some bytes changed, cut out, doubled, or put in: also halves of characters and a byte order mark. */
  #damaged(bytes: Buffer): Buffer {
    let damaged = bytes;
    for (let n = 1 + this.#below(2); n > 0; n--) {
      const at = this.#below(damaged.length + 1);
      const [head, tail] = [damaged.subarray(0, at), damaged.subarray(at)];
      const oddity = Buffer.from(
        this.#pick([
          [this.#below(256)],
          [0xef, 0xbb, 0xbf],
          [0xc3],
          [0xed, 0xa0, 0x80],
          [0xf0, 0x9f, 0x98],
          [0x00],
          [0x22],
          [0x5c],
          [0x2c],
          [0x20],
        ]),
      );
      damaged = this.#pick([
        () => Buffer.concat([head, oddity, tail]),
        () => Buffer.concat([head, oddity, tail.subarray(1)]),
        () => Buffer.concat([head, tail.subarray(1 + this.#below(8))]),
        () => Buffer.concat([head, tail.subarray(0, this.#below(12)), tail]),
        () => head,
        () => Buffer.concat([oddity, damaged]),
      ])();
    }
    return damaged;
  }

  #isOdd(): boolean {
    return this.#rng.next() < this.#oddness;
  }

  #chance(share: number): boolean {
    return this.#rng.next() < share;
  }

  #below(bound: number): number {
    return bound === 0 ? 0 : Math.floor(this.#rng.next() * bound);
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#below(list.length)]!;
  }
}
