import type { Priority } from '@metropane/live-state';
import type { Level } from '../fold/fold-config.ts';

/** The most urgent level that a value has reached; null = normal or no value. */
export function levelPriority(levels: readonly Level[], value: number | null): Priority | null {
  if (value === null) return null;
  let worst: Priority | null = null;
  for (const level of levels) {
    const reached = level.op === 'ge' ? value >= level.value : value <= level.value;
    if (reached && (worst === null || level.priority < worst)) worst = level.priority;
  }
  return worst;
}
