import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { SourcePlan } from './mqtt-source-fixture.ts';

/** The source process, started; its lines are kept, so that none is missed by who asks late. */
export class MqttSource {
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(plan: SourcePlan) {
    const script = fileURLToPath(new URL('mqtt-source-fixture.ts', import.meta.url));
    this.#child = spawn(process.execPath, [script, JSON.stringify(plan)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    process.once('exit', this.stop);
    createInterface({ input: this.#child.stdout! }).on('line', (line) => {
      this.#lines.push(line);
      for (const look of this.#waiting) look();
    });
  }

  /** The first line that begins with `word`. */
  line(word: string): Promise<string> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.#lines.find((line) => line.startsWith(word));
        if (found === undefined) return;
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** The sensors are known: the other messages may come. */
  go(): void {
    this.#child.stdin!.write('go\n');
  }

  readonly stop = (): void => {
    process.off('exit', this.stop);
    this.#child.kill('SIGKILL');
  };
}
