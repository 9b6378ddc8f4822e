import { readdirSync, readFileSync } from 'node:fs';

/** The history processes among the children of a centre. Linux only. */
export function historyPids(parent: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && isHistoryOf(pid, parent));
}

function isHistoryOf(pid: number, parent: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const parentPid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    return parentPid === parent && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('history-child');
  } catch {
    // It ended between the two looks.
    return false;
  }
}
