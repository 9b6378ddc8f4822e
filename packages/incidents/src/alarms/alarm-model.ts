import type { AlarmActionName, AlarmState } from './alarm.ts';

/**
 * The life of one tag as an operator would tell it, written apart from the table and the tag that are tested: flags and full lists
 * instead of states and summaries. For the model-based test only.
 */
export class TagModel {
  alarm:
    | {
        isOn: boolean;
        isAnswered: boolean;
        answeredBy: string;
        isHeld: boolean;
        isLatching: boolean;
        priority: number;
        times: number;
        told: number;
        called: boolean;
        isMuted: boolean;
        callsItself: boolean;
        revision: number;
      }
    | undefined;
  shelfEndMs: number | undefined;
  why: string | undefined;
  isOut = false;
  onsets: number[] = [];
  calls: { atMs: number; priority: number }[] = [];
  chatterSince: number | undefined;

  get shown(): AlarmState {
    if (this.alarm === undefined) return 'normal';
    if (this.isOut) return 'out-of-service';
    if (this.shelfEndMs !== undefined) return 'shelved';
    if (this.why !== undefined) return 'suppressed';
    return this.below;
  }

  get below(): AlarmState {
    const { isOn = false, isAnswered = true, isHeld = false } = this.alarm ?? {};
    if (isOn) return isAnswered ? 'acknowledged' : 'unacknowledged';
    if (isHeld) return isAnswered ? 'latched-acknowledged' : 'latched-unacknowledged';
    return isAnswered ? 'normal' : 'returned-unacknowledged';
  }

  /** Runs one change and books what it made of state, revision, calls and transitions. Returns whether an operator was called. */
  #book(
    change: () => { call: boolean; act?: boolean; useless?: boolean; priority?: boolean },
    atMs: number,
  ): boolean {
    const alarm = this.alarm;
    if (alarm === undefined) {
      change();
      return false;
    }
    const before = { shown: alarm.told === 0 ? 'normal' : this.shown, isOn: alarm.told > 0 && alarm.isOn };
    const { call, act = false, useless = false, priority = false } = change();
    const isCalled = call && alarm.callsItself && this.isLoud();
    if (isCalled) {
      alarm.called = true;
      alarm.isMuted = false;
      this.calls.push({ atMs, priority: alarm.priority });
    }
    const isOther = before.shown !== this.shown;
    if (isOther || before.isOn !== alarm.isOn || isCalled || useless || priority) alarm.told += 1;
    if (isOther || act || priority) alarm.revision += 1;
    if (this.shown === 'normal') this.alarm = undefined;
    return isCalled;
  }

  private isLoud(): boolean {
    return this.shown === 'unacknowledged' || this.shown === 'latched-unacknowledged';
  }

  onset(priority: number, isLatching: boolean, atMs: number): boolean {
    if (this.alarm?.isOn === true) return this.prioritise(priority, atMs);
    this.onsets.push(atMs);
    const third = this.onsets.at(-3);
    if (third !== undefined && atMs - third <= 60_000) this.chatterSince ??= third;
    if (this.alarm === undefined || this.below === 'normal') {
      const rest = {
        answeredBy: '',
        told: 0,
        called: false,
        isMuted: false,
        callsItself: true,
        revision: 0,
        times: 0,
      };
      this.alarm = { isOn: false, isAnswered: true, isHeld: false, isLatching, priority, ...rest };
    }
    const alarm = this.alarm;
    return this.#book(() => {
      const isOtherPriority = priority !== alarm.priority;
      Object.assign(alarm, { isOn: true, isAnswered: false, answeredBy: '', isHeld: false, priority });
      alarm.times += 1;
      const since = this.chatterSince;
      const isKnown =
        since !== undefined &&
        this.calls.length > 0 &&
        this.calls.at(-1)!.atMs >= since &&
        this.calls.at(-1)!.priority <= priority;
      alarm.isMuted = isKnown;
      return { call: !isKnown, priority: isOtherPriority };
    }, atMs);
  }

  returned(atMs: number): void {
    const alarm = this.alarm;
    if (alarm?.isOn !== true) return;
    this.#book(() => {
      alarm.isOn = false;
      alarm.isHeld = alarm.isLatching;
      return { call: false };
    }, atMs);
  }

  prioritise(priority: number, atMs: number): boolean {
    const alarm = this.alarm;
    if (alarm?.isOn !== true || alarm.priority === priority) return false;
    return this.#book(() => {
      const isWorse = priority < alarm.priority;
      alarm.priority = priority;
      if (!isWorse) return { call: false, priority: true };
      const wasQuiet = alarm.isAnswered || !alarm.called;
      Object.assign(alarm, { isAnswered: false, answeredBy: '', isMuted: false });
      return { call: wasQuiet, priority: true };
    }, atMs);
  }

  suppress(why: string | undefined, atMs: number): boolean {
    return this.#unhide(() => (this.why = why), atMs);
  }

  tick(atMs: number): boolean {
    let isCalled = false;
    const quietMs = (this.onsets.at(-1) ?? -Infinity) + 600_000;
    const endings = [
      { dueMs: this.shelfEndMs, end: () => this.#unhide(() => (this.shelfEndMs = undefined), atMs) },
      { dueMs: this.chatterSince === undefined ? undefined : quietMs, end: () => this.#calm(atMs) },
    ].sort((a, b) => (a.dueMs ?? 0) - (b.dueMs ?? 0));
    for (const { dueMs, end } of endings)
      if (dueMs !== undefined && dueMs <= atMs) isCalled = end() || isCalled;
    return isCalled;
  }

  attach(callsItself: boolean, atMs: number): boolean {
    const alarm = this.alarm;
    if (alarm === undefined) return false;
    return this.#book(() => {
      alarm.callsItself = callsItself;
      if (callsItself) return { call: !alarm.called && !alarm.isMuted };
      alarm.called = false;
      this.calls = [];
      return { call: false };
    }, atMs);
  }

  /** Whether the act is allowed in what is shown. */
  allows(act: AlarmActionName): boolean {
    const { shown } = this;
    const isOpen = !['shelved', 'suppressed', 'out-of-service', 'normal'].includes(shown);
    switch (act) {
      case 'acknowledge':
        return isOpen && this.alarm?.isAnswered === false;
      case 'reset':
        return isOpen && this.alarm?.isHeld === true;
      case 'shelve':
        return shown !== 'out-of-service';
      case 'unshelve':
        return shown === 'shelved';
      case 'out-of-service':
        return shown !== 'out-of-service';
      case 'in-service':
        return shown === 'out-of-service';
      case 'note':
      case 'useless':
        return true;
    }
  }

  /** An act that is allowed. */
  act(act: AlarmActionName, { atMs, untilMs }: { atMs: number; untilMs: number }): boolean {
    return this.#book(() => {
      const alarm = this.alarm!;
      const wasHidden = !this.shown.endsWith('acknowledged');
      if (act === 'acknowledge') Object.assign(alarm, { isAnswered: true, answeredBy: 'An' });
      if (act === 'reset') alarm.isHeld = false;
      if (act === 'shelve') this.shelfEndMs = untilMs;
      if (act === 'unshelve') this.shelfEndMs = undefined;
      if (act === 'out-of-service') this.isOut = true;
      if (act === 'in-service') this.isOut = false;
      return { call: wasHidden, act: true, useless: act === 'useless' };
    }, atMs);
  }

  #unhide(change: () => void, atMs: number): boolean {
    return this.#book(() => {
      const wasHidden = !this.shown.endsWith('acknowledged');
      change();
      return { call: wasHidden };
    }, atMs);
  }

  #calm(atMs: number): boolean {
    return this.#book(() => {
      this.chatterSince = undefined;
      const wasMuted = this.alarm?.isMuted === true;
      if (this.alarm !== undefined) this.alarm.isMuted = false;
      return { call: wasMuted };
    }, atMs);
  }
}
