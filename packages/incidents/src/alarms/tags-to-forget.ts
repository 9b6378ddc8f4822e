import { isActiveState } from './alarm-states.ts';
import type { Tag } from './alarm-tag.ts';

/**
 * Which tags go when there are too many: first those without an alarm, then the mildest alarms, of equal ones those whose condition has
 * ended, then those that the book has known longest. Sorts all tags: call it for many at a time.
 */
export function tagsToForget(tags: Iterable<Tag>, count: number): Tag[] {
  return [...tags].sort((a, b) => worthOf(a) - worthOf(b) || a.seq - b.seq).slice(0, count);
}

function worthOf(tag: Tag): number {
  if (tag.alarm === null) return tag.suppressed === null ? 0 : 1;
  return 2 * (5 - tag.alarm.priority) + (isActiveState(tag.base) ? 1 : 0);
}
