import type { Rule } from '@metropane/city';
import { ruleDiff } from './rule-diff.ts';

/** Three versions of one rule: what two people began with, and what each made of it. */
export interface ThreeRules {
  base: Rule;
  mine: Rule;
  theirs: Rule;
}

/** One place where the two are not the same. */
export interface RuleParting {
  /** `inputs.level.window` */
  path: string;
  before: unknown;
  mine: unknown;
  theirs: unknown;
  /** `both`: each made something else of it, and only a person can choose. */
  by: 'me' | 'them' | 'both';
}

/** What either has changed since `base` and the other has not changed to the same, in the order of paths. */
export function partings(three: ThreeRules): RuleParting[] {
  const { base, mine, theirs } = three;
  const own = pathsOf(base, mine);
  const other = pathsOf(base, theirs);
  // Where one took a whole part away in which the other changed a leaf, the part is what they parted over.
  const paths = [...new Set([...own, ...other])].filter(
    (path, _, all) => !all.some((wider) => isInside(path, wider)),
  );
  return paths.toSorted().flatMap((path): RuleParting[] => {
    const [before, a, b] = [base, mine, theirs].map((rule) => valueAt(rule, path));
    if (isSame(a, b)) return [];
    const by = isSame(before, b) ? 'me' : isSame(before, a) ? 'them' : 'both';
    return [{ path, before, mine: a, theirs: b, by }];
  });
}

/** Their rule with all that I changed: of what both changed, mine stands. */
export function merged(three: ThreeRules): Rule {
  let rule: unknown = structuredClone(three.theirs);
  for (const { path, mine, by } of partings(three))
    if (by !== 'them') rule = withValue(rule, path.split('.'), mine);
  return rule as Rule;
}

function pathsOf(base: Rule, rule: Rule): string[] {
  return ruleDiff(base, rule).map(({ path }) => path);
}

function isInside(path: string, wider: string): boolean {
  return path.startsWith(`${wider}.`);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function valueAt(rule: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), rule);
}

function withValue(value: unknown, [name, ...rest]: readonly string[], leaf: unknown): unknown {
  if (name === undefined) return leaf;
  const record = isRecord(value) ? value : {};
  const inner = withValue(record[name], rest, leaf);
  if (inner !== undefined) return { ...record, [name]: inner };
  const { [name]: _, ...without } = record;
  return without;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
