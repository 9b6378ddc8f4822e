/** One field that two rules have differently; `undefined`: one of them has it not. */
export interface FieldChange {
  /** `inputs.level.window` */
  path: string;
  before: unknown;
  after: unknown;
}

/** What changed from one JSON value to another, leaf by leaf, in the order of paths. Lists are compared as a whole. */
export function ruleDiff(before: unknown, after: unknown, path = ''): FieldChange[] {
  if (isRecord(before) && isRecord(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) =>
      ruleDiff(before[name], after[name], path === '' ? name : `${path}.${name}`),
    );
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
