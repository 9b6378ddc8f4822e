import { PLANTED_PANE_BUGS } from './planted-pane-bugs-fixture.ts';

/**
 * Bugs that are planted in copies of the engine: the trial against the oracle must find each of them, else it proves nothing.
 * `code` must occur exactly once in `file`, so that the list cannot silently go stale; `rule` is the rule of the SPEC that the bug
 * breaks, `foundBy` the check of the trial that objects first.
 */
export interface PlantedBug {
  readonly name: string;
  readonly rule: string;
  readonly file: string;
  readonly code: string;
  readonly planted: string;
  readonly foundBy: RegExp;
}

const LATENESS: readonly PlantedBug[] = [
  {
    name: 'late is judged by the start of the slice (off by one)',
    rule: 'W7',
    file: 'window-engine.ts',
    code: 'this.#isLate = sliceEndMs +',
    planted: 'this.#isLate = sliceEndMs - SLICE_MS +',
    foundBy: /outcome/,
  },
  {
    // Judging after the event moved the watermark, and nothing else, changes nothing: no event passes the end of its own slice.
    name: 'late is decided after the event moved the newest time, by that time',
    rule: 'W6',
    file: 'window-engine.ts',
    code: 'event[ALLOWED_LATENESS]! <= event[BEFORE]!;',
    planted: 'event[ALLOWED_LATENESS]! <= Math.max(event[BEFORE]!, this.#state.sources.maxEventMs(source));',
    foundBy: /outcome/,
  },
  {
    name: 'an event for a closed slice re-opens it',
    rule: 'W8',
    file: 'window-engine.ts',
    code: "if (this.#isLate) return 'late';",
    planted: "if (this.#isLate) { this.#writer.add(series); return 'late'; }",
    foundBy: /n differs|open windows|latest window|a pane holds events/,
  },
  {
    name: 'late panes are lost',
    rule: 'W15',
    file: 'slice-writer.ts',
    code: 'this.#revised.push(series);',
    planted: '',
    foundBy: /after a tick the last firing is up to date/,
  },
  {
    name: 'a slice closes before its revisions were shown',
    rule: 'W15',
    file: 'window-engine.ts',
    code: 'this.#flushRevisions(link - 1);',
    planted: 'if (source < 0) this.#flushRevisions(link - 1);',
    foundBy: /after a tick the last firing is up to date|a pane that fires again shows something new/,
  },
  {
    name: 'revisions are counted for the shortest window only',
    rule: 'W15',
    file: 'slice-pool.ts',
    code: 'for (let level = 0; level < revisedLevels; level++)',
    planted: 'for (let level = 0; level < 1; level++)',
    foundBy: /revision/,
  },
  {
    name: 'a revision of a slice that holds events already is not counted',
    rule: 'W15',
    file: 'slice-pool.ts',
    code: 'if (revisedLevels > 0) this.#countRevision(block, revisedLevels);',
    planted: '',
    foundBy: /revision/,
  },
];

const IDENTITY: readonly PlantedBug[] = [
  {
    name: 'dedup ignores the id',
    rule: 'W11',
    file: 'deduplicator.ts',
    code: 'if (this.#hasId) identifyById(key, this.#id, event[VALUE]!);',
    planted: 'if (this.#id.hi < 0) identifyById(key, this.#id, event[VALUE]!);',
    foundBy: /outcome/,
  },
  {
    name: 'a conflict is called a duplicate',
    rule: 'W11',
    file: 'identity.ts',
    code: "return check === 0 || stored === 0 ? 'new' : 'conflict';",
    planted: "return check === 0 || stored === 0 ? 'new' : 'duplicate';",
    foundBy: /outcome/,
  },
  {
    name: 'late is decided before duplicate',
    rule: 'W11',
    file: 'window-engine.ts',
    code: "if (remembered !== 'new') return remembered;",
    planted: "if (this.#isLate) return 'late'; if (remembered !== 'new') return remembered;",
    foundBy: /outcome/,
  },
  {
    name: 'a late value is not remembered, so its repetition is late again',
    rule: 'W11',
    file: 'window-engine.ts',
    code: 'const remembered = this.#deduplicator.remember(series);',
    planted: "const remembered = this.#isLate ? 'new' : this.#deduplicator.remember(series);",
    foundBy: /outcome/,
  },
  {
    name: 'the two zeros are two values',
    rule: 'W10',
    file: 'window-engine.ts',
    code: 'this.#event[VALUE] = value + 0;',
    planted: 'this.#event[VALUE] = value;',
    foundBy: /outcome|(min|max|first|last) differs/,
  },
  {
    name: 'flagged values enter the statistics',
    rule: 'W11',
    file: 'window-engine.ts',
    code: 'if (inStatistics) this.#writer.add(series);',
    planted: 'this.#writer.add(series);',
    foundBy: /n differs|open windows|latest window|a pane holds events/,
  },
  {
    name: 'identities are forgotten 20 s too early',
    rule: 'W12',
    file: 'identity-memory.ts',
    code: '#dropExpired(head: number, horizonStartMs: number): void {',
    planted: '#dropExpired(head: number, startMs: number): void { const horizonStartMs = startMs + 20_000;',
    foundBy: /outcome/,
  },
  {
    name: 'an identity just at the horizon is forgotten',
    rule: 'W12',
    file: 'deduplicator.ts',
    code: 'if (event[T]! < event[HORIZON_START]!)',
    planted: 'if (event[T]! <= event[HORIZON_START]!)',
    foundBy: /outcome/,
  },
  {
    name: 'the dedup horizon ends one slice before the last live window',
    rule: 'W12',
    file: 'window-policy.ts',
    code: 'policy.outOfOrdernessMs + policy.allowedLatenessMs + SLICE_MS',
    planted: 'policy.outOfOrdernessMs + policy.allowedLatenessMs',
    foundBy: /outcome/,
  },
];

const WATERMARK: readonly PlantedBug[] = [
  {
    name: 'the watermark follows arrival times',
    rule: 'W4',
    file: 'source-table.ts',
    code: 'if (tMs > records[at + MAX_EVENT]!) records[at + MAX_EVENT] = tMs;',
    planted: 'if (arrivalMs > records[at + MAX_EVENT]!) records[at + MAX_EVENT] = arrivalMs;',
    foundBy: /watermark/,
  },
  {
    name: 'silence does not move the watermark',
    rule: 'W5',
    file: 'source-table.ts',
    code: 'return idleMs > storedMs ? idleMs : storedMs;',
    planted: 'return storedMs;',
    foundBy: /watermark/,
  },
  {
    name: 'an arrival throws away what the silence before it had earned',
    rule: 'W5',
    file: 'source-table.ts',
    code: 'const raisedMs = eventMs > beforeMs ? eventMs : beforeMs;',
    planted: 'const raisedMs = Math.max(eventMs, records[at + WATERMARK]!);',
    foundBy: /watermark/,
  },
  {
    name: 'the watermark of an idle source falls when it speaks again',
    rule: 'W4',
    file: 'source-table.ts',
    code: 'const raisedMs = eventMs > beforeMs ? eventMs : beforeMs;',
    planted: 'const raisedMs = eventMs;',
    foundBy: /watermark/,
  },
  {
    name: 'a silent source fires once and is then forgotten',
    rule: 'W5',
    file: 'source-table.ts',
    code: 'if (nextMs <= this.#tickMs) nextMs = this.#tickMs + 1;',
    planted: 'if (records[at + DUE]! < this.#tickMs) nextMs = Infinity;',
    foundBy: /after a tick|fires|open windows|the last firing is final|nothing fires/,
  },
  {
    name: 'the aggregate watermark falls with the source that came back',
    rule: 'W17',
    file: 'aggregate-watermark.ts',
    code: 'watermarkMs: Math.max(previousMs, takenMs)',
    planted: 'watermarkMs: takenMs',
    foundBy: /aggregate watermark/,
  },
  {
    name: 'a source that is far behind holds the aggregate watermark back',
    rule: 'W17',
    file: 'aggregate-watermark.ts',
    code: 'if (watermarkMs < limits[feed]! || watermarkMs === -Infinity)',
    planted: 'if (watermarkMs === -Infinity)',
    foundBy: /aggregate watermark/,
  },
  {
    name: 'each entity of a feed with one watermark has its own',
    rule: 'W22',
    file: 'window-engine.ts',
    code: 'if (isShared && this.#sharedSources[feed] !== -1) return this.#sharedSources[feed]!;',
    planted: '',
    foundBy: /watermark|outcome/,
  },
];

const RESTART: readonly PlantedBug[] = [
  {
    name: 'a checkpoint forgets which revisions wait',
    rule: 'W18',
    file: 'window-engine.ts',
    code: 'revised: this.#writer.snapshot(),',
    planted: 'revised: [],',
    foundBy: /after a tick the last firing is up to date/,
  },
  {
    name: 'a restored engine forgets identities',
    rule: 'W18',
    file: 'window-state.ts',
    code: 'this.identities.load(snapshot.identities);',
    planted: 'for (let series = 0; series < this.series.count; series++) this.identities.addSeries(series);',
    foundBy: /a restored engine has the same hashes|outcome/,
  },
  {
    name: 'a restored engine forgets the last tick',
    rule: 'W18',
    file: 'source-table.ts',
    code: 'this.#tickMs = snapshot.tickMs;',
    planted: '',
    foundBy: /a restored engine has the same hashes|watermark/,
  },
  {
    name: 'a restored engine forgets the aggregate watermarks',
    rule: 'W18',
    file: 'window-engine.ts',
    code: 'engine.#aggregates.load(snapshot.aggregates, engine.#state.sources);',
    planted: '',
    foundBy: /aggregate watermark/,
  },
];

/** Every planted bug, by what it breaks. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  ...LATENESS,
  ...IDENTITY,
  ...WATERMARK,
  ...PLANTED_PANE_BUGS,
  ...RESTART,
];
