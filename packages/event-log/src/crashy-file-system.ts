/**
 * A disk in memory that dies on command. It keeps two truths: what the running process sees, and what would be on the platter.
 * `restart('killed')` keeps every finished call; `restart('power-lost')` keeps what was synced plus, of what was not, a random
 * part whose last write is torn at a random byte; with `outOfOrder` any part of it. Names follow `syncFolder` in the same way.
 * A failed sync drops its bytes for good, as Linux does: a later sync reports success and does not bring them back.
 */
import { assert } from '@metropane/base';
import type { FileRef, FileSystem } from './file-system.ts';
import { SimulatedFile } from './simulated-file.ts';

/** Thrown by every call once the simulated process is dead. Not an errno error: nothing may take it for a bad disk. */
export class SimulatedCrash extends Error {
  override name = 'SimulatedCrash';
}

/** The calls that change the disk: crash points and failures are counted in these. */
export type DiskCall =
  | 'create'
  | 'write'
  | 'truncate'
  | 'syncData'
  | 'syncFolder'
  | 'rename'
  | 'remove'
  | 'read';

type NameChange = { readonly folder: string; readonly apply: (names: Map<string, SimulatedFile>) => void };

export class CrashyFileSystem implements FileSystem {
  /** Bytes that may still be written before ENOSPC. */
  freeBytes = Infinity;
  /** Finished and failed calls so far, by name. */
  readonly calls = new Map<DiskCall, number>();
  readonly #random: () => number;
  #names = new Map<string, SimulatedFile>();
  #durableNames = new Map<string, SimulatedFile>();
  #nameChanges: NameChange[] = [];
  #open = new Map<FileRef, SimulatedFile>();
  #nextRef = 1;
  #callsUntilCrash = Infinity;
  #isDead = false;
  #failures: { call: DiskCall; errno: string }[] = [];

  /** `random` gives floats in [0, 1): the only source of chance. */
  constructor(random: () => number) {
    this.#random = random;
  }

  /** The process dies within the `calls`-th call that changes the disk from now on (1 = the next one). */
  crashAfter(calls: number): void {
    this.#callsUntilCrash = calls;
  }

  /** The next `call` throws this errno error; several wait in line. */
  failNext(call: DiskCall, errno: string): void {
    this.#failures.push({ call, errno });
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Brings the disk back as a new process would find it. */
  restart(how: 'killed' | 'power-lost', options: { outOfOrder?: boolean } = {}): void {
    this.#open.clear();
    this.#isDead = false;
    this.#callsUntilCrash = Infinity;
    this.#failures = [];
    if (how === 'killed') return;
    const kept = new Map(this.#durableNames);
    const survivors = Math.floor(this.#random() * (this.#nameChanges.length + 1));
    for (const change of this.#nameChanges.slice(0, survivors)) change.apply(kept);
    const isKept = options.outOfOrder === true ? () => this.#random() < 0.5 : undefined;
    for (const file of new Set(kept.values())) file.losePower(this.#random, isKept);
    this.#names = kept;
    this.#durableNames = new Map(kept);
    this.#nameChanges = [];
  }

  /** Flips bits of a file as rot would, on the platter too. */
  corrupt(path: string, position: number, mask = 0x10): void {
    this.#fileNamed(path).corrupt(position, mask);
  }

  /** What the process sees of a file. */
  contentOf(path: string): Uint8Array {
    return this.#fileNamed(path).content;
  }

  openRead(path: string): FileRef {
    this.#assertAlive();
    return this.#ref(this.#fileNamed(path));
  }

  openWrite(path: string): FileRef {
    return this.openRead(path);
  }

  createFile(path: string): FileRef {
    if (this.#names.has(path)) throw errnoError('EEXIST', path);
    const file = new SimulatedFile();
    this.#mutate('create', () => this.#changeNames(path, (names) => names.set(path, file)));
    return this.#ref(file);
  }

  close(file: FileRef): void {
    this.#open.delete(file);
  }

  read(file: FileRef, target: Uint8Array, position: number): number {
    this.#assertAlive();
    this.#failIfTold('read');
    const part = this.#opened(file).content.subarray(position, position + target.length);
    target.set(part);
    return part.length;
  }

  write(file: FileRef, bytes: Uint8Array, position: number): number {
    const target = this.#opened(file);
    const growth = Math.max(0, position + bytes.length - target.content.length);
    const taken = growth <= this.freeBytes ? bytes.length : bytes.length - (growth - this.freeBytes);
    if (taken <= 0) throw errnoError('ENOSPC', 'no space left');
    // Not slice: a Buffer's shares its bytes, and the caller reuses them.
    const part = new Uint8Array(bytes.subarray(0, taken));
    this.#mutate(
      'write',
      () => {
        this.freeBytes -= Math.max(0, position + part.length - target.content.length);
        target.write(position, part);
      },
      () => target.write(position, part.subarray(0, Math.floor(this.#random() * (part.length + 1)))),
    );
    return taken;
  }

  truncate(file: FileRef, length: number): void {
    const target = this.#opened(file);
    this.#mutate('truncate', () => {
      this.freeBytes += Math.max(0, target.content.length - length);
      target.truncate(length);
    });
  }

  syncData(file: FileRef): void {
    const target = this.#opened(file);
    try {
      this.#mutate('syncData', () => target.sync());
    } catch (error) {
      if (!this.#isDead) target.dropUnsynced();
      throw error;
    }
  }

  syncFolder(folder: string): void {
    this.#mutate('syncFolder', () => {
      for (const change of this.#nameChanges) if (change.folder === folder) change.apply(this.#durableNames);
      this.#nameChanges = this.#nameChanges.filter((change) => change.folder !== folder);
    });
  }

  size(file: FileRef): number {
    this.#assertAlive();
    return this.#opened(file).content.length;
  }

  list(folder: string): string[] {
    this.#assertAlive();
    const names = [...this.#names.keys()].filter((path) => folderOf(path) === folder);
    return names.map((path) => path.slice(folder.length + 1)).sort();
  }

  rename(from: string, to: string): void {
    assert(folderOf(from) === folderOf(to), 'only renames within a folder are simulated', { from, to });
    const file = this.#fileNamed(from);
    this.#mutate('rename', () =>
      this.#changeNames(to, (names) => {
        names.delete(from);
        names.set(to, file);
      }),
    );
  }

  remove(path: string): void {
    const file = this.#fileNamed(path);
    this.#mutate('remove', () => {
      this.freeBytes += file.content.length;
      this.#changeNames(path, (names) => names.delete(path));
    });
  }

  makeFolder(): void {
    this.#assertAlive();
  }

  /** Runs one call that changes the disk, unless it is the one to fail or to die in; `torn` is what a death leaves of it. */
  #mutate(call: DiskCall, apply: () => void, torn?: () => void): void {
    this.#assertAlive();
    this.calls.set(call, (this.calls.get(call) ?? 0) + 1);
    this.#callsUntilCrash -= 1;
    if (this.#callsUntilCrash <= 0) {
      this.#isDead = true;
      if (torn !== undefined) torn();
      else if (this.#random() < 0.5) apply();
      throw new SimulatedCrash(`died in ${call}`);
    }
    this.#failIfTold(call);
    apply();
  }

  #failIfTold(call: DiskCall): void {
    const index = this.#failures.findIndex((failure) => failure.call === call);
    const failure = this.#failures[index];
    if (failure === undefined) return;
    this.#failures.splice(index, 1);
    throw errnoError(failure.errno, call);
  }

  #changeNames(path: string, apply: NameChange['apply']): void {
    apply(this.#names);
    this.#nameChanges.push({ folder: folderOf(path), apply });
  }

  #assertAlive(): void {
    if (this.#isDead) throw new SimulatedCrash('the process is dead');
  }

  #ref(file: SimulatedFile): FileRef {
    const ref = this.#nextRef++;
    this.#open.set(ref, file);
    return ref;
  }

  #opened(file: FileRef): SimulatedFile {
    this.#assertAlive();
    const opened = this.#open.get(file);
    assert(opened !== undefined, 'the file is open', { file });
    return opened;
  }

  #fileNamed(path: string): SimulatedFile {
    const file = this.#names.get(path);
    if (file === undefined) throw errnoError('ENOENT', path);
    return file;
  }
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function errnoError(code: string, what: string): Error {
  return Object.assign(new Error(`${code}: ${what}`), { code });
}
