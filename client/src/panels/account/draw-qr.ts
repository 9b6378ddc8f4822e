import encodeQR from 'qr';

/** One path of unit squares in a square of `size` modules, quiet zone included: few nodes, and no gap between modules at any size. */
export function drawn(text: string): { size: number; path: string } {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 4 });
  const path = rows
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return { size: rows.length, path };
}
