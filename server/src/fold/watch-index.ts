import type { Rule, RuleInput } from '@metropane/city';
import { distanceM } from '@metropane/incidents';
import type { ActiveRule } from '@metropane/rules';
import type { ControlRoom } from './control-room.ts';
import { KeyWatch, type WatchedRule, type WatchPlace } from './key-watch.ts';

/** Which watches a series moves; most series move none and share this. */
export const NOBODY_WATCHES: readonly KeyWatch[] = [];

/** Asks for more than readings: evaluated by the room's time as well. */
const TIMED_KINDS: ReadonlySet<RuleInput['kind']> = new Set(['silence', 'repeat', 'reports', 'indicator']);

/**
 * All watches and what leads to them: from a series by one look into an array, from a rule and a key by name. Rebuilt as a whole when
 * the rules change; in between it only grows, by what is heard for the first time.
 */
export class WatchIndex {
  readonly #room: ControlRoom;
  readonly #byTag = new Map<string, KeyWatch>();
  readonly #ofRule = new Map<string, KeyWatch[]>();
  readonly #watchersOfSeries: (readonly KeyWatch[] | undefined)[] = [];
  /** Whoever listens to a series by name (`domain\0metric\0entity`), heard of or not. */
  readonly #listeners = new Map<string, KeyWatch[]>();
  /** Rules that make a watch of an entity when its metric is heard, by `domain\0metric`; metric `*`: any. */
  readonly #makers = new Map<string, WatchedRule[]>();
  /** Evaluated by the room's time, in the order in which they came. */
  readonly timed: KeyWatch[] = [];
  #rules: WatchedRule[] = [];

  constructor(room: ControlRoom) {
    this.#room = room;
  }

  get rules(): readonly WatchedRule[] {
    return this.#rules;
  }

  get(ruleId: string, key: string): KeyWatch | undefined {
    return this.#byTag.get(`${ruleId}\0${key}`);
  }

  of(ruleId: string): readonly KeyWatch[] {
    return this.#ofRule.get(ruleId) ?? [];
  }

  values(): Iterable<KeyWatch> {
    return this.#byTag.values();
  }

  get size(): number {
    return this.#byTag.size;
  }

  /** Undefined = ask `learn`. */
  watchersOf(series: number): readonly KeyWatch[] | undefined {
    return this.#watchersOfSeries[series];
  }

  /** The number of an evicted series may come again with another name. */
  forgetSeries(series: number): void {
    this.#watchersOfSeries[series] = undefined;
  }

  /** Takes the usable rules, in the order of their ids, and finds anew what each of them watches. */
  rebuild(active: readonly ActiveRule[]): void {
    this.#byTag.clear();
    this.#ofRule.clear();
    this.#watchersOfSeries.length = 0;
    this.#listeners.clear();
    this.#makers.clear();
    this.timed.length = 0;
    this.#rules = active.flatMap((one) => (one.compiled === null ? [] : [watchedRule(one)]));
    for (const rule of this.#rules) this.#addMakers(rule);
    for (const rule of this.#rules) this.#addNamed(rule);
    const { entities } = this.#room;
    for (let entity = 0; entity < entities.size; entity++)
      for (const series of entities.seriesOf(entity)) this.learn(series);
  }

  /** As `watchersOf` for a series that is met for the first time. */
  learn(series: number): readonly KeyWatch[] {
    const { entities } = this.#room;
    const entity = entities.entityOfSeries[series]!;
    const domain = entities.domains[entities.domainOf[entity]!]!;
    const metric = entities.metricOf[series]!;
    for (const asked of [metric, '*']) {
      for (const rule of this.#makers.get(`${domain}\0${asked}`) ?? [])
        this.#watchEntity(rule, { entity, domain, metric });
    }
    const name = entities.names[entity]!;
    const watchers = this.#listeners.get(`${domain}\0${metric}\0${name}`) ?? NOBODY_WATCHES;
    this.#watchersOfSeries[series] = watchers;
    return watchers;
  }

  #addMakers(rule: WatchedRule): void {
    const metrics = new Set<string>();
    for (const [, input] of rule.inputs) {
      const asked = readingsOf(rule.active.rule, input);
      if (asked !== null && asked.entity === undefined) metrics.add(`${asked.domain}\0${asked.metric}`);
    }
    for (const metric of metrics) {
      const makers = this.#makers.get(metric) ?? [];
      makers.push(rule);
      this.#makers.set(metric, makers);
    }
  }

  /** Watches that are there before anything is heard: of the city, of entities that a rule names, of places that reports fall on. */
  #addNamed(rule: WatchedRule): void {
    const { per, domain, entities } = rule.active.rule;
    if (per === 'city') {
      this.#ensure(rule, { key: 'city', entity: '', ward: '', place: undefined });
      return;
    }
    const looksAround = rule.inputs.some(([, { kind }]) => kind === 'reports' || kind === 'near');
    const makesOwn = [...this.#makers.values()].some((makers) => makers.includes(rule));
    if (per === 'ward') {
      if (!rule.inputs.some(([, { kind }]) => kind === 'reports')) return;
      for (const place of Object.values(this.#places())) {
        if (place.unit !== undefined) this.#ensure(rule, wardOf(place));
      }
      return;
    }
    const names = entities ?? (looksAround && !makesOwn ? this.#placed(domain) : []);
    for (const entity of names) this.#ensure(rule, this.#entityOf(domain, entity));
  }

  #watchEntity(
    rule: WatchedRule,
    { entity, domain, metric }: { entity: number; domain: string; metric: string },
  ): void {
    const { entities } = this.#room;
    const own = rule.active.rule;
    const name = entities.names[entity]!;
    if (rule.entities !== null && domain === own.domain && !rule.entities.has(name)) return;
    if (own.per === 'entity') {
      // Heard in another domain, it is a second look at an entity of its own.
      if (rule.entities !== null && !rule.entities.has(name)) return;
      this.#listen(this.#ensure(rule, this.#entityOf(own.domain, name)), { domain, metric, entity: name });
      return;
    }
    const place = this.#places()[`${domain}/${name}`];
    if (own.per === 'ward' && place?.unit === undefined) return;
    const of = own.per === 'ward' ? wardOf(place!) : { key: 'city', entity: '', ward: '', place: undefined };
    const watch = this.#ensure(rule, of);
    addSorted(watch.members, domain, entity);
    this.#listen(watch, { domain, metric, entity: name });
  }

  #ensure(
    rule: WatchedRule,
    of: { key: string; entity: string; ward: string; place: WatchPlace | undefined },
  ): KeyWatch {
    const { id } = rule.active.rule;
    const tag = `${id}\0${of.key}`;
    const known = this.#byTag.get(tag);
    if (known !== undefined) return known;
    const watch = new KeyWatch(rule, of);
    this.#byTag.set(tag, watch);
    const ofRule = this.#ofRule.get(id) ?? [];
    ofRule.push(watch);
    this.#ofRule.set(id, ofRule);
    if (rule.isTimed || watch.isAggregate || rule.active.rule.schedule !== undefined) this.timed.push(watch);
    for (const [name, input] of rule.inputs) {
      if (input.kind === 'near') this.#lookAround(watch, name, input);
      if (input.kind === 'window' && input.entity !== undefined)
        this.#listen(watch, {
          domain: input.domain ?? rule.active.rule.domain,
          metric: input.metric,
          entity: input.entity,
        });
    }
    return watch;
  }

  /** Entities of the pack that lie near enough; what moves about is not looked for. */
  #lookAround(watch: KeyWatch, name: string, input: Extract<RuleInput, { kind: 'near' }>): void {
    const { place } = watch;
    if (place === undefined) return;
    const places = this.#places();
    const near = this.#placed(input.domain).filter((entity) => {
      const isItself = input.domain === watch.rule.active.rule.domain && entity === watch.entity;
      return !isItself && distanceM(places[`${input.domain}/${entity}`]!.loc, place.loc) <= input.radiusM;
    });
    watch.near.set(name, near);
    for (const entity of near) this.#listen(watch, { domain: input.domain, metric: input.metric, entity });
  }

  #listen(watch: KeyWatch, to: { domain: string; metric: string; entity: string }): void {
    const name = `${to.domain}\0${to.metric}\0${to.entity}`;
    const listeners = this.#listeners.get(name);
    if (listeners !== undefined) {
      if (!listeners.includes(watch)) listeners.push(watch);
      return;
    }
    const first = [watch];
    this.#listeners.set(name, first);
    const { entities } = this.#room;
    const entity = entities.find(to.domain, to.entity);
    const series = entity === undefined ? undefined : entities.findSeries(entity, to.metric);
    if (series !== undefined && this.#watchersOfSeries[series] !== undefined)
      this.#watchersOfSeries[series] = first;
  }

  #entityOf(
    domain: string,
    entity: string,
  ): { key: string; entity: string; ward: string; place: WatchPlace | undefined } {
    const key = `${domain}/${entity}`;
    return { key, entity, ward: '', place: this.#places()[key] };
  }

  #places(): Record<string, WatchPlace> {
    return this.#room.config.alarms?.places ?? {};
  }

  #placed(domain: string): string[] {
    const prefix = `${domain}/`;
    return Object.keys(this.#places())
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length));
  }
}

function watchedRule(active: ActiveRule): WatchedRule {
  const { rule, compiled } = active;
  const inputs = Object.entries(rule.inputs);
  return {
    active,
    compiled: compiled!,
    inputs,
    isTimed: inputs.some(([, { kind }]) => TIMED_KINDS.has(kind)),
    entities: rule.entities === undefined ? null : new Set(rule.entities),
  };
}

/** The readings that an input is made of; null for those that are made of something else. */
function readingsOf(
  rule: Rule,
  input: RuleInput,
): { domain: string; metric: string; entity?: string | undefined } | null {
  switch (input.kind) {
    case 'window':
      return { domain: input.domain ?? rule.domain, metric: input.metric, entity: input.entity };
    case 'rate':
      return { domain: rule.domain, metric: input.metric };
    case 'silence':
      return { domain: rule.domain, metric: input.metric ?? '*' };
    default:
      return null;
  }
}

function wardOf(place: WatchPlace): { key: string; entity: string; ward: string; place: WatchPlace } {
  const code = place.unit?.code ?? '';
  return { key: `ward/${code}`, entity: '', ward: code, place };
}

function addSorted(members: Map<string, number[]>, domain: string, entity: number): void {
  const numbers = members.get(domain);
  if (numbers === undefined) {
    members.set(domain, [entity]);
    return;
  }
  if (entity > numbers.at(-1)!) {
    numbers.push(entity);
    return;
  }
  if (numbers.includes(entity)) return;
  const at = numbers.findIndex((other) => other > entity);
  numbers.splice(at === -1 ? numbers.length : at, 0, entity);
}
