/** An element to be written: text, or children in their order. `null` children are left out. */
export type XmlPart = readonly [name: string, inside: string | readonly (XmlPart | null)[]];

/** XML of a part. Characters that XML 1.0 cannot hold are left out: a title with one must not stop an alert. */
export function toXml([name, inside]: XmlPart, indent = ''): string {
  if (typeof inside === 'string') return `${indent}<${name}>${escaped(inside)}</${name}>\n`;
  const parts = inside.filter((part) => part !== null).map((part) => toXml(part, `${indent}  `));
  const attribute = name === 'alert' ? ' xmlns="urn:oasis:names:tc:emergency:cap:1.2"' : '';
  return `${indent}<${name}${attribute}>\n${parts.join('')}${indent}</${name}>\n`;
}

function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** `2026-11-23T14:05:00+07:00`: whole seconds, the offset in digits, UTC as `-00:00` (CAP forbids `Z`). */
export function toCapTime(ms: number, zone: string): string {
  const at = Math.floor(ms / 1_000) * 1_000;
  const offsetMs = offsetOf(at, zone);
  const local = new Date(at + offsetMs).toISOString().slice(0, 19);
  if (offsetMs === 0) return `${local}-00:00`;
  const minutes = Math.abs(offsetMs) / 60_000;
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${local}${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function offsetOf(ms: number, timeZone: string): number {
  const name = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(ms)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(name ?? '') ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
