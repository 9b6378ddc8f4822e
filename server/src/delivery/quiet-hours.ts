/** `HH:mm` to `HH:mm` of local time; `to` may lie before `from`: over midnight. */
export interface QuietHours {
  from: string;
  to: string;
}

const DAY_MIN = 1_440;

/** Milliseconds until the quiet hours end; 0 outside them. At a change of the clocks it may be off by that hour, and is asked again. */
export function quietForMs({ from, to }: QuietHours, nowMs: number, zone: string): number {
  const now = minuteOfDay(nowMs, zone);
  const start = toMinutes(from);
  const end = toMinutes(to);
  const isQuiet = start <= end ? now >= start && now < end : now >= start || now < end;
  if (!isQuiet) return 0;
  const minutes = (end - now + DAY_MIN) % DAY_MIN;
  return minutes * 60_000 - (nowMs % 60_000);
}

function minuteOfDay(ms: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(ms);
  return toMinutes(parts);
}

function toMinutes(clock: string): number {
  const [hours, minutes] = clock.split(':').map(Number);
  return ((hours ?? 0) % 24) * 60 + (minutes ?? 0);
}
