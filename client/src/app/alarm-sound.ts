/**
 * The sound of unacknowledged incidents: P1 three rising tones, P2 two, repeated every 5 s until somebody touches the desk.
 * Silence is not acknowledgement: it starts again with the next incident. Browsers allow sound only after a touch, so
 * `isReady` says whether the operator would hear anything at all.
 */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';

export interface SoundState {
  /** The browser lets this page make sound. */
  isReady: boolean;
  isMuted: boolean;
  /** Priority that is sounding now. */
  sounding: 1 | 2 | null;
}

const REPEAT_MS = 5_000;
const TONES: Record<1 | 2, readonly number[]> = { 1: [740, 880, 1047], 2: [587, 740] };
const TONE_S = 0.16;

export class AlarmSound {
  readonly state: StoreApi<SoundState> = createStore(() => ({
    isReady: false,
    isMuted: false,
    sounding: null,
  }));
  #context: AudioContext | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** To be called from a touch or a key: lets sound start and hushes what is sounding. */
  touch(): void {
    this.#context ??= new AudioContext();
    void this.#context
      .resume()
      .then(() => this.state.setState({ isReady: this.#context?.state === 'running' }));
    this.#hush();
  }

  /** Sounds for a new unacknowledged incident; a more urgent one takes over. */
  start(priority: 1 | 2): void {
    const { sounding } = this.state.getState();
    if (sounding !== null && sounding <= priority) return;
    this.#hush();
    this.state.setState({ sounding: priority });
    this.#play(priority);
    this.#timer = setInterval(() => this.#play(priority), REPEAT_MS);
  }

  /** Everything urgent is acknowledged. */
  stop(): void {
    this.#hush();
  }

  setMuted(isMuted: boolean): void {
    this.state.setState({ isMuted });
  }

  #hush(): void {
    clearInterval(this.#timer);
    if (this.state.getState().sounding !== null) this.state.setState({ sounding: null });
  }

  #play(priority: 1 | 2): void {
    const context = this.#context;
    if (context === null || context.state !== 'running' || this.state.getState().isMuted) return;
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
export const alarmSound = new AlarmSound();
