/**
 * Runs one child at a time and gets out of the way of signals.
 * Ctrl-C reaches the whole process group, so the child already has its SIGINT: forwarding it would arrive as a second one.
 * A supervisor's SIGTERM reaches only this process, so it is forwarded. Both end the command after the current step.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { LaunchError } from './launch-error.mjs';

export class Foreground {
  /** @type {import('node:child_process').ChildProcess | null} */
  #child = null;
  /** @type {NodeJS.Signals | null} */
  #stopSignal = null;
  #root;

  /** @param {string} root repository root, the working directory of every child */
  constructor(root) {
    this.#root = root;
    process.on('SIGINT', () => {
      this.#stopSignal ??= 'SIGINT';
    });
    process.on('SIGTERM', () => {
      this.#stopSignal ??= 'SIGTERM';
      this.#child?.kill('SIGTERM');
    });
  }

  /**
   * Runs a program to its end and answers its exit code (128 + n for a signal). After a stop signal nothing more is started.
   * @param {string} program
   * @param {string[]} args
   * @param {{ stdout: 'inherit' | 'stderr', shell?: boolean }} how
   * @returns {Promise<number>}
   */
  run(program, args, how) {
    if (this.#stopSignal !== null) return Promise.resolve(toExitCode(this.#stopSignal));
    const bin = join(this.#root, 'node_modules', '.bin');
    const child = spawn(program, args, {
      cwd: this.#root,
      stdio: ['inherit', how.stdout === 'inherit' ? 'inherit' : 2, 'inherit'],
      shell: how.shell ?? false,
      // Workers and child processes that call "node" must find the pinned one.
      env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` },
    });
    this.#child = child;
    return new Promise((resolve, reject) => {
      child.on('error', (error) => reject(new LaunchError(`Cannot run ${program}: ${error.message}.`, 2)));
      child.on('exit', (code, signal) => {
        this.#child = null;
        resolve(code ?? toExitCode(signal ?? 'SIGTERM'));
      });
    });
  }

  /** The exit code that a stop signal asks for, or `null` while none has come. */
  get stopCode() {
    return this.#stopSignal === null ? null : toExitCode(this.#stopSignal);
  }
}

/** @param {NodeJS.Signals} signal */
function toExitCode(signal) {
  return 128 + constants.signals[signal];
}
