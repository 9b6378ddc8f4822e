/**
 * The sound of what waits for an acknowledgement: P1 three rising tones, P2 two, P3 one, repeated every 5 s until it is acknowledged;
 * P4 is silent. Muting stops the sound and nothing else, and only until the next alarm. Browsers allow sound only after a
 * touch, so `isReady` says whether the operator would hear anything at all.
 */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';

export type SoundPriority = 1 | 2 | 3;

export interface SoundState {
  /** The browser lets this page make sound. */
  isReady: boolean;
  isMuted: boolean;
  /** Priority of the most urgent that waits, muted or not. */
  sounding: SoundPriority | null;
}

/** Makes sound; apart, so that what is to be heard can be tested without ears. */
export interface Speaker {
  /** Resolves with whether the page may be heard. To be called from a touch or a key. */
  wake(): Promise<boolean>;
  play(priority: SoundPriority): void;
}

const REPEAT_MS = 5_000;

export class AlarmSound {
  readonly state: StoreApi<SoundState> = createStore(() => ({
    isReady: false,
    isMuted: false,
    sounding: null,
  }));
  readonly #speaker: Speaker;
  readonly #every: (ms: number, run: () => void) => () => void;
  #heard: ReadonlySet<string> = new Set();
  #stop: (() => void) | null = null;

  constructor(speaker: Speaker, every: (ms: number, run: () => void) => () => void) {
    this.#speaker = speaker;
    this.#every = every;
  }

  /** To be called from a touch or a key: lets sound start. What waits goes on sounding: a touch is no acknowledgement. */
  touch(): void {
    if (this.state.getState().isReady) return;
    void this.#speaker.wake().then((isReady) => {
      this.state.setState({ isReady });
      if (isReady) this.#play();
    });
  }

  /** What waits now. Something that did not wait before ends the muting and sounds at once. */
  follow(waiting: readonly { id: string; priority: number }[]): void {
    const isNew = waiting.some(({ id }) => !this.#heard.has(id));
    this.#heard = new Set(waiting.map(({ id }) => id));
    const most = waiting.reduce((least, { priority }) => Math.min(least, priority), Number.POSITIVE_INFINITY);
    const sounding = most <= 3 ? (most as SoundPriority) : null;
    const before = this.state.getState();
    this.state.setState({ sounding, isMuted: before.isMuted && !isNew });
    if (sounding === null) {
      this.#stop?.();
      this.#stop = null;
      return;
    }
    if (!isNew && this.#stop !== null) return;
    this.#stop?.();
    this.#play();
    this.#stop = this.#every(REPEAT_MS, () => this.#play());
  }

  setMuted(isMuted: boolean): void {
    this.state.setState({ isMuted });
  }

  /** The page goes. */
  end(): void {
    this.follow([]);
  }

  #play(): void {
    const { isReady, isMuted, sounding } = this.state.getState();
    if (isReady && !isMuted && sounding !== null) this.#speaker.play(sounding);
  }
}

const TONES: Record<SoundPriority, readonly number[]> = { 1: [740, 880, 1047], 2: [587, 740], 3: [523] };
const TONE_S = 0.16;

class ToneSpeaker implements Speaker {
  #context: AudioContext | null = null;

  async wake(): Promise<boolean> {
    this.#context ??= new AudioContext();
    await this.#context.resume();
    return this.#context.state === 'running';
  }

  play(priority: SoundPriority): void {
    const context = this.#context;
    if (context === null) return;
    TONES[priority].forEach((hertz, index) => {
      const from = context.currentTime + index * (TONE_S + 0.05);
      const tone = context.createOscillator();
      const loudness = context.createGain();
      tone.frequency.value = hertz;
      // Ramps: a tone that starts at once clicks.
      loudness.gain.setValueAtTime(0, from);
      loudness.gain.linearRampToValueAtTime(0.2, from + 0.02);
      loudness.gain.linearRampToValueAtTime(0, from + TONE_S);
      tone.connect(loudness).connect(context.destination);
      tone.start(from);
      tone.stop(from + TONE_S);
    });
  }
}

/** One per page. */
export const alarmSound = new AlarmSound(new ToneSpeaker(), (ms, run) => {
  const timer = setInterval(run, ms);
  return () => clearInterval(timer);
});
