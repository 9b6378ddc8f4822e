import { fstatSync } from 'node:fs';

/** Why a command should end. */
export type StopReason = 'SIGINT' | 'SIGTERM' | 'parent gone';

/**
 * Aborts when the process is asked to end: SIGTERM, the end of the channel to a parent that forked it, and Ctrl-C unless there is
 * such a parent (a terminal sends Ctrl-C to both, and the parent decides). `watchStdin`: a closed pipe on standard input ends it
 * too, for a parent that started it without a channel.
 */
export function stopSignal({ watchStdin }: { readonly watchStdin: boolean }): AbortSignal {
  const controller = new AbortController();
  const stop = (reason: StopReason): void => controller.abort(reason);
  const hasParent = process.send !== undefined;
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => {
    if (!hasParent) stop('SIGINT');
  });
  if (hasParent) process.on('disconnect', () => stop('parent gone'));
  else if (watchStdin && isPipe()) {
    process.stdin.on('end', () => stop('parent gone'));
    process.stdin.on('error', () => stop('parent gone'));
    process.stdin.resume();
    process.stdin.unref();
  }
  return controller.signal;
}

function isPipe(): boolean {
  try {
    const stat = fstatSync(0);
    return stat.isFIFO() || stat.isSocket();
  } catch (error) {
    // Standard input was closed before the start: nothing to watch.
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}
