import type { WindowRow, WindowsQuery } from './history-query.ts';
import type { HistoryRequest } from './history-messages.ts';

type WindowsRequest = Extract<HistoryRequest, { op: 'windows' }>;

/** So many series are asked by one statement at most. */
const MAX_TOGETHER = 64;

/** One piece of work: a request, several questions that differ in their entity only, or something of the process's own. */
export type Work =
  | { kind: 'request'; request: HistoryRequest }
  | { kind: 'windows'; requests: WindowsRequest[]; entities: string[] }
  | { kind: 'own'; run: () => void };

/**
 * What waits for the store, in order, except that questions about windows which differ in their entity only are taken together:
 * one statement about eight series takes a third of the time of eight. For that a question may wait behind rows that came after
 * it (it tells of them, too), but never goes before rows that came before it, and nothing passes a flush.
 */
export class RequestQueue {
  #waiting: Work[] = [];

  push(work: Exclude<Work, { kind: 'windows' }>): void {
    this.#waiting.push(work);
  }

  /** The next piece of work; undefined = none waits. */
  next(): Work | undefined {
    const first = this.#waiting[0];
    if (first !== undefined && isWindows(first)) this.#takeTogether(first.request.query);
    return this.#waiting.shift();
  }

  /** Puts the questions like the first behind the rows between them, as one piece of work. */
  #takeTogether(query: WindowsQuery): void {
    const key = keyOf(query);
    if (key === null) return;
    const together: WindowsRequest[] = [];
    const passed: Work[] = [];
    let rowsBefore = 0;
    let at = 0;
    for (; at < this.#waiting.length && together.length < MAX_TOGETHER; at++) {
      const work = this.#waiting[at]!;
      const isAppend = work.kind === 'request' && work.request.op === 'append';
      if (!isAppend && !isWindows(work)) break;
      if (isWindows(work) && keyOf(work.request.query) === key) {
        together.push(work.request);
        rowsBefore = passed.length;
      } else passed.push(work);
    }
    if (together.length < 2) return;
    const isRows = (work: Work): boolean => !isWindows(work);
    const before = passed.slice(0, rowsBefore);
    const entities = [...new Set(together.map((request) => request.query.entity!))];
    this.#waiting = [
      ...before.filter(isRows),
      { kind: 'windows', requests: together, entities },
      ...before.filter((work) => !isRows(work)),
      ...passed.slice(rowsBefore),
      ...this.#waiting.slice(at),
    ];
  }
}

function isWindows(work: Work): work is { kind: 'request'; request: WindowsRequest } {
  return work.kind === 'request' && work.request.op === 'windows';
}

/** Equal for questions that differ in their entity only; null = a question about all entities. */
function keyOf({ entity, ...rest }: WindowsQuery): string | null {
  return entity === undefined ? null : JSON.stringify(rest);
}

/** Each answer by the id of its question. */
export function answersOf(
  requests: readonly WindowsRequest[],
  byEntity: ReadonlyMap<string, WindowRow[]>,
): { id: number; rows: WindowRow[] }[] {
  return requests.map(({ id, query }) => ({ id, rows: byEntity.get(query.entity!) ?? [] }));
}
