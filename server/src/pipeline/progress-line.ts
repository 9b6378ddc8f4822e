import type { MessagePort } from 'node:worker_threads';
import type { Progress } from './follower-messages.ts';

type Derived = Extract<Progress, { type: 'derived' }>;

/** The pipeline's end of the follower: tells how far the log may be read. A follower that begins anew is told first what stands. */
export class ProgressLine {
  #port: MessagePort;
  #flushedOffset = 0;
  #derived: Derived | null = null;

  constructor(port: MessagePort) {
    this.#port = port;
  }

  flushed(offset: number): void {
    this.#flushedOffset = offset;
    this.#post({ type: 'flushed', offset });
  }

  /** How far checkpoints may go, told when it moved. */
  derived(safeOffset: number, isComparable: boolean): void {
    if (safeOffset === this.#derived?.safeOffset) return;
    this.#derived = { type: 'derived', safeOffset, isComparable };
    this.#post(this.#derived);
  }

  verify(offset: number, stateHash: string): void {
    this.#post({ type: 'verify', offset, stateHash });
  }

  attach(port: MessagePort): void {
    this.#port.close();
    this.#port = port;
    this.#post({ type: 'flushed', offset: this.#flushedOffset });
    if (this.#derived !== null) this.#post(this.#derived);
  }

  close(): void {
    this.#port.close();
  }

  #post(progress: Progress): void {
    this.#port.postMessage(progress);
  }
}
