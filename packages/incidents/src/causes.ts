import { defaultSeverity } from '@metropane/city';

/**
 * What can cause what, by report category: the arrows that grouping may follow. Short and plain on purpose: an arrow too many hides an
 * incident inside another, a missing one costs an operator a glance. Nothing leads to a collision: whatever brought it about, somebody
 * may be hurt. Common knowledge of operations, not a measured relation.
 */
const EFFECTS: Readonly<Record<string, readonly string[]>> = {
  storm: ['flood', 'tree-fall', 'power', 'lighting', 'public-transport', 'sewer'],
  tide: ['flood', 'sewer', 'landslide'],
  flood: ['traffic-jam', 'public-transport', 'power', 'road-damage', 'sewer'],
  sewer: ['flood', 'road-damage'],
  landslide: ['traffic-jam', 'road-damage', 'building-collapse', 'water-leak', 'power'],
  power: [
    'traffic-signal',
    'lighting',
    'water-supply',
    'water-pressure',
    'public-transport',
    'system-fault',
    'sewer',
  ],
  'traffic-signal': ['traffic-jam'],
  'traffic-accident': ['traffic-jam', 'public-transport', 'medical', 'rescue'],
  'traffic-jam': ['public-transport'],
  'tree-fall': ['traffic-jam', 'power', 'lighting', 'public-transport'],
  'water-leak': ['water-pressure', 'water-supply', 'road-damage', 'traffic-jam'],
  'water-supply': ['water-pressure'],
  'gas-leak': ['explosion', 'fire'],
  explosion: ['fire', 'building-collapse', 'traffic-jam', 'medical', 'power'],
  fire: ['traffic-jam', 'air', 'power', 'medical', 'rescue', 'public-transport'],
  'building-collapse': ['traffic-jam', 'rescue', 'medical'],
  crowd: ['traffic-jam', 'public-order'],
  'road-works': ['traffic-jam', 'water-leak'],
  cyber: ['system-fault', 'traffic-signal', 'public-transport'],
};

/** Causes that reach over a ward, not only over a street. */
const AREAL: ReadonlySet<string> = new Set(['storm', 'tide', 'flood', 'power', 'water-supply']);

/** What sensors show of something else more often than by itself. */
const SYMPTOMS: ReadonlySet<string> = new Set([
  'traffic-jam',
  'air',
  'lighting',
  'traffic-signal',
  'water-pressure',
  'public-transport',
]);

const DIRECT = new Map(Object.entries(EFFECTS).map(([cause, effects]) => [cause, new Set(effects)]));
const BACK = invert();

/** True when something of category `cause` may bring about something of category `effect`; at most over one thing between. */
export function mayCause(cause: string, effect: string): boolean {
  const direct = DIRECT.get(cause);
  if (direct === undefined || cause === effect) return false;
  if (direct.has(effect)) return true;
  for (const between of direct) if (DIRECT.get(between)?.has(effect) === true) return true;
  return false;
}

/** True for an arrow of the table itself: as far as the word of a caller goes. */
export function causesDirectly(cause: string, effect: string): boolean {
  return DIRECT.get(cause)?.has(effect) === true;
}

/** Categories that have to do with `category` by `mayCause`, either way round; itself first. */
export function kindred(category: string): readonly string[] {
  let known = KINDRED.get(category);
  if (known === undefined) {
    const found = new Set([category]);
    for (const [cause, effects] of DIRECT) {
      if (mayCause(cause, category)) found.add(cause);
      for (const effect of effects) if (mayCause(category, effect)) found.add(effect);
    }
    // Beyond the first arrow: effects of effects.
    for (const effect of BACK.keys()) if (mayCause(category, effect)) found.add(effect);
    known = [...found];
    if (DIRECT.has(category) || BACK.has(category)) KINDRED.set(category, known);
  }
  return known;
}

export function isAreal(category: string): boolean {
  return AREAL.has(category);
}

/** Something else may have brought it about. */
export function isEffect(category: string): boolean {
  return BACK.has(category);
}

export function isSymptom(category: string): boolean {
  return SYMPTOMS.has(category);
}

/** Lives are at stake in everything of this category: it always calls, and never hides behind another category. */
export function isLifeSafety(category: string): boolean {
  return defaultSeverity(category) === 1;
}

/** Only categories of the table are remembered: unknown codes come from outside and have no end. */
const KINDRED = new Map<string, readonly string[]>();

function invert(): Map<string, Set<string>> {
  const back = new Map<string, Set<string>>();
  for (const [cause, effects] of DIRECT) {
    for (const effect of effects) back.set(effect, (back.get(effect) ?? new Set()).add(cause));
  }
  return back;
}
