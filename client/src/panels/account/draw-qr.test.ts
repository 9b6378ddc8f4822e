import encodeQR from 'qr';
import decodeQR from 'qr/decode.js';
import { expect, test } from 'vitest';
import { drawn } from './draw-qr.ts';

test('what is drawn is read back as the address, at the size that a telephone sees', () => {
  for (const text of [
    'http://127.0.0.1:8080/desk/accounts/devices/BCDF-GHJK',
    `https://${'trung-tam-dieu-hanh.'.repeat(4)}vn/desk/accounts/devices/ZXWV-TSRQ`,
  ]) {
    const { size, path } = drawn(text);
    expect(size).toBe(encodeQR(text, 'raw', { ecc: 'medium', border: 4 }).length);
    expect(decodeQR(rasterOf(path, size, 6))).toBe(text);
  }
});

/** Black squares of the path on white, `scale` pixels a module. */
function rasterOf(path: string, size: number, scale: number) {
  const width = size * scale;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let row = 0; row < scale; row++)
      for (let column = 0; column < scale; column++) {
        const at = ((Number(y) * scale + row) * width + Number(x) * scale + column) * 4;
        data.fill(0, at, at + 3);
      }
  return { width, height: width, data };
}
