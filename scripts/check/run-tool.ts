/** Runs one development tool of node_modules and collects what it says. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface ToolResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param tool name in node_modules/.bin */
export function runTool(root: string, tool: string, args: readonly string[]): Promise<ToolResult> {
  const bin = join(root, 'node_modules', '.bin', tool);
  const isWindows = process.platform === 'win32';
  const child = spawn(isWindows ? `"${bin}.cmd"` : bin, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: isWindows,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 127, stdout, stderr: `${stderr}${error.message}\n` }));
    child.on('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}
